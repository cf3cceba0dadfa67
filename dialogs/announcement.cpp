#include "dialogs/announcement.hpp"

#include "dialogs/conversation.hpp"

namespace dialogs {
namespace {

std::vector<std::vector<button>> first_buttons(turn& t, user_id who, const voice& reader) {
    return {{t.make_button(who, reader.say("button.my"), action::show_desk),
             t.make_button(who, reader.say("button.start_request"), action::start_request)}};
}

}  // namespace

bool is_guarded(turn& t, user_id who) {
    if (t.ctx.rules.mode == guard_mode::observe || who == t.ctx.integration_user || !t.is_reachable(who) ||
        t.ctx.rules.exempt_users.contains(who))
        return false;
    if (!t.read.departments_known) {
        t.more.departments = true;
        return false;
    }
    return t.read.who.belongs_to(who, t.ctx.rules.departments) && !t.read.who.heads_above(who).empty();
}

bool was_told(const turn& t, user_id who, instant before) {
    const auto told = t.known.told_at(who);
    return told && *told <= before;
}

void announce(turn& t, user_id who) {
    if (t.known.told_at(who) || t.announced.contains(who) || !is_guarded(t, who))
        return;
    t.announced.insert(who);
    const voice reader = t.speak_to(who);
    t.tell(who, message{reader.say("announcement.text"), first_buttons(t, who, reader)});
    t.then(mark_told{who});
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
    const bool told = t.known.told_at(happened.by).has_value();
    if (!told)  // who was told has the announcement before his eyes
        t.tell(happened.by, message{reader.say("greeting.text"), first_buttons(t, happened.by, reader)});
}

}  // namespace dialogs
