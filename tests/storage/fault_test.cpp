// A failure at every step of a transaction: nothing of it may stay.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "samples.hpp"
#include "storage/inbox.hpp"
#include "storage/outbox.hpp"
#include "storage/people.hpp"
#include "storage/portal.hpp"

namespace storage {
namespace {

int countdown(void* left) {
    return --*static_cast<int*>(left) == 0 ? 1 : 0;
}

// Runs `body` again and again, SQLite failing at its first, second, third … instruction, until it gets
// through. After each failure the database must be as before. Returns how many instructions failed.
int fail_at_every_instruction(database& db, const std::function<void(transaction&)>& body) {
    const auto before = everything_in(db);
    for (int failures = 0;; ++failures) {
        int left = failures + 1;
        bool done = false;
        try {
            transact(db, monday, [&](transaction& tx) {
                sqlite3_progress_handler(db.link().handle(), 1, countdown, &left);
                body(tx);
                sqlite3_progress_handler(db.link().handle(), 0, nullptr, nullptr);
            });
            done = true;
        } catch (const database_error& why) {
            sqlite3_progress_handler(db.link().handle(), 0, nullptr, nullptr);
            EXPECT_EQ(why.code(), SQLITE_INTERRUPT) << why.what();
        }
        if (done)
            return failures;
        if (everything_in(db) != before) {
            ADD_FAILURE() << "instruction " << failures << " left something behind";
            return failures;
        }
    }
}

// The steps of one_of_each that make the given one possible.
void prepare(database& db, std::size_t steps) {
    const auto all = one_of_each();
    transact(db, monday, [&](transaction& tx) {
        for (std::size_t i = 0; i < steps; ++i)
            tx.apply(all[i]);
    });
}

class EachStep : public testing::TestWithParam<std::size_t> {};

TEST_P(EachStep, LeavesNothingWhenAnyInstructionFails) {
    database db(in_memory());
    prepare(db, GetParam());
    const auto step = one_of_each().at(GetParam());
    const auto before = everything_in(db);
    const int failures = fail_at_every_instruction(db, [&](transaction& tx) { tx.apply(step); });
    EXPECT_GT(failures, 3);
    EXPECT_NE(everything_in(db), before) << "then it gets through and does something";
}

TEST_P(EachStep, LeavesNothingWhenTheCommitFails) {
    database db(in_memory());
    prepare(db, GetParam());
    const auto step = one_of_each().at(GetParam());
    const auto before = everything_in(db);
    sqlite3_commit_hook(
        db.link().handle(), [](void*) { return 1; }, nullptr);
    EXPECT_THROW(transact(db, monday, [&](transaction& tx) { tx.apply(step); }), database_error);
    sqlite3_commit_hook(db.link().handle(), nullptr, nullptr);
    EXPECT_EQ(everything_in(db), before);
    transact(db, monday, [&](transaction& tx) { tx.apply(step); });
    EXPECT_NE(everything_in(db), before);
}

INSTANTIATE_TEST_SUITE_P(Fault, EachStep, testing::Range(std::size_t{0}, one_of_each().size()),
                         [](const auto& of) { return name_of(one_of_each().at(of.param)); });

TEST(Fault, OneOfEachMeansEveryKindOfStep) {
    std::vector<bool> there(std::variant_size_v<dialogs::step>);
    // Hours and further looks are the engine's to keep.
    for (const dialogs::step& step :
         std::vector<dialogs::step>{dialogs::look_later{}, dialogs::look_again{}, dialogs::wave_later{},
                                    dialogs::pause_later{}, dialogs::request_later{}, dialogs::desk_later{}})
        there[step.index()] = true;
    for (const auto& step : one_of_each())
        there[step.index()] = true;
    for (std::size_t i = 0; i < there.size(); ++i)
        EXPECT_TRUE(there[i]) << "step " << i;
}

// What the engine does for one item, as one change: take it, decide, keep what follows, end it.
TEST(Fault, AWholeDecisionIsTakenOrNotAtAll) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) { inbox::put(tx, {"task_touched 8017", "task:8017", "event:1"}); });
    const int failures = fail_at_every_instruction(db, [](transaction& tx) {
        const auto item = inbox::waiting(tx, inbox::lane::hints, 1).at(0);
        tx.apply(one_of_each());
        inbox::handled(tx, item);
    });
    EXPECT_GT(failures, 300);
}

TEST(Fault, InboxOutboxPeopleAndTokensLeaveNothingBehind) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) {
        inbox::put(tx, {"a", "task:1", ""});
        tx.apply(dialogs::say{"27", "card:1", a_message("x")});
        portal::save_tokens(tx, {"old access", "old refresh", monday});
        people::save_departments(tx, {{1, "Компания", 0, 13}});
    });
    const int failures = fail_at_every_instruction(db, [](transaction& tx) {
        inbox::put(tx, {"b", "task:1", "once:1"});
        inbox::put(tx, {"c", "", ""});
        inbox::postponed(tx, 1, monday + 60s, "no answer");
        outbox::delivered(tx, 1, 500, 9);
        portal::save_tokens(tx, {"new access", "new refresh", monday + 3600s});
        people::save_departments(tx, {{1, "Компания", 0, 13}, {2, "Продажи", 1, 14}});
    });
    EXPECT_GT(failures, 50);
}

}  // namespace
}  // namespace storage
