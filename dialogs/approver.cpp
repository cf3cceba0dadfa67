#include "dialogs/approver.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace dialogs {
namespace {

struct search {
    const task& of;
    user_id requester;
    const directory& who;

    // Nobody decides his own request, nor one about his own task; a dismissed person or a guest decides none.
    [[nodiscard]] bool may_decide(user_id candidate) const {
        if (candidate == 0 || candidate == requester || candidate == of.responsible)
            return false;
        const person* known = who.find(candidate);
        return known == nullptr || (known->active && known->employee);
    }

    [[nodiscard]] bool heads_one_of(user_id candidate, const std::vector<std::int64_t>& departments) const {
        return std::any_of(departments.begin(), departments.end(), [&](std::int64_t id) {
            const department* here = who.find_department(id);
            return here != nullptr && here->head == candidate;
        });
    }
};

std::optional<approver> head_for(const search& seek) {
    const person* responsible = seek.who.find(seek.of.responsible);
    if (responsible == nullptr)
        return std::nullopt;
    const user_id creator = seek.of.creator;
    if (seek.may_decide(creator) && seek.heads_one_of(creator, responsible->departments))
        return approver{creator, "head"};
    for (const user_id head : seek.who.heads_above(seek.of.responsible)) {
        if (!seek.may_decide(head))
            continue;
        return approver{head, seek.heads_one_of(head, responsible->departments) ? "head" : "above"};
    }
    return std::nullopt;
}

}  // namespace

std::optional<approver> find_approver(const task& of, user_id requester, const directory& who,
                                      const policy& rules, user_id bot, user_id integration_user) {
    const search seek{of, requester, who};
    if (const user_id named = rules_for(rules, who, of.responsible, of.group).approver;
        seek.may_decide(named))
        return approver{named, "named"};
    if (const auto head = head_for(seek))
        return head;
    const person* creator = who.find(of.creator);
    if (creator != nullptr && seek.may_decide(of.creator) && of.creator != bot &&
        of.creator != integration_user)
        return approver{of.creator, "creator"};
    if (seek.may_decide(rules.default_approver))
        return approver{rules.default_approver, "default"};
    return std::nullopt;
}

}  // namespace dialogs
