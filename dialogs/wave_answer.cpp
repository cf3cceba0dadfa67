#include "dialogs/wave_answer.hpp"

#include <utility>

#include "dialogs/put_back.hpp"
#include "dialogs/rule.hpp"
#include "dialogs/wave_card.hpp"

namespace dialogs {
namespace {

// Held tasks stand where they were moved already; what was put back is written once more.
void accept(turn& t, const silent_move& move, guarded_task record) {
    t.forget_move(move.task);
    const bool put_back = move.fate == move_fate::put_back;
    if (record.accepted != move.from || (put_back && is_closed(record.status)))
        return;
    journal row;
    row.kind = "accepted";
    row.task = move.task;
    row.person = move.author;
    row.other = record.responsible;
    row.from = move.from;
    row.to = move.to;
    row.ground = "mass";
    t.then(std::move(row));
    record = held_to(std::move(record), move.to);
    t.keep(record);
    // A revert still on its way is found to have come late, and mended.
    if (put_back && !t.has_pending_write(move.task))
        write_accepted(t, move.from, record, write_purpose::mend);
}

void put_back(turn& t, silent_move move, guarded_task record) {
    if (move.fate == move_fate::held && is_closed(record.status)) {
        move.fate = move_fate::waits;  // for its reopening
        move.wave = 0;
        return t.keep(move);
    }
    t.forget_move(move.task);
    if (move.fate != move_fate::held || record.accepted != move.from)
        return;
    record.attempted = move.to;
    record.attempted_by = move.author;
    record.last_verdict = "mass";
    task present = turn::task_of(record);
    present.due = move.to;
    t.keep(write_back(t, present, std::move(record), write_purpose::revert));
}

void let_go(turn& t, silent_move move) {
    move.wave = 0;
    if (move.fate == move_fate::held)
        move.fate = move_fate::waits;
    t.keep(move);
}

void settle(turn& t, const silent_move& move, const wave& of) {
    const auto record = t.find_task(move.task);
    if (!record)
        t.forget_move(move.task);
    else if (of.state == wave_state::accepted)
        accept(t, move, *record);
    else if (of.state == wave_state::put_back)
        put_back(t, move, *record);
    else
        let_go(t, move);
}

}  // namespace

std::string outcome(turn& t, const wave& of, const voice& reader) {
    const locale::arguments with{{"who", t.name(of.decided_by, reader)}};
    if (of.state == wave_state::accepted)
        return reader.say("mass.outcome.accepted", with);
    return reader.say(of.state == wave_state::put_back ? "mass.outcome.put_back" : "mass.outcome.over", with);
}

void end_wave(turn& t, wave of, wave_state how, user_id by) {
    of.state = how;
    of.decided_by = by;
    t.then(save_wave{of});
    long held = 0;
    for (const auto& move : t.known.moves_in(of.id)) {
        held += move.fate == move_fate::held ? 1 : 0;
        settle(t, move, of);
    }
    if (how != wave_state::over) {
        journal row;
        row.kind = "mass_answered";
        row.person = by;
        row.other = of.author;
        row.ground = how == wave_state::accepted ? "accepted" : "put_back";
        t.then(std::move(row));
    }
    if (!of.asked)
        return;
    const voice reader = t.speak_to(of.approver);
    // What was settled otherwise left the card one by one: there is no number to name.
    const std::string asked =
        how == wave_state::over
            ? std::string()
            : reader.count("mass.asks", held, {{"who", t.name(of.author, reader)}}) + "\n\n";
    t.amend(of.approver, card_slot(of), message{asked + outcome(t, of, reader), {}});
    // What is put back is told when the portal holds it (notices.hpp).
    if (how == wave_state::accepted && t.is_reachable(of.author)) {
        const voice theirs = t.speak_to(of.author);
        t.tell(of.author, outcome(t, of, theirs));
    }
}

}  // namespace dialogs
