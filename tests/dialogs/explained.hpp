#pragma once
// Whatever ground the rule gives in any test has words of its own for /why: who adds one finds out here.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "dialogs/rule.hpp"
#include "dialogs/verdict_words.hpp"

namespace dialogs {

inline void expect_explained(const std::string& kind, const std::string& ground) {
    static const std::set<std::string> of_the_rule{"accepted", "silent", "put_back",
                                                   "observed", "paused", "held"};
    if (!of_the_rule.contains(kind) || ground == "exempt")  // exempt: why.exempt.*, by who the author is
        return;
    const std::string key = key_of_ground(kind, ground);
    for (const auto which : {locale::language::ru, locale::language::en})
        EXPECT_TRUE(locale::has(which, key))
            << "a new ground of the rule: say in ru.po and en.po under \"" << key << "\" why it is so";
}

inline void expect_explained(const judged_change& change) {
    static const std::set<std::string> not_told{"own_write", "own_write_late", "no_change", "before_guard"};
    if (not_told.contains(change.ground))
        return;
    const bool observed = change.ground == "observed" || change.ground == "unguarded";
    expect_explained(change.ground == "paused" ? "paused"
                     : observed                ? "observed"
                     : change.accepted         ? "accepted"
                                               : "silent",
                     !change.would_be.empty() ? change.would_be
                     : !change.limit.empty()  ? change.limit
                                              : change.ground);
}

}  // namespace dialogs
