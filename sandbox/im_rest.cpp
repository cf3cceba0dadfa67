// im.*: users, heads of departments, chats and their messages (protocol notes 5.8.2, 6.1.2, 6.2.2).
#include <algorithm>

#include "sandbox/bots.hpp"
#include "sandbox/methods.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"
#include "sandbox/tasks.hpp"

namespace sandbox {
namespace {

// The day he is back, while he is away (protocol notes 6.3).
json::value absent_view(const portal& p, const person& who) {
    return who.back && p.now() < *who.back ? json::value(iso_in(portal_zone, *who.back)) : json::value(false);
}

json::object im_view(const portal& p, const person& who) {
    return {{"id", who.id},
            {"active", who.active},
            {"name", full_name(p, who.id)},
            {"first_name", who.name},
            {"last_name", who.last_name},
            {"work_position", who.position},
            {"color", who.color},
            {"avatar", ""},
            {"gender", who.gender},
            {"birthday", ""},
            {"extranet", who.guest},
            {"network", false},
            {"bot", who.bot},
            {"connector", false},
            {"external_auth_id", who.bot ? "bot" : "default"},
            {"status", "online"},
            {"idle", false},
            {"last_activity_date", iso_in(portal_zone, p.now())},
            {"mobile_last_date", false},
            {"desktop_last_date", false},
            {"absent", absent_view(p, who)},
            {"departments", json::array(who.departments.begin(), who.departments.end())},
            {"phones", false},
            {"bot_data", nullptr},
            {"type", who.bot ? "bot" : "user"}};
}

// The ID parameter: a list, or a JSON text of one.
std::vector<std::int64_t> ids_of(const call& c) {
    const auto* given = member(c.params, "ID");
    if (given == nullptr)
        throw refusal("ID_EMPTY", "List of IDs cannot be empty");
    boost::system::error_code failed;
    const json::value parsed = given->is_string() ? json::parse(given->get_string(), failed) : *given;
    auto ids = numbers_in(failed ? *given : parsed);
    if (ids.empty())
        throw refusal("INVALID_FORMAT", "A wrong format for the ID field is passed");
    return ids;
}

json::object message_view(const portal& p, const message& m, const chat& in, id_number reader) {
    json::object params;
    if (m.author == 0)
        params["NOTIFY"] = "N";
    const auto read = in.last_read.find(reader);
    const bool unread = m.author != reader && (read == in.last_read.end() || read->second < m.id);
    return {{"id", m.id},
            {"chat_id", m.chat},
            {"author_id", m.author},
            {"date", iso_in(zone_of(p, reader), m.at)},
            {"text", m.text},
            {"unread", unread},
            {"uuid", m.uuid.empty() ? json::value(nullptr) : json::value(m.uuid)},
            {"replaces", json::array()},
            {"params", or_empty_list(std::move(params))},
            {"disappearing_date", nullptr}};
}

// What FIRST_ID, LAST_ID and LIMIT ask for. After FIRST_ID nothing orders them (T85): here they come odd ids
// first.
std::vector<const message*> window(const call& c, const chat& in) {
    const auto limit = static_cast<std::size_t>(
        std::clamp<std::int64_t>(number_member(c.params, "LIMIT").value_or(20), 1, 50));
    const auto first = member(c.params, "FIRST_ID");
    const auto last = member(c.params, "LAST_ID");
    if (first != nullptr && !number_in(*first))
        throw refusal("FIRST_ID_STRING", "FIRST_ID must be a number");
    if (last != nullptr && !number_in(*last))
        throw refusal("LAST_ID_STRING", "LAST_ID must be a number");
    auto all = messages_of(c.p, in.id);
    if (first != nullptr) {
        std::erase_if(all, [&](const message* m) { return m->id <= *number_in(*first); });
        all.resize(std::min(all.size(), limit));
        std::stable_partition(all.begin(), all.end(), [](const message* m) { return m->id % 2 != 0; });
        return all;
    }
    if (last != nullptr)
        std::erase_if(all, [&](const message* m) { return m->id >= *number_in(*last); });
    std::reverse(all.begin(), all.end());
    all.resize(std::min(all.size(), limit));
    return all;
}

}  // namespace

answer im_user_get(const call& c) {
    const id_number id = number_member(c.params, "ID").value_or(c.who.user);
    const auto* who = find_person(c.p, id);
    if (who == nullptr)
        throw refusal("USER_NOT_EXISTS", "User is not exists");
    return {im_view(c.p, *who), {}, {}};
}

answer im_user_list_get(const call& c) {
    const bool as_array = text_member(c.params, "RESULT_TYPE") == "array";
    json::array list;
    json::object by_id;
    for (const auto id : ids_of(c)) {
        const auto* who = find_person(c.p, id);
        if (who != nullptr)
            list.push_back(im_view(c.p, *who));
        by_id[std::to_string(id)] = who != nullptr ? json::value(im_view(c.p, *who)) : json::value(nullptr);
    }
    return {as_array ? json::value(list) : json::value(by_id), {}, {}};
}

answer im_department_managers_get(const call& c) {
    const bool with_data = text_member(c.params, "USER_DATA") == "Y";
    json::object heads;
    for (const auto id : ids_of(c)) {
        const auto found = c.p.departments.find(id);
        const auto* head = found == c.p.departments.end() ? nullptr : find_person(c.p, found->second.head);
        if (head == nullptr)
            continue;
        const json::value shown = with_data ? json::value(im_view(c.p, *head)) : json::value(head->id);
        heads[std::to_string(id)] = json::array{shown};
    }
    return {or_empty_list(std::move(heads)), {}, {}};
}

answer im_department_get(const call& c) {
    constexpr std::size_t most = 50;  // T96
    json::array found;
    for (const auto id : ids_of(c)) {
        const auto d = c.p.departments.find(id);
        if (d != c.p.departments.end() && found.size() < most)
            found.push_back({{"id", id},
                             {"name", d->second.name},
                             {"full_name", d->second.name},
                             {"manager_user_id", d->second.head}});
    }
    return {found, {}, {}};
}

answer im_chat_get(const call& c) {
    const bool of_task = text_member(c.params, "ENTITY_TYPE") == "TASKS_TASK";
    const auto id = number_member(c.params, "ENTITY_ID");
    const auto* t = of_task && id ? find_task(c.p, *id) : nullptr;
    if (t == nullptr || t->chat == 0 || !may_read(c.p, c.who.user, *t))
        return {nullptr, {}, {}};
    return {json::object{{"ID", t->chat}}, {}, {}};
}

answer im_chat_user_add(const call& c) {
    auto* in = find_chat(c.p, number_member(c.params, "CHAT_ID").value_or(0));
    const auto* users = member(c.params, "USERS");
    if (in == nullptr || in->kind != chat_kind::group ||
        !(is_member(*in, c.who.user) || is_admin(c.p, c.who.user)))
        throw refusal("ACCESS_ERROR", "You don't have access to this chat", 403);
    for (const auto id : users != nullptr ? numbers_in(*users) : std::vector<std::int64_t>())
        if (find_person(c.p, id) != nullptr && in->members.insert(id).second)
            bot_joined(c.p, *in, id, c.who.user);
    c.p.changed();
    return {true, {}, {}};
}

answer im_dialog_messages_get(const call& c) {
    const std::string dialog = text_member(c.params, "DIALOG_ID");
    if (dialog.empty())
        throw refusal("DIALOG_ID_EMPTY", "Dialog ID can't be empty");
    const auto* in = chat_of_dialog(c.p, c.who.user, dialog);
    if (in == nullptr || !may_read_chat(c.p, c.who.user, *in))
        throw refusal("ACCESS_ERROR", "You don't have access to this chat", 403);
    json::array views, users;
    std::set<id_number> authors;
    for (const auto* m : window(c, *in)) {
        views.push_back(message_view(c.p, *m, *in, c.who.user));
        authors.insert(m->author);
    }
    for (const auto id : authors)
        if (const auto* who = find_person(c.p, id))
            users.push_back(im_view(c.p, *who));
    return {
        json::object{{"chat_id", in->id}, {"messages", views}, {"users", users}, {"files", json::array()}},
        {},
        {}};
}

// A workgroup's chat: "sg9". Whoever belongs to a workgroup is in its chat.
answer im_dialog_get(const call& c) {
    const std::string dialog = text_member(c.params, "DIALOG_ID");
    if (dialog.empty())
        throw refusal("DIALOG_ID_EMPTY", "Dialog ID can't be empty");
    const auto group = dialog.starts_with("sg") ? number_in(json::string(dialog.substr(2))) : std::nullopt;
    const auto found = group ? c.p.workgroups.find(*group) : c.p.workgroups.end();
    if (found == c.p.workgroups.end() || !found->second.contains(c.who.user))
        throw refusal("ACCESS_ERROR", "You do not have access to the specified dialog", 403);
    const bool guests = std::any_of(found->second.begin(), found->second.end(), [&](id_number id) {
        const auto* who = find_person(c.p, id);
        return who != nullptr && who->guest;
    });
    return {json::object{{"id", *group + 100000},
                         {"dialog_id", dialog},
                         {"type", "sonetGroup"},
                         {"message_type", "C"},
                         {"entity_type", "SONET_GROUP"},
                         {"entity_id", std::to_string(*group)},
                         {"user_counter", found->second.size()},
                         {"extranet", guests}},
            {},
            {}};
}

answer im_notify_personal_add(const call& c) {
    const auto user = number_member(c.params, "USER_ID");
    const std::string text = text_member(c.params, "MESSAGE");
    if (!user || *user == 0)
        throw refusal("USER_ID_EMPTY", "User ID can't be empty");
    if (trimmed(text).empty())
        throw refusal("MESSAGE_EMPTY", "Message can't be empty");
    if (find_person(c.p, *user) == nullptr)
        return {false, {}, {}};
    const auto id = next_id(c.p, id_of::message);
    c.p.notifications.push_back(
        {{"id", id}, {"user", *user}, {"text", text}, {"tag", text_member(c.params, "TAG")}});
    c.p.changed();
    return {id, {}, {}};
}

}  // namespace sandbox
