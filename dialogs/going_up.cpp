#include "dialogs/going_up.hpp"

#include <map>
#include <utility>
#include <vector>

#include "dialogs/request_card.hpp"
#include "dialogs/request_later.hpp"
#include "dialogs/request_life.hpp"
#include "dialogs/request_list.hpp"

namespace dialogs {
namespace {

using requests_by_person = std::map<user_id, std::vector<request>>;

std::vector<request> all_that_go_up(turn& t, user_id approver) {
    auto all = waiting_for(t, approver);
    std::erase_if(all, [&](const request& each) {
        const auto due = going_up_due(t, each);
        const auto end = expiry_due(t, each);
        const bool is_over = end && *end <= t.ctx.now;
        return each.approver != approver || !due || *due > t.ctx.now || is_over || !t.find_task(each.task);
    });
    return all;
}

void note_going_up(turn& t, const request& of, std::string ground) {
    journal note = journal_about("escalated", of);
    note.person = of.approver;
    note.other = of.above;
    note.ground = std::move(ground);
    note.words.clear();
    t.then(std::move(note));
}

void tell_above(turn& t, user_id above, const std::vector<request>& all) {
    if (all.size() == 1)
        return t.tell(above, card(t, all.front(), *t.find_task(all.front().task), above),
                      card_slot(all.front(), above));
    const voice reader = t.speak_to(above);
    t.tell(above, list_to_decide(t,
                                 reader.count("going_up.many", static_cast<long>(all.size()),
                                              {{"who", t.name(all.front().approver, reader)}}),
                                 all, reader));
}

void tell_requester(turn& t, user_id who, const std::vector<request>& all) {
    if (!t.is_reachable(who))
        return;
    const voice reader = t.speak_to(who);
    const auto title = [&](const request& of) { return reader.task(of.task, t.find_task(of.task)->title); };
    const request& first = all.front();
    if (all.size() == 1)
        return t.tell(who, reader.say("going_up.told", {{"task", title(first)},
                                                        {"who", t.name(first.above, reader)},
                                                        {"first", t.name(first.approver, reader)}}));
    std::string text = reader.count("going_up.told_many", static_cast<long>(all.size()));
    for (const auto& each : all)
        text += "\n" + reader.say("going_up.told_line",
                                  {{"task", title(each)}, {"who", t.name(each.above, reader)}});
    t.tell(who, std::move(text));
}

}  // namespace

void go_up(turn& t, const request& of) {
    auto all = all_that_go_up(t, of.approver);
    requests_by_person by_above, by_requester;
    for (auto& each : all) {
        const auto next = t.approver_above(turn::task_of(*t.find_task(each.task)), each);
        if (!t.more.empty())
            return;
        if (next && within_hours(hours_of(t, next->who), t.ctx.now) > t.ctx.now)
            continue;  // in his working hours: it is looked at again within the hour
        each.went_up = t.ctx.now;
        each.above = next ? next->who : 0;
        t.keep(each);
        note_going_up(t, each, next ? next->ground : "nobody_above");
        if (!next)
            continue;
        rewrite_request(t, each, *t.find_task(each.task));
        by_above[each.above].push_back(each);
        by_requester[each.requester].push_back(each);
    }
    for (const auto& [who, asked] : by_above)
        tell_above(t, who, asked);
    for (const auto& [who, his] : by_requester)
        tell_requester(t, who, his);
}

std::string who_else_decides(turn& t, const request& of, const voice& reader) {
    if (of.above == 0)
        return {};
    if (reader.to() == of.above)
        return "\n" + reader.say("card.was_with", {{"who", t.name(of.approver, reader)},
                                                   {"since", reader.date(of.held_since)}});
    return "\n" + reader.say(reader.to() == of.requester ? "receipt.went_up" : "card.went_up",
                             {{"who", t.name(of.above, reader)}, {"at", reader.date(of.went_up)}});
}

}  // namespace dialogs
