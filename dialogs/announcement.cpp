#include "dialogs/announcement.hpp"

#include <algorithm>

#include "dialogs/conversation.hpp"

namespace dialogs {
namespace {

std::vector<std::vector<button>> first_buttons(turn& t, user_id who, const voice& reader) {
    return {{t.make_button(who, reader.say("button.my"), action::show_desk),
             t.make_button(who, reader.say("button.start_request"), action::start_request)}};
}

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

// Whoever was told of a mode before hears what is new alone.
std::string_view announcement_of(guard_mode told, guard_mode now) {
    if (now == guard_mode::observe)
        return "announcement.off";
    if (told == guard_mode::observe)
        return now == guard_mode::approval ? "announcement.approval" : "announcement.text";
    return now == guard_mode::approval ? "announcement.now_approval" : "announcement.now_reason";
}

}  // namespace

bool is_guarded(turn& t, user_id who) {
    if (t.rules_for(who).mode == guard_mode::observe || who == t.ctx.integration_user ||
        !t.is_reachable(who) || t.ctx.rules.exempt_users.contains(who))
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
    const auto told = t.known.told_mode(who);
    const auto now = is_guarded(t, who) ? t.rules_for(who).mode : guard_mode::observe;
    if (now == told || t.announced.contains(who) || !t.is_reachable(who))
        return;
    t.announced.insert(who);
    const voice reader = t.speak_to(who);
    t.tell(who, message{reader.say(announcement_of(told, now)), first_buttons(t, who, reader)});
    t.then(mark_told{who, now});
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
