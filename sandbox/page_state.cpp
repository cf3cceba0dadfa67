#include "sandbox/page_state.hpp"

#include <algorithm>

#include "sandbox/messenger.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/tasks.hpp"

namespace sandbox {
namespace {

json::value date_or_null(const std::optional<instant>& at) {
    return at ? json::value(iso_utc(*at)) : json::value(nullptr);
}

json::value id_or_null(id_number id) {
    return id != 0 ? json::value(id) : json::value(nullptr);
}

json::array people_list(const portal& p) {
    json::array list;
    for (const auto& [id, who] : p.people) {
        if (who.bot && p.bots.count(id) == 0)
            continue;
        list.push_back({{"id", id},
                        {"name", full_name(p, id)},
                        {"position", who.position},
                        {"bot", who.bot},
                        {"admin", who.admin},
                        {"active", who.active},
                        {"color", who.color},
                        {"zone", zone_of(p, id)},
                        {"canBe", who.can_be && who.active}});
    }
    return list;
}

// A history value for people: dates of DEADLINE as ISO, the rest as it is.
json::value history_value(const history_row& row, const json::value& value) {
    const auto unix = number_in(value);
    if (row.field != "DEADLINE")
        return value;
    return unix && *unix != 0 ? json::value(iso_utc(instant{std::chrono::seconds{*unix}}))
                              : json::value(nullptr);
}

json::array history_list(const task& t) {
    json::array list;
    for (const auto& row : t.history)
        list.push_back({{"id", row.id},
                        {"at", iso_utc(row.at)},
                        {"userId", row.user},
                        {"field", row.field},
                        {"from", history_value(row, row.from)},
                        {"to", history_value(row, row.to)}});
    return list;
}

json::object said(id_number id, instant at, id_number author, const std::string& text) {
    return {{"id", id}, {"at", iso_utc(at)}, {"authorId", author}, {"text", text}};
}

json::array discussion_of(const portal& p, const task& t) {
    json::array list;
    for (const auto& c : t.comments)
        list.push_back(said(c.id, c.at, c.author, c.text));
    if (t.chat != 0)
        for (const auto* m : messages_of(p, t.chat))
            list.push_back(said(m->id, m->at, m->author, m->text));
    return list;
}

json::object button_as_page(const json::object& button) {
    const std::string command = text_member(button, "COMMAND");
    const std::string link = text_member(button, "LINK");
    const std::string action = !link.empty()      ? "LINK"
                               : !command.empty() ? "COMMAND"
                                                  : text_member(button, "ACTION");
    const std::string value = !link.empty()      ? link
                              : !command.empty() ? "/" + command + " " + text_member(button, "COMMAND_PARAMS")
                                                 : text_member(button, "ACTION_VALUE");
    const std::string color = text_member(button, "BG_COLOR_TOKEN");
    const std::string display = text_member(button, "DISPLAY");
    return {{"text", text_member(button, "TEXT")},
            {"type", text_member(button, "TYPE")},
            {"color", color.empty() ? "base" : color},
            {"display", display.empty() ? "BLOCK" : display},
            {"action", action},
            {"value", value},
            {"params", text_member(button, "COMMAND_PARAMS")},
            {"disabled", text_member(button, "DISABLED") == "Y"},
            {"block", text_member(button, "BLOCK") == "Y"}};
}

json::object chat_as_page(const portal& p, const chat& c, id_number user) {
    const bool direct = c.kind == chat_kind::direct;
    json::array messages;
    for (const auto* m : messages_of(p, c.id))
        messages.push_back(message_as_page(*m));
    return {{"dialog", dialog_of(c, user)},
            {"title", direct ? full_name(p, peer_in(c, user)) : c.title},
            {"private", direct},
            {"peer", direct ? json::value(peer_in(c, user)) : json::value(nullptr)},
            {"unread", unread_count(p, c, user)},
            {"messages", messages}};
}

// Chats of this person, and an unopened dialog with each bot.
json::array chat_list(portal& p, id_number user) {
    json::array list;
    for (const auto& [id, b] : p.bots)
        if (!b.hidden && direct_chat(p, user, id) == nullptr)
            list.push_back({{"dialog", std::to_string(id)},
                            {"title", full_name(p, id)},
                            {"private", true},
                            {"peer", id},
                            {"unread", 0},
                            {"messages", json::array()}});
    for (const auto& [id, c] : p.chats)
        if (c.kind != chat_kind::task && is_member(c, user))
            list.push_back(chat_as_page(p, c, user));
    return list;
}

json::array command_list(const portal& p) {
    json::array list;
    for (const auto& [id, cmd] : p.commands)
        if (!cmd.hidden)
            list.push_back({{"command", "/" + cmd.name},
                            {"title", text_member(cmd.title, "ru")},
                            {"params", text_member(cmd.params, "ru")}});
    return list;
}

}  // namespace

json::object message_as_page(const message& m) {
    json::value keyboard;
    if (m.keyboard.is_array()) {
        json::array buttons;
        for (const auto& button : m.keyboard.get_array())
            buttons.push_back(button_as_page(button.get_object()));
        keyboard = buttons;
    }
    return {{"id", m.id},
            {"authorId", m.author},
            {"at", iso_utc(m.at)},
            {"text", m.text},
            {"attach", m.attach},
            {"keyboard", keyboard},
            {"edited", m.edited},
            {"deleted", m.deleted},
            {"system", m.system || m.author == 0},
            {"replyId", id_or_null(m.reply_to)}};
}

json::object task_as_page(portal& p, const task& t, id_number user) {
    return {{"id", t.id},
            {"title", t.title},
            {"deadline", date_or_null(t.deadline)},
            {"status", t.status},
            {"responsibleId", t.responsible},
            {"createdBy", t.created_by},
            {"card", t.chat != 0 ? "new" : "old"},
            {"canMoveDeadline", may_move_deadline(p, user, t)},
            {"mustGiveReason", must_give_reason(p, user, t)},
            {"chatId", id_or_null(t.chat)},
            {"history", history_list(t)},
            {"discussion", discussion_of(p, t)}};
}

json::object page_state(portal& p, id_number user) {
    json::array tasks;
    for (const auto& [id, t] : p.tasks)
        if (may_read(p, user, t))
            tasks.push_back(task_as_page(p, t, user));
    const auto bot = p.bots.empty() ? json::value(nullptr) : json::value(p.bots.begin()->first);
    const auto reachable = p.app.reachable ? json::value(*p.app.reachable) : json::value(nullptr);
    return {{"me", user},
            {"now", iso_utc(p.now())},
            {"revision", p.revision},
            {"people", people_list(p)},
            {"tasks", tasks},
            {"chats", chat_list(p, user)},
            {"commands", command_list(p)},
            {"app",
             {{"installed", p.app.installed},
              {"bot", bot},
              {"handlerReachable", reachable},
              {"lastError", p.app.last_error}}}};
}

}  // namespace sandbox
