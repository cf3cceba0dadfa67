#include "dialogs/pause.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "dialogs/date_choice.hpp"
#include "dialogs/phrases.hpp"

namespace dialogs {
namespace {

bool is_administrator(const turn& t, user_id who) {
    return t.ctx.rules.administrators.contains(who);
}

// The pause that goes on, or whose end was not told yet.
std::optional<pause> present_pause(const turn& t) {
    const auto all = t.known.pauses();
    return all.empty() || all.back().over ? std::nullopt : std::optional(all.back());
}

void note(turn& t, std::string kind, user_id who, const deadline& until, std::string ground = {}) {
    journal row;
    row.kind = std::move(kind);
    row.person = who;
    row.to = until;
    row.ground = std::move(ground);
    t.then(std::move(row));
}

void tell_administrators(turn& t, user_id besides, std::string_view key, const deadline& until, user_id who) {
    for (const user_id each : t.ctx.rules.administrators) {
        if (each == besides || !t.is_reachable(each))
            continue;
        const voice reader = t.speak_to(each);
        t.tell(each, reader.say(key, {{"who", t.name(who, reader)}, {"date", reader.date(until)}}));
    }
}

std::string with_end(const deadline& until, std::string_view key) {
    return std::string(key) + (until ? "_until" : "");
}

// Reverts that are on their way no longer are: their moves wait. What a supervisor has answered goes on.
void call_back_reverts(turn& t) {
    for (const auto& write : t.known.pending_reverts()) {
        const auto record = t.find_task(write.task);
        if (!record || record->last_verdict == "mass" || record->accepted != write.to)
            continue;
        t.call_back(write.id);
        silent_move move{write.task, record->attempted_by, write.decided_at, write.to, write.from, "silent",
                         {},         write.judged_row,     move_fate::waits, 0};
        if (const auto before = t.find_move(write.task))
            move = *before;
        move.fate = move.wave != 0 ? move_fate::held : move_fate::waits;
        t.keep(move);
    }
}

void take_up_what_waited(turn& t) {
    for (const task_id task : t.known.waiting_moves())
        t.then(look_again{task});
    for (const auto& open : t.known.open_waves())
        t.then(wave_later{open.author, t.ctx.now});
}

void begin(turn& t, user_id who, const deadline& until) {
    auto going_on = present_pause(t);
    pause made = going_on && t.is_paused() ? *going_on : pause{t.ctx.now, {}, who, false};
    made.until = until;
    made.by = who;
    t.then(save_pause{made});
    if (until)
        t.then(pause_later{*until});
    note(t, "pause", who, until);
    call_back_reverts(t);
    const voice reader = t.speak_to(who);
    t.tell(who, reader.say(with_end(until, "pause.begun"), {{"date", reader.date(until)}}));
    tell_administrators(t, who, with_end(until, "pause.begun_by"), until, who);
}

// "2 часа" is "+2 часа" as well.
std::vector<instant> ends_said(std::string_view words, const voice& reader) {
    auto read = read_date(words, reader);
    if (read.readings.empty())
        read = read_date("+" + without_filler(words), reader);
    return std::move(read.readings);
}

}  // namespace

void pause_guard(turn& t, user_id who, std::string_view words) {
    const voice reader = t.speak_to(who);
    if (!is_administrator(t, who))
        return t.tell(who, reader.say("pause.not_yours"));
    if (normalised(words).empty())
        return begin(t, who, std::nullopt);
    const auto ends = ends_said(words, reader);
    if (ends.empty())
        return t.tell(who, reader.say("pause.not_read"));
    if (ends.size() > 1)
        return t.tell(
            who, reader.say("pause.which", {{"one", reader.date(ends[0])}, {"other", reader.date(ends[1])}}));
    const auto objection = objection_to(ends.front(), std::nullopt, t.ctx.now);
    if (!objection.empty())
        return t.tell(
            who, reader.say("objection." + std::string(objection), {{"date", reader.date(ends.front())}}) +
                     " " + reader.say("pause.not_read"));
    begin(t, who, ends.front());
}

void resume_guard(turn& t, user_id who) {
    const voice reader = t.speak_to(who);
    if (!is_administrator(t, who))
        return t.tell(who, reader.say("pause.not_yours"));
    auto going_on = present_pause(t);
    if (!going_on || !t.is_paused())
        return t.tell(who, reader.say("pause.is_none"));
    going_on->until = t.ctx.now;
    going_on->over = true;
    t.then(save_pause{*going_on});
    note(t, "resume", who, {}, "asked");
    take_up_what_waited(t);
    t.tell(who, reader.say("pause.ended"));
    tell_administrators(t, who, "pause.ended_by", {}, who);
}

bool obeyed_pause(turn& t, user_id who, std::string_view text) {
    if (!is_administrator(t, who))
        return false;
    if (is_phrase(text, "phrase.resume")) {
        resume_guard(t, who);
        return true;
    }
    if (is_phrase(text, "phrase.pause")) {
        pause_guard(t, who, {});
        return true;
    }
    const std::string said = normalised(text);
    const auto blank = said.find(' ');
    if (blank == std::string::npos || !is_phrase(said.substr(0, blank), "phrase.pause"))
        return false;
    const std::string words = said.substr(blank + 1);
    if (ends_said(words, t.speak_to(who)).empty())
        return false;
    pause_guard(t, who, words);
    return true;
}

void on_pause_over(turn& t) {
    auto last = present_pause(t);
    if (!last || !last->until || t.ctx.now < *last->until)
        return;
    last->over = true;
    t.then(save_pause{*last});
    note(t, "resume", 0, *last->until, "time");
    take_up_what_waited(t);
    tell_administrators(t, 0, "pause.is_over", *last->until, 0);
}

std::string help_on_pause(turn& t, const voice& reader) {
    if (!is_administrator(t, reader.to()))
        return {};
    const auto going_on = present_pause(t);
    if (!going_on || !t.is_paused())
        return "\n\n" + reader.say("help.pause");
    return "\n\n" +
           reader.say(with_end(going_on->until, "help.paused"), {{"date", reader.date(going_on->until)}});
}

}  // namespace dialogs
