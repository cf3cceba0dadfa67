#include "dialogs/notices.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/asking.hpp"
#include "dialogs/conversation.hpp"
#include "dialogs/revert_notice.hpp"

namespace dialogs {
namespace {

constexpr std::size_t lines_max = 15;

bool more_may_come(const turn& t, user_id who, task_id besides) {
    return t.read.awaited.contains(who) || t.known.reverts_under_way(who, besides);
}

bool is_requested(const turn& t, const guarded_task& record) {
    return t.open_request(record.id).has_value();
}

bool all_are(const std::vector<guarded_task>& records, std::string_view verdict) {
    return std::all_of(records.begin(), records.end(),
                       [&](const auto& each) { return each.last_verdict == verdict; });
}

std::string_view heading(const std::vector<guarded_task>& records, bool own) {
    const bool mixed = std::any_of(records.begin(), records.end(),
                                   [](const auto& each) { return each.last_verdict == "asked"; });
    if (!own)
        return mixed ? "revert.many_to_responsible_mixed" : "revert.many_to_responsible";
    if (mixed)
        return "revert.many_mixed";
    return all_are(records, "mass") ? "revert.many_answered" : "revert.many";
}

std::string line(turn& t, const guarded_task& record, const voice& reader, bool own) {
    locale::arguments with{{"task", reader.task(record.id, record.title)},
                           {"date", reader.date(record.accepted)}};
    if (own)
        return reader.say(is_requested(t, record) ? "revert.many_line_requested" : "revert.many_line", with);
    with.emplace_back("who", t.name(record.attempted_by, reader));
    return reader.say("revert.many_line_by", with);
}

// `own`: his own moves; else moves others made in his tasks.
void tell_list(turn& t, user_id who, const std::vector<guarded_task>& records, bool own) {
    const voice reader = t.speak_to(who);
    const auto count = static_cast<long>(records.size());
    message notice{reader.count(heading(records, own), count), {}};
    const std::size_t shown = std::min(records.size(), lines_max);
    for (std::size_t i = 0; i < shown; ++i)
        notice.text += "\n" + line(t, records[i], reader, own);
    if (shown < records.size())
        notice.text += "\n" + reader.count("desk.more_tasks", count - static_cast<long>(shown));
    const bool can_ask =
        std::any_of(records.begin(), records.end(), [&](const auto& each) { return !is_requested(t, each); });
    if (own && can_ask) {
        notice.text += "\n" + reader.say("revert.many_next");
        notice.rows.push_back({t.make_button(who, reader.say("button.start_request"), action::start_request,
                                             {}, button_colour::primary),
                               t.make_button(who, reader.say("button.my"), action::show_desk)});
    }
    t.tell(who, std::move(notice));
}

void tell(turn& t, user_id who, const std::vector<guarded_task>& records, bool own) {
    if (records.size() > 1)
        return tell_list(t, who, records, own);
    for (const auto& record : records) {
        if (own)
            tell_put_back(t, who, record);
        else
            tell_one_line(t, record);
    }
}

bool is_unasked(const guarded_task& record) {
    return record.asked && record.asked->slot.empty() && record.asked->outcome.empty();
}

// It was answered, or moved back, before he was asked.
bool was_settled_unasked(const guarded_task& record) {
    const auto& asked = record.asked;
    return asked && asked->slot.empty() && !asked->outcome.empty() && asked->outcome != "silent";
}

// Nearest deadline first.
void tell_all(turn& t, user_id who, std::vector<guarded_task> records) {
    std::erase_if(records, was_settled_unasked);
    std::stable_sort(records.begin(), records.end(), [](const auto& one, const auto& other) {
        return one.accepted.value_or(instant::max()) < other.accepted.value_or(instant::max());
    });
    const auto asked = std::stable_partition(records.begin(), records.end(),
                                             [](const auto& record) { return !is_unasked(record); });
    ask_author(t, who, {asked, records.end()});
    records.erase(asked, records.end());
    const auto others = std::stable_partition(
        records.begin(), records.end(), [&](const auto& record) { return addressee_of(t, record) == who; });
    const std::vector<guarded_task> of_others(others, records.end());
    records.erase(others, records.end());
    tell(t, who, records, true);
    tell(t, who, of_others, false);
}

std::vector<guarded_task> records_of(const turn& t, const std::vector<held_notice>& held, task_id besides) {
    std::vector<guarded_task> records;
    for (const auto& each : held)
        if (auto record = t.find_task(each.task); record && each.task != besides)
            records.push_back(std::move(*record));
    return records;
}

void notify(turn& t, user_id who, const guarded_task& record) {
    if (more_may_come(t, who, record.id))
        return t.then(hold_notice{who, record.id, t.ctx.now + notices_wait});
    const auto held = t.known.held_notices(who);
    auto records = records_of(t, held, record.id);
    records.push_back(record);
    tell_all(t, who, std::move(records));
    if (!held.empty())
        t.then(notices_told{who});
}

}  // namespace

void notify_put_back(turn& t, const guarded_task& record) {
    const user_id addressee = addressee_of(t, record);
    if (addressee == 0)
        return;
    notify(t, addressee, record);
    if (addressee != record.responsible && t.is_reachable(record.responsible))
        notify(t, record.responsible, record);
}

void notify_asked(turn& t, const guarded_task& record) {
    const auto held = t.known.held_notices(record.asked->author);
    const bool waits =
        std::any_of(held.begin(), held.end(), [&](const auto& each) { return each.task == record.id; });
    if (waits && more_may_come(t, record.asked->author, record.id))
        return;
    notify(t, record.asked->author, record);
}

void on_notices_due(turn& t, const notices_due& happened) {
    const auto held = t.known.held_notices(happened.who);
    if (held.empty())
        return;
    const auto by_age = [](const auto& one, const auto& other) { return one.since < other.since; };
    const auto [oldest, newest] = std::minmax_element(held.begin(), held.end(), by_age);
    const instant until = std::min(newest->since + notices_wait, oldest->since + notices_wait_at_most);
    if (t.ctx.now < until && more_may_come(t, happened.who, 0))
        return t.then(hold_notice{happened.who, 0, until});
    if (t.is_reachable(happened.who))
        tell_all(t, happened.who, records_of(t, held, 0));
    t.then(notices_told{happened.who});
}

}  // namespace dialogs
