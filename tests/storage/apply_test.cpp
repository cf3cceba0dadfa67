// What the deciding code saves, it finds again.
#include <gtest/gtest.h>

#include "samples.hpp"
#include "storage/requests.hpp"

namespace storage {
namespace {

class Memory : public testing::Test {
protected:
    void apply(const dialogs::step& step) {
        transact(db, monday, [&](auto& tx) { tx.apply(step); });
    }
    template <class F>
    auto known(F&& ask) {
        return look(db, monday, std::forward<F>(ask));
    }

    database db{in_memory()};
};

TEST_F(Memory, KeepsATaskWhole) {
    EXPECT_EQ(known([](auto& tx) { return tx.find_task(8017); }), std::nullopt);
    apply(dialogs::save_task{a_task()});
    EXPECT_EQ(known([](auto& tx) { return tx.find_task(8017); }), a_task());
    dialogs::guarded_task bare;
    bare.id = 8017;
    apply(dialogs::save_task{bare});
    EXPECT_EQ(known([](auto& tx) { return tx.find_task(8017); }), bare) << "nothing of the old one is left";
    apply(dialogs::forget_task{8017});
    EXPECT_EQ(known([](auto& tx) { return tx.find_task(8017); }), std::nullopt);
    apply(dialogs::forget_task{8017});
}

TEST_F(Memory, TellsAMoveByNobodyFromNoMove) {
    auto task = a_task();
    task.last_move = dialogs::accepted_move{0, monday, std::nullopt};
    apply(dialogs::save_task{task});
    EXPECT_EQ(known([](auto& tx) { return tx.find_task(8017); }), task);
}

TEST_F(Memory, GivesOpenTasksNearestDeadlineFirst) {
    const auto save = [&](dialogs::task_id id, dialogs::deadline accepted, int status,
                          dialogs::user_id whose) {
        auto task = a_task(id);
        task.accepted = accepted;
        task.status = status;
        task.responsible = whose;
        apply(dialogs::save_task{task});
    };
    save(1, std::nullopt, 2, 27);
    save(2, monday + 48h, 3, 27);
    save(3, monday + 24h, 2, 27);
    save(4, monday + 1h, 5, 27);
    save(5, monday + 1h, 7, 27);
    save(6, monday + 1h, 2, 13);
    std::vector<dialogs::task_id> ids;
    for (const auto& each : known([](auto& tx) { return tx.tasks_of(27); }))
        ids.push_back(each.id);
    EXPECT_EQ(ids, (std::vector<dialogs::task_id>{3, 2, 1}));
}

TEST_F(Memory, KeepsARequestWhole) {
    EXPECT_EQ(known([](auto& tx) { return tx.next_request_id(); }), 1);
    apply(dialogs::save_request{a_request(1)});
    EXPECT_EQ(known([](auto& tx) { return tx.find_request(1); }), a_request(1));
    EXPECT_EQ(known([](auto& tx) { return tx.next_request_id(); }), 2);
    auto decided = a_request(1);
    decided.state = dialogs::request_state::applied;
    decided.granted = monday + 72h;
    decided.decided_at = monday + 1h;
    decided.decided_by = 13;
    decided.decision_words = "только до четверга";
    decided.card_version = 4;
    apply(dialogs::save_request{decided});
    EXPECT_EQ(known([](auto& tx) { return tx.find_request(1); }), decided);
    EXPECT_EQ(known([](auto& tx) { return tx.open_request(8017); }), std::nullopt);
    EXPECT_TRUE(known([](auto& tx) { return tx.open_requests_by(27); }).empty());
}

TEST_F(Memory, FindsOpenRequestsByTheirPeople) {
    apply(dialogs::save_request{a_request(1, 1)});
    apply(dialogs::save_request{a_request(2, 2)});
    auto other = a_request(3, 3);
    other.approver = 99;
    apply(dialogs::save_request{other});
    EXPECT_EQ(known([](auto& tx) { return tx.open_requests_by(27); }).size(), 3U);
    EXPECT_EQ(known([](auto& tx) { return tx.open_requests_for(13); }),
              (std::vector{a_request(1, 1), a_request(2, 2)}));
    EXPECT_EQ(known([](auto& tx) { return tx.open_requests_for(99); }), std::vector{other});
    EXPECT_EQ(known([](auto& tx) { return tx.open_requests_for(7); }),
              (std::vector{a_request(1, 1), a_request(2, 2), other}))
        << "they went up to him";
    EXPECT_EQ(known([](auto& tx) { return requests::approvers_of_open(tx); }),
              (std::vector<dialogs::user_id>{7, 13, 99}));
    EXPECT_EQ(known([](auto& tx) { return requests::all_open(tx); }),
              (std::vector<dialogs::request_id>{1, 2, 3}));
}

TEST_F(Memory, KeepsEveryKindOfQuestion) {
    for (int i = 0; i <= static_cast<int>(dialogs::question::answer); ++i) {
        dialogs::conversation talk{
            27, static_cast<dialogs::question>(i), 8017, monday, "payment", "words", 3, i, monday};
        apply(dialogs::save_conversation{talk});
        EXPECT_EQ(known([](auto& tx) { return tx.conversation_with(27); }), talk);
    }
    dialogs::conversation none;
    none.who = 13;
    EXPECT_EQ(known([](auto& tx) { return tx.conversation_with(13); }), none);
}

TEST_F(Memory, RemembersTheStepOfAnEndedConversation) {
    dialogs::conversation ended;
    ended.who = 27;
    ended.step = 7;
    apply(dialogs::save_conversation{ended});
    EXPECT_EQ(known([](auto& tx) { return tx.conversation_with(27); }).step, 7) << "its old buttons stay old";
}

TEST_F(Memory, KeepsEveryPurposeOfAWrite) {
    apply(dialogs::save_request{a_request(1)});
    for (const auto purpose :
         {dialogs::write_purpose::revert, dialogs::write_purpose::apply, dialogs::write_purpose::mend}) {
        auto write = a_write();
        write.purpose = purpose;
        write.request = 1;
        write.from.reset();
        apply(dialogs::write_deadline{write});
        write.id = static_cast<int>(purpose) + 1;
        EXPECT_EQ(known([](auto& tx) { return tx.expected_writes(8017); }).back(), write);
    }
}

TEST_F(Memory, GivesAWriteItsIdItself) {
    auto write = a_write();
    write.id = 5;
    EXPECT_THROW(apply(dialogs::write_deadline{write}), std::logic_error);
}

}  // namespace
}  // namespace storage
