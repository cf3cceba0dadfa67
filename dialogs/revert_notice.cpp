#include "dialogs/revert_notice.hpp"

#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "dialogs/after_revert.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/limit_words.hpp"
#include "dialogs/native_options.hpp"
#include "dialogs/request_card.hpp"

namespace dialogs {
namespace {

std::string seconds_of(instant moment) {
    return std::to_string(moment.time_since_epoch().count());
}

// Why a reason is not enough, after a blank.
std::string passed_limit(turn& t, const guarded_task& record, const voice& reader) {
    const auto words = limit_in_words(record.used.limit, t.rules_of(record), record, reader);
    return words.empty() ? words : " " + words;
}

std::string notice_text(turn& t, const guarded_task& record, const voice& reader) {
    std::string text = reader.say("revert.deadline_is_back", {{"task", reader.task(record.id, record.title)},
                                                              {"date", reader.date(record.accepted)}});
    const auto open = t.open_request(record.id);
    if (record.last_verdict == "asked" && open && open->requester == reader.to())
        return text + "\n" +
               reader.say("revert.is_asked",
                          {{"date", reader.date(open->wanted)}, {"who", t.name(open->approver, reader)}}) +
               passed_limit(t, record, reader);
    if (record.last_verdict == "mass")
        text += "\n" + reader.say("revert.answered");
    else if (record.attempted)
        text +=
            "\n" + reader.say(record.last_verdict == "asked" ? "revert.needs_approval" : "revert.no_reason",
                              {{"date", reader.date(record.attempted)},
                               {"move", reader.move(record.accepted, record.attempted, record.moves + 1)}});
    else
        text += "\n" + reader.say(record.last_verdict == "asked" ? "revert.removed_needs_approval"
                                                                 : "revert.removed_without_reason");
    text += passed_limit(t, record, reader);
    if (has_no_move_left(t, record, reader.to()))
        text += " " + reader.say("revert.no_move_left");
    if (open)
        return text + " " +
               reader.say("revert.request_is_pending",
                          {{"date", reader.date(open->wanted)}, {"who", t.name(open->approver, reader)}});
    const auto decides = t.approver_for(turn::task_of(record), reader.to());
    if (record.attempted && reason_suffices(t, reader.to(), record, *record.attempted))
        text += " " + reader.say("revert.name_and_return");
    else if (decides)
        text += " " + reader.say(record.attempted ? "revert.name_the_reason" : "revert.name_a_date",
                                 {{"who", t.name(decides->who, reader)}});
    return text;
}

// The administrators, and the supervisor where he is named: each once.
void tell_those_in_charge(turn& t, const guarded_task& record, std::string_view key,
                          const std::optional<approver>& supervisor = {}, const std::string& detail = {}) {
    std::set<user_id> readers = t.ctx.rules.administrators;
    if (supervisor)
        readers.insert(supervisor->who);
    for (const user_id who : readers) {
        if (!t.is_reachable(who))
            continue;
        const voice reader = t.speak_to(who);
        t.tell(who, reader.say(key, {{"task", reader.task(record.id, record.title)},
                                     {"date", reader.date(record.accepted)},
                                     {"who", t.name(record.responsible, reader)},
                                     {"why", refusal_in_words(detail, reader)}}));
    }
}

}  // namespace

deadline attempted_date(const guarded_task& record, instant now) {
    if (!record.attempted || *record.attempted <= now || !record.accepted ||
        *record.attempted <= *record.accepted)
        return std::nullopt;
    return record.attempted;
}

std::vector<std::vector<button>> request_buttons(turn& t, const guarded_task& record, const voice& reader,
                                                 bool with_why) {
    std::vector<std::vector<button>> rows(1);
    if (const auto wanted = attempted_date(record, t.ctx.now))
        rows.front().push_back(
            t.make_button(reader.to(),
                          reader.say(reason_suffices(t, reader.to(), record, *wanted) ? "button.return_to"
                                                                                      : "button.ask_for",
                                     {{"date", reader.short_date(*wanted)}}),
                          action::ask_for, {record.id, 0, 0, seconds_of(*wanted)}, button_colour::primary));
    rows.front().push_back(
        t.make_button(reader.to(), reader.say("button.other_date"), action::ask_other, {record.id}));
    if (with_why)
        rows.push_back({t.make_button(reader.to(), reader.say("button.why"), action::ask_why, {record.id})});
    return rows;
}

user_id addressee_of(turn& t, const guarded_task& record) {
    if (t.is_reachable(record.attempted_by))
        return record.attempted_by;
    return t.is_reachable(record.responsible) ? record.responsible : 0;
}

void tell_put_back(turn& t, user_id addressee, const guarded_task& record) {
    const voice reader = t.speak_to(addressee);
    const bool asked_already = t.open_request(record.id).has_value();
    message notice{notice_text(t, record, reader), {}};
    if (asked_already)
        notice.rows = {{t.make_button(addressee, reader.say("button.why"), action::ask_why, {record.id})}};
    else
        notice.rows = request_buttons(t, record, reader, true);
    t.tell(addressee, std::move(notice));
}

void tell_one_line(turn& t, const guarded_task& record) {
    const voice reader = t.speak_to(record.responsible);
    t.tell(record.responsible,
           reader.say(record.last_verdict == "asked" ? "revert.to_responsible_asked"
                      : record.attempted             ? "revert.to_responsible"
                                                     : "revert.to_responsible_removed",
                      {{"task", reader.task(record.id, record.title)},
                       {"date", reader.date(record.accepted)},
                       {"attempted", reader.date(record.attempted)},
                       {"difference", reader.difference(record.accepted, record.attempted)},
                       {"who", t.name(record.attempted_by, reader)}}));
}

void tell_taken_back(turn& t, const guarded_task& record) {
    if (!t.is_reachable(record.attempted_by))
        return;
    const voice reader = t.speak_to(record.attempted_by);
    t.tell(record.attempted_by, reader.say("grace.is_back", {{"task", reader.task(record.id, record.title)},
                                                             {"date", reader.date(record.accepted)}}));
}

void tell_fight(turn& t, const guarded_task& record) {
    tell_those_in_charge(t, record, "fight.text", t.approver_for(turn::task_of(record), record.responsible));
}

void tell_write_refused(turn& t, const guarded_task& record, std::string_view because) {
    tell_those_in_charge(t, record, "write_refused.text",
                         t.approver_for(turn::task_of(record), record.responsible), std::string(because));
}

void tell_unapprovable(turn& t, const guarded_task& record) {
    constexpr std::chrono::hours a_day{24};
    if (t.unapprovable_told || t.known.unapprovable_told_since(t.ctx.now - a_day))
        return;
    t.unapprovable_told = true;
    journal row;
    row.kind = "told_unapprovable";
    row.task = record.id;
    t.then(std::move(row));
    tell_those_in_charge(t, record, "unapprovable.text");
}

}  // namespace dialogs
