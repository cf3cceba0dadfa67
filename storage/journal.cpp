#include "storage/journal.hpp"

#include <algorithm>

#include "storage/take.hpp"

namespace storage::journal {
namespace {

const std::string columns =
    "SELECT id, at, kind, task, person, other, request, due_from, due_to, row, ground, words, words_code, "
    "code FROM"
    " journal ";
const std::string by_task = columns + "WHERE task = ? ORDER BY id";
const std::string by_time = columns + "WHERE at >= ? AND at < ? ORDER BY at, id";
// The kinds of dialogs::telling_kinds.
const std::string telling_by_task =
    columns +
    "WHERE task = ? AND kind IN ('accepted', 'silent', 'put_back', 'observed', 'would_ask', 'unapprovable',"
    " 'fight', 'failed', 'applied', 'rejected', 'paused', 'held',"
    " 'expired') ORDER BY id DESC LIMIT 20";
const std::string put_back_by_time =
    columns + "WHERE kind = 'put_back' AND at >= ? ORDER BY at DESC, id DESC LIMIT 100";
const std::string in_order = columns + "ORDER BY id";

row row_in(const statement& q) {
    row out;
    out.id = q.integer(0);
    out.at = q.moment(1);
    out.what.kind = q.text(2);
    out.what.task = q.integer(3);
    out.what.person = q.integer(4);
    out.what.other = q.integer(5);
    out.what.request = q.integer(6);
    out.what.from = q.maybe_moment(7);
    out.what.to = q.maybe_moment(8);
    out.what.row = q.integer(9);
    out.what.ground = q.text(10);
    out.what.words = q.text(11);
    return out;
}

std::vector<dialogs::journal_row> rows_of(statement& q) {
    std::vector<dialogs::journal_row> out;
    while (q.step()) {
        auto found = row_in(q);
        out.push_back({found.at, std::move(found.what)});
    }
    return out;
}

mac mac_in(const blob& stored) {
    mac out{};
    std::copy_n(stored.begin(), std::min(stored.size(), out.size()), out.begin());
    return out;
}

std::string bytes_of(const mac& code) {
    return {code.begin(), code.end()};
}
blob blob_of(const mac& code) {
    return {code.begin(), code.end()};
}

std::string hexadecimal(const mac& code) {
    std::string out;
    for (const unsigned char each : code) {
        out += "0123456789abcdef"[each >> 4U];
        out += "0123456789abcdef"[each & 15U];
    }
    return out;
}

void add_field(std::string& to, std::string_view bytes) {
    to += std::to_string(bytes.size());
    to += ':';
    to += bytes;
    to += ',';
}
void add_field(std::string& to, std::int64_t number) {
    add_field(to, std::string_view(std::to_string(number)));
}
void add_field(std::string& to, const dialogs::deadline& date) {
    if (date)
        add_field(to, std::int64_t{date->time_since_epoch().count()});
    else
        add_field(to, std::string_view());
}

// The words have a code of their own, bound to their row, so that they may be forgotten one day and the chain
// still holds.
mac code_of_words(const std::string& key, std::int64_t id, std::string_view words) {
    std::string text;
    add_field(text, std::string_view("words"));
    add_field(text, id);
    add_field(text, words);
    return authentication_code(key, text);
}

struct link {
    std::int64_t id = 0;
    mac code{};
};

link newest(const transaction& tx) {
    statement q(tx.link(), "SELECT id, code FROM journal ORDER BY id DESC LIMIT 1");
    if (!q.step())
        return {};
    return {q.integer(0), mac_in(q.bytes(1))};
}

finding wrong(std::int64_t rows, std::int64_t at, const char* what) {
    return {false, rows, at, what};
}

}  // namespace

std::string canonical(const row& what, const mac& before, const mac& words_code) {
    std::string out;
    add_field(out, std::string_view("1"));  // the form
    add_field(out, std::string_view(bytes_of(before)));
    add_field(out, what.id);
    add_field(out, std::int64_t{what.at.time_since_epoch().count()});
    add_field(out, std::string_view(what.what.kind));
    add_field(out, what.what.task);
    add_field(out, what.what.person);
    add_field(out, what.what.other);
    add_field(out, what.what.request);
    add_field(out, what.what.from);
    add_field(out, what.what.to);
    add_field(out, what.what.row);
    add_field(out, std::string_view(what.what.ground));
    add_field(out, std::string_view(bytes_of(words_code)));
    return out;
}

std::vector<row> of_task(const transaction& tx, dialogs::task_id task) {
    statement q(tx.link(), by_task);
    q.put(task);
    std::vector<row> out;
    while (q.step())
        out.push_back(row_in(q));
    return out;
}

void each_between(const transaction& tx, instant from, instant to,
                  const std::function<void(const row&)>& take) {
    statement q(tx.link(), by_time);
    q.put(from).put(to);
    while (q.step())
        take(row_in(q));
}

head head_of(const transaction& tx) {
    const auto last = newest(tx);
    return {last.id, last.id == 0 ? std::string() : hexadecimal(last.code)};
}

finding verify(const transaction& tx, const std::optional<head>& known) {
    const auto& key = tx.home().journal_key();
    statement q(tx.link(), in_order);
    mac before{};
    std::int64_t rows = 0;
    while (q.step()) {
        const auto each = row_in(q);
        if (each.id != rows + 1)
            return wrong(rows, rows + 1, "missing");
        const auto words_code = mac_in(q.bytes(12));
        const auto code = mac_in(q.bytes(13));
        const bool same = words_code == code_of_words(key, each.id, each.what.words) &&
                          code == authentication_code(key, canonical(each, before, words_code));
        if (!same || (known && known->id == each.id && known->code != hexadecimal(code)))
            return wrong(rows, each.id, "changed");
        before = code;
        ++rows;
    }
    if (known && known->id > rows)
        return wrong(rows, rows + 1, "cut off");
    return {true, rows, 0, {}};
}

}  // namespace storage::journal

namespace storage {

void take(transaction& tx, const dialogs::journal& step) {
    using namespace journal;
    const auto& key = tx.home().journal_key();
    const auto last = newest(tx);
    const row made{last.id + 1, tx.now(), step};
    const auto words_code = code_of_words(key, made.id, step.words);
    const auto code = authentication_code(key, canonical(made, last.code, words_code));
    statement q(tx.link(),
                "INSERT INTO journal(id, at, kind, task, person, other, request, due_from, due_to, row, "
                "ground, words,"
                " words_code, code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    q.put(made.id)
        .put(made.at)
        .put(step.kind)
        .put(step.task)
        .put(step.person)
        .put(step.other)
        .put(step.request);
    q.put(step.from).put(step.to).put(step.row).put(step.ground).put(step.words);
    q.put(blob_of(words_code)).put(blob_of(code)).run();
}

std::vector<dialogs::journal_row> transaction::told_of(dialogs::task_id task) const {
    statement q(link(), journal::telling_by_task);
    q.put(task);
    return journal::rows_of(q);
}

std::vector<dialogs::journal_row> transaction::put_back_since(instant since) const {
    statement q(link(), journal::put_back_by_time);
    q.put(since);
    return journal::rows_of(q);
}

bool transaction::unapprovable_told_since(instant since) const {
    statement q(link(), "SELECT 1 FROM journal WHERE kind = 'told_unapprovable' AND at >= ?");
    return q.put(since).step();
}

// Postponements that stood because of a reason, and those put back, are the journal's; a request knows its
// own end. What was accepted after all was never asked for.
dialogs::figures transaction::figures_of(dialogs::user_id who, instant since) const {
    dialogs::figures out;
    statement moves(
        link(),
        "SELECT coalesce(sum(kind = 'accepted' AND ground IN ('reason', 'auto_approve', 'trust')), 0),"
        " coalesce(sum(kind = 'put_back'), 0) FROM journal WHERE person = ? AND at >= ?");
    moves.put(who).put(since).step();
    out.moved = moves.small(0);
    out.put_back = moves.small(1);
    statement asked(link(),
                    "SELECT count(*) FROM request WHERE requester = ? AND asked_at >= ?"
                    " AND category <> 'undone'");
    asked.put(who).put(since).step();
    out.requests = asked.small(0);
    statement granted(link(),
                      "SELECT count(*) FROM request WHERE requester = ? AND decided_at >= ?"
                      " AND state IN ('applying', 'applied', 'failed') AND category <> 'undone'");
    granted.put(who).put(since).step();
    out.approved = granted.small(0);
    return out;
}

std::string transaction::last_category_of(dialogs::user_id who) const {
    statement q(link(),
                "SELECT ground FROM journal WHERE person = ? AND kind IN ('requested', 'answered')"
                " ORDER BY id DESC LIMIT 1");
    return q.put(who).step() ? q.text(0) : std::string();
}

}  // namespace storage
