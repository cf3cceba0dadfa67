// Wrong states that the schema itself refuses, whoever asks.
#include "storage/schema.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "samples.hpp"

namespace storage {
namespace {

using dialogs::request;
using dialogs::request_state;

// The right thing is taken, the wrong one forbidden: so it is the difference that is refused.
template <class Step, class Record>
void expect_forbidden(const Record& right, const std::function<void(Record&)>& spoil, const char* what) {
    database db(in_memory());
    EXPECT_NO_THROW(transact(db, monday, [&](auto& tx) { tx.apply(Step{right}); })) << what;
    database other(in_memory());
    Record wrong = right;
    spoil(wrong);
    try {
        transact(other, monday, [&](auto& tx) { tx.apply(Step{wrong}); });
        ADD_FAILURE() << what << " was taken";
    } catch (const database_error& why) {
        EXPECT_TRUE(why.is_forbidden()) << what << ": " << why.what();
    }
}

void forbid_request(const request& right, const std::function<void(request&)>& spoil, const char* what) {
    expect_forbidden<dialogs::save_request>(right, spoil, what);
}

request decided(request_state state) {
    auto out = a_request();
    out.state = state;
    out.granted = out.wanted;
    out.decided_at = monday;
    out.decided_by = 13;
    return out;
}

void save(database& db, const request& what) {
    transact(db, monday, [&](auto& tx) { tx.apply(dialogs::save_request{what}); });
}

TEST(Schema, RefusesImpossibleRequests) {
    forbid_request(
        a_request(), [](request& r) { r.approver = r.requester; }, "approving one's own request");
    forbid_request(
        a_request(), [](request& r) { r.responsible = r.approver; }, "approving for one's own task");
    forbid_request(
        a_request(), [](request& r) { r.approver = 0; }, "no approver");
    forbid_request(
        a_request(), [](request& r) { r.category = ""; }, "no reason");
    forbid_request(
        a_request(), [](request& r) { r.category = "other", r.words = ""; }, "another reason without words");
    forbid_request(
        a_request(), [](request& r) { r.wanted += 1s; }, "a deadline with seconds");
    forbid_request(
        a_request(), [](request& r) { r.card_version = 0; }, "a card without version");
    forbid_request(
        a_request(), [](request& r) { r.task = 0; }, "no task");
    for (const auto who : {a_request().requester, a_request().responsible, a_request().approver})
        forbid_request(
            a_request(), [&](request& r) { r.above = who; }, "going up to one who is in it already");
    forbid_request(
        a_request(), [](request& r) { r.went_up.reset(); }, "going up at no time");
    forbid_request(
        a_request(), [](request& r) { r.above = 0; }, "a reminder of nobody");
    for (const auto state : {request_state::applying, request_state::applied, request_state::failed}) {
        forbid_request(
            decided(state), [](request& r) { r.granted.reset(); }, "granted without a date");
        forbid_request(
            decided(state), [](request& r) { r.decided_at.reset(); }, "granted at no time");
    }
    forbid_request(
        decided(request_state::rejected), [](request& r) { r.decided_at.reset(); }, "rejected at no time");
    forbid_request(
        decided(request_state::applied), [](request& r) { r.decided_by = r.requester; },
        "granted to oneself");
}

TEST(Schema, AllowsOneOpenRequestATask) {
    database db(in_memory());
    save(db, a_request(1, 8017));
    EXPECT_THROW(save(db, a_request(2, 8017)), database_error);
    save(db, a_request(2, 8018));
    auto withdrawn = a_request(1, 8017);
    withdrawn.state = request_state::withdrawn;
    save(db, withdrawn);
    save(db, a_request(3, 8017));
    EXPECT_EQ(look(db, monday, [](auto& tx) { return tx.open_request(8017)->id; }), 3);
}

TEST(Schema, AllowsAnOpenRequestToGiveWayInOneTransaction) {
    database db(in_memory());
    save(db, a_request(1, 8017));
    transact(db, monday, [](auto& tx) {
        auto withdrawn = a_request(1, 8017);
        withdrawn.state = request_state::withdrawn;
        tx.apply(dialogs::save_request{withdrawn});
        tx.apply(dialogs::save_request{a_request(2, 8017)});
    });
    EXPECT_EQ(look(db, monday, [](auto& tx) { return tx.open_request(8017)->id; }), 2);
}

TEST(Schema, LetsARequestBeDecidedOnce) {
    for (const auto end : {request_state::applied, request_state::rejected, request_state::withdrawn,
                           request_state::obsolete, request_state::expired})
        for (const auto then : {request_state::pending, request_state::applying, request_state::rejected}) {
            if (then == end)
                continue;
            database db(in_memory());
            save(db, decided(end));
            EXPECT_THROW(save(db, decided(then)), database_error) << dialogs::name_of(end);
        }
}

TEST(Schema, LetsAFailedRequestBeTriedAgain) {
    database db(in_memory());
    for (const auto state : {request_state::pending, request_state::applying, request_state::failed,
                             request_state::applying, request_state::applied})
        EXPECT_NO_THROW(save(db, decided(state)));
}

TEST(Schema, KeepsWhatARequestIs) {
    database db(in_memory());
    save(db, a_request());
    const auto forbid = [&](const std::function<void(request&)>& spoil) {
        auto other = a_request();
        spoil(other);
        EXPECT_THROW(save(db, other), database_error);
    };
    forbid([](request& r) { r.task = 1; });
    forbid([](request& r) { r.requester = 14; });
    forbid([](request& r) { r.asked_at += 60s; });
    auto newer = a_request();
    newer.card_version = 3;
    save(db, newer);
    forbid([](request& r) { r.card_version = 2; });
    EXPECT_THROW(db.link().run("DELETE FROM request"), database_error);
}

TEST(Schema, RefusesImpossibleTasks) {
    using dialogs::guarded_task;
    const auto forbid = [](const std::function<void(guarded_task&)>& spoil, const char* what) {
        expect_forbidden<dialogs::save_task>(a_task(), spoil, what);
    };
    forbid([](guarded_task& t) { t.id = 0; }, "no id");
    forbid([](guarded_task& t) { *t.accepted += 1s; }, "a deadline with seconds");
    forbid([](guarded_task& t) { t.moves = -1; }, "fewer than no moves");
    forbid([](guarded_task& t) { t.settled_row = -1; }, "a row before all rows");
}

TEST(Schema, RefusesImpossibleWrites) {
    using dialogs::expected_write;
    const auto forbid = [](const std::function<void(expected_write&)>& spoil, const char* what) {
        expect_forbidden<dialogs::write_deadline>(a_write(), spoil, what);
    };
    forbid([](expected_write& w) { w.task = 0; }, "no task");
    forbid([](expected_write& w) { *w.to += 1s; }, "a deadline with seconds");
    forbid([](expected_write& w) { w.purpose = dialogs::write_purpose::apply; }, "applying no request");
    forbid([](expected_write& w) { w.request = 99; }, "a request that is not there");
}

TEST(Schema, RefusesImpossibleConversations) {
    using dialogs::conversation;
    conversation right;
    right.who = 27;
    right.awaiting = dialogs::question::confirm;
    right.task = 8017;
    right.wanted = monday;
    right.request = 1;
    const auto forbid = [&](const std::function<void(conversation&)>& spoil, const char* what) {
        expect_forbidden<dialogs::save_conversation>(right, spoil, what);
    };
    forbid([](conversation& c) { c.who = 0; }, "with nobody");
    forbid([](conversation& c) { c.task = 0; }, "confirming no task");
    forbid([](conversation& c) { c.wanted.reset(); }, "confirming no date");
    right.awaiting = dialogs::question::rejection_words;
    forbid([](conversation& c) { c.request = 0; }, "rejecting nothing");
}

TEST(Schema, RefusesImpossibleMessages) {
    using dialogs::say;
    const auto forbid = [](const std::function<void(say&)>& spoil, const char* what) {
        database db(in_memory());
        say wrong{"27", "", a_message("x", "token-1")};
        spoil(wrong);
        EXPECT_THROW(transact(db, monday, [&](auto& tx) { tx.apply(wrong); }), database_error) << what;
    };
    forbid([](say& s) { s.dialog = ""; }, "to nobody");
    forbid([](say& s) { s.what.rows[0][0].token = ""; }, "a button without token");
    forbid([](say& s) { s.what.rows[0][0].binding.action = ""; }, "a button that does nothing");
    forbid([](say& s) { s.what.rows[0][0].binding.request = 99; }, "a button for no request");
}

TEST(Schema, BindsAButtonToARequestOfTheSameTransaction) {
    database db(in_memory());
    auto card = a_message("card", "token-1");
    card.rows[0][0].binding.request = 1;
    transact(db, monday, [&](auto& tx) {
        tx.apply(dialogs::say{"13", "card:1", card});
        tx.apply(dialogs::save_request{a_request()});
    });
    EXPECT_EQ(look(db, monday, [](auto& tx) { return tx.binding("token-1")->request; }), 1);
}

TEST(Schema, RefusesRowsThatNoCodeOfOursWouldWrite) {
    database db(in_memory());
    transact(db, monday, [](auto& tx) {
        tx.apply(dialogs::write_deadline{a_write()});
        tx.apply(dialogs::say{"27", "card:1", a_message("x")});
    });
    for (const char* wrong :
         {"UPDATE outbox SET state = 'sending'", "UPDATE outbox SET state = 'given_up'",
          "UPDATE outbox SET uuid = NULL WHERE kind = 'say'",
          "UPDATE outbox SET message = 'text' WHERE kind = 'say'",
          "UPDATE outbox SET dialog = '5' WHERE kind = 'write_deadline'",
          "UPDATE outbox SET write = 77 WHERE kind = 'write_deadline'",
          "INSERT INTO outbox(kind, task, created_at) VALUES ('note', 8017, 0)",
          "INSERT INTO outbox(kind, task, note, created_at) VALUES ('note', 8017, 77, 0)",
          "INSERT INTO outbox(kind, task, write, created_at) VALUES ('write_deadline', 8017, 1, 0)",
          "INSERT INTO outbox(kind, dialog, message, created_at) VALUES ('rewrite', '27', '{}', 0)",
          "DELETE FROM expected_write", "INSERT INTO inbox(body, received_at, arrivals) VALUES ('', 0, 0)",
          "INSERT INTO inbox(body, received_at) VALUES ('', 'yesterday')", "INSERT INTO guard VALUES (2, 0)",
          "INSERT INTO secret VALUES ('access_token', x'00')",
          "INSERT INTO sent_message VALUES ('s', '27', 0, 1, 0)"})
        EXPECT_THROW(db.link().run(wrong), database_error) << wrong;
}

TEST(Schema, MigratesAnEmptyFileOnce) {
    temporary_folder folder;
    connection db(folder.file("guard.db"), access::read_write);
    EXPECT_EQ(schema_of(db), 0);
    migrate(db);
    EXPECT_EQ(schema_of(db), newest_schema());
    const auto tables = db.integer("SELECT count(*) FROM sqlite_schema");
    migrate(db);
    EXPECT_EQ(db.integer("SELECT count(*) FROM sqlite_schema"), tables);
    EXPECT_EQ(db.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%STRICT%'"
                         " AND name NOT LIKE 'sqlite_%'"),
              0);
}

}  // namespace
}  // namespace storage
