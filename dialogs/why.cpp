#include "dialogs/why.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "dialogs/conversation.hpp"
#include "dialogs/markup.hpp"
#include "dialogs/revert_notice.hpp"
#include "dialogs/task_choice.hpp"
#include "dialogs/task_watch.hpp"
#include "dialogs/undo.hpp"
#include "dialogs/verdict_words.hpp"

namespace dialogs {
namespace {

bool always(task_id) {
    return true;
}

// Those who see all, and those above the responsible person.
bool watches_over(turn& t, user_id who, const guarded_task& record) {
    const policy& company = t.ctx.rules;
    if (company.administrators.contains(who) || company.owners.contains(who))
        return true;
    t.more.departments = t.more.departments || !t.read.departments_known;
    t.find_person(record.responsible);
    return t.read.who.is_above(who, record.responsible);
}

bool had_a_hand_in(turn& t, user_id who, const guarded_task& record) {
    const auto rows = t.told_of(record.id);
    const auto open = t.open_request(record.id);
    return who == record.responsible || who == record.creator || who == record.attempted_by ||
           (open && (open->approver == who || open->above == who)) ||
           std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.what.person == who; });
}

bool concerns(turn& t, user_id who, const guarded_task& record) {
    if (had_a_hand_in(t, who, record) || watches_over(t, who, record))
        return true;
    const auto decides = t.approver_for(turn::task_of(record), record.responsible);
    return decides && decides->who == who;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& each : parts)
        text += (text.empty() ? "" : ", ") + each;
    return text;
}

// Whose tasks are guarded.
std::string scope(turn& t, const voice& reader) {
    const policy& company = t.ctx.rules;
    std::vector<std::string> names, numbers;
    t.more.departments = t.more.departments || (!company.departments.empty() && !t.read.departments_known);
    for (const auto id : company.departments) {
        const department* known = t.read.who.find_department(id);
        names.push_back(known != nullptr
                            ? reader.say("wording.quoted", {{"words", shown_title(known->name, 80)}})
                            : std::to_string(id));
    }
    for (const auto id : company.groups)
        numbers.push_back(std::to_string(id));
    std::string text = names.empty() ? reader.say("why.scope.company")
                                     : reader.say("why.scope.departments", {{"names", joined(names)}});
    if (!numbers.empty())
        text += ", " + reader.say("why.scope.groups", {{"numbers", joined(numbers)}});
    return text;
}

void tell_unknown(turn& t, user_id who, task_id task) {
    const voice reader = t.speak_to(who);
    t.tell(who, reader.say("why.unknown", {{"number", std::to_string(task)},
                                           {"since", reader.date(t.known.guarded_since())},
                                           {"scope", scope(t, reader)}}));
}

// The portal did not let the bot put it back: the task stands where it was moved.
bool could_not_be_put_back(const turn& t, const guarded_task& record) {
    const auto rows = t.told_of(record.id);
    return !rows.empty() && rows.front().what.kind == "failed" && rows.front().what.request == 0;
}

// What he can do about it now, below the explanation.
void add_next_step(turn& t, const guarded_task& record, const voice& reader, message& answer) {
    const user_id who = reader.to();
    const auto open = t.open_request(record.id);
    if (const auto move = acceptable_move(t, who, record)) {
        answer.text += "\n\n" + reader.say("why.next_accept", {{"until", reader.date(move->until)}});
        answer.rows.push_back({accept_button(t, record, *move, reader)});
    }
    if (open && open->requester == who && open->state == request_state::pending)
        answer.rows.push_back({t.make_button(who, reader.say("button.withdraw"), action::withdraw,
                                             {record.id, open->id, open->card_version})});
    const bool his = record.responsible == who || record.attempted_by == who;
    const guard_mode mode = t.rules_of(record).mode;
    const bool reason_is_enough =
        mode == guard_mode::reason && record.last_verdict != "asked" && record.last_verdict != "mass";
    const bool can_ask = his && !open && record.accepted && !is_closed(record.status) && !record.fighting &&
                         mode != guard_mode::observe;
    if (!can_ask || !was_put_back(t, record))
        return;
    answer.text += "\n\n" + reader.say(could_not_be_put_back(t, record) ? "why.next_failed"
                                       : reason_is_enough               ? "why.next_request"
                                                                        : "why.next_approval");
    for (auto& row : request_buttons(t, record, reader, false))
        answer.rows.push_back(std::move(row));
}

struct put_back_task {
    task_id task = 0;
    instant at{};
};

std::vector<journal_row> put_back_lately(const turn& t) {
    return t.known.put_back_since(t.ctx.now - accept_within);
}

// The newest of his own tasks, and of others' tasks he himself had moved.
task_id last_put_back(turn& t, user_id who) {
    put_back_task last;
    const auto consider = [&](task_id task, instant at) {
        if (last.task == 0 || at > last.at)
            last = {task, at};
    };
    for (const auto& each : t.known.tasks_of(who))
        if (!each.reverts.empty())
            consider(each.id, each.reverts.back());
    for (const auto& row : put_back_lately(t))
        if (row.what.person == who && t.find_task(row.what.task))
            consider(row.what.task, row.at);
    return last.task;
}

// Put back lately under him, newest first; then his own, nearest deadline first.
std::vector<guarded_task> possible_tasks(turn& t, user_id who) {
    std::vector<guarded_task> found;
    const auto take = [&](const guarded_task& record) {
        const auto same = [&](const guarded_task& other) { return other.id == record.id; };
        if (std::none_of(found.begin(), found.end(), same))
            found.push_back(record);
    };
    for (const auto& row : put_back_lately(t))
        if (const auto record = t.find_task(row.what.task); record && watches_over(t, who, *record))
            take(*record);
    for (const auto& record : t.known.tasks_of(who))
        take(record);
    return found;
}

void offer_tasks(turn& t, user_id who) {
    constexpr std::size_t tasks_max = 8;
    const voice reader = t.speak_to(who);
    message asked{reader.say("why.which"), {}};
    for (const auto& each : possible_tasks(t, who)) {
        if (asked.rows.size() == tasks_max)
            break;
        const std::string title = shown_label(each.title, 40);
        const std::string label =
            each.accepted
                ? reader.say("button.task", {{"title", title}, {"date", reader.short_date(*each.accepted)}})
                : title;
        asked.rows.push_back({t.make_button(who, label, action::ask_why, {each.id})});
    }
    if (asked.rows.empty())
        asked.text = reader.say("why.nothing");
    t.tell(who, std::move(asked));
}

// Whoever will be named or asked about, read with the task at once.
void ask_for_names(turn& t, const guarded_task& record) {
    t.more.departments = t.more.departments || !t.read.departments_known;
    for (const user_id who : {record.responsible, record.creator, record.attempted_by})
        t.find_person(who);
    for (const auto& row : t.told_of(record.id)) {
        t.find_person(row.what.person);
        t.find_person(row.what.other);
    }
    if (const auto open = t.open_request(record.id)) {
        t.find_person(open->requester);
        t.find_person(open->approver);
    }
}

}  // namespace

void tell_why(turn& t, user_id who, task_id task) {
    const auto before = t.find_task(task);
    if (!before)
        return tell_unknown(t, who, task);
    ask_for_names(t, *before);
    look_at(t, task);
    if (!t.more.empty())
        return;
    const guarded_task record = t.find_task(task).value();
    const voice reader = t.speak_to(who);
    if (!concerns(t, who, record))
        return t.tell(who, reader.say("why.not_yours", {{"number", std::to_string(task)}}));
    message answer{last_verdict_in_words(t, record, reader), {}};
    add_next_step(t, record, reader, answer);
    t.tell(who, std::move(answer));
}

bool name_a_task(std::string_view words) {
    return find_task_in(words, {}, always).unknown != 0;
}

void answer_why(turn& t, user_id who, std::string_view words) {
    std::vector<task> own;
    for (const auto& record : t.known.tasks_of(who))
        own.push_back(turn::task_of(record));
    const auto named = find_task_in(words, own, always);
    if (named.found)
        return tell_why(t, who, named.found->id);
    if (named.unknown != 0)
        return tell_why(t, who, named.unknown);
    const task_id last = words.empty() ? last_put_back(t, who) : 0;
    if (last != 0)
        return tell_why(t, who, last);
    offer_tasks(t, who);
}

}  // namespace dialogs
