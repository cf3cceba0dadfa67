#include "storage/inbox.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

namespace storage {
namespace {

class Inbox : public testing::Test {
protected:
    inbox::outcome put(const std::string& body, const std::string& key = {}, const std::string& once = {}) {
        return transact(db, now, [&](auto& tx) { return inbox::put(tx, {body, key, once}); });
    }
    std::vector<inbox::item> waiting(int limit = 100) {
        return look(db, now, [&](auto& tx) {
            auto all = inbox::waiting(tx, inbox::lane::people, limit);
            for (auto& hint : inbox::waiting(tx, inbox::lane::hints, limit))
                all.push_back(std::move(hint));
            return all;
        });
    }
    std::vector<std::string> bodies() {
        std::vector<std::string> out;
        for (const auto& each : waiting())
            out.push_back(each.body);
        return out;
    }
    bool handled(const inbox::item& item) {
        return transact(db, now, [&](auto& tx) { return inbox::handled(tx, item); });
    }
    std::optional<instant> next_due() {
        return look(db, now, [](auto& tx) {
            const auto people = inbox::next_due(tx, inbox::lane::people);
            const auto hints = inbox::next_due(tx, inbox::lane::hints);
            return people && hints ? std::min(people, hints) : (people ? people : hints);
        });
    }

    database db{in_memory()};
    instant now = monday;
};

using bodies_are = std::vector<std::string>;

TEST_F(Inbox, GivesWhatWaitsOldestFirst) {
    for (const auto* body : {"first", "second", "third"})
        put(body);
    EXPECT_EQ(bodies(), (bodies_are{"first", "second", "third"}));
    EXPECT_EQ(waiting(2).size(), 2U);
}

TEST_F(Inbox, MergesWhatHasTheSameKeyWhileItWaits) {
    EXPECT_EQ(put("touched", "task:8017"), inbox::outcome::added);
    EXPECT_EQ(put("touched again", "task:8017"), inbox::outcome::merged);
    EXPECT_EQ(put("touched", "task:8018"), inbox::outcome::added);
    ASSERT_EQ(waiting().size(), 2U);
    EXPECT_EQ(waiting()[0].arrivals, 2);
    EXPECT_EQ(waiting()[0].body, "touched again");
    EXPECT_EQ(waiting()[0].coalescing_key, "task:8017");
}

TEST_F(Inbox, TellsWhetherDeedsWaitAndNotHours) {
    put("hint", "task:1");
    put("hour", "look:1:0");
    put("said");
    const auto newest = look(db, now, [](auto& tx) { return inbox::newest(tx); });
    put("said later");
    const auto fails = [&](const std::string& body) {
        for (const auto& each : waiting())
            if (each.body == body)
                transact(db, now, [&](auto& tx) { inbox::postponed(tx, each.id, now, "x"); });
    };
    const auto wait = [&] { return look(db, now, [&](auto& tx) { return inbox::deeds_wait(tx, newest); }); };
    fails("said");
    EXPECT_TRUE(wait());
    for (int k = 0; k < 7; ++k)
        fails("said");
    EXPECT_FALSE(wait()) << "it may fail for ever";
    put("again");
    for (const auto& each : waiting())
        if (each.body == "said" || each.body == "again")
            handled(each);
    EXPECT_FALSE(wait());
}

TEST_F(Inbox, NeverMergesWhatHasNoKey) {
    put("a");
    put("a");
    EXPECT_EQ(waiting().size(), 2U);
}

TEST_F(Inbox, EndsAnItemThatWasHandled) {
    put("a");
    EXPECT_TRUE(handled(waiting()[0]));
    EXPECT_TRUE(waiting().empty());
    EXPECT_EQ(next_due(), std::nullopt);
}

TEST_F(Inbox, KeepsAnItemWhenSomethingCameWhileItWasWorkedOn) {
    put("touched", "task:8017");
    const auto taken = waiting()[0];
    put("touched", "task:8017");
    EXPECT_FALSE(handled(taken));
    ASSERT_EQ(waiting().size(), 1U);
    EXPECT_FALSE(handled(taken)) << "an older taking ends nothing";
    EXPECT_TRUE(handled(waiting()[0]));
    EXPECT_TRUE(waiting().empty());
    EXPECT_TRUE(handled(taken)) << "nothing is left to do";
}

TEST_F(Inbox, WorksAtOnceOnWhatCameDuringAPostponedLook) {
    put("touched", "task:8017");
    const auto taken = waiting()[0];
    transact(db, now, [&](auto& tx) { inbox::postponed(tx, taken.id, now + 60s, "HTTP 503"); });
    put("touched", "task:8017");
    EXPECT_TRUE(waiting().empty()) << "a new event does not hurry a portal that is down";
    EXPECT_FALSE(handled(taken));
    ASSERT_EQ(waiting().size(), 1U);
    EXPECT_EQ(waiting()[0].attempts, 0);
}

TEST_F(Inbox, DropsARepeatEvenAfterItWasHandled) {
    EXPECT_EQ(put("said", "", "said:791"), inbox::outcome::added);
    EXPECT_EQ(put("said", "", "said:791"), inbox::outcome::seen_before);
    handled(waiting()[0]);
    EXPECT_EQ(put("said", "", "said:791"), inbox::outcome::seen_before);
    EXPECT_EQ(put("said", "", "said:792"), inbox::outcome::added);
}

TEST_F(Inbox, ForgetsThatItSawSomethingWhenTheTransactionFails) {
    const auto fails = [](transaction& tx) {
        inbox::put(tx, {"said", "", "said:791"});
        throw std::runtime_error("disk full");
    };
    EXPECT_THROW(transact(db, now, fails), std::runtime_error);
    EXPECT_EQ(put("said", "", "said:791"), inbox::outcome::added);
}

TEST_F(Inbox, PostponesOneItemAndNoOther) {
    put("a");
    put("b");
    const auto id = waiting()[0].id;
    transact(db, now, [&](auto& tx) { inbox::postponed(tx, id, now + 30s, "HTTP 503"); });
    EXPECT_EQ(bodies(), bodies_are{"b"});
    EXPECT_LE(*next_due(), now);
    handled(waiting()[0]);
    EXPECT_EQ(next_due(), now + 30s);
    now += 30s;
    ASSERT_EQ(bodies(), bodies_are{"a"});
    EXPECT_EQ(waiting()[0].attempts, 1);
    EXPECT_EQ(waiting()[0].last_error, "HTTP 503");
}

TEST_F(Inbox, DoesNotWaitForAClockThatWasSetBack) {
    put("a");
    now -= 1h;
    EXPECT_EQ(bodies(), bodies_are{"a"});
}

TEST_F(Inbox, KeepsWhatWasGivenUpApart) {
    put("poison", "task:1");
    const auto id = waiting()[0].id;
    transact(db, now, [&](auto& tx) { inbox::given_up(tx, id, "cannot be decided"); });
    EXPECT_TRUE(waiting().empty());
    EXPECT_EQ(put("touched", "task:1"), inbox::outcome::added) << "and takes nothing new with it";
    const auto depth = look(db, now, [](auto& tx) { return inbox::measure(tx); });
    EXPECT_EQ(depth.waiting, 1);
    EXPECT_EQ(depth.given_up, 1);
    EXPECT_EQ(depth.oldest, monday);
}

TEST_F(Inbox, TakesManyInOneTransaction) {
    transact(db, now, [](auto& tx) {
        for (int i = 0; i < 10'000; ++i)
            inbox::put(tx, {"touched", "task:" + std::to_string(i % 5'000), ""});
    });
    EXPECT_EQ(waiting(100'000).size(), 5'000U);
    EXPECT_EQ(waiting()[0].arrivals, 2);
}

TEST_F(Inbox, HintsDoNotStandBeforeWhatPeopleDo) {
    for (int i = 1; i <= 20; ++i)
        put("touched", "task:" + std::to_string(i));
    put("said");
    put("a card", "notices:27");
    put("deleted", "gone:8017");
    look(db, now, [](const transaction& tx) {
        const auto people = inbox::waiting(tx, inbox::lane::people, 2);
        ASSERT_EQ(people.size(), 2U);
        EXPECT_EQ(people[0].body, "said");
        EXPECT_EQ(inbox::waiting(tx, inbox::lane::people, 9).size(), 3U);
        EXPECT_EQ(inbox::waiting(tx, inbox::lane::hints, 99).size(), 20U);
        EXPECT_EQ(inbox::count_hints(tx, 13), 13);
        EXPECT_EQ(inbox::count_hints(tx, 99), 20);
    });
}

TEST_F(Inbox, ATimerKeepsTheFirstHourItWasSetTo) {
    const auto set = [&](instant until) {
        return transact(db, now, [&](auto& tx) { return inbox::put(tx, {"due", "notices:27", "", until}); });
    };
    EXPECT_EQ(set(now + 20s), inbox::outcome::added);
    EXPECT_EQ(set(now + 40s), inbox::outcome::merged);
    EXPECT_TRUE(waiting().empty());
    EXPECT_EQ(next_due(), now + 20s);
    look(db, now,
         [](const transaction& tx) { EXPECT_TRUE(inbox::held_back(tx).empty()) << "it did not fail"; });
    now += 20s;
    EXPECT_EQ(waiting().size(), 1U);
}

TEST_F(Inbox, TellsWhatFailedAndWaits) {
    put("a");
    const auto id = waiting()[0].id;
    transact(db, now, [&](auto& tx) { inbox::postponed(tx, id, now + 30s, "HTTP 503"); });
    look(db, now, [&](const transaction& tx) {
        ASSERT_EQ(inbox::held_back(tx).size(), 1U);
        EXPECT_EQ(inbox::next_held_back(tx), now + 30s);
    });
    now += 30s;
    look(db, now, [&](const transaction& tx) { EXPECT_TRUE(inbox::held_back(tx).empty()); });
}

TEST_F(Inbox, UsesAnIndexToFindWhatWaits) {
    statement q(
        db.link(),
        "EXPLAIN QUERY PLAN SELECT id FROM inbox WHERE state = 'waiting' AND hint = 1 AND not_before <= 5"
        " ORDER BY not_before, id LIMIT 5");
    ASSERT_TRUE(q.step());
    EXPECT_NE(q.text(3).find("inbox_waiting"), std::string::npos) << q.text(3);
    EXPECT_FALSE(q.step()) << "nothing is sorted";
}

}  // namespace
}  // namespace storage
