#include "storage/pruning.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"
#include "storage/inbox.hpp"
#include "storage/outbox.hpp"

namespace storage {
namespace {

using std::chrono::days;

bool prune_at(database& db, instant now, int limit = 100) {
    return transact(db, now, [&](auto& tx) { return prune(tx, limit); });
}

TEST(Pruning, ForgetsOnceKeysAfterAWeek) {
    database db(in_memory());
    const auto put = [&](instant at) {
        return transact(db, at, [](auto& tx) { return inbox::put(tx, {"a", "", "k"}); });
    };
    EXPECT_EQ(put(monday), inbox::outcome::added);
    prune_at(db, monday + days{7});
    EXPECT_EQ(put(monday + days{7}), inbox::outcome::seen_before);
    prune_at(db, monday + days{7} + 1s);
    EXPECT_EQ(put(monday + days{7} + 1s), inbox::outcome::added);
}

TEST(Pruning, ForgetsButtonsSlotsAndSettledWritesAfterNinetyDays) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) {
        tx.apply(dialogs::say{"27", "card:1", a_message("x", "token-1")});
        tx.apply(dialogs::write_deadline{a_write()});
        tx.apply(dialogs::settle_write{1});
        outbox::delivered(tx, 1, 5001, 9);
    });
    const auto left = [&] {
        return db.link().integer(
            "SELECT (SELECT count(*) FROM binding) + (SELECT count(*) FROM sent_message) +"
            " (SELECT count(*) FROM expected_write)");
    };
    prune_at(db, monday + days{90});
    EXPECT_EQ(left(), 3);
    prune_at(db, monday + days{90} + 1s);
    EXPECT_EQ(left(), 0);
}

TEST(Pruning, ForgetsTheWeeksOfMovesButNotTheTasks) {
    database db(in_memory());
    const auto save = [](transaction& tx) { tx.apply(dialogs::save_task{a_task()}); };
    const auto left = [&] { return db.link().integer("SELECT count(*) FROM tolerated_move"); };
    transact(db, monday, save);
    EXPECT_EQ(left(), 2);
    prune_at(db, monday + days{60} - 3h);
    EXPECT_EQ(left(), 1);
    prune_at(db, monday + days{60});
    EXPECT_EQ(left(), 0);
    transact(db, monday + days{60}, save);
    EXPECT_EQ(left(), 0) << "what nobody asks for is not put back";
    look(db, monday, [](const transaction& tx) { EXPECT_EQ(tx.find_task(8017), a_task()); });
}

TEST(Pruning, NeverTouchesWhatWaitsOrWhatIsKeptForEver) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) {
        tx.apply(dialogs::save_task{a_task()});
        tx.link().run("DELETE FROM tolerated_move");  // only what was taken from the task
        tx.apply(dialogs::save_request{a_request()});
        tx.apply(a_journal_row());
        tx.apply(dialogs::write_deadline{a_write()});
        tx.apply(dialogs::say{"27", "", a_message("x")});
        inbox::put(tx, {"a", "", ""});
    });
    const auto before = everything_in(db);
    prune_at(db, monday + days{3650});
    EXPECT_EQ(everything_in(db), before);
}

TEST(Pruning, ForgetsAGivenUpWriteWithItsRow) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) {
        tx.apply(dialogs::write_deadline{a_write()});
        outbox::given_up(tx, 1, "ACCESS_DENIED");
        tx.apply(dialogs::settle_write{1});
    });
    prune_at(db, monday + days{100});
    prune_at(db, monday + days{100});
    EXPECT_EQ(db.link().integer("SELECT count(*) FROM outbox"), 0);
    EXPECT_EQ(db.link().integer("SELECT count(*) FROM expected_write"), 0);
}

TEST(Pruning, ForgetsNotesThatWereLeft) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) {
        tx.apply(dialogs::leave_note{a_note(8017)});
        tx.apply(dialogs::leave_note{a_note(8018)});
        outbox::delivered(tx, 1);
    });
    prune_at(db, monday + days{89});
    EXPECT_EQ(db.link().integer("SELECT count(*) FROM note"), 2);
    prune_at(db, monday + days{100});
    EXPECT_EQ(db.link().integer("SELECT task FROM note"), 8018) << "what waits is kept";
    EXPECT_EQ(db.link().integer("SELECT count(*) FROM note"), 1);
}

TEST(Pruning, WorksInPortions) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) {
        for (int i = 0; i < 25; ++i)
            inbox::put(tx, {"a", "", "k" + std::to_string(i)});
    });
    EXPECT_TRUE(prune_at(db, monday + days{8}, 10));
    EXPECT_TRUE(prune_at(db, monday + days{8}, 10));
    EXPECT_FALSE(prune_at(db, monday + days{8}, 10));
    EXPECT_EQ(db.link().integer("SELECT count(*) FROM seen"), 0);
}

}  // namespace
}  // namespace storage
