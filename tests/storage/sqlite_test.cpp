#include "storage/sqlite.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

namespace storage {
namespace {

TEST(Sqlite, GivesBackWhatWasPut) {
    connection db(":memory:", access::read_write);
    db.run("CREATE TABLE t(a INTEGER, b TEXT, c BLOB, d INTEGER) STRICT");
    const std::string text("нуль\0внутри", 20);
    const blob bytes{0, 255, 1};
    statement(db, "INSERT INTO t VALUES (?, ?, ?, ?)")
        .put(std::int64_t{1} << 40)
        .put(text)
        .put(bytes)
        .put_null()
        .run();
    statement q(db, "SELECT a, b, c, d FROM t");
    ASSERT_TRUE(q.step());
    EXPECT_EQ(q.integer(0), std::int64_t{1} << 40);
    EXPECT_EQ(q.text(1), text);
    EXPECT_EQ(q.bytes(2), bytes);
    EXPECT_TRUE(q.is_null(3));
    EXPECT_EQ(q.maybe_moment(3), std::nullopt);
    EXPECT_FALSE(q.step());
}

TEST(Sqlite, AnEmptyTextIsNotNull) {
    connection db(":memory:", access::read_write);
    db.run("CREATE TABLE t(a TEXT NOT NULL, b BLOB NOT NULL) STRICT");
    statement(db, "INSERT INTO t VALUES (?, ?)").put(std::string_view{}).put(blob{}).run();
    EXPECT_EQ(db.integer("SELECT count(*) FROM t WHERE a = '' AND length(b) = 0"), 1);
}

TEST(Sqlite, TheSameStatementMayBeInUseTwice) {
    connection db(":memory:", access::read_write);
    db.run("CREATE TABLE t(a INTEGER); INSERT INTO t VALUES (1), (2)");
    int pairs = 0;
    constexpr std::string_view all = "SELECT a FROM t";
    statement outer(db, all);
    while (outer.step()) {
        statement inner(db, all);
        while (inner.step())
            ++pairs;
    }
    EXPECT_EQ(pairs, 4);
}

TEST(Sqlite, AKeptStatementForgetsItsParameters) {
    connection db(":memory:", access::read_write);
    constexpr std::string_view echo = "SELECT ?";
    statement(db, echo).put("secret").run();
    statement again(db, echo);
    again.step();
    EXPECT_TRUE(again.is_null(0));
}

TEST(Sqlite, AnErrorNamesTheFileAndNeverTheValue) {
    temporary_folder folder;
    connection db(folder.file("guard.db"), access::read_write);
    db.run("CREATE TABLE t(a TEXT UNIQUE CHECK (length(a) < 50)) STRICT");
    statement(db, "INSERT INTO t VALUES (?)").put("s3cr3t").run();
    try {
        statement(db, "INSERT INTO t VALUES (?)").put("s3cr3t").run();
        FAIL() << "a second equal value was taken";
    } catch (const database_error& why) {
        EXPECT_TRUE(why.is_forbidden());
        EXPECT_NE(std::string(why.what()).find(folder.file("guard.db")), std::string::npos) << why.what();
        EXPECT_EQ(std::string(why.what()).find("s3cr3t"), std::string::npos) << why.what();
    }
}

TEST(Sqlite, AFullDiskIsNamedAsSuch) {
    temporary_folder folder;
    connection db(folder.file("guard.db"), access::read_write);
    db.run("CREATE TABLE t(a TEXT); PRAGMA max_page_count = 4");
    try {
        statement(db, "INSERT INTO t VALUES (?)").put(std::string(100'000, 'x')).run();
        FAIL() << "there was room";
    } catch (const database_error& why) {
        EXPECT_TRUE(why.is_full());
        EXPECT_NE(std::string(why.what()).find("no space left"), std::string::npos) << why.what();
    }
}

}  // namespace
}  // namespace storage
