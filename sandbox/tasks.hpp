// The rules of tasks: who may do what, what a change leaves behind.
#pragma once

#include "sandbox/events.hpp"
#include "sandbox/portal.hpp"

namespace sandbox {

// What an update asks for; absent = stays.
struct task_change {
    std::optional<std::optional<instant>> deadline;
    std::optional<int> status;
    std::optional<id_number> responsible, created_by, group;
    std::optional<std::string> title, description;
    std::optional<bool> allow_change_deadline;
    std::string deadline_reason;  // what the portal asked for
};

struct task_draft {
    std::string title, description;
    id_number created_by = 0, responsible = 0;
    std::optional<instant> deadline;
    bool new_card = true;
    id_number group = 0;
};

task* find_task(portal& p, id_number id);

// Participants, their superiors, administrators.
bool may_read(const portal& p, id_number user, const task& t);
bool may_edit(const portal& p, id_number user, const task& t);
// The deadline rule of protocol notes 5.4.2.
bool may_move_deadline(const portal& p, id_number user, const task& t);
// Whether the portal itself wants a reason of this person.
bool must_give_reason(const portal& p, id_number user, const task& t);
// Why the portal's own options forbid this person this deadline; nullptr: they do not.
const char* forbidden_by_options(const portal& p, id_number user, const task& t, const task_change& change);

// Writes one update: history rows of one moment, the system message of a new card, one ONTASKUPDATE.
// Rights are the caller's business.
void change_task(portal& p, task& t, const task_change& change, const actor& by);
task& create_task(portal& p, const task_draft& draft, const actor& by);
void delete_task(portal& p, id_number id, const actor& by);

// A comment (old card) or a message in the task's chat (new card). Returns its id.
id_number add_comment(portal& p, task& t, id_number author, const std::string& text, const actor& by);

// Tells applications of a message in a task's chat (ONTASKCOMMENTADD), system messages too.
void announce_task_message(portal& p, const chat& in, const message& said, const actor& by);

}  // namespace sandbox
