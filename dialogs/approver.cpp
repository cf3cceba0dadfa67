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
    const portal_absences& told;
    bool even_the_absent = false;
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
            return here != nullptr && is_head_of(*here, candidate);
        });
    }

    [[nodiscard]] bool is_away(user_id candidate) const {
        return absence_of(rules, told, candidate, at).has_value();
    }

    // Its heads are away or gone, and no party to this.
    [[nodiscard]] bool is_left_to_deputies(const department& here) const {
        const auto heads = heads_of(here);
        return std::none_of(heads.begin(), heads.end(),
                            [&](user_id head) { return head == requester || head == of.responsible; });
    }

    // He, or his substitute.
    std::optional<approver> ask(user_id candidate, std::string ground) {
        if (!may_decide(candidate))
            return std::nullopt;
        const auto away = absence_of(rules, told, candidate, at);
        if (!away || even_the_absent)
            return approver{candidate, std::move(ground), passed_over};
        if (passed_over == 0)
            passed_over = candidate;
        const user_id other = away->substitute;
        if (!may_decide(other) || !is_one_of_us(other) || is_away(other))
            return std::nullopt;
        return approver{other, "substitute", candidate};
    }
};

std::optional<approver> deputy_for(search& seek, const department& here) {
    if (!seek.is_left_to_deputies(here))
        return std::nullopt;
    for (const user_id deputy : here.deputies)
        if (seek.is_one_of_us(deputy))
            if (auto found = seek.ask(deputy, "deputy"))
                return found;
    return std::nullopt;
}

std::optional<approver> head_for(search& seek) {
    const person* responsible = seek.who.find(seek.of.responsible);
    if (responsible == nullptr)
        return std::nullopt;
    if (seek.heads_one_of(seek.of.creator, responsible->departments))
        if (auto found = seek.ask(seek.of.creator, "head"))
            return found;
    for (const department* here : seek.who.departments_above(seek.of.responsible)) {
        for (const user_id head : heads_of(*here)) {
            const bool nearest = seek.heads_one_of(head, responsible->departments);
            if (auto found = seek.ask(head, nearest ? "head" : "above"))
                return found;
        }
        if (auto deputy = deputy_for(seek, *here))
            return deputy;
    }
    return std::nullopt;
}

std::optional<approver> first_in_order(search seek) {
    const user_id named = rules_for(seek.rules, seek.who, seek.of.responsible, seek.of.group).approver;
    if (auto found = seek.ask(named, "named"))
        return found;
    if (auto head = head_for(seek))
        return head;
    if (seek.is_one_of_us(seek.of.creator))
        if (auto creator = seek.ask(seek.of.creator, "creator"))
            return creator;
    return seek.ask(seek.rules.default_approver, "default");
}

}  // namespace

std::optional<approver> find_approver(const task& of, user_id requester, const directory& who,
                                      const policy& rules, user_id bot, user_id integration_user, instant at,
                                      const portal_absences& told) {
    search seek{of, requester, who, rules, bot, integration_user, at, told};
    if (auto here = first_in_order(seek))
        return here;
    seek.even_the_absent = true;
    return first_in_order(seek);
}

std::optional<approver> find_approver_above(const task& of, const request& asked, const directory& who,
                                            const policy& rules, user_id bot, user_id integration_user,
                                            instant at, const portal_absences& told) {
    search seek{of, asked.requester, who, rules, bot, integration_user, at, told};
    const user_id below = asked.instead_of != 0 ? asked.instead_of : asked.approver;
    for (const user_id head : who.heads_above(below)) {
        seek.passed_over = 0;
        if (const auto found = seek.ask(head, "above");
            found && found->who != asked.approver && found->who != below)
            return found;
    }
    return std::nullopt;
}

}  // namespace dialogs
