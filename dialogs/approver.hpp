#pragma once
// Who may decide a request. Design section 4. Pure.
#include <optional>
#include <string>

#include "dialogs/people.hpp"
#include "dialogs/policy.hpp"
#include "dialogs/request.hpp"
#include "dialogs/task.hpp"

namespace dialogs {

struct approver {
    user_id who = 0;
    std::string ground;      // "named", "head", "above", "deputy", "creator", "default", "substitute"
    user_id instead_of = 0;  // the absent person who would have been asked; 0 = none
};

// Whom the rules name; else the head of the responsible person's department (of several the first that yields
// one in the portal's order, unless the task's creator heads another of them: then he), climbing past
// himself, the requester, vacancies and dismissed people; else the creator when he is an active employee and
// none of requester, responsible, bot, integration user; else the policy's default approver unless he is the
// requester or the responsible person. Whoever of them is absent at that moment is replaced by his
// substitute, if that one is there and may decide, else passed over; of a department whose heads are all away
// or gone a deputy decides. When only absent people are left, the first of them is asked all the same.
// Nothing: nobody can be asked.
std::optional<approver> find_approver(const task& of, user_id requester, const directory& who,
                                      const policy& rules, user_id bot, user_id integration_user, instant at,
                                      const portal_absences& told = {});

// The next one up, of those who are there: the nearest head above the approver (above whom he stands in for),
// or that one's substitute, who may decide it and is not asked already. Grounds: "above", "substitute".
std::optional<approver> find_approver_above(const task& of, const request& asked, const directory& who,
                                            const policy& rules, user_id bot, user_id integration_user,
                                            instant at, const portal_absences& told = {});

}  // namespace dialogs
