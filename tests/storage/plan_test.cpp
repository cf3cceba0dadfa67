// No statement may walk through a table that grows: each one that is run in the life of the bot is asked for
// its plan.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <set>

#include "samples.hpp"
#include "storage/inbox.hpp"
#include "storage/journal.hpp"
#include "storage/outbox.hpp"
#include "storage/people.hpp"
#include "storage/portal.hpp"
#include "storage/pruning.hpp"
#include "storage/settings.hpp"

namespace storage {
namespace {

using testing::HasSubstr;

int keep_text(unsigned, void* texts, void* prepared, void*) {
    static_cast<std::set<std::string>*>(texts)->insert(sqlite3_sql(static_cast<sqlite3_stmt*>(prepared)));
    return 0;
}

// The texts of all statements that `body` runs.
std::set<std::string> statements_of(database& db, const std::function<void(transaction&)>& body) {
    std::set<std::string> texts;
    sqlite3_trace_v2(db.link().handle(), SQLITE_TRACE_STMT, keep_text, &texts);
    transact(db, monday, body);
    sqlite3_trace_v2(db.link().handle(), 0, nullptr, nullptr);
    std::erase_if(texts, [](const std::string& sql) {
        return sql.starts_with("BEGIN") || sql.starts_with("COMMIT") || sql.starts_with("--");
    });
    return texts;
}

// What the plan shows and the run does not do: the newest row is the first one found, and rows that point to
// a request are looked for only while one of them points to a request that is not there yet.
bool is_known_to_be_short(const std::string& sql, const std::string& step) {
    if (sql == "SELECT id, code FROM journal ORDER BY id DESC LIMIT 1")
        return step == "SCAN journal";
    return sql.starts_with("INSERT INTO request") &&
           (step == "SCAN binding" || step == "SCAN expected_write");
}

// Steps of the plan that walk through more than what is asked for: a whole table, or a sort of its own.
std::vector<std::string> walks_of(const database& db, const std::string& sql) {
    std::vector<std::string> found;
    const std::string asked = "EXPLAIN QUERY PLAN " + sql;
    statement plan(db.link(), asked);
    while (plan.step()) {
        const auto step = plan.text(3);
        const bool over_what_waits = step.find("inbox_waiting") != std::string::npos ||
                                     step.find("outbox_waiting") != std::string::npos ||
                                     step.find("_given_up") != std::string::npos;
        const bool of_few = step == "SCAN portal" || step == "SCAN oauth" || step == "SCAN guard" ||
                            step == "SCAN department" || step == "SCAN departments_read" ||
                            step == "SCAN setting" || step == "SCAN CONSTANT ROW" || step == "SCAN person";
        if (step.starts_with("SCAN") && !over_what_waits && !of_few && !step.starts_with("SCAN (") &&
            !is_known_to_be_short(sql, step))
            found.push_back(step);
    }
    return found;
}

template <class... Answers>
void ask(const Answers&...) {}

void everything_the_bot_does(transaction& tx) {
    inbox::put(tx, {"a", "task:1", "event:1"});
    inbox::put(tx, {"b", "task:1", "event:2"});
    inbox::put(tx, {"c", "", ""});
    auto items = inbox::waiting(tx, inbox::lane::hints, 50);
    for (const auto& each : inbox::waiting(tx, inbox::lane::people, 50))
        items.push_back(each);
    inbox::next_due(tx, inbox::lane::hints);
    inbox::next_due(tx, inbox::lane::people);
    tx.apply(one_of_each());
    tx.apply(dialogs::say{"27", "card:2", a_message("x", "token-3")});
    tx.apply(dialogs::write_deadline{a_write()});
    ask(tx.find_task(8017), tx.tasks_of(27), tx.expected_writes(8017), tx.find_request(1),
        tx.open_request(8017), tx.open_requests_by(27), tx.open_requests_for(13), tx.next_request_id(),
        tx.conversation_with(27), tx.binding("token-1"), tx.figures_of(27, monday - 30 * 24h),
        tx.language_of(27), tx.guarded_since(), tx.told_at(27));
    outbox::due(tx, outbox::sort::deadlines, 50);
    outbox::due(tx, outbox::sort::messages, 50);
    outbox::next_due(tx);
    outbox::find(tx, 2);
    outbox::postponed(tx, 2, monday, "x");
    outbox::renew_uuid(tx, 2);
    outbox::delivered(tx, 2, 500, 9);
    outbox::given_up(tx, 3, "x");
    outbox::message_in(tx, "card:1");
    outbox::measure(tx);
    inbox::postponed(tx, items.at(0).id, monday, "x");
    inbox::handled(tx, items.at(0));
    inbox::given_up(tx, items.at(1).id, "x");
    inbox::measure(tx);
    journal::of_task(tx, 8017);
    journal::each_between(tx, monday - 24h, monday, [](const auto&) {});
    journal::head_of(tx);
    portal::save(tx, {"a1", "https://acme.bitrix24.ru/rest/", "", 1, true, 456});
    portal::find(tx);
    portal::save_tokens(tx, {"a", "b", monday});
    portal::find_tokens(tx);
    portal::cursor(tx, "x");
    portal::move_cursor(tx, "x", "1");
    people::save(tx, {});
    settings::all(tx);
    prune(tx, 100);
}

TEST(QueryPlan, NoStatementWalksThroughATable) {
    database db(in_memory());
    const auto texts = statements_of(db, everything_the_bot_does);
    EXPECT_GT(texts.size(), 60u);
    for (const auto& sql : texts)
        EXPECT_THAT(walks_of(db, sql), testing::IsEmpty()) << sql;
}

TEST(QueryPlan, AWalkWouldBeSeen) {
    const database db(in_memory());
    EXPECT_THAT(walks_of(db, "SELECT * FROM task WHERE title = 'x'"), testing::ElementsAre("SCAN task"));
    EXPECT_THAT(walks_of(db, "SELECT count(*) FROM journal WHERE kind = 'x'"),
                testing::ElementsAre(HasSubstr("SCAN journal")));
}

}  // namespace
}  // namespace storage
