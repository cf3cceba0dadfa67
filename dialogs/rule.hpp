#pragma once
// The rule: may a deadline stand where it stands? Design section 3. Pure.
#include <optional>
#include <string>
#include <vector>

#include "dialogs/memory.hpp"
#include "dialogs/people.hpp"
#include "dialogs/policy.hpp"
#include "dialogs/task.hpp"

namespace dialogs {

// What the rule looks at, for one task.
struct matter {
    const policy& rules;
    const guarded_task& record;                    // what is known since the last look
    const task_facts& now;                         // present, its whole history, its discussion
    const std::vector<expected_write>& expected;   // our own writes that may appear as rows
    const directory& who;
    user_id integration_user = 0;
    instant guarded_since{};
    instant looked_at{};
};

// How one deadline row was judged.
struct judged_change {
    history_row row;
    user_id responsible = 0;      // at the moment of the change
    bool postponed = false;       // later, or the deadline removed
    bool accepted = false;
    // earlier | first_deadline | taken_back | exempt | robot | reason | own_write | unguarded | observed | before_guard | no_change
    // | silent | closed | own_write_late
    std::string ground;
    std::string would_be;         // in mode observe: "silent" when mode reason would have put it back
    std::string remark;           // key of the remark that was the reason
    std::string words;            // its text, BB code taken out
    std::int64_t write = 0;       // expected_write::id it was recognised as
};

struct verdict {
    enum class kind { stands, put_back, mend, wait } what = kind::stands;   // wait: closed task, judged when it is reopened
    guarded_task record;                          // the record after the fold (accepted, settled_row, moves, …)
    std::vector<judged_change> changes;           // the rows judged now, in order
    std::optional<judged_change> offence;         // put_back: the first unaccepted change
    std::vector<std::int64_t> recognised;         // expected writes whose row was found
};

// First sight of a task: its record before any judging. The accepted deadline is what it had at `guarded_since` by its
// history, or the present one when the history does not say.
guarded_task first_sight(const task_facts& seen, instant guarded_since);

verdict judge(const matter& of);

// The people the rule may ask about in this matter (authors, responsible, creator): they must be in the directory.
std::set<user_id> concerned(const guarded_task* record, const task_facts& now);

}  // namespace dialogs
