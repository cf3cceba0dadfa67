#include "dialogs/grace.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace dialogs {
namespace {

using kind = verdict::kind;

bool has_grace(const history_row& change, const rules& held_to, const matter& of,
               const std::optional<asked_move>& last) {
    const person* author = of.who.find(change.author);
    if (held_to.grace <= std::chrono::seconds(0) || author == nullptr || !author->active || !author->employee)
        return false;
    const bool again = last && last->author == change.author && last->row != change.id &&
                       change.at - last->at < asked_again_after;
    constexpr std::array<std::string_view, 4> unanswered{"silent", "set_aside", "moved_back", "taken_back"};
    return !again || std::find(unanswered.begin(), unanswered.end(), last->outcome) == unanswered.end();
}

instant grace_ends(const history_row& change, const rules& held_to, const matter& of,
                   const std::optional<asked_move>& last) {
    if (!has_grace(change, held_to, of, last))
        return change.at;
    return last && last->row == change.id ? last->until : std::max(change.at, of.looked_at) + held_to.grace;
}

const rules& rules_at(const matter& of, const judged_change& change) {
    return rules_for(in_force(of.rules, change.row.at), of.who, change.responsible, change.group);
}

// What came of a question, when the time to answer was not simply over.
std::string outcome_of(const asked_move& asked, const verdict& found) {
    auto at = std::find_if(found.changes.begin(), found.changes.end(),
                           [&](const judged_change& each) { return each.row.id == asked.row; });
    const auto settles_it = [&](const judged_change& each) {
        return each.accepted || (each.ground == "asked" && each.row.author == asked.author);
    };
    at = std::find_if(at, found.changes.end(), settles_it);
    if (at == found.changes.end())
        return found.what == kind::put_back ? "silent" : "moot";
    if (at->row.author != asked.author)
        return "moot";
    return at->ground == "reason" || at->ground == "asked" ? at->ground : "moved_back";
}

void close(verdict& found, std::string outcome) {
    auto& asked = found.record.asked;
    const bool was_open = asked->outcome.empty();
    asked->outcome = std::move(outcome);
    if (was_open)
        found.closed = asked;
}

verdict waits(const matter& of, const fold& changes, verdict found, instant until) {
    verdict held = changes.before_offence();
    held.what = kind::wait;
    held.until = until;
    held.closed = std::move(found.closed);
    const history_row& change = found.offence->row;
    auto asked = found.record.asked;
    if (!asked || asked->row != change.id)
        asked = asked_move{change.id, change.author, change.at, until, {}, {}, {}};
    asked->to = whole_minutes(of.now.present->due);
    held.record.asked = std::move(asked);
    held.offence = std::move(found.offence);
    return held;
}

}  // namespace

instant answered_until(const history_row& change, const rules& held_to, const matter& of) {
    return grace_ends(change, held_to, of, of.record.asked);
}

verdict with_grace(const matter& of, const fold& changes, verdict found) {
    auto& asked = found.record.asked;
    const bool silent =
        found.what == kind::put_back && changes.offence() && found.offence->ground == "silent";
    const bool same = silent && asked && asked->row == found.offence->row.id;
    if (asked && asked->outcome.empty() && !same)
        close(found, outcome_of(*asked, found));
    if (!silent)
        return found;
    const instant until = grace_ends(found.offence->row, rules_at(of, *found.offence), of, asked);
    const auto& awaited = changes.awaited();
    const bool writes =
        changes.wrote_late() ||
        std::any_of(awaited.begin(), awaited.end(), [](const auto& write) { return !write.called_back; });
    const bool unheard = same && of.heard.value_or(until) < until;
    if ((of.looked_at < until || unheard) && !writes && !of.without_grace)
        return waits(of, changes, std::move(found), until);
    if (asked && asked->author == found.offence->row.author)
        close(found, "silent");
    return found;
}

}  // namespace dialogs
