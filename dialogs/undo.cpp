#include "dialogs/undo.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "dialogs/conversation.hpp"
#include "dialogs/date_choice.hpp"
#include "dialogs/moments.hpp"
#include "dialogs/request_life.hpp"
#include "dialogs/revert_notice.hpp"
#include "dialogs/task_watch.hpp"

namespace dialogs {
namespace {

std::optional<journal_row> last_put_back(const turn& t, task_id task) {
    const auto rows = t.told_of(task);
    const auto found =
        std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row.what.kind == "put_back"; });
    return found == rows.end() ? std::nullopt : std::optional<journal_row>(*found);
}

// Not the author himself nor the responsible person, whatever their rank.
bool is_entitled(turn& t, user_id who, const guarded_task& record, user_id author) {
    if (who == author || who == record.responsible || !t.is_reachable(who))
        return false;
    if (t.ctx.rules.administrators.contains(who))
        return true;
    const auto decides = t.approver_for(turn::task_of(record), author);
    return t.read.who.is_above(who, record.responsible) || (decides && decides->who == who);
}

// For whom it is asked: the author of the move, unless nothing reaches him.
user_id asker(turn& t, const guarded_task& record, user_id author) {
    if (t.is_reachable(author))
        return author;
    return t.is_reachable(record.responsible) ? record.responsible : 0;
}

std::optional<put_back_move> move_of(turn& t, const guarded_task& record, const journal_row& revert) {
    const user_id author = asker(t, record, revert.what.person);
    if (!revert.what.to || author == 0)
        return std::nullopt;
    return put_back_move{*revert.what.to, author, revert.at + accept_within};
}

// As it is looked at, or remembered.
bool stands_at(const turn& t, const guarded_task& record, const deadline& due) {
    const auto seen = t.read.tasks.find(record.id);
    const bool shown = seen != t.read.tasks.end() && seen->second.present;
    return record.accepted == due && (!shown || whole_minutes(seen->second.present->due) == due);
}

bool asks_for_it(const request& open, const put_back_move& move) {
    return open.requester == move.author && open.wanted == move.wanted;
}

// Why the move cannot be accepted any more, as a key of the catalogues; "" when it can.
std::string_view obstacle(turn& t, const guarded_task& record, const journal_row& revert,
                          const put_back_move& move) {
    const auto open = t.open_request(record.id);
    if (open && open->state == request_state::applying)
        return "request.being_applied";
    if (stands_at(t, record, move.wanted))
        return "undo.already";
    if (is_closed(record.status))
        return "request.closed";
    if (t.ctx.now > move.until)
        return "undo.too_late";
    if (move.wanted <= t.ctx.now)
        return "undo.past";
    if (!stands_at(t, record, revert.what.from) || t.has_pending_write(record.id))
        return "undo.changed";
    if (open && !asks_for_it(*open, move))
        return "request.asked_already";
    return {};
}

void refuse(turn& t, user_id who, std::string_view key, const guarded_task& record, instant wanted) {
    const voice reader = t.speak_to(who);
    locale::arguments with{{"task", reader.task(record.id, record.title)},
                           {"number", std::to_string(record.id)},
                           {"due", reader.date(record.accepted)}};
    const auto open = t.open_request(record.id);
    with.emplace_back("date", reader.date(open ? date_at_stake(*open) : wanted));
    if (open) {
        with.emplace_back("who", t.name(open->requester, reader));
        with.emplace_back("approver", t.name(open->approver, reader));
    }
    t.tell(who, reader.say(key, with));
}

void accept(turn& t, user_id who, const guarded_task& record, const put_back_move& move,
            const std::string& words) {
    if (const auto open = t.open_request(record.id)) {
        approve_request(t, *open, record, move.wanted, who);
        const voice reader = t.speak_to(who);
        return t.tell(who, reader.say("undo.accepted", {{"task", reader.task(record.id, record.title)},
                                                        {"date", reader.date(move.wanted)}}));
    }
    request made;
    made.requester = move.author;
    made.wanted = move.wanted;
    made.words = words;
    accept_move(t, std::move(made), who, record);
}

// What its author gave as a reason, when that was not enough.
std::string words_of(const turn& t, const journal_row& revert) {
    for (const auto& row : t.told_of(revert.what.task))
        if (row.what.kind == "silent" && row.at <= revert.at && row.what.to == revert.what.to)
            return row.what.words;
    return {};
}

}  // namespace

bool was_put_back(turn& t, const guarded_task& record) {
    const auto rows = t.told_of(record.id);
    const auto newest = std::find_if(rows.begin(), rows.end(), [](const auto& row) {
        return row.what.kind != "rejected" && row.what.kind != "failed" && row.what.kind != "expired";
    });
    return newest != rows.end() && (newest->what.kind == "put_back" || newest->what.kind == "silent");
}

std::optional<put_back_move> acceptable_move(turn& t, user_id who, const guarded_task& record) {
    const auto revert = last_put_back(t, record.id);
    if (!revert || !is_entitled(t, who, record, revert->what.person))
        return std::nullopt;
    auto move = move_of(t, record, *revert);
    return move && obstacle(t, record, *revert, *move).empty() ? move : std::nullopt;
}

button accept_button(turn& t, const guarded_task& record, const put_back_move& move, const voice& reader) {
    return t.make_button(
        reader.to(), reader.say("button.accept_move", {{"date", reader.short_date(move.wanted)}}),
        action::accept_move, {record.id, 0, 0, std::to_string(move.wanted.time_since_epoch().count())},
        button_colour::primary);
}

void press_accept(turn& t, user_id who, const button_binding& what) {
    const auto looked = look_at(t, what.task);
    if (!t.more.empty())
        return;
    const auto record = t.find_task(what.task);
    const auto revert = last_put_back(t, what.task);
    const auto wanted = date_of(what.argument);
    if (!record || !revert || !wanted)
        return t.tell(who, "press.unknown", "button.my", action::show_desk);
    if (!is_entitled(t, who, *record, revert->what.person))
        return t.tell(who, t.speak_to(who).say("undo.not_entitled"));
    if (!looked)
        return refuse(t, who, "press.task_not_shown", *record, *wanted);
    const auto move = move_of(t, *record, *revert);
    if (!move || move->wanted != *wanted)
        return refuse(t, who, "undo.changed", *record, *wanted);
    if (const auto why_not = obstacle(t, *record, *revert, *move); !why_not.empty())
        return refuse(t, who, why_not, *record, *wanted);
    accept(t, who, *record, *move, words_of(t, *revert));
}

}  // namespace dialogs
