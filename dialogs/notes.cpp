#include "dialogs/notes.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/request_life.hpp"

namespace dialogs {
namespace {

// Everybody who has the task before him is an employee, as far as can be known. Asks for what a look may
// still tell.
bool is_among_ourselves(turn& t, const task& present) {
    const auto facts = t.read.tasks.find(present.id);
    if (facts == t.read.tasks.end())
        return false;
    if (!present.others) {
        if (!facts->second.others_asked)
            t.more.tasks.insert(present.id);
        return false;
    }
    if (present.group != 0 && !t.read.guests.contains(present.group))
        t.more.guests.insert(present.group);
    if (present.group != 0 && (!t.read.guests.contains(present.group) || t.read.guests.at(present.group)))
        return false;
    auto readers = *present.others;
    readers.insert(readers.end(), {present.responsible, present.creator});
    bool ours = true;
    for (const user_id who : readers) {
        const person* known = t.find_person(who);
        ours = ours && (who == 0 || (known != nullptr && known->employee));
    }
    return ours;
}

// As the portal's language and clock have it, for everybody alike.
voice portals_voice(const turn& t) {
    return {0, {t.ctx.tongue, t.ctx.clock, t.ctx.now}, t.ctx.working, t.ctx.portal};
}

std::string on_one_line(std::string words) {
    std::replace(words.begin(), words.end(), '\n', ' ');
    return words;
}

void leave(turn& t, const task& present, std::string text) {
    left_note made;
    made.task = present.id;
    made.chat = present.chat;
    made.text = std::move(text);
    made.decided_at = t.ctx.now;
    t.then(leave_note{std::move(made)});
}

}  // namespace

void note_applied(turn& t, const task& present, const request& of) {
    if (!t.rules_for(present.responsible, present.group).notes || !is_among_ourselves(t, present))
        return;
    const voice all = portals_voice(t);
    leave(t, present,
          all.say(of.approver_ground == "auto_approve" ? "note.applied_small"
                  : was_by_policy(of)                  ? "note.applied_by_reason"
                  : of.category == "undone"            ? "note.undone"
                                                       : "note.applied",
                  {{"who", t.name(of.requester, all)},
                   {"old", all.date(of.due)},
                   {"new", all.date(date_at_stake(of))},
                   {"reason", all.reason(of.category, on_one_line(of.words))},
                   {"approver", t.name(of.decided_by, all)}}));
}

void note_revert(turn& t, const task& present, const expected_write& write, const guarded_task& record) {
    const bool wanted = t.rules_for(present.responsible, present.group).note_reverts;
    if (!wanted || record.last_verdict == "taken_back" || !is_among_ourselves(t, present))
        return;
    const voice all = portals_voice(t);
    const bool asked = record.last_verdict == "asked";
    leave(t, present,
          all.say(asked ? "note.reverted_asked" : "note.reverted", {{"who", t.name(record.attempted_by, all)},
                                                                    {"old", all.date(write.from)},
                                                                    {"new", all.date(write.to)}}));
}

std::vector<left_note> notes_seen(turn& t, const task_facts& now) {
    auto notes = t.known.notes_of(now.present->id);
    for (left_note& note : notes) {
        if (!note.remark.empty())
            continue;
        const auto is_anothers = [&](const remark& said) {
            return std::any_of(notes.begin(), notes.end(),
                               [&](const left_note& each) { return each.remark == said.key; });
        };
        const auto found =
            std::find_if(now.discussion.begin(), now.discussion.end(), [&](const remark& said) {
                return said.author == t.ctx.integration_user && is_same(said, note) && !is_anothers(said);
            });
        if (found == now.discussion.end())
            continue;
        note.remark = found->key;
        t.then(note_seen{note.id, note.remark});
    }
    return notes;
}

}  // namespace dialogs
