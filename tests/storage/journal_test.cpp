#include "storage/journal.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

namespace storage {
namespace {

class Journal : public testing::Test {
protected:
    void write(int rows) {
        for (int i = 0; i < rows; ++i)
            transact(db, monday + std::chrono::minutes(i), [](auto& tx) { tx.apply(a_journal_row()); });
    }
    journal::finding verify(const std::optional<journal::head>& known = std::nullopt) {
        return look(db, monday, [&](auto& tx) { return journal::verify(tx, known); });
    }
    journal::head head() {
        return look(db, monday, [](auto& tx) { return journal::head_of(tx); });
    }
    // As somebody who opens the file with other tools.
    void tamper(const std::string& sql) {
        db.link().run(
            "DROP TRIGGER IF EXISTS journal_is_never_changed; DROP TRIGGER IF EXISTS "
            "journal_is_never_shortened;"
            "DROP TRIGGER IF EXISTS journal_has_no_gaps; " +
            sql);
    }

    database db{in_memory()};
};

TEST_F(Journal, KeepsARowAsItWasWritten) {
    write(1);
    const auto rows = look(db, monday, [](auto& tx) { return journal::of_task(tx, 8017); });
    ASSERT_EQ(rows.size(), 1U);
    const auto expected = a_journal_row();
    EXPECT_EQ(rows[0].id, 1);
    EXPECT_EQ(rows[0].at, monday);
    EXPECT_EQ(rows[0].what.kind, expected.kind);
    EXPECT_EQ(rows[0].what.person, expected.person);
    EXPECT_EQ(rows[0].what.other, expected.other);
    EXPECT_EQ(rows[0].what.from, expected.from);
    EXPECT_EQ(rows[0].what.to, expected.to);
    EXPECT_EQ(rows[0].what.row, expected.row);
    EXPECT_EQ(rows[0].what.ground, expected.ground);
    EXPECT_EQ(rows[0].what.words, expected.words);
}

TEST_F(Journal, GivesWhatTellsOfATaskNewestFirst) {
    std::int64_t number = 0;
    for (const auto kind : dialogs::telling_kinds) {
        auto row = a_journal_row(std::string(kind));
        row.row = ++number;
        transact(db, monday + std::chrono::minutes(number), [&](auto& tx) {
            tx.apply(row);
            tx.apply(a_journal_row("seen"));
        });
    }
    const auto told = look(db, monday, [](auto& tx) { return tx.told_of(8017); });
    ASSERT_EQ(told.size(), dialogs::telling_kinds.size()) << "all of them, and no other";
    for (const auto& each : told) {
        EXPECT_EQ(each.what.row, number);
        EXPECT_EQ(each.at, monday + std::chrono::minutes(number--));
    }
    EXPECT_TRUE(look(db, monday, [](auto& tx) { return tx.told_of(1); }).empty());
    const auto back = look(db, monday, [](auto& tx) { return tx.put_back_since(monday + 3min); });
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back[0].at, monday + 3min);
    EXPECT_TRUE(look(db, monday, [](auto& tx) { return tx.put_back_since(monday + 4min); }).empty());
}

TEST_F(Journal, CanNotBeChangedOrShortened) {
    write(3);
    EXPECT_THROW(db.link().run("UPDATE journal SET person = 1"), database_error);
    EXPECT_THROW(db.link().run("DELETE FROM journal WHERE id = 3"), database_error);
    EXPECT_THROW(db.link().run("INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE id = 2"),
                 database_error);
    EXPECT_THROW(db.link().run(
                     "INSERT INTO journal SELECT 9, at, kind, task, person, other, request, due_from, due_to,"
                     " row, ground, words, words_code, code FROM journal WHERE id = 2"),
                 database_error);
    EXPECT_TRUE(verify().whole);
}

TEST_F(Journal, IsWholeAndSaysHowLong) {
    EXPECT_TRUE(verify().whole);
    EXPECT_EQ(head().id, 0);
    write(5);
    EXPECT_TRUE(verify().whole);
    EXPECT_EQ(verify().rows, 5);
    EXPECT_EQ(head().id, 5);
    EXPECT_EQ(head().code.size(), 64U);
}

TEST_F(Journal, NoticesAChangeOfAnyColumn) {
    for (const std::string change :
         {"at = at + 1", "kind = 'put_back'", "task = 1", "person = 1", "other = 1", "request = 5",
          "due_from = NULL", "due_from = 60", "due_to = 60", "row = 1", "ground = ''", "words = ''",
          "words_code = zeroblob(32)", "code = zeroblob(32)"}) {
        database fresh(in_memory());
        for (int i = 0; i < 3; ++i)
            transact(fresh, monday, [](auto& tx) { tx.apply(a_journal_row()); });
        fresh.link().run("DROP TRIGGER journal_is_never_changed; UPDATE journal SET " + change +
                         " WHERE id = 2");
        const auto found = look(fresh, monday, [](auto& tx) { return journal::verify(tx); });
        EXPECT_FALSE(found.whole) << change;
        EXPECT_EQ(found.wrong_row, 2) << change;
        EXPECT_EQ(found.what, "changed") << change;
    }
}

TEST_F(Journal, NoticesAMissingRow) {
    write(5);
    tamper("DELETE FROM journal WHERE id = 3");
    EXPECT_EQ(verify().what, "missing");
    EXPECT_EQ(verify().wrong_row, 3);
}

TEST_F(Journal, NoticesARowPutInThePlaceOfAMissingOne) {
    write(5);
    tamper("DELETE FROM journal WHERE id = 3; UPDATE journal SET id = id - 1 WHERE id > 3");
    EXPECT_EQ(verify().what, "changed");
    EXPECT_EQ(verify().wrong_row, 3);
}

TEST_F(Journal, NoticesACutTailByItsKnownHead) {
    write(5);
    const auto known = head();
    tamper("DELETE FROM journal WHERE id > 3");
    EXPECT_TRUE(verify().whole) << "the chain alone cannot know";
    EXPECT_EQ(verify(known).what, "cut off");
    EXPECT_EQ(verify(known).wrong_row, 4);
    write(4);
    EXPECT_EQ(verify(known).what, "changed") << "grown again, but not the same";
}

TEST_F(Journal, StaysWholeBehindAKnownHead) {
    write(5);
    const auto known = head();
    write(5);
    EXPECT_TRUE(verify(known).whole);
}

TEST_F(Journal, HasOneCanonicalFormForEver) {
    journal::row row{
        2, instant{std::chrono::seconds{60}}, {"accepted", 3, 4, 5, 0, std::nullopt, instant{}, 7, "x", ""}};
    mac before{};
    before.fill('b');
    mac words{};
    words.fill('w');
    EXPECT_EQ(journal::canonical(row, before, words),
              "1:1,32:" + std::string(32, 'b') +
                  ",1:2,2:60,8:accepted,1:3,1:4,1:5,1:0,0:,1:0,1:7,1:x,32:" + std::string(32, 'w') + ",");
}

TEST_F(Journal, GivesARangeOldestFirst) {
    write(10);
    std::vector<std::int64_t> ids;
    look(db, monday, [&](auto& tx) {
        journal::each_between(tx, monday + 2min, monday + 5min,
                              [&](const auto& row) { ids.push_back(row.id); });
        return 0;
    });
    EXPECT_EQ(ids, (std::vector<std::int64_t>{3, 4, 5}));
}

TEST_F(Journal, NeedsTheKeyToBeVerified) {
    temporary_folder folder;
    {
        database made(on_disk(folder.file("guard.db")));
        transact(made, monday, [](auto& tx) { tx.apply(a_journal_row()); });
    }
    database without(to_look_at(folder.file("guard.db")));
    EXPECT_THROW((void)look(without, monday, [](auto& tx) { return journal::verify(tx); }), secret_error);
    auto how = to_look_at(folder.file("guard.db"));
    how.secrets = a_key();
    database with(how);
    EXPECT_EQ(look(with, monday, [](auto& tx) { return journal::verify(tx).rows; }), 1);
}

TEST_F(Journal, CountsAPersonsFigures) {
    const auto write_row = [&](const std::string& kind, const std::string& ground, dialogs::user_id who,
                               instant at) {
        auto row = a_journal_row(kind, who);
        row.ground = ground;
        transact(db, at, [&](auto& tx) { tx.apply(row); });
    };
    write_row("accepted", "reason", 27, monday - 24h);  // too old
    write_row("accepted", "reason", 27, monday);
    write_row("accepted", "earlier", 27, monday);
    write_row("accepted", "reason", 14, monday);
    write_row("put_back", "silent", 27, monday);
    write_row("put_back", "silent", 27, monday);
    transact(db, monday, [](auto& tx) {
        auto granted = a_request(1, 1);
        granted.state = dialogs::request_state::applied;
        granted.granted = granted.wanted;
        granted.decided_at = monday;
        granted.decided_by = 13;
        auto rejected = granted;
        rejected.id = 2;
        rejected.state = dialogs::request_state::rejected;
        tx.apply(dialogs::save_request{granted});
        tx.apply(dialogs::save_request{rejected});
        tx.apply(dialogs::save_request{a_request(3, 3)});
    });
    const auto figures = look(db, monday, [](auto& tx) { return tx.figures_of(27, monday); });
    EXPECT_EQ(figures, (dialogs::figures{1, 2, 3, 1}));
}

TEST_F(Journal, CountsFiguresByAnIndexAlone) {
    statement q(db.link(),
                "EXPLAIN QUERY PLAN SELECT sum(kind = 'accepted' AND ground = 'reason') FROM journal"
                " WHERE person = 1 AND at >= 5");
    ASSERT_TRUE(q.step());
    EXPECT_NE(q.text(3).find("COVERING INDEX journal_of_person"), std::string::npos) << q.text(3);
}

}  // namespace
}  // namespace storage
