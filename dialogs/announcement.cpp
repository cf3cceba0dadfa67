#include "dialogs/announcement.hpp"

#include <algorithm>

#include "dialogs/conversation.hpp"

namespace dialogs {
namespace {

std::vector<std::vector<button>> first_buttons(turn& t, user_id who, const voice& reader) {
    return {{t.make_button(who, reader.say("button.my"), action::show_desk),
             t.make_button(who, reader.say("button.start_request"), action::start_request)}};
}

}  // namespace

namespace {

// Whoever has nobody above him is exempt.
bool has_somebody_above(turn& t, user_id who) {
    const auto heads = t.read.who.heads_above(who);
    for (const user_id head : heads)
        t.find_person(head);
    return std::any_of(heads.begin(), heads.end(), [&](user_id head) {
        const person* above = t.read.who.find(head);
        return above != nullptr && above->active;
    });
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
    return t.read.who.belongs_to(who, t.ctx.rules.departments) && has_somebody_above(t, who);
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
