// What the journal of a bot that only watches tells of what it would have done.
#include "bot/export_command.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <sstream>

#include "storage/people.hpp"

namespace bot {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr locale::instant monday{std::chrono::sys_days{std::chrono::year{2026} / 12 / 14} + 7h};

dialogs::journal move(std::int64_t row, std::string kind, std::string ground, std::string words = "") {
    dialogs::journal made;
    made.kind = std::move(kind);
    made.task = 8017;
    made.person = 27;
    made.other = 27;
    made.from = monday + 96h;
    made.to = monday + 192h;
    made.row = row;
    made.ground = std::move(ground);
    made.words = std::move(words);
    return made;
}

dialogs::journal would_ask(std::int64_t row, dialogs::user_id approver) {
    dialogs::journal made;
    made.kind = "would_ask";
    made.task = 8017;
    made.person = approver;
    made.row = row;
    made.ground = approver == 0 ? "nobody" : "head";
    return made;
}

export_question moves(std::string format = "csv", std::string from = "", std::string to = "") {
    export_question made;
    made.would_have = true;
    made.format = std::move(format);
    made.from = std::move(from);
    made.to = std::move(to);
    return made;
}

export_question sums() {
    export_question made;
    made.forecast = true;
    return made;
}

class Export : public testing::Test {
protected:
    Export() {
        settings.storage.database = folder / "guard.db";
        settings.locale.time_zone = "Europe/Moscow";
        std::filesystem::create_directories(folder);
    }
    ~Export() override { std::filesystem::remove_all(folder); }

    void journalled(const std::vector<std::pair<locale::instant, dialogs::journal>>& rows) {
        storage::opening how;
        how.path = settings.storage.database.string();
        how.secrets = storage::secret_box(storage::secret_box::key{7});
        storage::database disk(how);
        storage::transact(disk, monday, [&](storage::transaction& tx) {
            dialogs::guarded_task task;
            task.id = 8017;
            task.title = "=HYPERLINK(\"http://x\"), срочно";
            task.responsible = 27;
            tx.apply(dialogs::save_task{task});
            dialogs::person maria, boris;
            maria.id = 27;
            maria.name = "Мария Иванова";
            boris.id = 13;
            boris.name = "Борис Орлов";
            storage::people::save(tx, {maria, boris});
        });
        for (const auto& [at, row] : rows)
            storage::transact(disk, at, [&, each = row](storage::transaction& tx) { tx.apply(each); });
    }

    bool asks(export_question question) {
        out.str("");
        wrong.str("");
        return export_journal(settings, question, out, wrong);
    }

    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) /
                                         ("export." + std::to_string(::getpid()) + "." +
                                          testing::UnitTest::GetInstance()->current_test_info()->name());
    config settings;
    std::ostringstream out, wrong;
};

TEST_F(Export, TellsWhatWouldHaveBeenPutBackAndWhoWouldHaveBeenAsked) {
    journalled({{monday, move(101, "observed", "silent")}, {monday, would_ask(101, 13)}});
    ASSERT_TRUE(asks(moves()));
    EXPECT_EQ(out.str(),
              "judged_at,task,title,author,author_name,responsible,responsible_name,from,to,verdict,because,"
              "reason,approver,approver_name,approver_because,instead_of\r\n"
              "2026-12-14T10:00:00+03:00,8017,\"'=HYPERLINK(\"\"http://x\"\"), срочно\",27,Мария Иванова,27,"
              "Мария Иванова,2026-12-18T10:00:00+03:00,2026-12-22T10:00:00+03:00,put_back,silent,,13,"
              "Борис Орлов,head,0\r\n");
}

TEST_F(Export, WhatNobodyCouldHaveApprovedWouldHaveStood) {
    journalled({{monday, move(101, "observed", "silent")}, {monday, would_ask(101, 0)}});
    ASSERT_TRUE(asks(moves("json")));
    EXPECT_THAT(out.str(), HasSubstr(R"("verdict":"stands","because":"nobody_to_ask")"));
    EXPECT_THAT(out.str(), testing::StartsWith("[\n{"));
    EXPECT_THAT(out.str(), testing::EndsWith("}\n]\n"));
}

TEST_F(Export, OfAnEmptyJournalTheJsonIsAnEmptyArray) {
    journalled({});
    ASSERT_TRUE(asks(moves("json")));
    EXPECT_EQ(out.str(), "[]\n");
}

TEST_F(Export, TakesWholeDaysOfThePortalsZone) {
    journalled({{monday - 7h - 3h - 1s, move(101, "observed", "silent")},  // Sunday, 23:59:59
                {monday - 7h - 3h, move(102, "accepted", "earlier")},      // Monday, 00:00
                {monday + 13h + 59min, move(103, "accepted", "exempt")},   // Monday, 23:59
                {monday + 14h, move(104, "accepted", "robot")}});
    ASSERT_TRUE(asks(moves("csv", "2026-12-14", "2026-12-14")));
    EXPECT_THAT(out.str(), HasSubstr("earlier"));
    EXPECT_THAT(out.str(), HasSubstr("exempt"));
    EXPECT_THAT(out.str(), testing::Not(HasSubstr("silent")));
    EXPECT_THAT(out.str(), testing::Not(HasSubstr("robot")));
}

TEST_F(Export, ForecastsInWords) {
    journalled({{monday, move(101, "observed", "silent")},
                {monday, would_ask(101, 13)},
                {monday + 24h, move(102, "observed", "silent")},
                {monday + 24h, would_ask(102, 13)},
                {monday + 48h, move(103, "accepted", "reason", "клиент заболел")},
                {monday + 72h, move(104, "observed", "silent")},
                {monday + 72h, would_ask(104, 0)}});
    ASSERT_TRUE(asks(sums()));
    EXPECT_EQ(out.str(),
              "С 14.12 по 17.12 сроки меняли 4 раза.\n"
              "Без причины, срок вернулся бы: 2 (у 1 сотрудника).\n"
              "С причиной, новый срок остался бы: 1.\n"
              "Некому было бы решать, новый срок остался бы: 1.\n"
              "Решает Борис Орлов: до 2 запросов.\n");
}

TEST_F(Export, ForecastsWhatALimitWouldHaveStopped) {
    journalled({{monday, move(101, "observed", "moves_max", "клиент заболел")},
                {monday, would_ask(101, 13)},
                {monday, move(102, "observed", "shift_max", "клиент заболел")},
                {monday, would_ask(102, 13)}});
    ASSERT_TRUE(asks(sums()));
    EXPECT_EQ(out.str(),
              "С 14.12 по 14.12 сроки меняли 2 раза.\n"
              "Без причины, срок вернулся бы: 0 (у 0 сотрудников).\n"
              "С причиной, новый срок остался бы: 0.\n"
              "С причиной, но сверх допустимого, срок вернулся бы: 2.\n"
              "Решает Борис Орлов: до 2 запросов.\n");
}

TEST_F(Export, WhatStoodAfterAllIsNotCountedAsPutBack) {
    const auto stood = [](std::string kind, std::string ground) {
        return move(0, std::move(kind), std::move(ground));
    };
    journalled({{monday, move(101, "silent", "silent")},
                {monday, stood("accepted", "not_told")},
                {monday + 1h, move(102, "silent", "silent")},
                {monday + 1h, stood("unapprovable", "nobody_to_ask")},
                {monday + 2h, move(103, "silent", "silent")},
                {monday + 3h, stood("accepted", "mass")},
                {monday + 4h, move(104, "silent", "silent")},
                {monday + 4h, stood("put_back", "silent")},
                {monday + 5h, stood("accepted", "mass")}});
    ASSERT_TRUE(asks(sums()));
    EXPECT_EQ(out.str(),
              "С 14.12 по 14.12 сроки меняли 4 раза.\n"
              "Без причины, срок вернулся бы: 1 (у 1 сотрудника).\n"
              "С причиной, новый срок остался бы: 0.\n"
              "Некому было бы решать, новый срок остался бы: 1.\n");
    ASSERT_TRUE(asks(moves("json")));
    EXPECT_THAT(out.str(), HasSubstr(R"("verdict":"stands","because":"not_told")"));
    EXPECT_THAT(out.str(), HasSubstr(R"("verdict":"stands","because":"mass")"));
}

TEST_F(Export, AReasonThatNeedsApprovalIsNoSilentMove) {
    journalled({{monday, move(101, "silent", "asked", "клиент заболел")},
                {monday, move(102, "paused", "asked", "клиент заболел")}});
    ASSERT_TRUE(asks(sums()));
    EXPECT_EQ(out.str(),
              "С 14.12 по 14.12 сроки меняли 2 раза.\n"
              "Без причины, срок вернулся бы: 0 (у 0 сотрудников).\n"
              "С причиной, новый срок остался бы: 0.\n"
              "С причиной, но нужно согласование: 2.\n");
}

TEST_F(Export, ForecastsModeApproval) {
    journalled({{monday, move(101, "observed", "silent")},
                {monday, would_ask(101, 13)},
                {monday, move(102, "observed", "moves_max", "клиент заболел")},
                {monday, would_ask(102, 13)},
                {monday, move(103, "accepted", "reason", "клиент заболел")},
                {monday, move(104, "accepted", "exempt")}});
    auto question = sums();
    question.mode = "approval";
    ASSERT_TRUE(asks(question));
    EXPECT_EQ(out.str(),
              "С 14.12 по 14.12 сроки меняли 4 раза.\n"
              "Без причины, срок вернулся бы: 1 (у 1 сотрудника).\n"
              "С причиной, новый срок остался бы: 0.\n"
              "С причиной, но нужно согласование: 2.\n");
    question = moves("json");
    question.mode = "approval";
    ASSERT_TRUE(asks(question));
    EXPECT_THAT(out.str(), HasSubstr(R"("verdict":"put_back","because":"asked")"));
}

TEST_F(Export, SaysWhatIsWrongWithTheQuestion) {
    journalled({});
    EXPECT_FALSE(asks({}));
    EXPECT_THAT(wrong.str(), HasSubstr("--would-have"));
    EXPECT_FALSE(asks(moves("csv", "14.12.2026")));
    EXPECT_THAT(wrong.str(), HasSubstr("--from: \"14.12.2026\" is no date"));
    EXPECT_FALSE(asks(moves("csv", "2026-12-15", "2026-12-14")));
    EXPECT_THAT(wrong.str(), HasSubstr("not be later"));
}

}  // namespace
}  // namespace bot
