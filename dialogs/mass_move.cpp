#include "dialogs/mass_move.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "dialogs/fold.hpp"
#include "dialogs/matter.hpp"
#include "dialogs/moments.hpp"
#include "dialogs/put_back.hpp"
#include "dialogs/wave_card.hpp"

namespace dialogs {
namespace {

using moments_of_tasks = std::map<task_id, instant>;

bool is_near(instant one, instant other) {
    return one >= other - mass_within && one <= other + mass_within;
}

// More than `limit` within ten minutes, this moment among them.
bool is_many(const moments_of_tasks& moves, instant at, int limit) {
    if (std::ssize(moves) <= limit)
        return false;
    return std::any_of(moves.begin(), moves.end(), [&](const auto& first) {
        const instant from = first.second, until = from + mass_within;
        const auto among = [&](const auto& each) { return each.second >= from && each.second <= until; };
        return from <= at && at <= until && std::count_if(moves.begin(), moves.end(), among) > limit;
    });
}

bool has_new_row_of(const task_facts& seen, std::int64_t settled_row, user_id author, instant at) {
    return std::any_of(seen.history.begin(), seen.history.end(), [&](const history_row& row) {
        return row.what == history_field::deadline && row.id > settled_row && row.author == author &&
               is_near(row.at, at);
    });
}

// The silent move of this author that a task shows which is read but was not judged yet.
std::optional<instant> silent_move_in(turn& t, const task_facts& seen, user_id author, instant at) {
    if (!seen.present || !seen.discussion_known || !has_new_row_of(seen, 0, author, at))
        return std::nullopt;
    const auto known = t.find_task(seen.present->id);
    const guarded_task record = known ? *known : first_sight(seen, t.known.guarded_since());
    if (!has_new_row_of(seen, record.settled_row, author, at))
        return std::nullopt;
    read_people_of(t, record, seen);
    const auto expected = t.known.expected_writes(record.id);
    matter of = matter_of(t, seen, record, expected, t.known.notes_of(record.id));
    of.without_grace = true;  // who is asked about one of many is asked about the many
    const verdict found = judge(of);
    if (found.lacks_options && t.ctx.has_options)
        t.more.options.insert(record.id);
    const auto& offence = found.offence;
    const bool silent = found.what == verdict::kind::put_back && offence && offence->ground == "silent";
    if (!silent || offence->row.author != author || !is_near(offence->row.at, at))
        return std::nullopt;
    return offence->row.at;
}

bool is_one_of_many(turn& t, task_id task, const history_row& row, int limit,
                    const std::vector<silent_move>& remembered) {
    moments_of_tasks moves{{task, row.at}};
    for (const auto& each : remembered)
        if (each.ground == "silent")
            moves.try_emplace(each.task, each.at);
    for (const auto& asked : t.questions_to(row.author))
        if (is_near(asked.asked->at, row.at))
            moves.try_emplace(asked.id, asked.asked->at);
    for (auto seen = t.read.tasks.begin(); seen != t.read.tasks.end() && !is_many(moves, row.at, limit);
         ++seen)
        if (!moves.contains(seen->first) && !t.looked.contains(seen->first))
            if (const auto at = silent_move_in(t, seen->second, row.author, row.at))
                moves.emplace(seen->first, *at);
    return is_many(moves, row.at, limit);
}

// The supervisor of whoever moved them, whosever tasks they are; where he has none, who decides about the
// task.
wave opened(turn& t, const history_row& row, user_id responsible, const approver& about_task) {
    task his;
    his.responsible = row.author;
    auto decides = t.approver_for(his, row.author).value_or(about_task);
    if (decides.who == responsible)
        decides = about_task;  // he moves what his supervisor has to do
    wave made;
    made.id = t.known.next_wave_id();
    made.author = row.author;
    made.approver = decides.who;
    made.instead_of = decides.instead_of;
    made.opened_at = t.ctx.now;
    made.first_at = made.last_at = row.at;
    return made;
}

// What was put back before there were so many is answered for too.
void take_in(turn& t, const wave& into, const std::vector<silent_move>& remembered, task_id besides) {
    for (silent_move each : remembered) {
        const auto record = t.find_task(each.task);
        const bool own = record && record->responsible == into.approver;
        if (each.task == besides || each.fate != move_fate::put_back || each.ground != "silent" || own)
            continue;
        each.wave = into.id;
        t.keep(each);
    }
}

silent_move move_of(const verdict& found, move_fate fate) {
    silent_move made;
    made.task = found.record.id;
    made.author = found.record.attempted_by;
    made.from = found.record.accepted;
    made.to = found.record.attempted;
    made.fate = fate;
    made.ground = found.record.last_verdict;
    if (const auto& offence = found.offence) {
        made.at = offence->row.at;
        made.row = offence->row.id;
        made.words = offence->words;
    }
    return made;
}

// Where a silent move stands that is one of many: the wave that is open, if any, and what came before it.
struct place_in_wave {
    std::optional<wave> open;
    std::vector<silent_move> before;
};

std::optional<place_in_wave> place_among_many(turn& t, const verdict& found) {
    const history_row& row = found.offence->row;
    const int limit = t.rules_of(found.record).mass_limit;
    if (limit == 0 || found.offence->ground != "silent" || !t.is_reachable(row.author))
        return std::nullopt;
    const task_id task = found.record.id;
    const auto open = t.known.open_wave(row.author);
    if (open && open->approver == found.record.responsible)
        return std::nullopt;  // nobody decides over his own task
    const auto before = t.find_move(task);
    if (open && ((before && before->wave == open->id) ||
                 (row.at >= open->first_at - mass_within && row.at <= open->last_at + mass_within)))
        return place_in_wave{open, {}};
    auto remembered = t.known.lone_moves(row.author, row.at - mass_within, row.at + mass_within);
    if (!is_one_of_many(t, task, row, limit, remembered))
        return std::nullopt;
    return place_in_wave{open, std::move(remembered)};
}

void hold(turn& t, const verdict& found, wave& in) {
    const instant at = found.offence->row.at;
    in.first_at = std::min(in.first_at, at);
    in.last_at = std::max(in.last_at, at);
    ++in.card_version;
    t.then(save_wave{in});
    silent_move held = move_of(found, move_fate::held);
    held.wave = in.id;
    t.keep(held);
    journal row;
    row.kind = "held";
    row.task = held.task;
    row.person = held.author;
    row.other = in.approver;
    row.from = held.from;
    row.to = held.to;
    row.row = held.row;
    row.ground = held.ground;
    t.then(std::move(row));
    t.then(wave_later{in.author, t.ctx.now + wave_card_after});
}

// As the rule gave it once, when nothing could be done about it.
verdict verdict_on(const silent_move& move, guarded_task record) {
    judged_change offence;
    offence.row.id = move.row;
    offence.row.at = move.at;
    offence.row.author = move.author;
    offence.row.due_from = move.from;
    offence.row.due_to = move.to;
    offence.responsible = record.responsible;
    offence.group = record.group;
    offence.postponed = true;
    offence.ground = move.ground;
    offence.words = move.words;
    if (move.ground == "asked")
        offence.limit = record.used.limit;
    verdict same;
    same.what = verdict::kind::put_back;
    same.record = std::move(record);
    blame(same.record, offence, move.to);
    same.offence = std::move(offence);
    return same;
}

void redraw_card(turn& t, wave_id id) {
    const auto of = t.known.find_wave(id);
    if (of && of->state == wave_state::open)
        t.then(wave_later{of->author, t.ctx.now + wave_card_after});
}

bool is_settled_otherwise(const silent_move& move, const task& present, const guarded_task& record) {
    if (record.accepted != move.from)
        return true;
    return move.fate != move_fate::put_back && whole_minutes(present.due) == record.accepted;
}

// The card still says what is so, and asks somebody who can answer.
void keep_asking(turn& t, const wave& of, const task& present, const guarded_task& record) {
    const auto before = t.known.find_task(present.id);
    if (before && is_closed(before->status) != is_closed(present.status))
        redraw_card(t, of.id);
    pass_wave_on(t, of, record);
}

}  // namespace

void ask_on(turn& t, const guarded_task& record) {
    const auto move = t.find_move(record.id);
    const auto in = move ? t.known.find_wave(move->wave) : std::nullopt;
    if (in && in->state == wave_state::open)
        pass_wave_on(t, *in, record);
}

void note_move(turn& t, const verdict& found, move_fate fate) {
    silent_move made = move_of(found, fate);
    const auto before = t.find_move(made.task);
    if (before && before->wave != 0) {
        redraw_card(t, before->wave);
        // Somebody else moved it further: what its author wanted is asked about all the same.
        if (made.ground == "silent" && fate == move_fate::put_back) {
            made = *before;
            made.fate = fate;
        }
    }
    t.keep(made);
}

bool is_mass(turn& t, const verdict& found) {
    return place_among_many(t, found).has_value();
}

bool hold_if_mass(turn& t, const verdict& found, const approver& decides) {
    auto place = place_among_many(t, found);
    if (!place)
        return false;
    const history_row& row = found.offence->row;
    if (!place->open)
        place->open = opened(t, row, found.record.responsible, decides);
    if (place->open->approver == found.record.responsible)
        return false;  // nobody decides over his own task
    hold(t, found, *place->open);
    take_in(t, *place->open, place->before, found.record.id);
    return true;
}

guarded_task follow_up(turn& t, const task& present, guarded_task record, bool may_write) {
    auto move = t.find_move(present.id);
    if (!move)
        return record;
    if (is_settled_otherwise(*move, present, record)) {
        forget_moves_of(t, present.id);
        return record;
    }
    if (t.known.find_move(present.id) != move)
        return record;  // decided just now
    const auto in = move->wave == 0 ? std::nullopt : t.known.find_wave(move->wave);
    const bool own_now = in && in->approver == record.responsible && move->fate == move_fate::held;
    if (in && in->state == wave_state::open && !own_now) {
        keep_asking(t, *in, present, record);
        return record;
    }
    if (own_now) {
        forget_moves_of(t, present.id);
        move->wave = 0;
        move->fate = move_fate::waits;
        t.keep(*move);
    }
    const bool still_there = whole_minutes(present.due) == move->to && !is_closed(present.status);
    if (move->fate != move_fate::waits || !still_there || !may_write || t.is_paused() ||
        t.has_pending_write(present.id))
        return record;
    return follow(t, present, verdict_on(*move, std::move(record)), may_write);
}

void forget_moves_of(turn& t, task_id task) {
    const auto move = t.find_move(task);
    if (!move)
        return;
    t.forget_move(task);
    if (move->wave != 0)
        redraw_card(t, move->wave);
}

bool is_put_aside(turn& t, const task& present) {
    const auto move = t.find_move(present.id);
    if (!move || whole_minutes(present.due) != move->to)
        return false;
    return move->fate == move_fate::held ||
           (move->fate == move_fate::waits && (t.is_paused() || is_closed(present.status)));
}

}  // namespace dialogs
