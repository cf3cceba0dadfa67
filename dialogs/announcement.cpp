#include "dialogs/announcement.hpp"

#include <algorithm>

#include "dialogs/conversation.hpp"

namespace dialogs {
namespace {

std::vector<std::vector<button>> first_buttons(turn& t, user_id who, const voice& reader, guard_mode mode) {
    std::vector<button> row{t.make_button(who, reader.say("button.my"), action::show_desk)};
    if (mode != guard_mode::observe)
        row.push_back(t.make_button(who, reader.say("button.start_request"), action::start_request));
    return {row};
}

// What is to be read to know whether somebody is above him.
void read_heads_above(turn& t, user_id who) {
    t.more.departments = t.more.departments || !t.read.departments_known;
    for (const user_id head : t.read.who.heads_above(who))
        t.find_person(head);
}

// Whoever was told of a mode before hears what is new alone.
std::string_view announcement_of(guard_mode told, guard_mode now) {
    if (now == guard_mode::observe)
        return "announcement.off";
    if (told == guard_mode::observe)
        return now == guard_mode::approval ? "announcement.approval" : "announcement.text";
    return now == guard_mode::approval ? "announcement.now_approval" : "announcement.now_reason";
}

// As said in the journal and to /why: the name of the rules, those of the company have none.
std::string rules_named(const turn& t, user_id responsible, std::int64_t group) {
    const auto* special = special_for(t.ctx.rules, t.read.who, responsible, group);
    return special != nullptr ? special->name : "[guard]";
}

bool covers(const std::optional<announced>& word, const judged_change& change) {
    // A silent move is put back in every mode; one with a reason because of the mode, if no limit is passed.
    const bool by_mode = change.ground == "asked" && change.limit.empty();
    return word && word->since && *word->since <= change.row.at &&
           word->mode >= (by_mode ? guard_mode::approval : guard_mode::reason);
}

void tell_rules(turn& t, user_id who, std::string text, mark_told marked) {
    const voice reader = t.speak_to(who);
    t.announced.insert(who);
    t.tell(who, message{std::move(text), first_buttons(t, who, reader, marked.mode)}, marked.slot);
    t.then(std::move(marked));
}

}  // namespace

bool was_told(turn& t, user_id who, const judged_change& change) {
    return covers(t.known.announced_to(who, ""), change) ||
           covers(t.known.announced_to(who, rules_named(t, change.responsible, change.group)), change);
}

void announce(turn& t, user_id who) {
    if (t.announced.contains(who) || who == t.ctx.integration_user || !t.is_reachable(who))
        return;
    read_heads_above(t, who);
    t.rules_for(who);
    const auto now = mode_for(t.ctx.rules, t.read.who, who);
    const auto told = t.known.announced_to(who, "").value_or(announced{});
    if (now != told.mode)
        tell_rules(t, who, t.speak_to(who).say(announcement_of(told.mode, now)),
                   {who, now, "", "told:" + std::to_string(who)});
}

void announce_rules_of(turn& t, user_id who, const task& of) {
    announce(t, who);
    const guard_mode now = t.rules_for(of.responsible, of.group).mode;
    const auto own = t.known.announced_to(who, "");
    if (t.announced.contains(who) || now == guard_mode::observe || (own && own->mode >= now) ||
        who == t.ctx.integration_user || !t.is_reachable(who))
        return;
    const std::string about = rules_named(t, of.responsible, of.group);
    const auto told = t.known.announced_to(who, about);
    if (told && told->mode == now)
        return;
    const voice reader = t.speak_to(who);
    tell_rules(t, who,
               reader.say(now == guard_mode::approval ? "announcement.task_approval" : "announcement.task",
                          {{"task", reader.task(of.id, of.title)}}),
               {who, now, about, "told:" + std::to_string(who) + ":" + about});
}

void on_guard_started(turn& t, const guard_started& happened) {
    for (const user_id who : happened.people)
        announce(t, who);
}

void on_joined(turn& t, const joined& happened) {
    if (happened.dialog.starts_with("chat")) {
        const voice reader = t.speak_to(happened.by);
        t.then(say{happened.dialog, "", message{reader.say("chat.hello"), {}}});
        return;
    }
    if (!t.is_reachable(happened.by))
        return;
    announce(t, happened.by);
    if (t.announced.contains(happened.by))
        return;
    const voice reader = t.speak_to(happened.by);
    const auto told = t.known.announced_to(happened.by, "");
    if (!told || told->mode == guard_mode::observe)  // who was told has the announcement before his eyes
        t.tell(happened.by, message{reader.say("greeting.text"),
                                    first_buttons(t, happened.by, reader, guard_mode::observe)});
}

}  // namespace dialogs
