#include "sandbox/tasks.hpp"

#include <algorithm>

#include "sandbox/kind.hpp"
#include "sandbox/messenger.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"

namespace sandbox {
namespace {

bool is_participant(id_number user, const task& t) {
    const auto in = [user](const auto& list) {
        return std::find(list.begin(), list.end(), user) != list.end();
    };
    return user == t.created_by || user == t.responsible || in(t.accomplices) || in(t.auditors);
}

// No deadline comes as null, as "" and as "0" from real portals; here `from` is null and `to` is "".
json::value history_from(const std::optional<instant>& at) {
    return at ? json::value(unix_text(*at)) : nullptr;
}
json::value history_to(const std::optional<instant>& at) {
    return json::value(at ? unix_text(*at) : std::string());
}

void note(portal& p, task& t, const actor& by, const char* field, json::value from, json::value to) {
    history_row row;
    row.id = next_id(p, id_of::row);
    row.at = p.now();
    row.user = by.user;
    row.field = field;
    row.from = std::move(from);
    row.to = std::move(to);
    t.history.push_back(std::move(row));
    if (p.set.keep_history != 0 && t.history.size() > p.set.keep_history)
        t.history.erase(t.history.begin());
}

void say_in_task(portal& p, task& t, const std::string& text, const actor& by) {
    if (t.chat == 0)
        return;
    message_draft draft;
    draft.chat = t.chat;
    draft.author = 0;
    draft.text = text;
    draft.system = true;
    post_message(p, draft, by);
}

std::string actor_name(const portal& p, const actor& by) {
    return by.user == 0 ? std::string("Робот") : mention(p, by.user);
}

std::string timestamp_tags(instant at) {
    const std::string unix = unix_text(at);
    return "[TIMESTAMP=" + unix + " FORMAT=LONG_DATE_FORMAT], [TIMESTAMP=" + unix +
           " FORMAT=SHORT_TIME_FORMAT]";
}

// The reason stands behind the new deadline, of whom one is required alone.
std::string deadline_news(const portal& p, const task& t, const std::optional<instant>& to,
                          const std::string& reason, const actor& by) {
    const bool given = !trimmed(reason).empty() && must_give_reason(p, by.user, t);
    const std::string tail = given ? ". " + trimmed(reason) : std::string();
    if (!to)
        return actor_name(p, by) + ": срок задачи снят" + tail;
    return actor_name(p, by) + ": новый срок задачи " + timestamp_tags(*to) + tail;
}

void change_deadline(portal& p, task& t, std::optional<instant> to, const std::string& reason,
                     const actor& by) {
    if (to)
        to = std::chrono::floor<std::chrono::minutes>(*to);  // T75
    if (to == t.deadline)
        return;
    note(p, t, by, "DEADLINE", history_from(t.deadline), history_to(to));
    t.deadline = to;
    ++t.deadline_changes[by.user];  // reverts give no change back (T83)
    say_in_task(p, t, deadline_news(p, t, to, reason, by), by);
}

void change_status(portal& p, task& t, int to, const actor& by) {
    if (to == t.status)
        return;
    note(p, t, by, "STATUS", json::value(std::to_string(t.status)), json::value(std::to_string(to)));
    t.status = to;
    t.closed = to == completed ? std::optional(p.now()) : std::nullopt;
}

void change_person(portal& p, task& t, id_number& slot, id_number to, const char* field, const actor& by) {
    if (slot == to)
        return;
    note(p, t, by, field, json::value(std::to_string(slot)), json::value(std::to_string(to)));
    slot = to;
    if (const auto chat = p.chats.find(t.chat); chat != p.chats.end())
        chat->second.members.insert(to);
}

void change_group(portal& p, task& t, id_number to, const actor& by) {
    if (t.group == to)
        return;
    note(p, t, by, "GROUP_ID", json::value(std::to_string(t.group)), json::value(std::to_string(to)));
    t.group = to;
}

void change_text(portal& p, task& t, std::string& slot, const std::string& to, const char* field,
                 const actor& by) {
    if (slot == to)
        return;
    note(p, t, by, field, json::value(slot), json::value(to));
    slot = to;
}

id_number open_task_chat(portal& p, const task& t) {
    chat room;
    room.id = next_id(p, id_of::chat);
    room.kind = chat_kind::task;
    room.title = t.title;
    room.owner = t.created_by;
    room.task = t.id;
    room.members = {t.created_by, t.responsible};
    p.chats[room.id] = room;
    return room.id;
}

}  // namespace

task* find_task(portal& p, id_number id) {
    const auto found = p.tasks.find(id);
    return found == p.tasks.end() ? nullptr : &found->second;
}

bool may_read(const portal& p, id_number user, const task& t) {
    return is_admin(p, user) || is_participant(user, t) || is_superior(p, user, t.created_by) ||
           is_superior(p, user, t.responsible);
}

bool may_edit(const portal& p, id_number user, const task& t) {
    return is_admin(p, user) || (user == t.created_by && t.status != completed);
}

bool may_move_deadline(const portal& p, id_number user, const task& t) {
    if (may_edit(p, user, t) || is_superior(p, user, t.created_by))
        return true;
    return t.allow_change_deadline && (user == t.responsible || is_superior(p, user, t.responsible));
}

bool must_give_reason(const portal& p, id_number user, const task& t) {
    return t.require_deadline_reason && user != 0 && !may_edit(p, user, t);
}

const char* forbidden_by_options(const portal& p, id_number user, const task& t, const task_change& change) {
    if (!change.deadline || user == 0 || may_edit(p, user, t))
        return nullptr;
    const auto made = t.deadline_changes.find(user);
    if (t.max_deadline_changes && made != t.deadline_changes.end() && made->second >= *t.max_deadline_changes)
        return "Срок этой задачи вы больше менять не можете";
    if (t.max_deadline_date && *change.deadline && **change.deadline > *t.max_deadline_date)
        return "Так далеко переносить срок этой задачи нельзя";
    if (must_give_reason(p, user, t) && trimmed(change.deadline_reason).empty())
        return "Укажите причину изменения срока";
    return nullptr;
}

void change_task(portal& p, task& t, const task_change& change, const actor& by) {
    if (change.title)
        change_text(p, t, t.title, *change.title, "TITLE", by);
    if (change.description)
        change_text(p, t, t.description, *change.description, "DESCRIPTION", by);
    if (change.created_by)
        change_person(p, t, t.created_by, *change.created_by, "CREATED_BY", by);
    if (change.responsible)
        change_person(p, t, t.responsible, *change.responsible, "RESPONSIBLE_ID", by);
    if (change.group)
        change_group(p, t, *change.group, by);
    if (change.status)
        change_status(p, t, *change.status, by);
    if (change.allow_change_deadline)
        t.allow_change_deadline = *change.allow_change_deadline;  // not logged (T82)
    if (change.deadline)
        change_deadline(p, t, *change.deadline, change.deadline_reason, by);
    t.changed_by = by.user;
    t.changed = t.activity = p.now();
    raise(p, "ONTASKUPDATE", task_event_data("ONTASKUPDATE", t.id), by);
    p.changed();
}

task& create_task(portal& p, const task_draft& draft, const actor& by) {
    const id_number id = p.tasks.empty() ? 8017 : std::max<id_number>(p.tasks.rbegin()->first + 1, 8017);
    task& t = p.tasks[id];
    t.id = id;
    t.title = draft.title;
    t.description = draft.description;
    t.created_by = draft.created_by;
    t.responsible = draft.responsible;
    t.group = draft.group;
    t.changed_by = draft.created_by;
    if (draft.deadline)
        t.deadline = std::chrono::floor<std::chrono::minutes>(*draft.deadline);
    t.created = t.changed = t.activity = p.now();
    if (draft.new_card && has(p, part::new_card))
        t.chat = open_task_chat(p, t);
    raise(p, "ONTASKADD", task_event_data("ONTASKADD", id), by);
    p.changed();
    return t;
}

void delete_task(portal& p, id_number id, const actor& by) {
    const auto found = p.tasks.find(id);
    if (found == p.tasks.end())
        return;
    delete_chat(p, found->second.chat);
    p.tasks.erase(found);
    raise(p, "ONTASKDELETE", task_event_data("ONTASKDELETE", id), by);
    p.changed();
}

id_number add_comment(portal& p, task& t, id_number author, const std::string& text, const actor& by) {
    if (t.chat != 0) {
        message_draft draft;
        draft.chat = t.chat;
        draft.author = author;
        draft.text = text;
        return post_message(p, draft, by);
    }
    comment said;
    said.id = next_id(p, id_of::message);
    said.at = p.now();
    said.author = author;
    said.text = text;
    t.comments.push_back(said);
    t.activity = p.now();
    raise(p, "ONTASKCOMMENTADD", comment_event_data(t.id, said.id, 0), by);
    p.changed();
    return said.id;
}

void announce_task_message(portal& p, const chat& in, const message& said, const actor& by) {
    if (auto* t = find_task(p, in.task))
        t->activity = p.now();
    raise(p, "ONTASKCOMMENTADD", comment_event_data(in.task, 0, said.id), by);
}

}  // namespace sandbox
