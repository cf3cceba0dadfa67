#include "storage/outbox.hpp"

#include <gtest/gtest.h>

#include <random>

#include "samples.hpp"
#include "storage/portal.hpp"

namespace storage {
namespace {

class Outbox : public testing::Test {
protected:
    void apply(const dialogs::step& step) {
        transact(db, now, [&](auto& tx) { tx.apply(step); });
    }
    void say(const std::string& dialog, const std::string& text, const std::string& slot = {}) {
        apply(dialogs::say{dialog, slot, a_message(text)});
    }
    void rewrite(const std::string& dialog, const std::string& slot, const std::string& text) {
        apply(dialogs::rewrite{dialog, slot, a_message(text)});
    }
    std::vector<outbox::row> due(int limit = 100) {
        return look(db, now, [&](auto& tx) {
            auto all = outbox::due(tx, outbox::sort::deadlines, limit);
            for (auto& each : outbox::due(tx, outbox::sort::messages, limit))
                all.push_back(std::move(each));
            return all;
        });
    }
    static std::string text_of(const outbox::row& row) {
        if (const auto* said = std::get_if<dialogs::say>(&row.what))
            return said->what.text;
        if (const auto* rewritten = std::get_if<dialogs::rewrite>(&row.what))
            return "rewrite " + rewritten->what.text;
        return "write " + std::to_string(std::get<dialogs::write_deadline>(row.what).what.task);
    }
    std::vector<std::string> due_texts() {
        std::vector<std::string> out;
        for (const auto& each : due())
            out.push_back(text_of(each));
        return out;
    }
    bool delivered(std::int64_t id, std::int64_t message = 0, std::int64_t bot = 0) {
        return transact(db, now, [&](auto& tx) { return outbox::delivered(tx, id, message, bot); });
    }
    void postponed(std::int64_t id, instant until) {
        transact(db, now, [&](auto& tx) { outbox::postponed(tx, id, until, "HTTP 503"); });
    }
    std::optional<outbox::sent_message> in(const std::string& slot) {
        return look(db, now, [&](auto& tx) { return outbox::message_in(tx, slot); });
    }
    std::optional<instant> next_due() {
        return look(db, now, [](auto& tx) { return outbox::next_due(tx); });
    }

    database db{in_memory()};
    instant now = monday;
};

using texts = std::vector<std::string>;

TEST_F(Outbox, KnowsTheSlotOfAMessageThatWasSent) {
    apply(dialogs::say{"27", "asked:8017:911", {"Почему?", {}}});
    delivered(due()[0].id, 500, 9);
    look(db, now, [](auto& tx) {
        EXPECT_EQ(tx.slot_of(500), "asked:8017:911");
        EXPECT_EQ(tx.slot_of(501), "");
        return 0;
    });
}

TEST_F(Outbox, GivesTheFirstRowOfEachKeyOfEachSort) {
    say("27", "a");
    say("27", "b");
    say("13", "c");
    apply(dialogs::write_deadline{a_write(8017)});
    apply(dialogs::write_deadline{a_write(8018)});
    apply(dialogs::write_deadline{a_write(8017)});
    EXPECT_EQ(due_texts(), (texts{"write 8017", "write 8018", "a", "c"}));
    EXPECT_EQ(due(1).size(), 2U) << "one of each sort";
    EXPECT_EQ(due()[0].order_key, "task:8017");
    EXPECT_EQ(due()[2].order_key, "chat:27");
}

TEST_F(Outbox, KeepsTheMessageAsItWasSaid) {
    auto what = a_message("⏱ Срок «Ромашка» \"$result[a]\" \xff", "token-1");
    apply(dialogs::say{"27", "card:1", what});
    const auto row = due().at(0);
    for (auto& line : what.rows)
        for (auto& button : line)
            button.binding = {};
    EXPECT_EQ(std::get<dialogs::say>(row.what).what, what);
    EXPECT_EQ(std::get<dialogs::say>(row.what).slot, "card:1");
    EXPECT_EQ(std::get<dialogs::say>(row.what).dialog, "27");
    EXPECT_EQ(row.uuid, "00000000-0000-4000-8000-000000000001");
    EXPECT_EQ(row.created_at, monday);
}

TEST_F(Outbox, BindsButtonsBeforeTheMessageIsThere) {
    apply(dialogs::say{"27", "", a_message("x", "token-1")});
    const auto bound = look(db, now, [](auto& tx) { return tx.binding("token-1"); });
    EXPECT_EQ(bound, a_button("token-1").binding);
    EXPECT_EQ(look(db, now, [](auto& tx) { return tx.binding("token-2"); }), std::nullopt);
    EXPECT_EQ(db.link().integer("SELECT count(*) FROM binding"), 1) << "a link binds nothing";
}

TEST_F(Outbox, NeverBindsATokenTwiceToDifferentThings) {
    apply(dialogs::say{"27", "", a_message("x", "token-1")});
    apply(dialogs::say{"27", "", a_message("the same again", "token-1")});
    auto other = a_message("y", "token-1");
    other.rows[0][0].binding.recipient = 14;
    EXPECT_THROW(apply(dialogs::say{"27", "", other}), std::logic_error);
    EXPECT_EQ(look(db, now, [](auto& tx) { return tx.binding("token-1"); })->recipient, 27);
}

TEST_F(Outbox, KeepsNotesInTheirOrderApartFromTheTasksDeadlines) {
    apply(dialogs::leave_note{a_note(8017)});
    apply(dialogs::leave_note{a_note(8017)});
    apply(dialogs::leave_note{a_note(8018)});
    apply(dialogs::write_deadline{a_write(8017)});
    const auto rows = due();
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].order_key, "task:8017");
    EXPECT_EQ(rows[1].order_key, "note:8017");
    EXPECT_EQ(rows[2].order_key, "note:8018");
    auto note = a_note(8017);
    note.id = 1;
    EXPECT_EQ(std::get<dialogs::leave_note>(rows[1].what).what, note);
    EXPECT_TRUE(delivered(rows[1].id));
    EXPECT_EQ(std::get<dialogs::leave_note>(due()[1].what).what.id, 2) << "the next of its task";
}

TEST_F(Outbox, APostponedRowHoldsBackItsOwnKeyOnly) {
    say("27", "a");
    say("27", "b");
    say("13", "c");
    postponed(due()[0].id, now + 30s);
    EXPECT_EQ(due_texts(), texts{"c"});
    delivered(due()[0].id);
    EXPECT_EQ(next_due(), now + 30s);
    now += 30s;
    ASSERT_EQ(due_texts(), texts{"a"});
    EXPECT_EQ(due()[0].attempts, 1);
    EXPECT_EQ(due()[0].last_error, "HTTP 503");
    EXPECT_EQ(due()[0].uuid, "00000000-0000-4000-8000-000000000001") << "a repeat carries the same key";
    EXPECT_TRUE(delivered(due()[0].id));
    EXPECT_EQ(due_texts(), texts{"b"});
}

TEST_F(Outbox, WhatWasGivenUpHoldsBackNothing) {
    say("27", "a", "card:1");
    say("27", "b");
    const auto first = due()[0].id;
    transact(db, now, [&](auto& tx) { outbox::given_up(tx, first, "USER_DISMISSED"); });
    EXPECT_EQ(due_texts(), texts{"b"});
    const auto depth = look(db, now, [](auto& tx) { return outbox::measure(tx); });
    EXPECT_EQ(depth.waiting, 1);
    EXPECT_EQ(depth.given_up, 1);
    rewrite("27", "card:1", "never was there");
    EXPECT_EQ(look(db, now, [](auto& tx) { return outbox::measure(tx); }).waiting, 1);
}

TEST_F(Outbox, RemembersWhichMessageLiesInASlot) {
    say("27", "a", "card:1");
    EXPECT_FALSE(in("card:1"));
    EXPECT_TRUE(delivered(due()[0].id, 5001, 9));
    ASSERT_TRUE(in("card:1"));
    EXPECT_EQ(in("card:1")->dialog, "27");
    EXPECT_EQ(in("card:1")->message, 5001);
    EXPECT_EQ(in("card:1")->bot, 9);
    say("27", "b", "card:1");
    delivered(due()[0].id, 5002, 9);
    EXPECT_EQ(in("card:1")->message, 5002);
    EXPECT_EQ(next_due(), std::nullopt);
}

TEST_F(Outbox, RewritesAfterTheMessageAndOnlyTheNewestText) {
    say("27", "card", "card:1");
    rewrite("27", "card:1", "first");
    rewrite("27", "card:1", "second");
    EXPECT_EQ(due_texts(), texts{"card"});
    delivered(due()[0].id, 5001, 9);
    ASSERT_EQ(due_texts(), texts{"rewrite second"});
    const auto sending = due()[0].id;
    rewrite("27", "card:1", "third");
    EXPECT_FALSE(delivered(sending)) << "it was superseded while it was sent";
    ASSERT_EQ(due_texts(), texts{"rewrite third"});
    EXPECT_TRUE(delivered(due()[0].id));
    EXPECT_EQ(in("card:1")->message, 5001) << "a rewriting does not move the message";
}

TEST_F(Outbox, SaysAnewWhatABotSaidThatIsGone) {
    const auto our_bot_is = [&](std::int64_t bot) {
        transact(db, now, [&](auto& tx) {
            portal::identity who;
            who.member_id = "a1b2";
            who.bot = bot;
            portal::save(tx, who);
        });
    };
    our_bot_is(9);
    say("27", "card", "card:1");
    delivered(due()[0].id, 5001, 9);
    our_bot_is(10);
    rewrite("27", "card:1", "first");
    rewrite("27", "card:1", "second");
    ASSERT_EQ(due_texts(), texts{"first"}) << "once: what follows rewrites that one";
    delivered(due()[0].id, 5002, 10);
    EXPECT_EQ(due_texts(), texts{"rewrite second"});
    EXPECT_EQ(in("card:1")->message, 5002);
}

TEST_F(Outbox, RewritesNothingWhereNothingWasSaid) {
    rewrite("27", "card:1", "x");
    EXPECT_TRUE(due().empty());
}

TEST_F(Outbox, GivesANewUuidWhenTheOldOneIsBurnt) {
    say("27", "a");
    const auto id = due()[0].id;
    const auto renewed = transact(db, now, [&](auto& tx) { return outbox::renew_uuid(tx, id); });
    EXPECT_EQ(renewed, "00000000-0000-4000-8000-000000000002");
    EXPECT_EQ(due()[0].uuid, renewed);
}

TEST_F(Outbox, AWriteIsExpectedUntilItIsSettled) {
    auto what = a_write(8017);
    apply(dialogs::write_deadline{what});
    what.id = 1;
    const auto expected = [&] { return look(db, now, [](auto& tx) { return tx.expected_writes(8017); }); };
    EXPECT_EQ(expected(), std::vector{what});
    EXPECT_EQ(std::get<dialogs::write_deadline>(due()[0].what).what, what);
    EXPECT_TRUE(delivered(due()[0].id));
    EXPECT_EQ(expected(), std::vector{what}) << "delivered, but not yet seen in the history";
    apply(dialogs::settle_write{1});
    EXPECT_TRUE(expected().empty());
    apply(dialogs::settle_write{1});
}

TEST_F(Outbox, AWriteThatIsSettledIsNotSentAnyMore) {
    apply(dialogs::write_deadline{a_write(8017)});
    const auto id = due()[0].id;
    apply(dialogs::settle_write{1});
    EXPECT_TRUE(due().empty());
    EXPECT_FALSE(delivered(id));
}

TEST_F(Outbox, AWriteThatIsCalledBackIsNotSentAndIsExpectedAllTheSame) {
    auto what = a_write(8017);
    apply(dialogs::write_deadline{what});
    const auto id = due()[0].id;
    apply(dialogs::call_back{1});
    EXPECT_TRUE(due().empty());
    EXPECT_FALSE(delivered(id));
    what.id = 1;
    what.called_back = true;
    look(db, now, [&](auto& tx) {
        EXPECT_EQ(tx.expected_writes(8017), std::vector{what});
        EXPECT_TRUE(tx.pending_reverts().empty());
    });
    apply(dialogs::settle_write{1});
    EXPECT_TRUE(look(db, now, [](auto& tx) { return tx.expected_writes(8017); }).empty());
}

TEST_F(Outbox, ATaskThatIsForgottenIsNotWrittenAnyMore) {
    apply(dialogs::save_task{a_task(8017)});
    apply(dialogs::write_deadline{a_write(8017)});
    apply(dialogs::write_deadline{a_write(8018)});
    apply(dialogs::forget_task{8017});
    EXPECT_EQ(due_texts(), texts{"write 8018"});
    EXPECT_TRUE(look(db, now, [](auto& tx) { return tx.expected_writes(8017); }).empty());
}

TEST_F(Outbox, AGivenUpWriteCanStillBeLookedAt) {
    apply(dialogs::write_deadline{a_write(8017)});
    const auto id = due()[0].id;
    transact(db, now, [&](auto& tx) { outbox::given_up(tx, id, "ACCESS_DENIED"); });
    apply(dialogs::settle_write{1});
    const auto row = look(db, now, [&](auto& tx) { return outbox::find(tx, id); });
    ASSERT_TRUE(row);
    EXPECT_EQ(row->last_error, "ACCESS_DENIED");
    EXPECT_EQ(std::get<dialogs::write_deadline>(row->what).what.task, 8017);
    EXPECT_FALSE(look(db, now, [&](auto& tx) { return outbox::find(tx, id + 1).has_value(); }));
}

// What the statements that add and remove rows keep, against what it says: the first of each key.
TEST_F(Outbox, KnowsTheHeadOfEachKeyWhateverComesAndGoes) {
    std::mt19937 dice(7);
    const auto one_in = [&](unsigned n) { return dice() % n == 0; };
    for (int round = 0; round < 600; ++round) {
        const auto person = std::to_string(1 + dice() % 3);
        const auto task = static_cast<dialogs::task_id>(1 + dice() % 3);
        const auto id = static_cast<std::int64_t>(1 + dice() % (1 + static_cast<unsigned>(round)));
        transact(db, now, [&](transaction& tx) {
            switch (dice() % 8) {
                case 0:
                    return tx.apply(dialogs::say{person, one_in(2) ? "card:" + person : "", a_message("x")});
                case 1:
                    return tx.apply(dialogs::rewrite{person, "card:" + person, a_message("y")});
                case 2:
                case 3:
                    return tx.apply(dialogs::write_deadline{a_write(task)});
                case 4:
                    return tx.apply(dialogs::settle_write{id});
                case 5:
                    return outbox::given_up(tx, id, "x");
                case 6:
                    return outbox::postponed(tx, id, now + 30s, "x");
                default:
                    outbox::delivered(tx, id);
            }
        });
        ASSERT_EQ(
            db.link().integer("SELECT count(*) FROM outbox WHERE head <> (state = 'waiting' AND id IN ("
                              "SELECT min(id) FROM outbox WHERE state = 'waiting' GROUP BY order_key))"),
            0)
            << round;
    }
    EXPECT_GT(db.link().integer("SELECT count(*) FROM outbox WHERE head = 1"), 0);
}

TEST_F(Outbox, ARewriteStaysInTheChatOfItsMessage) {
    say("13", "x", "card:1");
    rewrite("13", "card:1", "y");
    say("28", "z", "card:1");
    rewrite("28", "card:1", "w");
    rewrite("27", "card:1", "v");
    look(db, now, [](const auto& tx) {
        EXPECT_TRUE(outbox::find(tx, 2)) << "that of the other chat waits still";
        EXPECT_TRUE(outbox::find(tx, 4));
        EXPECT_FALSE(outbox::find(tx, 5)) << "nothing in this slot ever went there";
    });
}

}  // namespace
}  // namespace storage
