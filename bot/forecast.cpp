#include "bot/forecast.hpp"

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "dialogs/limits.hpp"
#include "locale/catalogue.hpp"

namespace bot {

void forecast::add(const shadow_move& move) {
    ++moves_;
    first_ = first_.value_or(move.at);
    last_ = move.at;
    reasoned_ += move.because == "reason" ? 1 : 0;
    nobody_to_ask_ += move.because == "nobody_to_ask" ? 1 : 0;
    if (!move.put_back)
        return;
    if (dialogs::is_limit(move.because)) {
        ++over_limits_;
    } else if (move.because == "asked") {
        ++needs_approval_;
    } else {
        ++put_back_;
        concerned_.insert(move.author);
    }
    if (move.approver != 0)
        ++asked_[move.approver];
}

void forecast::print(const dialogs::directory& who, dialogs::guard_mode mode, const locale::reader& to,
                     std::ostream& out) const {
    if (moves_ == 0) {
        out << locale::say(to.tongue, "forecast.nothing") << '\n';
        return;
    }
    const auto people = locale::say_count(to.tongue, "forecast.people", static_cast<long>(concerned_.size()));
    const auto number = [](long count) { return std::to_string(count); };
    out << locale::say_count(
               to.tongue, "forecast.moves", moves_,
               {{"from", locale::day_alone(*first_, to)}, {"to", locale::day_alone(*last_, to)}})
        << '\n'
        << locale::say(to.tongue, "forecast.put_back", {{"number", number(put_back_)}, {"people", people}})
        << '\n'
        << locale::say(to.tongue, "forecast.reasoned", {{"number", number(reasoned_)}}) << '\n';
    if (needs_approval_ > 0)
        out << locale::say(to.tongue, "forecast.needs_approval", {{"number", number(needs_approval_)}})
            << '\n';
    if (over_limits_ > 0)
        out << locale::say(to.tongue, "forecast.over_limits", {{"number", number(over_limits_)}}) << '\n';
    if (nobody_to_ask_ > 0)
        out << locale::say(to.tongue, "forecast.nobody", {{"number", number(nobody_to_ask_)}}) << '\n';
    if (mode != dialogs::guard_mode::approval)
        print_approvers(who, to, out);
}

void forecast::print_approvers(const dialogs::directory& who, const locale::reader& to,
                               std::ostream& out) const {
    std::vector<std::pair<long, dialogs::user_id>> most;
    for (const auto& [approver, times] : asked_)
        most.emplace_back(-times, approver);
    std::sort(most.begin(), most.end());
    for (const auto& [times, approver] : most) {
        const auto* known = who.find(approver);
        out << locale::say_count(to.tongue, "forecast.asked", -times,
                                 {{"who", known ? known->name : std::to_string(approver)}})
            << '\n';
    }
}

}  // namespace bot
