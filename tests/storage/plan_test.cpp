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
#include "storage/requests.hpp"
#include "storage/settings.hpp"
#include "storage/waves.hpp"

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

// The newest row is the first one found; and reverts under way are as many as were decided in a minute or so.
bool is_known_to_be_short(const std::string& sql, const std::string& step) {
    if (sql.starts_with("SELECT 1 FROM expected_write AS w"))
        return step == "SCAN w USING INDEX expected_write_open";
    if (sql.ends_with("AND purpose = 'revert' AND called_back = 0 ORDER BY id"))
        return true;
    return sql == "SELECT id, code FROM journal ORDER BY id DESC LIMIT 1" && step == "SCAN journal";
}

// Asked by those who watch over the bot alone: it may take as long as much waits.
bool counts_what_waits(const std::string& sql) {
    return sql.starts_with("SELECT count(*)") && sql.find("state = ") != std::string::npos;
}

// Steps of the plan that walk through more than what is asked for: a whole table, all that waits, or a sort
// of it.
std::vector<std::string> walks_of(const database& db, const std::string& sql) {
    static const std::set<std::string> of_few{
        "SCAN portal", "SCAN oauth", "SCAN guard", "SCAN department", "SCAN departments_read", "SCAN setting",
        "SCAN CONSTANT ROW", "SCAN person", "SCAN pause", "SCAN wave USING INDEX wave_one_open_an_author",
        // of the open ones alone
        "SCAN request USING INDEX request_open_for", "SCAN request USING INDEX request_one_open_a_task",
        "SCAN silent_move USING INDEX silent_move_waits"};
    const bool ends_early = sql.find("ORDER BY id LIMIT ?") != std::string::npos;
    const bool gives_all = sql.find("attempts > 0 ORDER BY id") != std::string::npos;  // of what failed
    std::vector<std::string> found;
    const std::string asked = "EXPLAIN QUERY PLAN " + sql;
    statement plan(db.link(), asked);
    while (plan.step()) {
        const auto step = plan.text(3);
        const bool in_order = step == "SCAN inbox USING INDEX inbox_of_people" && ends_early;
        const bool scans = step.starts_with("SCAN") && !step.starts_with("SCAN (") && !in_order;
        const bool sorts =
            step.starts_with("USE TEMP B-TREE") && !gives_all &&
            (sql.find("FROM inbox") != std::string::npos || sql.find("FROM outbox") != std::string::npos);
        if ((scans || sorts) && !of_few.contains(step) && !counts_what_waits(sql) &&
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
    inbox::held_back(tx);
    inbox::next_held_back(tx);
    inbox::count_hints(tx, 13);
    ask(inbox::newest(tx), inbox::deeds_wait(tx, 3));
    tx.apply(one_of_each());
    tx.apply(dialogs::say{"27", "card:2", a_message("x", "token-3")});
    tx.apply(dialogs::write_deadline{a_write()});
    ask(tx.find_task(8017), tx.tasks_of(27), tx.expected_writes(8017), tx.find_request(1),
        tx.open_request(8017), tx.open_requests_by(27), tx.open_requests_for(13), tx.next_request_id(),
        tx.conversation_with(27), tx.binding("token-1"), tx.figures_of(27, monday - 30 * 24h),
        tx.last_category_of(27), tx.desk_of(13), tx.trusted_by(13), tx.language_of(27), tx.guarded_since(),
        tx.announced_to(27, ""), tx.held_notices(27), tx.reverts_under_way(27, 8017),
        tx.tolerated_moves(27, monday - 7 * 24h, monday), tx.told_of(8017), tx.put_back_since(monday - 24h),
        tx.unapprovable_told_since(monday), tx.questions_to(27), tx.asked_in("asked:8017:911"),
        tx.slot_of(500));
    ask(tx.pending_reverts(), tx.find_move(8017), tx.lone_moves(27, monday - 10min, monday), tx.moves_in(1),
        tx.waiting_moves(), tx.find_wave(1), tx.open_wave(27), tx.open_waves(), tx.next_wave_id(),
        tx.pauses());
    waves::approvers_of_open(tx);
    ask(requests::approvers_of_open(tx), requests::all_open(tx));
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
    EXPECT_THAT(walks_of(db, "SELECT min(id) FROM outbox WHERE state = 'waiting' GROUP BY order_key"),
                testing::ElementsAre(HasSubstr("SCAN outbox")));
    EXPECT_THAT(walks_of(db,
                         "SELECT body FROM inbox WHERE state = 'waiting' AND hint = 0 AND not_before <= 5"
                         " ORDER BY id LIMIT 5"),
                testing::Not(testing::IsEmpty()))
        << "a sort of all that people did";
}

}  // namespace
}  // namespace storage
