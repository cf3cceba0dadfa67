#include "dialogs/approver.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace dialogs {
namespace {

struct search {
    const task& of;
    user_id requester;
    const directory& who;
    const policy& rules;
    user_id bot, integration_user;
    instant at;
    user_id passed_over = 0;  // the first who is absent

    // Nobody decides his own request, nor one about his own task; a dismissed person or a guest decides none.
    [[nodiscard]] bool may_decide(user_id candidate) const {
        if (candidate == 0 || candidate == requester || candidate == of.responsible)
            return false;
        const person* known = who.find(candidate);
        return known == nullptr || (known->active && known->employee);
    }

    [[nodiscard]] bool is_one_of_us(user_id candidate) const {
        return who.find(candidate) != nullptr && candidate != bot && candidate != integration_user;
    }

    [[nodiscard]] bool heads_one_of(user_id candidate, const std::vector<std::int64_t>& departments) const {
        return std::any_of(departments.begin(), departments.end(), [&](std::int64_t id) {
            const department* here = who.find_department(id);
            return here != nullptr && here->head == candidate;
        });
    }

    // He, or his substitute.
    std::optional<approver> ask(user_id candidate, std::string ground) {
        if (!may_decide(candidate))
            return std::nullopt;
        const absence* away = absence_of(rules, candidate, at);
        if (away == nullptr)
            return approver{candidate, std::move(ground), passed_over};
        if (passed_over == 0)
            passed_over = candidate;
        const user_id other = away->substitute;
        if (!may_decide(other) || !is_one_of_us(other) || absence_of(rules, other, at) != nullptr)
            return std::nullopt;
        return approver{other, "substitute", candidate};
    }
};

std::optional<approver> head_for(search& seek) {
    const person* responsible = seek.who.find(seek.of.responsible);
    if (responsible == nullptr)
        return std::nullopt;
    if (seek.heads_one_of(seek.of.creator, responsible->departments))
        if (auto found = seek.ask(seek.of.creator, "head"))
            return found;
    for (const user_id head : seek.who.heads_above(seek.of.responsible)) {
        const bool nearest = seek.heads_one_of(head, responsible->departments);
        if (auto found = seek.ask(head, nearest ? "head" : "above"))
            return found;
    }
    return std::nullopt;
}

}  // namespace

std::optional<approver> find_approver(const task& of, user_id requester, const directory& who,
                                      const policy& rules, user_id bot, user_id integration_user,
                                      instant at) {
    search seek{of, requester, who, rules, bot, integration_user, at};
    if (auto named = seek.ask(rules_for(rules, who, of.responsible, of.group).approver, "named"))
        return named;
    if (auto head = head_for(seek))
        return head;
    if (seek.is_one_of_us(of.creator))
        if (auto creator = seek.ask(of.creator, "creator"))
            return creator;
    return seek.ask(rules.default_approver, "default");
}

}  // namespace dialogs
