#pragma once
// The rule: may a deadline stand where it stands? Design section 3. Pure.
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dialogs/memory.hpp"
#include "dialogs/note.hpp"
#include "dialogs/people.hpp"
#include "dialogs/policy.hpp"
#include "dialogs/task.hpp"
#include "locale/calendar.hpp"
#include "locale/zone.hpp"

namespace dialogs {

// What the rule looks at, for one task.
struct matter {
    const policy& rules;
    const guarded_task& record;                   // what is known since the last look
    const task_facts& now;                        // present, its whole history, its discussion
    const std::vector<expected_write>& expected;  // our own writes that may appear as rows
    const directory& who;
    user_id integration_user = 0;
    instant guarded_since{};
    instant looked_at{};
    locale::zone clock;  // of the portal; a person's own wins
    const locale::calendar& working;
    // Moves within the tolerance of the other tasks this person is or was responsible for, by their moments:
    // `from` or later and before `until`. Nothing: there are none.
    std::function<int(user_id responsible, instant from, instant until)> tolerated_elsewhere{};
    std::vector<pause> pauses{};
    bool without_grace = false;      // nobody is to be asked (any more): what would be is
    std::vector<left_note> notes{};  // of this task: never a reason
    // Whether the portal itself requires a reason of the responsible person. Nothing: it was not asked.
    std::optional<bool> asks_reason{};
    // Up to this moment all answers are among those of the record. Nothing: up to `looked_at`.
    std::optional<instant> heard{};
};

// How one deadline row was judged.
struct judged_change {
    history_row row;          // id 0: the portal shows no row for it; then the author is 0
    user_id responsible = 0;  // at the moment of the change
    std::int64_t group = 0;   // the same: the task's workgroup, 0 = none
    bool postponed = false;   // later, or the deadline removed
    bool accepted = false;
    // Accepted: earlier | first_deadline | taken_back | exempt | robot | tolerance | handover | reason |
    // own_write | unguarded | observed | paused | before_guard | no_change (back where it is held to). Not
    // accepted: silent | asked (a reason was given, and mode approval or a limit lets somebody decide) |
    // closed | own_write_late.
    std::string ground;
    std::string limit;     // asked: the limit it goes beyond, moves_max | shift_max; "" = mode approval
    std::string would_be;  // in mode observe or a pause: "silent" or a limit when it would have been put back
    std::string remark;    // key of the remark that was the reason
    std::string words;     // its text, BB code taken out
    std::string category;  // of an answer in the chat
    std::int64_t write = 0;  // expected_write::id it was recognised as
};

// A put_back is given for new changes, once: while our write is on its way the task stands as it is, and it
// is not given again when that write was refused. It is given again after a fight (record.fighting and the
// limit is free again). `attempted`, `attempted_by` and `last_verdict` of the record are set with it;
// `reverts` and `fighting` are the caller's. mend: a write of ours overwrote a rightful change;
// record.accepted says what is to be written.
struct verdict {
    enum class kind {
        stands,
        put_back,
        mend,
        wait
    } what = kind::stands;               // wait: closed task, judged when it is reopened; or see `until`
    guarded_task record;                 // the record after the fold (accepted, settled_row, moves, …)
    std::vector<judged_change> changes;  // the rows judged now and never again, in order: for the journal
    std::vector<judged_change> kept;  // ground "closed": rows that wait for the reopening, at each look again
    std::optional<judged_change> offence;  // put_back: the first unaccepted change
    std::vector<std::int64_t> recognised;  // expected writes whose row was found
    // wait: the offence's author is asked until then. Judged for ever is only what was before it.
    std::optional<instant> until;
    // record.asked as it was, when it is open no longer. Its outcome: reason | asked (see the grounds) |
    // silent (nobody answered) | moved_back (by the author himself) | moot.
    std::optional<asked_move> closed;
    // A row can only be judged by the discussion, which was not read: nothing else of this verdict counts.
    bool lacks_discussion = false;
    // The portal may have asked for a reason itself: whether it did decides. What this verdict says holds if
    // it did not.
    bool lacks_options = false;
};

// First sight of a task: its record before any judging. The accepted deadline is what it had at
// `guarded_since` by its history, or the present one when the history does not say.
guarded_task first_sight(const task_facts& seen, instant guarded_since);

// Facts older than what was judged already, by the ids of their rows, change nothing.
// What the present and the history do not agree on is left to the next look, when the history is the fresher
// one. When the present is the fresher one (no row explains it), it is a change by nobody known: a robot's.
// Should its row appear later, that acceptance is taken back and the row is judged.
verdict judge(const matter& of);

// The people the rule may ask about in this matter (authors, responsible, creator): they must be in the
// directory, with the departments and the heads above them (directory::heads_above).
std::set<user_id> concerned(const guarded_task* record, const task_facts& now);

// The rules this task is held to now.
const rules& rules_of(const guarded_task& record, const policy& of, const directory& who);

// Whether one more revert at `now` would be one too many within the hour.
bool loop_limit_reached(const guarded_task& record, const rules& held_to, instant now);

// The record after a put_back the caller must not carry out (nobody can be asked, nobody was told yet): the
// deadline stands where it stands and the task is held to it.
guarded_task let_stand(const verdict& instead_of, const task_facts& now);
// From now on the task is held to this deadline, because somebody agreed.
guarded_task held_to(guarded_task record, const deadline& agreed);

}  // namespace dialogs
