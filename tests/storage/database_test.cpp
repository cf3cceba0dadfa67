// Opening a database, in every state one may be found in.
#include "storage/database.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "samples.hpp"
#include "storage/inbox.hpp"
#include "storage/outbox.hpp"
#include "storage/schema.hpp"

namespace storage {
namespace {

std::string refusal(opening how) {
    try {
        const database db(std::move(how));
    } catch (const database_error& why) {
        return why.what();
    }
    return {};
}

// As a crash leaves it: whatever lies on the disk at this moment, without closing anything.
void copy_as_it_lies(const std::string& from, const std::string& to) {
    for (const std::string end : {"", "-wal"})
        if (std::filesystem::exists(from + end))
            std::filesystem::copy_file(from + end, to + end,
                                       std::filesystem::copy_options::overwrite_existing);
}

TEST(Database, IsMadeWhenAbsentForItsOwnerAlone) {
    temporary_folder folder;
    const database db(on_disk(folder.file("guard.db")));
    EXPECT_EQ(db.link().integer("PRAGMA user_version"), newest_schema());
    EXPECT_EQ(db.link().integer("PRAGMA synchronous"), 2);
    EXPECT_EQ(db.link().integer("PRAGMA foreign_keys"), 1);
    EXPECT_TRUE(db.damage().empty());
    for (const auto& each : std::filesystem::directory_iterator(folder.path())) {
        struct stat about {};
        ASSERT_EQ(::stat(each.path().c_str(), &about), 0);
        EXPECT_EQ(about.st_mode & 0777U, 0600U) << each.path();
    }
}

TEST(Database, GivesTheSpaceOfABurstBack) {
    temporary_folder folder;
    database db(on_disk(folder.file("guard.db")));
    const auto put = [&](std::size_t size) {
        transact(db, monday, [&](auto& tx) { inbox::put(tx, {std::string(size, 'x'), "", ""}); });
    };
    put(20U << 20U);
    const auto log_size = [&] { return std::filesystem::file_size(folder.file("guard.db-wal")); };
    EXPECT_GT(log_size(), 20U << 20U);
    put(1);
    put(1);
    EXPECT_LE(log_size(), 16U << 20U);
}

// The second migration, undone by hand.
TEST(Database, IsOneFileAfterACheckpoint) {
    temporary_folder folder;
    const auto path = folder.file("guard.db");
    database db(on_disk(path));
    transact(db, monday, [](auto& tx) { tx.apply(dialogs::say{"27", "", a_message("x")}); });
    ASSERT_GT(std::filesystem::file_size(path + "-wal"), 0U);
    db.checkpoint();
    EXPECT_EQ(std::filesystem::file_size(path + "-wal"), 0U);
}

void becomes_of_schema_5(database& db) {
    db.link().run(
        "DROP INDEX journal_last_category; DROP TABLE approver_desk; DROP TABLE trust;"
        " ALTER TABLE request DROP question; ALTER TABLE request DROP answer; ALTER TABLE request DROP "
        "asked_by;"
        " PRAGMA user_version = 5;");
}

void becomes_of_schema_4(database& db) {
    becomes_of_schema_5(db);
    db.link().run(
        "DROP INDEX request_open_above; ALTER TABLE request DROP reminded_above;"
        " ALTER TABLE request DROP above; ALTER TABLE request DROP went_up; ALTER TABLE request DROP "
        "reminded;"
        " ALTER TABLE request DROP remind_soon; ALTER TABLE request DROP held_since; PRAGMA user_version = "
        "4;");
}

TEST(Database, LetsRequestsOfAnOlderOneWaitSinceTheyWereAsked) {
    temporary_folder folder;
    {
        database db(on_disk(folder.file("guard.db")));
        transact(db, monday, [](auto& tx) { tx.apply(dialogs::save_request{a_request()}); });
        becomes_of_schema_4(db);
    }
    database db(on_disk(folder.file("guard.db")));
    auto expected = a_request();
    expected.held_since = expected.asked_at;
    expected.reminded = expected.went_up = expected.reminded_above = std::nullopt;
    expected.above = 0;
    expected.remind_soon = false;
    EXPECT_EQ(look(db, monday, [](auto& tx) { return tx.find_request(1); }), expected);
    EXPECT_TRUE(db.damage().empty());
}

TEST(Database, FindsTheHeadsOfWhatWaitedInAnOlderOne) {
    temporary_folder folder;
    {
        database db(on_disk(folder.file("guard.db")));
        transact(db, monday, [](auto& tx) {
            for (const auto* dialog : {"27", "27", "13"})
                tx.apply(dialogs::say{dialog, "", a_message("x")});
            inbox::put(tx, {"touched", "task:1", ""});
        });
        becomes_of_schema_4(db);
        db.link().run(
            "DROP TRIGGER outbox_head_comes; DROP TRIGGER outbox_head_goes;"
            " DROP TRIGGER outbox_head_is_given_up; DROP INDEX outbox_heads; ALTER TABLE outbox DROP head;"
            " DROP INDEX binding_of_request; DROP INDEX expected_write_of_request; DROP TABLE finding;"
            " DROP TABLE held_notice; DROP INDEX inbox_of_people; DROP INDEX inbox_waiting;"
            " ALTER TABLE inbox DROP hint;"
            " CREATE INDEX inbox_waiting ON inbox(not_before, id) WHERE state = 'waiting';"
            " DROP INDEX journal_put_back; DROP INDEX journal_told_unapprovable; DROP TABLE policy; DROP "
            "TABLE "
            "tolerated_move;"
            " ALTER TABLE task DROP workgroup; ALTER TABLE task DROP leeway;"
            " DROP TABLE told; ALTER TABLE choice ADD COLUMN told_at INTEGER;"
            " ALTER TABLE department DROP more_heads; ALTER TABLE department DROP deputies;"
            " ALTER TABLE request DROP instead_of; DROP INDEX sent_message_number;"
            " DROP INDEX task_asked_now; DROP INDEX task_asked_in; ALTER TABLE task DROP asked_now;"
            " ALTER TABLE task DROP asked_in; ALTER TABLE task DROP asked; ALTER TABLE task DROP answers;"
            " DROP TABLE silent_move; DROP TABLE wave; DROP TABLE pause; ALTER TABLE expected_write DROP "
            "called_back;"
            " DROP INDEX outbox_one_a_note; DROP TABLE note; PRAGMA user_version = 1;");
    }
    database db(on_disk(folder.file("guard.db")));
    look(db, monday, [](const transaction& tx) {
        std::vector<std::int64_t> heads;
        for (const auto& each : outbox::due(tx, outbox::sort::messages, 9))
            heads.push_back(each.id);
        EXPECT_EQ(heads, (std::vector<std::int64_t>{1, 3}));
        EXPECT_EQ(inbox::waiting(tx, inbox::lane::hints, 9).size(), 1U);
    });
    EXPECT_TRUE(db.damage().empty());
}

TEST(Database, KeepsWhatWasCommittedWhenOpenedAgain) {
    temporary_folder folder;
    std::string before;
    {
        database db(on_disk(folder.file("guard.db")));
        transact(db, monday, [](auto& tx) { tx.apply(one_of_each()); });
        before = everything_in(db);
    }
    const database again(on_disk(folder.file("guard.db")));
    EXPECT_EQ(everything_in(again), before);
}

TEST(Database, OfANewerVersionIsRefusedNamingBothVersions) {
    temporary_folder folder;
    const auto path = folder.file("guard.db");
    { const database db(on_disk(path)); }
    connection(path, access::read_write).run("PRAGMA user_version = 4711");
    for (const auto& how : {on_disk(path), to_look_at(path)}) {
        const auto said = refusal(how);
        EXPECT_NE(said.find("newer version"), std::string::npos) << said;
        EXPECT_NE(said.find("4711"), std::string::npos) << said;
        EXPECT_NE(said.find(std::to_string(newest_schema())), std::string::npos) << said;
        EXPECT_NE(said.find(path), std::string::npos) << said;
    }
}

TEST(Database, OfAnotherProgramIsRefusedAndLeftAsItIs) {
    temporary_folder folder;
    const auto path = folder.file("other.db");
    connection(path, access::read_write).run("CREATE TABLE theirs(a); INSERT INTO theirs VALUES (1)");
    EXPECT_NE(refusal(on_disk(path)).find("another program"), std::string::npos);
    connection theirs(path, access::read_write);
    EXPECT_EQ(theirs.integer("SELECT count(*) FROM sqlite_schema"), 1);
    statement mode(theirs, "PRAGMA journal_mode");
    mode.step();
    EXPECT_EQ(mode.text(0), "delete");
}

TEST(Database, ThatIsNoDatabaseIsRefusedAndLeftAsItIs) {
    temporary_folder folder;
    const auto path = folder.file("guard.db");
    std::ofstream(path) << std::string(5000, 'x');
    try {
        const database db(on_disk(path));
        FAIL() << "it was opened";
    } catch (const database_error& why) {
        EXPECT_TRUE(why.is_damaged());
        EXPECT_NE(std::string(why.what()).find("not a database"), std::string::npos) << why.what();
    }
    EXPECT_EQ(std::filesystem::file_size(path), 5000U);
}

TEST(Database, InAFolderThatIsNotThereIsRefused) {
    temporary_folder folder;
    EXPECT_NE(refusal(on_disk(folder.file("none/guard.db"))).find("none/guard.db"), std::string::npos);
    EXPECT_NE(refusal(to_look_at(folder.file("absent.db"))).find("absent.db"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(folder.file("absent.db"))) << "looking makes no file";
}

TEST(Database, HasOneWriter) {
    temporary_folder folder;
    const auto path = folder.file("guard.db");
    {
        const database first(on_disk(path));
        EXPECT_NE(refusal(on_disk(path)).find("another deadline-guard"), std::string::npos);
    }
    EXPECT_EQ(refusal(on_disk(path)), "");
}

TEST(Database, CanBeLookedAtWhileItIsWritten) {
    temporary_folder folder;
    const auto path = folder.file("guard.db");
    database writer(on_disk(path));
    transact(writer, monday, [](auto& tx) { tx.apply(dialogs::save_task{a_task()}); });
    database reader(to_look_at(path));
    const auto sees = [&] {
        return look(reader, monday, [](auto& tx) { return tx.find_task(8017).has_value(); });
    };
    EXPECT_TRUE(sees());
    transact(writer, monday, [&](auto& tx) {
        tx.apply(dialogs::forget_task{8017});
        EXPECT_TRUE(sees()) << "what is not committed is not seen";
    });
    EXPECT_FALSE(sees());
    EXPECT_THROW(transact(reader, monday, [](auto& tx) { tx.apply(dialogs::save_task{a_task()}); }),
                 database_error);
}

TEST(Database, ThatIsEmptyCannotBeLookedAt) {
    temporary_folder folder;
    std::ofstream(folder.file("empty.db"));
    EXPECT_NE(refusal(to_look_at(folder.file("empty.db"))).find("never started"), std::string::npos);
}

TEST(Database, DoesNotOpenWithAnotherKey) {
    temporary_folder folder;
    { const database db(on_disk(folder.file("guard.db"))); }
    auto how = on_disk(folder.file("guard.db"));
    how.secrets = a_key(8);
    EXPECT_THROW(const database db(how), secret_error);
    EXPECT_EQ(refusal(on_disk(folder.file("guard.db"))), "") << "the right key still does";
}

TEST(Database, SurvivesAFullDiskAndGoesOn) {
    temporary_folder folder;
    database db(on_disk(folder.file("guard.db")));
    const auto pages = db.link().integer("PRAGMA page_count");
    db.link().run("PRAGMA max_page_count = " + std::to_string(pages + 2));
    const auto before = everything_in(db);
    const auto fill = [&] {
        transact(db, monday, [](auto& tx) {
            for (int i = 0; i < 100; ++i)
                inbox::put(tx, {std::string(1000, 'x'), "", ""});
        });
    };
    try {
        fill();
        FAIL() << "there was room";
    } catch (const database_error& why) {
        EXPECT_TRUE(why.is_full()) << why.what();
    }
    EXPECT_EQ(everything_in(db), before);
    db.link().run("PRAGMA max_page_count = 100000");
    fill();
    EXPECT_EQ(look(db, monday, [](auto& tx) { return inbox::measure(tx).waiting; }), 100);
}

TEST(Database, AfterACrashHoldsWhatWasCommittedAndNothingElse) {
    temporary_folder folder;
    const auto path = folder.file("guard.db");
    database db(on_disk(path));
    transact(db, monday, [](auto& tx) { tx.apply(dialogs::save_task{a_task(1)}); });
    const auto committed = everything_in(db);
    db.link().run(
        "PRAGMA cache_spill = 1; PRAGMA cache_size = 1");  // so that uncommitted pages reach the file too
    transact(db, monday, [&](auto& tx) {
        for (int i = 0; i < 200; ++i)
            inbox::put(tx, {std::string(1000, 'x'), "", ""});
        copy_as_it_lies(path, folder.file("during.db"));
    });
    const auto after = everything_in(db);
    copy_as_it_lies(path, folder.file("after.db"));
    EXPECT_EQ(everything_in(database(on_disk(folder.file("during.db")))), committed);
    EXPECT_EQ(everything_in(database(on_disk(folder.file("after.db")))), after);
}

// The tail of the write-ahead log may be missing after a crash of the machine: what is left must be a whole
// state.
TEST(Database, WithATornLogHoldsSomeCommittedState) {
    temporary_folder folder;
    const auto path = folder.file("guard.db");
    database db(on_disk(path));
    db.link().run("PRAGMA wal_checkpoint(TRUNCATE)");
    std::vector<std::string> states{everything_in(db)};
    for (const auto& step : one_of_each()) {
        transact(db, monday, [&](auto& tx) { tx.apply(step); });
        states.push_back(everything_in(db));
    }
    const auto whole = std::filesystem::file_size(path + "-wal");
    std::size_t newest = 0;
    for (std::uintmax_t size = 0; size <= whole; size += 4093) {
        const auto copy = folder.file("torn.db");
        std::filesystem::remove(copy + "-shm");
        copy_as_it_lies(path, copy);
        std::filesystem::resize_file(copy + "-wal", size);
        const database torn(on_disk(copy));
        EXPECT_TRUE(torn.damage().empty());
        // More of the log never holds less; a step may lead back to how things were before.
        const auto before = states.begin() + static_cast<std::ptrdiff_t>(newest);
        const auto found = std::find(before, states.end(), everything_in(torn));
        ASSERT_NE(found, states.end()) << "log cut at " << size;
        newest = static_cast<std::size_t>(found - states.begin());
    }
    EXPECT_GE(newest, states.size() - 2);
}

TEST(Database, NoticesDamage) {
    temporary_folder folder;
    const auto path = folder.file("guard.db");
    {
        database db(on_disk(path));
        transact(db, monday, [](auto& tx) { tx.apply(one_of_each()); });
        db.link().run("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096 * 3);
        file << std::string(2048, '\x7f');
    }
    bool noticed = false;
    try {
        noticed = !database(to_look_at(path)).damage().empty();
    } catch (const database_error& why) {
        noticed = why.is_damaged();
    }
    EXPECT_TRUE(noticed);
}

TEST(Transaction, OfAThrowingBodyLeavesNothing) {
    database db(in_memory());
    const auto before = everything_in(db);
    const auto fails = [](transaction& tx) {
        tx.apply(one_of_each());
        throw std::runtime_error("changed my mind");
    };
    EXPECT_THROW(transact(db, monday, fails), std::runtime_error);
    EXPECT_EQ(everything_in(db), before);
}

TEST(Transaction, DoesNotNest) {
    database db(in_memory());
    transact(db, monday, [&](auto&) { EXPECT_THROW(transact(db, monday, [](auto&) {}), std::logic_error); });
}

TEST(Transaction, ReturnsWhatItsBodyReturns) {
    database db(in_memory());
    EXPECT_EQ(transact(db, monday, [](auto& tx) { return tx.now(); }), monday);
    EXPECT_EQ(look(db, monday, [](auto& tx) { return tx.next_request_id(); }), 1);
}

}  // namespace
}  // namespace storage
