#include "sandbox/acts.hpp"

#include "sandbox/bots.hpp"
#include "sandbox/company_acts.hpp"
#include "sandbox/mass_acts.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/tasks.hpp"

namespace sandbox {
namespace {

struct wish {
    portal& p;
    const json::object& asked;
    id_number user;
    bool forced;

    [[nodiscard]] actor by() const { return {user, false, "", std::nullopt}; }
};

using deed = json::object (*)(const wish&);

task& task_of(const wish& w) {
    auto* t = find_task(w.p, number_member(w.asked, "task").value_or(0));
    if (t == nullptr || (w.user != 0 && !may_read(w.p, w.user, *t)))
        throw act_refused("Такой задачи нет");
    return *t;
}

std::string text_of(const wish& w, const char* key, const char* missing) {
    std::string text = text_member(w.asked, key);
    if (trimmed(text).empty())
        throw act_refused(missing);
    return text;
}

std::optional<instant> deadline_of(const wish& w) {
    const std::string text = text_member(w.asked, "deadline");
    if (text.empty())
        return std::nullopt;
    const auto at = parsed_instant(text);
    if (!at)
        throw act_refused("Не понимаю дату: " + text);
    return at;
}

id_number employee_of(const wish& w, const char* key) {
    const auto* who = find_person(w.p, number_member(w.asked, key).value_or(0));
    if (who == nullptr || who->bot)
        throw act_refused("Такого сотрудника нет");
    return who->id;
}

json::object move_deadline(const wish& w) {
    task& t = task_of(w);
    if (!may_move_deadline(w.p, w.user, t))
        throw act_refused("Этот срок вы менять не можете");
    task_change change;
    change.deadline = deadline_of(w);
    change.deadline_reason = text_member(w.asked, "reason");
    if (const char* why = forbidden_by_options(w.p, w.user, t, change))
        throw act_refused(why);
    change_task(w.p, t, change, w.by());
    return {};
}

// {"reason":true,"changes":3,"date":"2026-12-31T15:00:00Z"}: the portal's own options of a task.
json::object set_deadline_options(const wish& w) {
    task& t = task_of(w);
    const auto* reason = member(w.asked, "reason");
    t.require_deadline_reason = reason != nullptr && truth_in(*reason);
    t.max_deadline_changes = number_member(w.asked, "changes");
    t.max_deadline_date = parsed_instant(text_member(w.asked, "date"));
    w.p.changed();
    return {};
}

json::object add_auditor(const wish& w) {
    task& t = task_of(w);
    t.auditors.push_back(number_member(w.asked, "person").value_or(0));
    w.p.changed();
    return {};
}

json::object robot_deadline(const wish& w) {
    const wish robot{w.p, w.asked, 0, true};
    task_change change;
    change.deadline = deadline_of(robot);
    change_task(w.p, task_of(robot), change, robot.by());
    return {};
}

json::object write_comment(const wish& w) {
    task& t = task_of(w);
    const std::string text = text_of(w, "text", "Напишите что-нибудь");
    return {{"id", add_comment(w.p, t, w.user, text, w.by())}};
}

json::object set_status(const wish& w) {
    task& t = task_of(w);
    const auto status = number_member(w.asked, "status").value_or(0);
    if (status < pending || status > deferred)
        throw act_refused("Такого состояния нет");
    if (!may_edit(w.p, w.user, t) && w.user != t.responsible)
        throw act_refused("Состояние этой задачи вы менять не можете");
    task_change change;
    change.status = static_cast<int>(status);
    change_task(w.p, t, change, w.by());
    return {};
}

json::object reopen(const wish& w) {
    task_change change;
    change.status = pending;
    change_task(w.p, task_of(w), change, w.by());
    return {};
}

json::object set_responsible(const wish& w) {
    task& t = task_of(w);
    if (!may_edit(w.p, w.user, t) && w.user != t.responsible)
        throw act_refused("Передать эту задачу вы не можете");
    task_change change;
    change.responsible = employee_of(w, "responsible");
    change_task(w.p, t, change, w.by());
    return {};
}

json::object new_task(const wish& w) {
    task_draft draft;
    draft.title = text_of(w, "title", "Назовите задачу");
    draft.created_by = w.user;
    draft.responsible = employee_of(w, "responsible");
    draft.deadline = deadline_of(w);
    draft.new_card = text_member(w.asked, "card") != "old";
    return {{"task", create_task(w.p, draft, w.by()).id}};
}

json::object remove_task(const wish& w) {
    const task& t = task_of(w);
    if (!may_edit(w.p, w.user, t))
        throw act_refused("Удалить эту задачу вы не можете");
    delete_task(w.p, t.id, w.by());
    return {};
}

// The dialog of a wish; a private one is opened on demand, which a bot hears of.
chat& dialog_of_wish(const wish& w) {
    const std::string dialog = text_of(w, "dialog", "Какой диалог?");
    if (auto* found = chat_of_dialog(w.p, w.user, dialog)) {
        if (!is_member(*found, w.user) && !may_read_chat(w.p, w.user, *found))
            throw act_refused("Вас нет в этом чате");
        return *found;
    }
    const auto* peer = find_person(w.p, number_in(json::value(dialog)).value_or(0));
    if (peer == nullptr || !peer->active || peer->id == w.user)
        throw act_refused("Такого диалога нет");
    chat& opened = open_direct_chat(w.p, w.user, peer->id);
    if (peer->bot)
        bot_joined(w.p, opened, peer->id, w.user);
    return opened;
}

json::object open_dialog(const wish& w) {
    return {{"chat", dialog_of_wish(w).id}};
}

json::object write_message(const wish& w) {
    const std::string text = text_of(w, "text", "Напишите что-нибудь");
    chat& in = dialog_of_wish(w);
    const auto reply = number_member(w.asked, "replyId").value_or(0);
    const auto* quoted = find_message(w.p, reply);
    if (reply != 0 && (quoted == nullptr || quoted->chat != in.id))
        throw act_refused("Сообщения, на которое вы отвечаете, нет");
    return {{"message", say(w.p, in, w.user, text, reply, w.by())}};
}

json::object edit_message(const wish& w) {
    auto* m = find_message(w.p, number_member(w.asked, "message").value_or(0));
    if (m == nullptr || m->deleted || m->author != w.user)
        throw act_refused("Изменить можно только своё сообщение");
    edit(w.p, *m, text_of(w, "text", "Напишите что-нибудь"));
    return {};
}

json::object read_dialog(const wish& w) {
    const std::string dialog = text_of(w, "dialog", "Какой диалог?");
    if (auto* in = chat_of_dialog(w.p, w.user, dialog); in != nullptr && is_member(*in, w.user))
        mark_read(w.p, *in, w.user);
    return {};
}

json::object follow_action(const wish& w, const message& m, const json::object& button) {
    const std::string action = text_member(button, "ACTION");
    const std::string value = text_member(button, "ACTION_VALUE");
    if (action == "SEND")
        return {{"message", say(w.p, w.p.chats.at(m.chat), w.user, value, 0, w.by())}};
    return {{lower_case(action), value}};
}

json::object press(const wish& w) {
    const auto* m = find_message(w.p, number_member(w.asked, "message").value_or(0));
    if (m == nullptr || m->deleted || !is_member(w.p.chats.at(m->chat), w.user))
        throw act_refused("Такого сообщения нет");
    const auto index = static_cast<std::size_t>(number_member(w.asked, "button").value_or(-1));
    if (!m->keyboard.is_array() || index >= m->keyboard.get_array().size())
        throw act_refused("Такой кнопки уже нет");
    const message carrier = *m;
    const json::object button = carrier.keyboard.get_array()[index].as_object();
    if (text_member(button, "DISABLED") == "Y" || text_member(button, "TYPE") == "NEWLINE")
        throw act_refused("Эта кнопка не нажимается");
    if (const auto link = text_member(button, "LINK"); !link.empty())
        return {{"link", link}};
    if (!text_member(button, "ACTION").empty())
        return follow_action(w, carrier, button);
    if (!press_command(w.p, w.user, carrier, number_member(button, "BOT_ID").value_or(0),
                       text_member(button, "COMMAND"), text_member(button, "COMMAND_PARAMS")))
        throw act_refused("Бот не знает этой команды");
    return {};
}

json::object forge_press(const wish& w) {
    const auto* m = find_message(w.p, number_member(w.asked, "message").value_or(0));
    if (m == nullptr)
        throw act_refused("Такого сообщения нет");
    if (!is_member(w.p.chats.at(m->chat), w.user))
        throw act_refused("Портал не принял нажатие: его автора нет в чате этого сообщения");
    std::string name = text_member(w.asked, "command");
    name.erase(0, name.rfind('/', 0) == 0 ? 1 : 0);
    const auto bot = number_member(w.asked, "bot").value_or(m->author);
    if (!press_command(w.p, w.user, message(*m), bot, name, text_member(w.asked, "params")))
        throw act_refused("Портал не принял нажатие: у бота нет такой команды");
    return {};
}

json::object set_active(const wish& w, bool active) {
    const auto found = w.p.people.find(number_member(w.asked, "person").value_or(0));
    if (found == w.p.people.end())
        throw act_refused("Такого сотрудника нет");
    found->second.active = active;
    w.p.changed();
    return {};
}

json::object dismiss(const wish& w) {
    return set_active(w, false);
}
json::object rehire(const wish& w) {
    return set_active(w, true);
}

json::object invite(const wish& w) {
    auto* in = chat_of_dialog(w.p, w.user, text_of(w, "dialog", "Какой чат?"));
    const auto* who = find_person(w.p, number_member(w.asked, "person").value_or(0));
    if (in == nullptr || who == nullptr || in->kind != chat_kind::group || !is_member(*in, w.user))
        throw act_refused("Пригласить не получилось");
    if (in->members.insert(who->id).second)
        bot_joined(w.p, *in, who->id, w.user);
    w.p.changed();
    return {};
}

std::vector<id_number> ids_of(const wish& w, const char* key) {
    const auto* given = member(w.asked, key);
    return given != nullptr ? numbers_in(*given) : std::vector<id_number>();
}

int count_of(const wish& w, const char* key, int otherwise) {
    constexpr int most = 100'000;
    const auto count = number_member(w.asked, key).value_or(otherwise);
    if (count < -most || count > most)
        throw act_refused("Столько нельзя");
    return static_cast<int>(count);
}

json::array listed(const std::vector<id_number>& ids) {
    return json::array(ids.begin(), ids.end());
}

json::object make_many_tasks(const wish& w) {
    task_wave wave;
    wave.count = count_of(w, "count", 0);
    wave.responsibles = ids_of(w, "responsibles");
    for (const id_number id : wave.responsibles)
        if (find_person(w.p, id) == nullptr)
            throw act_refused("Такого сотрудника нет");
    wave.creator = number_member(w.asked, "creator").value_or(w.user);
    if (const auto due = text_member(w.asked, "due"); !due.empty())
        wave.due = parsed_instant(due);
    if (const auto title = text_member(w.asked, "title"); !title.empty())
        wave.title = title;
    wave.new_card = text_member(w.asked, "card") != "old";
    return {{"tasks", listed(make_tasks(w.p, wave))}};
}

json::object make_many_people(const wish& w) {
    std::optional<std::string> zone;
    if (const auto given = text_member(w.asked, "zone"); !given.empty())
        zone = given;
    const auto department = number_member(w.asked, "department").value_or(5);
    if (w.p.departments.count(department) == 0)
        throw act_refused("Такого отдела нет");
    return {{"people", listed(make_people(w.p, count_of(w, "count", 1), department, zone))}};
}

// "tasks": these; "all_of": the open ones of these people.
std::vector<id_number> meant_tasks(const wish& w) {
    return member(w.asked, "all_of") != nullptr ? open_tasks_of(w.p, ids_of(w, "all_of"))
                                                : ids_of(w, "tasks");
}

json::object mass_deadline(const wish& w) {
    const auto by = number_member(w.asked, "by").value_or(0);
    return {{"changed", postpone(w.p, meant_tasks(w), count_of(w, "days", 1), by)}};
}

json::object mass_touch(const wish& w) {
    const auto by = number_member(w.asked, "by").value_or(0);
    const bool title = text_member(w.asked, "field") == "title";
    const auto what = title ? touched::title : touched::description;
    return {{"changed", touch(w.p, meant_tasks(w), what, by)}};
}

json::object delete_bot(const wish& w) {
    const auto bot = number_member(w.asked, "bot").value_or(0);
    if (find_bot(w.p, bot) == nullptr)
        throw act_refused("Такого бота нет");
    dismiss_bot(w.p, bot);
    return {};
}

template <json::object (*Change)(portal&, const json::object&)>
json::object of_company(const wish& w) {
    return Change(w.p, w.asked);
}

struct named_deed {
    const char* name;
    deed run;
    bool needs_force;
};

constexpr std::array deeds = {
    named_deed{"deadline", move_deadline, false},
    named_deed{"comment", write_comment, false},
    named_deed{"status", set_status, false},
    named_deed{"responsible", set_responsible, false},
    named_deed{"say", write_message, false},
    named_deed{"edit", edit_message, false},
    named_deed{"press", press, false},
    named_deed{"read", read_dialog, false},
    named_deed{"open", open_dialog, false},
    named_deed{"task", new_task, false},
    named_deed{"delete_task", remove_task, false},
    named_deed{"invite", invite, false},
    named_deed{"forge_press", forge_press, true},
    named_deed{"robot_deadline", robot_deadline, true},
    named_deed{"deadline_options", set_deadline_options, true},
    named_deed{"add_auditor", add_auditor, true},
    named_deed{"make_guest", of_company<make_guest>, true},
    named_deed{"away", of_company<go_away>, true},
    named_deed{"heads", of_company<name_heads>, true},
    named_deed{"workgroup", of_company<put_into_group>, true},
    named_deed{"dismiss", dismiss, true},
    named_deed{"rehire", rehire, true},
    named_deed{"set_head", of_company<set_head>, true},
    named_deed{"reopen", reopen, true},
    named_deed{"make_tasks", make_many_tasks, true},
    named_deed{"make_people", make_many_people, true},
    named_deed{"mass_deadline", mass_deadline, true},
    named_deed{"mass_touch", mass_touch, true},
    named_deed{"delete_bot", delete_bot, true},
};

}  // namespace

json::object act(portal& p, const json::object& asked, bool forced) {
    const wish w{p, asked, number_member(asked, "user").value_or(forced ? service_user : 0), forced};
    const auto* who = find_person(p, w.user);
    if (who == nullptr || !who->active || who->bot)
        throw act_refused("Такого сотрудника нет");
    const std::string name = text_member(asked, "do");
    for (const auto& known : deeds)
        if (name == known.name && (forced || !known.needs_force))
            return known.run(w);
    throw act_refused("Такого действия нет: " + name);
}

}  // namespace sandbox
