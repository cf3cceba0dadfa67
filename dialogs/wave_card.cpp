#include "dialogs/wave_card.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "dialogs/conversation.hpp"
#include "dialogs/moments.hpp"
#include "dialogs/request_card.hpp"
#include "dialogs/request_life.hpp"
#include "dialogs/wave_answer.hpp"

namespace dialogs {
namespace {

constexpr std::size_t titles_max = 5;  // on the card
constexpr std::size_t lines_max = 20;  // on a page of the list

struct moved_task {
    silent_move move;
    guarded_task record;
};

// Those that wait for the answer, nearest deadline first. Closed ones wait until they are reopened.
std::vector<moved_task> asked_about(const turn& t, wave_id id, move_fate fate) {
    std::vector<moved_task> all;
    for (auto& move : t.known.moves_in(id)) {
        const auto record = t.find_task(move.task);
        if (record && move.fate == fate && !is_closed(record->status))
            all.push_back({std::move(move), *record});
    }
    return all;
}

std::string line(const moved_task& of, const voice& reader) {
    return "\n" + reader.say("mass.line", {{"task", reader.task(of.record.id, of.record.title)},
                                           {"old", reader.date(of.move.from)},
                                           {"new", reader.date(of.move.to)}});
}

// "+2 рабочих дня", or from the least to the greatest.
std::string shift(const std::vector<moved_task>& tasks, const voice& reader) {
    const auto by_length = [](const moved_task& one, const moved_task& other) {
        if (!one.move.to || !other.move.to || !one.move.from || !other.move.from)
            return is_later(other.move.to, one.move.to);
        return *one.move.to - *one.move.from < *other.move.to - *other.move.from;
    };
    const auto words = [&](const moved_task& of) {
        const std::string gap = reader.difference(of.move.from, of.move.to);
        return gap.empty() ? reader.date(of.move.to) : gap;
    };
    const auto [least, most] = std::minmax_element(tasks.begin(), tasks.end(), by_length);
    const std::string from = words(*least), to = words(*most);
    return from == to ? reader.say("mass.shift", {{"shift", from}})
                      : reader.say("mass.shifts", {{"least", from}, {"most", to}});
}

std::vector<button> decision_buttons(turn& t, const wave& of, const voice& reader) {
    const target about{0, 0, of.card_version, std::to_string(of.id)};
    target shown = about;
    shown.version = 0;
    return {t.make_button(of.approver, reader.say("button.mass_accept"), action::mass_accept, about,
                          button_colour::primary),
            t.make_button(of.approver, reader.say("button.mass_put_back"), action::mass_put_back, about,
                          button_colour::alert),
            t.make_button(of.approver, reader.say("button.mass_show"), action::mass_show, shown)};
}

message card(turn& t, const wave& of) {
    const voice reader = t.speak_to(of.approver);
    const auto held = asked_about(t, of.id, move_fate::held);
    const auto count = static_cast<long>(held.size());
    message made{reader.count("mass.asks", count, {{"who", t.name(of.author, reader)}}), {}};
    if (!held.empty())
        made.text += "\n" + shift(held, reader);
    const std::size_t shown = std::min(held.size(), titles_max);
    for (std::size_t i = 0; i < shown; ++i)
        made.text += line(held[i], reader);
    if (shown < held.size())
        made.text += "\n" + reader.count("desk.more_tasks", count - static_cast<long>(shown));
    if (const auto before = asked_about(t, of.id, move_fate::put_back).size(); before > 0)
        made.text += "\n" + reader.say("mass.put_back_before", {{"number", std::to_string(before)}});
    made.text += "\n" + reader.say("mass.question");
    made.text += why_this_approver(t, of.instead_of, reader, "card");
    made.rows = {decision_buttons(t, of, reader)};
    return made;
}

void draw(turn& t, wave of) {
    if (of.asked)
        return t.amend(of.approver, card_slot(of), card(t, of));
    of.asked = true;
    t.then(save_wave{of});
    t.tell(of.approver, card(t, of), card_slot(of));
    if (!t.is_reachable(of.author))
        return;
    const voice reader = t.speak_to(of.author);
    const auto count = static_cast<long>(asked_about(t, of.id, move_fate::held).size());
    t.tell(of.author, reader.count("mass.waits", count, {{"who", t.name(of.approver, reader)}}));
}

void show_tasks(turn& t, const wave& of, std::size_t shown) {
    const voice reader = t.speak_to(of.approver);
    auto all = asked_about(t, of.id, move_fate::held);
    const std::size_t held = all.size();
    for (auto& each : asked_about(t, of.id, move_fate::put_back))
        all.push_back(std::move(each));
    message list{
        reader.count("mass.list", static_cast<long>(all.size()), {{"who", t.name(of.author, reader)}}), {}};
    const std::size_t end = std::min(all.size(), shown + lines_max);
    for (std::size_t i = std::min(shown, end); i < end; ++i) {
        list.text += line(all[i], reader);
        if (i >= held)
            list.text += " " + reader.say("mass.line_put_back");
    }
    if (end < all.size()) {
        list.text += "\n" + reader.count("desk.more_tasks", static_cast<long>(all.size() - end));
        list.rows.push_back(
            {t.make_button(of.approver, reader.say("button.mass_show_more"), action::mass_show,
                           {0, 0, static_cast<int>(end), std::to_string(of.id)})});
    }
    list.rows.push_back(decision_buttons(t, of, reader));
    list.rows.back().pop_back();
    t.tell(of.approver, std::move(list));
}

std::optional<wave> wave_of(const turn& t, const button_binding& what) {
    wave_id id = 0;
    const std::string& text = what.argument;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
    return read.ec == std::errc() ? t.known.find_wave(id) : std::nullopt;
}

}  // namespace

std::string card_slot(const wave& of) {
    return "mass:" + std::to_string(of.id) + ":" + std::to_string(of.approver);
}

void on_wave_due(turn& t, const wave_due& happened) {
    const auto open = t.known.open_wave(happened.author);
    if (!open || t.is_paused())
        return;  // the end of the pause brings it
    if (asked_about(t, open->id, move_fate::held).empty())
        return end_wave(t, *open, wave_state::over, 0);
    draw(t, *open);
}

void press_on_wave(turn& t, user_id who, const button_binding& what) {
    const auto of = wave_of(t, what);
    if (!of)
        return t.tell(who, "press.unknown", "button.my", action::show_desk);
    const voice reader = t.speak_to(who);
    if (of->state != wave_state::open)
        return t.tell(who, outcome(t, *of, reader));
    if (of->approver != who)
        return t.tell(who, reader.say("mass.passed_on", {{"who", t.name(of->approver, reader)}}));
    if (what.action == action::mass_show)
        return show_tasks(t, *of, static_cast<std::size_t>(std::max(what.card_version, 0)));
    if (of->card_version != what.card_version) {
        t.amend(who, card_slot(*of), card(t, *of));
        return t.tell(who, reader.say("mass.card_is_newer"));
    }
    end_wave(t, *of, what.action == action::mass_accept ? wave_state::accepted : wave_state::put_back, who);
}

void renew_waves(turn& t, user_id approver) {
    for (auto open : t.known.open_waves()) {
        if (open.approver != approver || !open.asked)
            continue;
        ++open.card_version;
        t.then(save_wave{open});
        message anew = card(t, open);
        anew.text += "\n\n" + t.speak_to(approver).say("card.was_away");
        t.amend(approver, card_slot(open), std::move(anew));
    }
}

void wave_is_refused(turn& t, user_id approver, std::string_view slot) {
    for (const auto& open : t.known.open_waves()) {
        if (open.approver != approver || card_slot(open) != slot)
            continue;
        for (const user_id who : t.ctx.rules.administrators) {
            if (!t.is_reachable(who))
                continue;
            const voice reader = t.speak_to(who);
            t.tell(who, reader.say("mass.undeliverable", {{"who", t.name(approver, reader)},
                                                          {"author", t.name(open.author, reader)}}));
        }
    }
}

void pass_wave_on(turn& t, wave of, const guarded_task& one_of_it) {
    if (!needs_another_approver(t, of.approver, of.instead_of))
        return;
    task his;
    his.responsible = of.author;
    auto other = t.approver_for(his, of.author);
    if (!other)
        other = t.approver_for(turn::task_of(one_of_it), of.author);
    if (!other || other->who == of.approver)
        return;
    const wave before = of;
    of.approver = other->who;
    of.instead_of = other->instead_of;
    ++of.card_version;
    t.then(save_wave{of});
    journal row;
    row.kind = "passed_on";
    row.person = of.author;
    row.other = of.approver;
    row.ground = "mass";
    t.then(std::move(row));
    if (!of.asked)
        return;
    if (t.is_reachable(before.approver)) {
        const voice reader = t.speak_to(before.approver);
        t.amend(before.approver, card_slot(before),
                message{reader.say("mass.passed_on", {{"who", t.name(of.approver, reader)}}), {}});
    }
    t.tell(of.approver, card(t, of), card_slot(of));
    if (t.is_reachable(of.author)) {
        const voice reader = t.speak_to(of.author);
        t.tell(of.author, reader.say("mass.passed_on", {{"who", t.name(of.approver, reader)}}));
    }
}

}  // namespace dialogs
