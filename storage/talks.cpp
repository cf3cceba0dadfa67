// What the bot talks about with each person: conversations, the buttons that are out, his language, what he
// was told.
#include <array>

#include "storage/take.hpp"

namespace storage {
namespace {

constexpr std::array<std::string_view, 11> questions{
    "nothing",         "task",       "date",   "reason",  "words",         "confirm",
    "rejection_words", "other_date", "answer", "inquiry", "inquiry_answer"};

dialogs::question question_of(std::string_view name) {
    for (std::size_t i = 0; i < questions.size(); ++i)
        if (questions[i] == name)
            return static_cast<dialogs::question>(i);
    throw std::logic_error("the schema allows known questions alone");
}

}  // namespace

dialogs::conversation transaction::conversation_with(dialogs::user_id who) const {
    statement q(link(),
                "SELECT awaiting, task, wanted, category, words, request, step, since FROM conversation"
                " WHERE person = ?");
    dialogs::conversation out;
    out.who = who;
    if (!q.put(who).step())
        return out;
    out.awaiting = question_of(q.text(0));
    out.task = q.integer(1);
    out.wanted = q.maybe_moment(2);
    out.category = q.text(3);
    out.words = q.text(4);
    out.request = q.integer(5);
    out.step = q.small(6);
    out.since = q.moment(7);
    return out;
}

// An ended conversation is kept as well: its step tells old buttons from new ones.
void take(transaction& tx, const dialogs::save_conversation& step) {
    const auto& talk = step.record;
    statement q(
        tx.link(),
        "INSERT INTO conversation(person, awaiting, task, wanted, category, words, request, step, since)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(person) DO UPDATE SET"
        " awaiting = excluded.awaiting, task = excluded.task, wanted = excluded.wanted,"
        " category = excluded.category, words = excluded.words, request = excluded.request,"
        " step = excluded.step, since = excluded.since");
    q.put(talk.who)
        .put(questions.at(static_cast<std::size_t>(talk.awaiting)))
        .put(talk.task)
        .put(talk.wanted);
    q.put(talk.category).put(talk.words).put(talk.request).put(talk.step).put(talk.since);
    q.run();
}

std::optional<dialogs::button_binding> transaction::binding(std::string_view token) const {
    statement q(
        link(),
        "SELECT action, recipient, task, request, card_version, argument FROM binding WHERE token = ?");
    if (!q.put(token).step())
        return std::nullopt;
    return dialogs::button_binding{q.text(0),    q.integer(1), q.integer(2),
                                   q.integer(3), q.small(4),   q.text(5)};
}

std::string transaction::language_of(dialogs::user_id who) const {
    statement q(link(), "SELECT language FROM choice WHERE person = ?");
    return q.put(who).step() ? q.text(0) : std::string();
}

void take(transaction& tx, const dialogs::save_language& step) {
    statement(tx.link(),
              "INSERT INTO choice(person, language) VALUES (?, ?)"
              " ON CONFLICT(person) DO UPDATE SET language = excluded.language")
        .put(step.who)
        .put(step.code)
        .run();
}

std::optional<dialogs::announced> transaction::announced_to(dialogs::user_id who,
                                                            std::string_view about) const {
    statement q(link(), "SELECT mode, since FROM told WHERE person = ? AND about = ?");
    if (!q.put(who).put(about).step())
        return std::nullopt;
    return dialogs::announced{dialogs::guard_mode_of(q.text(0)).value(), q.maybe_moment(1)};
}

// A further mode counts from when its own word has reached him: until then nothing of his is put back. What
// is said anew of the same mode moves nothing.
void take(transaction& tx, const dialogs::mark_told& step) {
    const bool guarded = step.mode != dialogs::guard_mode::observe;
    statement q(tx.link(),
                "INSERT INTO told(person, about, mode, since, slot) VALUES (?1, ?2, ?3, ?4, ?5)"
                " ON CONFLICT(person, about) DO UPDATE SET mode = ?3, slot = ?5,"
                " since = iif(?3 = 'observe' OR mode <> ?3, ?4, coalesce(since, ?4))");
    q.put(step.who).put(step.about).put(dialogs::name_of(step.mode));
    (guarded && step.slot.empty() ? q.put(tx.now()) : q.put_null());
    (step.slot.empty() ? q.put_null() : q.put(step.slot));
    q.run();
}

void take(transaction& tx, const dialogs::forget_told& step) {
    statement(tx.link(), "DELETE FROM told WHERE slot = ? AND since IS NULL").put(step.slot).run();
}

}  // namespace storage
