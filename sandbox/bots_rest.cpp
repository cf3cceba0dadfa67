// imbot.v2.Bot.*, Event.get, Revision.get (protocol notes 4.2 to 4.4).
#include <algorithm>
#include <array>

#include "sandbox/bot_owner.hpp"
#include "sandbox/methods.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"

namespace sandbox {
namespace {

json::object bot_answer(const call& c, const bot& b) {
    return {{"bot", bot_view(c.p, b)}, {"users", json::array{bot_view_of_user(c.p, b.id)}}};
}

void check_token_length(const call& c) {
    if (c.who.webhook && owner_of(c).size() > std::string_view("custom").size() + 40)
        throw refusal("BOT_TOKEN_INVALID_LENGTH", "Bot token is too long");  // T44
}

template <std::size_t Size>
bool is_one_of(const std::string& text, const std::array<const char*, Size>& allowed) {
    return std::find(allowed.begin(), allowed.end(), text) != allowed.end();
}

void set_event_mode(bot& b, const json::object& fields) {
    static constexpr std::array modes = {"fetch", "webhook"};
    const std::string mode = text_member(fields, "eventMode");
    if (!mode.empty() && !is_one_of(mode, modes))
        throw refusal("BOT_INVALID_EVENT_MODE", "Invalid event mode");
    const std::string wanted = mode.empty() ? b.event_mode : mode;
    std::string url = text_member(fields, "webhookUrl");
    url = url.empty() ? b.webhook_url : url;
    if (wanted == "webhook" && url.empty())
        throw refusal("BOT_WEBHOOK_URL_REQUIRED", "webhookUrl is required");
    if (wanted == "webhook" && url.rfind("http", 0) != 0)
        throw refusal("BOT_INVALID_CALLBACK", "webhookUrl is not a URL");
    if (wanted == "webhook" && b.event_mode == "fetch")  // T42
        b.pending.clear();
    b.event_mode = wanted;
    b.webhook_url = url;
}

void set_flags(bot& b, const json::object& fields) {
    b.hidden = truth_member(fields, "isHidden", b.hidden);
    b.reactions = truth_member(fields, "isReactionsEnabled", b.reactions);
    b.openline = truth_member(fields, "isSupportOpenline", b.openline);
    if (const auto* background = member(fields, "backgroundId"))
        b.background = *background;
}

// What is left out of `properties` becomes blank (T41).
void set_properties(person& who, const json::object& properties) {
    who.name = text_member(properties, "name");
    who.last_name = text_member(properties, "lastName");
    who.position = text_member(properties, "workPosition");
    who.gender = text_member(properties, "gender") == "F" ? "F" : "M";
}

bot& add_bot(const call& c, const json::object& fields, const json::object& properties) {
    bot made;
    made.type = text_member(fields, "type").empty() ? "bot" : text_member(fields, "type");
    static constexpr std::array types = {"bot", "supervisor", "personal", "openline"};
    if (!is_one_of(made.type, types))
        throw refusal("BOT_INVALID_TYPE", "Invalid bot type");
    made.code = text_member(fields, "code");
    made.owner = owner_of(c);
    set_event_mode(made, fields);
    set_flags(made, fields);
    person face;
    set_properties(face, properties);
    return employ_bot(c.p, std::move(made), std::move(face));
}

}  // namespace

std::string owner_of(const call& c) {
    if (!c.who.webhook)
        return c.p.set.client_id;
    for (const char* key : {"botToken", "CLIENT_ID"})
        if (const auto token = text_member(c.params, key); !token.empty())
            return "custom" + token;
    if (const auto token = text_member(object_member(c.params, "fields"), "botToken"); !token.empty())
        return "custom" + token;
    throw refusal("BOT_TOKEN_NOT_SPECIFIED", "Bot token is not specified");
}

bot& own_bot(const call& c) {
    const std::string owner = owner_of(c);
    const auto id = number_member(c.params, "botId").value_or(0);
    if (id == 0)
        throw refusal("BOT_ID_REQUIRED", "Bot id is required");
    auto* found = find_bot(c.p, id);
    if (found == nullptr)
        throw refusal("BOT_NOT_FOUND", "Bot not found");
    if (found->owner != owner)
        throw refusal("BOT_OWNERSHIP_ERROR", "Bot belongs to another application");
    return *found;
}

chat& chat_for_bot(portal& p, const bot& b, const std::string& dialog) {
    if (auto* found = chat_of_dialog(p, b.id, dialog)) {
        const auto* peer = find_person(p, peer_in(*found, b.id));
        const bool gone = found->kind == chat_kind::direct && (peer == nullptr || !peer->active);
        if (!is_member(*found, b.id) || found->kind == chat_kind::task || gone)
            throw refusal("ACCESS_DENIED", "Access denied");
        return *found;
    }
    const auto peer = number_in(json::value(dialog));
    if (!peer)
        throw refusal("CHAT_NOT_FOUND", "Chat not found");
    const auto* who = find_person(p, *peer);
    if (who == nullptr || !who->active)
        throw refusal("ACCESS_DENIED", "Access denied");
    return open_direct_chat(p, b.id, *peer);
}

chat& bot_chat(const call& c, const bot& b) {
    return chat_for_bot(c.p, b, text_member(c.params, "dialogId"));
}

json::object fields_or_flat(const call& c) {
    const auto* fields = member(c.params, "fields");
    return fields != nullptr && fields->is_object() ? fields->get_object() : c.params;
}

answer imbot_revision_get(const call&) {
    return {json::object{{"rest", 36}, {"web", 137}, {"mobile", 24}, {"desktop", 6}}, {}, {}};
}

answer imbot_bot_register(const call& c) {
    check_token_length(c);
    const std::string owner = owner_of(c);
    const json::object fields = object_member(c.params, "fields");
    const std::string code = text_member(fields, "code");
    const json::object properties = object_member(fields, "properties");
    if (code.empty())
        throw refusal("BOT_CODE_REQUIRED", "Bot code is required");
    if (text_member(properties, "name").empty())
        throw refusal("BOT_PROPERTIES_REQUIRED", "Bot properties are required");
    for (const auto& [id, b] : c.p.bots)
        if (b.code == code) {
            if (b.owner != owner)
                throw refusal("BOT_CODE_ALREADY_TAKEN", "Bot code is already taken");
            return {bot_answer(c, b), {}, {}};  // and nothing of the new settings is kept (T40)
        }
    return {bot_answer(c, add_bot(c, fields, properties)), {}, {}};
}

answer imbot_bot_update(const call& c) {
    bot& b = own_bot(c);
    const json::object fields = object_member(c.params, "fields");
    set_event_mode(b, fields);
    set_flags(b, fields);
    if (member(fields, "properties") != nullptr)
        set_properties(c.p.people.at(b.id), object_member(fields, "properties"));
    if (const auto token = text_member(fields, "botToken"); c.who.webhook && !token.empty())
        b.owner = "custom" + token;
    c.p.changed();
    return {bot_answer(c, b), {}, {}};
}

answer imbot_bot_get(const call& c) {
    const std::string owner = owner_of(c);
    const std::string code = text_member(c.params, "code");
    if (code.empty())
        return {bot_answer(c, own_bot(c)), {}, {}};
    for (const auto& [id, b] : c.p.bots)
        if (b.code == code && b.owner == owner)
            return {bot_answer(c, b), {}, {}};
    throw refusal("BOT_NOT_FOUND", "Bot not found");
}

answer imbot_bot_list(const call& c) {
    const std::string owner = owner_of(c);
    json::array bots, users;
    for (const auto& [id, b] : c.p.bots) {
        if (b.owner != owner)
            continue;
        bots.push_back(bot_view(c.p, b));
        users.push_back(bot_view_of_user(c.p, id));
    }
    return {json::object{{"bots", bots}, {"users", users}, {"hasNextPage", false}}, {}, {}};
}

answer imbot_bot_unregister(const call& c) {
    dismiss_bot(c.p, own_bot(c).id);
    return {json::object{{"result", true}}, {}, {}};
}

answer imbot_event_get(const call& c) {
    bot& b = own_bot(c);
    if (truth_member(c.params, "withUserEvents", false))
        throw refusal("USER_NOT_SUBSCRIBED", "User is not subscribed to events");
    const auto offset = std::max<std::int64_t>(number_member(c.params, "offset").value_or(0), 0);
    const auto limit = std::clamp<std::int64_t>(number_member(c.params, "limit").value_or(100), 1, 1000);
    forget_old_events(c.p, b);
    while (!b.pending.empty() && b.pending.front().id < offset)
        b.pending.pop_front();
    const bool cached = offset == 0 && b.idle_until && c.p.now() < *b.idle_until;
    json::array events;
    std::int64_t next = offset;
    for (const auto& e : b.pending) {
        if (cached || static_cast<std::int64_t>(events.size()) >= limit)
            break;
        events.push_back(
            {{"eventId", e.id}, {"type", e.type}, {"date", iso_in(portal_zone, e.at)}, {"data", e.data}});
        next = e.id + 1;
    }
    if (offset == 0 && events.empty() && !cached)
        b.idle_until = c.p.now() + std::chrono::seconds{60};  // T48
    const bool more = static_cast<std::int64_t>(events.size()) >= limit;
    return {json::object{{"events", std::move(events)}, {"nextOffset", next}, {"hasMore", more}}, {}, {}};
}

}  // namespace sandbox
