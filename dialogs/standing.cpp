#include "dialogs/standing.hpp"

#include <algorithm>

namespace dialogs {
namespace {

// user.get hides bots and technical users (T100): what it does not know has no name. A guest of the company
// has one.
bool is_technical(user_id author, const directory& who) {
    const person* known = who.find(author);
    return known == nullptr || (!known->employee && known->name.empty());
}

bool is_robot(user_id author, const directory& who, const policy& rules) {
    return author == 0 || rules.automation_users.count(author) != 0 || is_technical(author, who);
}

// Judged are the people of the guarded departments; one who stands in no department (a guest, a robot) is
// judged where the responsible person would be.
bool is_guarded(const moment& at, const directory& who, const policy& rules) {
    if (!rules.groups.empty() && rules.groups.count(at.held.group) == 0)
        return false;
    const person* author = who.find(at.row.author);
    const bool colleague = author != nullptr && author->employee;
    return who.belongs_to(colleague ? at.row.author : at.held.responsible, rules.departments);
}

bool has_nobody_above(user_id author, const directory& who) {
    const person* known = who.find(author);
    return known != nullptr && known->employee && !who.has_somebody_above(author);
}

}  // namespace

std::string_view exemption_of(user_id author, const roles& held, const directory& who, const policy& rules,
                              const std::set<user_id>& administrators) {
    if (author == 0)
        return {};
    if (rules.exempt_users.count(author) != 0)
        return "listed";
    if (who.is_above(author, held.responsible))
        return "above";
    if (author != held.responsible && author == held.creator)
        return "creator";
    if (author != held.responsible && administrators.count(author) != 0)
        return "administrator";
    return has_nobody_above(author, who) ? "nobody_above" : "";
}

bool may_hand_over(const handing_over& given, const directory& who, const policy& rules,
                   const std::set<user_id>& administrators) {
    return given.by != given.before.responsible &&
           (is_robot(given.by, who, rules) ||
            !exemption_of(given.by, given.before, who, rules, administrators).empty());
}

std::string standing_of(const moment& at, const directory& who, const policy& rules,
                        const std::set<user_id>& administrators) {
    const user_id author = at.row.author;
    if (!is_guarded(at, who, rules))
        return "unguarded";
    if (rules_for(rules, who, at.held.responsible, at.held.group).robots == robot_rule::accept &&
        is_robot(author, who, rules))
        return "robot";
    return exemption_of(author, at.held, who, rules, administrators).empty() ? "" : "exempt";
}

}  // namespace dialogs
