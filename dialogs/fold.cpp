#include "dialogs/fold.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/limits.hpp"
#include "dialogs/standing.hpp"

namespace dialogs {
namespace {

// Beyond it the oldest are forgotten: they lie far outside any window.
constexpr std::size_t spent_remarks_max = 200;

// The same author gave the reason with a later move.
bool answers_for(const judged_change& change, const judged_change& offence) {
    return change.ground == "asked" && offence.ground == "silent" && change.row.author == offence.row.author;
}

guarded_task to_keep(guarded_task record, const std::vector<accepted_move>& moves) {
    auto& spent = record.spent_remarks;
    if (spent.size() > spent_remarks_max)
        spent.erase(spent.begin(), spent.end() - static_cast<std::ptrdiff_t>(spent_remarks_max));
    record.last_move.reset();
    if (!moves.empty()) {
        record.last_move = moves.back();
        record.earlier_moves.assign(moves.begin(), moves.end() - 1);
    }
    return record;
}

judged_change seen_as(const moment& at, const deadline& accepted) {
    judged_change change;
    change.row = at.row;
    change.responsible = at.held.responsible;
    change.group = at.held.group;
    change.postponed = is_later(at.row.due_to, accepted);
    return change;
}

}  // namespace

void blame(guarded_task& record, const judged_change& offence, const deadline& attempted) {
    record.attempted = attempted;
    record.attempted_by = offence.row.author;
    record.last_verdict = offence.ground;
    record.used.limit = offence.limit;
}

fold::fold(const matter& of)
    : of_(of),
      discussion_(of.now.discussion),
      talk_{discussion_, {of.now.present->title, of.record.title}, of.notes},
      record_(of.record),
      moments_(deadline_moments(of.now)) {
    discussion_.insert(discussion_.end(), record_.answers.begin(), record_.answers.end());
    record_.accepted = whole_minutes(record_.accepted);
    moves_ = std::exchange(record_.earlier_moves, {});
    if (record_.last_move)
        moves_.push_back(*record_.last_move);
    for (expected_write write : of.expected) {
        write.from = whole_minutes(write.from);
        write.to = whole_minutes(write.to);
        if (write.task == record_.id)
            awaited_.push_back(write);
    }
    refresh();
}

void fold::refresh() {
    const task& present = *of_.now.present;
    record_.title = present.title;
    record_.responsible = present.responsible;
    record_.creator = present.creator;
    record_.status = present.status;
    record_.group = present.group;
}

void fold::take_rows(std::size_t end) {
    for (std::size_t at = 0; at < std::min(end, moments_.size()); ++at) {
        if (moments_[at].row.id > of_.record.settled_row)
            take(moments_[at]);
    }
}

void fold::take_rowless() {
    const task& present = *of_.now.present;
    moment at;
    at.row.at = of_.looked_at;
    at.row.due_from = moments_.empty() ? record_.accepted : moments_.back().row.due_to;
    at.row.due_to = whole_minutes(present.due);
    at.held = {present.responsible, present.creator, present.status, present.group};
    at.holders = {present.responsible};
    const deadline was = record_.accepted;
    judge(at);
    if (changes_.back().accepted)
        moves_.assign(1, {0, of_.looked_at, was});
}

void fold::take(const moment& at) {
    if (const auto write = take_expected(at.row)) {
        // What stood there is gone: only now it can still be known whether that was rightful.
        for (const moment& waiting : std::exchange(kept_, {}))
            judge(waiting);
        judge_own(at, *write);
    } else if (at.in_closed) {
        kept_.push_back(at);
    } else {
        judge(at);
    }
}

void fold::judge(const moment& at) {
    forget_rowless(at.row);
    open_tallies(at);
    auto change = seen_as(at, record_.accepted);
    change.ground = rightful_ground(at);
    change.accepted = !change.ground.empty() || tolerate(change, at) || sets_own_date(change, at);
    if (!change.accepted)
        weigh(change, at);
    settle(std::move(change), at);
}

// Those of the moment.
const rules& fold::rules_at(const moment& at) const {
    return rules_for(in_force(of_.rules, at.row.at), of_.who, at.held.responsible, at.held.group);
}

std::string fold::standing(const moment& at) const {
    return standing_of(at, of_.who, in_force(of_.rules, at.row.at), of_.rules.administrators);
}

void fold::judge_own(const moment& at, const expected_write& write) {
    auto change = seen_as(at, record_.accepted);
    change.write = write.id;
    change.accepted = !overwrote(at.row, write);
    change.ground = change.accepted ? "own_write" : "own_write_late";
    recognised_.push_back(write.id);
    if (change.accepted && offence_ && write.purpose == write_purpose::revert) {
        // A revert on its way met a newer silent move: it is that one that was put back.
        blame(record_, *offence_, offence_->row.due_to);
    }
    open_tallies(at);
    settle(std::move(change), at);
}

void fold::settle(judged_change change, const moment& at) {
    const deadline was = record_.accepted;
    if (!change.accepted && !offence_)
        before_offence_ = {record_, moves_, changes_.size(), recognised_.size()};
    record_.settled_row = std::max(record_.settled_row, change.row.id);
    wrote_late_ = change.ground == "own_write_late";
    if (record_.used.last && record_.used.last->author != change.row.author)
        record_.used.last.reset();
    if (change.accepted) {
        record_.accepted = change.row.due_to;
        count(change, at, was);
        begin_with(change, at);
        remember_move(change, at, was);
        offence_.reset();
    } else if (!wrote_late_ && (!offence_ || answers_for(change, *offence_))) {
        offence_ = change;
    }
    changes_.push_back(std::move(change));
}

void fold::begin_with(const judged_change& change, const moment& at) {
    const bool before_guard = change.ground == "before_guard";
    if (!record_.original || before_guard)
        record_.original = record_.accepted;
    tally& his = tally_at(at);
    if (!his.from || before_guard)
        his.from = record_.accepted;
}

void fold::remember_move(const judged_change& change, const moment& at, const deadline& was) {
    const auto& ground = change.ground;
    if (ground == "no_change" || ground == "before_guard" || record_.accepted == was)
        return;
    const bool by_machine = ground == "own_write" || ground == "robot" || change.row.author == 0;
    if (by_machine || is_entitled(at))
        moves_.clear();  // what somebody entitled set is not undone by taking one's own move back
    if (by_machine)
        return;
    const auto is_old = [&](const accepted_move& move) {
        return move.at < change.row.at - takes_back_within;
    };
    moves_.erase(std::remove_if(moves_.begin(), moves_.end(), is_old), moves_.end());
    moves_.push_back({change.row.author, change.row.at, was});
}

bool fold::is_entitled(const moment& at) const {
    const auto found = standing(at);
    return found == "exempt" || found == "robot";
}

// A rowless change was accepted for want of a row. Here it is, late.
void fold::forget_rowless(const history_row& row) {
    if (row.id == 0 || moves_.empty() || moves_.back().author != 0)
        return;
    const accepted_move assumed = moves_.back();
    if (row.due_to != record_.accepted || row.at > assumed.at)
        return;
    record_.moves -= is_later(record_.accepted, assumed.before) && record_.moves > 0 ? 1 : 0;
    record_.accepted = assumed.before;
    moves_.clear();
}

std::optional<expected_write> fold::take_expected(const history_row& row) {
    if (row.author == 0 || row.author != of_.integration_user)
        return std::nullopt;
    // Writes of one task land in the order they were decided in. Where ours came from is not asked: somebody
    // may have been quicker, and that is what `overwrote` looks at.
    const auto found = std::find_if(awaited_.begin(), awaited_.end(), [&](const expected_write& write) {
        return write.to == row.due_to && row.id > write.judged_row &&
               row.at >= write.decided_at - clocks_differ_by;
    });
    if (found == awaited_.end())
        return std::nullopt;
    const expected_write write = *found;
    awaited_.erase(found);
    return write;
}

// Did our write fall on a rightful change made after we decided? A revert or a mend did when the task is held
// to something else by now; of an approved date the move that made the accepted deadline tells.
bool fold::overwrote(const history_row& row, const expected_write& write) const {
    if (row.due_to == record_.accepted)
        return false;
    if (write.purpose != write_purpose::apply)
        return true;
    if (record_.accepted == write.from)
        return false;
    const auto made_it = [&](const history_row& other) {
        return other.due_to == record_.accepted &&
               std::any_of(moves_.begin(), moves_.end(), [&](const accepted_move& move) {
                   return move.author == other.author && move.at == other.at;
               });
    };
    return std::any_of(moments_.begin(), moments_.end(), [&](const moment& between) {
        const history_row& other = between.row;
        return other.id > write.judged_row && other.id < row.id && made_it(other);
    });
}

std::string fold::rightful_ground(const moment& at) const {
    const history_row& row = at.row;
    if (row.at < of_.guarded_since)
        return "before_guard";
    if (row.due_to == record_.accepted)
        return "no_change";
    if (!record_.accepted)
        return "first_deadline";
    if (is_later(record_.accepted, row.due_to))
        return "earlier";
    if (takes_back(row))
        return "taken_back";
    return standing(at);
}

// Part of the way back counts too: nothing moves later than it was held to before. Were it only the very
// deadline, a reason that had let an earlier change stand could make this one worse.
bool fold::takes_back(const history_row& row) const {
    return std::any_of(moves_.begin(), moves_.end(), [&](const accepted_move& move) {
        const bool in_time = row.at >= move.at && row.at - move.at <= takes_back_within;
        return row.author != 0 && move.author == row.author && !is_later(row.due_to, move.before) && in_time;
    });
}

verdict fold::before_offence() const {
    verdict result;
    result.record = to_keep(before_offence_.record, before_offence_.moves);
    const auto first = [](const auto& all, std::size_t count) {
        return std::remove_cvref_t<decltype(all)>(all.begin(),
                                                  all.begin() + static_cast<std::ptrdiff_t>(count));
    };
    result.changes = first(changes_, before_offence_.changes);
    result.recognised = first(recognised_, before_offence_.recognised);
    result.lacks_discussion = lacks_discussion_;
    result.lacks_options = lacks_options_;
    return result;
}

verdict fold::outcome() const {
    verdict result;
    result.record = to_keep(record_, moves_);
    result.changes = changes_;
    result.recognised = recognised_;
    result.lacks_discussion = lacks_discussion_;
    result.lacks_options = lacks_options_;
    for (const moment& waiting : kept_) {
        auto change = seen_as(waiting, record_.accepted);
        change.ground = "closed";
        result.kept.push_back(std::move(change));
    }
    return result;
}

}  // namespace dialogs
