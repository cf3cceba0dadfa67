#include "sandbox/offline.hpp"

#include <algorithm>

#include "sandbox/filter.hpp"
#include "sandbox/kind.hpp"
#include "sandbox/params.hpp"
#include "sandbox/people.hpp"

namespace sandbox {
namespace {

void require_admin(const call& c) {
    if (!is_admin(c.p, c.who.user))
        throw refusal("ACCESS_DENIED", "Access denied!", 403);
}

// Stands for md5(event name + data): equal for equal content, 32 hex digits.
std::string fingerprint(const std::string& event, const json::object& data) {
    constexpr std::string_view digits = "0123456789abcdef";
    const std::string text = event + json::serialize(data);
    std::string out;
    for (const char* salt : {"left", "right"}) {
        auto hash = std::hash<std::string>{}(salt + text);
        for (int i = 0; i < 16; ++i, hash >>= 4U)
            out += digits[hash & 15U];
    }
    return out;
}

field_reader<offline_row> row_field(const std::string& name) {
    using known = std::optional<filter_field>;
    if (name == "ID")
        return [](const offline_row& row) { return known(row.id); };
    if (name == "TIMESTAMP_X")
        return [](const offline_row& row) { return known(std::optional(row.at)); };
    if (name == "EVENT_NAME")
        return [](const offline_row& row) { return known(std::string_view(row.event)); };
    if (name == "MESSAGE_ID")
        return [](const offline_row& row) { return known(std::string_view(row.message_id)); };
    if (name == "PROCESS_ID")
        return [](const offline_row& row) { return known(std::string_view(row.process_id)); };
    if (name == "ERROR")
        return [](const offline_row& row) { return known(std::int64_t{row.failed ? 1 : 0}); };
    return {};
}

json::object row_view(const offline_row& row) {
    const json::value additional =
        row.actor != 0 ? json::value(json::object{{"user_id", row.actor}}) : json::value(json::array());
    return {{"ID", std::to_string(row.id)},   {"TIMESTAMP_X", iso_in(portal_zone, row.at)},
            {"EVENT_NAME", row.event},        {"EVENT_DATA", row.data},
            {"EVENT_ADDITIONAL", additional}, {"MESSAGE_ID", row.message_id}};
}

std::vector<offline_row*> matching(const call& c, bool reserved_too) {
    const std::string connector = text_member(c.params, "AUTH_CONNECTOR");
    const std::string process = text_member(c.params, "PROCESS_ID");
    const bool failed = truth_member(c.params, "ERROR", false);
    const row_filter<offline_row> filter(object_member(c.params, "FILTER"), row_field);
    std::vector<offline_row*> rows;
    for (auto& row : c.p.offline) {
        const bool mine = reserved_too || (row.process_id == process && row.failed == failed);
        if (mine && row.connector == connector && filter.passes(row))
            rows.push_back(&row);
    }
    const json::object order = object_member(c.params, "ORDER");
    std::stable_sort(rows.begin(), rows.end(), [](auto* a, auto* b) { return a->at < b->at; });
    for (const auto& [key, direction] : order)
        if (lower_case(text_in(direction)) == "desc")
            std::reverse(rows.begin(), rows.end());
    return rows;
}

std::string process_of(const call& c) {
    const std::string process = text_member(c.params, "PROCESS_ID");
    if (process.empty()) {
        refusal refused("ERROR_ARGUMENT", "Argument 'PROCESS_ID' is null or empty");
        refused.argument = "PROCESS_ID";
        throw refused;
    }
    return process;
}

bool is_listed(const call& c, const char* key, const std::string& value) {
    const auto* given = member(c.params, key);
    const auto texts = given != nullptr ? texts_in(*given) : std::vector<std::string>();
    return std::find(texts.begin(), texts.end(), value) != texts.end();
}

}  // namespace

void queue_offline(portal& p, const binding& to, const raised_event& what) {
    const std::string id = fingerprint(what.event, what.data);
    const auto waiting = std::find_if(p.offline.begin(), p.offline.end(), [&](const offline_row& row) {
        return row.message_id == id && row.connector == to.connector && row.process_id.empty() && !row.failed;
    });
    if (waiting != p.offline.end()) {
        waiting->at = p.now();
        waiting->actor = what.actor;  // T33
        return;
    }
    offline_row row;
    row.id = next_id(p, id_of::offline_row);
    row.at = p.now();
    row.event = what.event;
    row.connector = to.connector;
    row.message_id = id;
    row.data = what.data;
    row.actor = what.actor;
    p.offline.push_back(row);
}

answer event_offline_get(const call& c) {
    require_admin(c);
    const bool clear = truth_member(c.params, "CLEAR", true);  // T34
    if (!clear && !c.p.set.box && !has(c.p, part::offline_extended))
        throw refusal("WRONG_LICENSE", "Extended offline events are not available on this plan", 403);
    const std::string again = text_member(c.params, "PROCESS_ID");
    const auto limit = number_member(c.params, "LIMIT").value_or(50);
    auto rows = matching(c, false);
    rows.resize(std::min(rows.size(), static_cast<std::size_t>(std::max<std::int64_t>(limit, 0))));
    const std::string process = clear ? std::string() : !again.empty() ? again : random_text(c.p, 16);
    json::array events;
    std::set<id_number> taken;
    for (auto* row : rows) {
        events.push_back(row_view(*row));
        row->process_id = clear ? row->process_id : process;
        taken.insert(row->id);
    }
    if (clear)
        std::erase_if(c.p.offline, [&](const offline_row& row) { return taken.count(row.id) != 0; });
    return {json::object{{"process_id", clear ? json::value(nullptr) : json::value(process)},
                         {"events", std::move(events)}},
            {},
            {}};
}

answer event_offline_clear(const call& c) {
    require_admin(c);
    const std::string process = process_of(c);
    const bool by_message = member(c.params, "MESSAGE_ID") != nullptr;  // wins over id (T36)
    const bool by_id = !by_message && member(c.params, "ID") != nullptr;
    std::erase_if(c.p.offline, [&](const offline_row& row) {
        const bool chosen = by_message ? is_listed(c, "MESSAGE_ID", row.message_id)
                                       : !by_id || is_listed(c, "ID", std::to_string(row.id));
        return row.process_id == process && chosen;
    });
    return {true, {}, {}};
}

answer event_offline_error(const call& c) {
    require_admin(c);
    const std::string process = process_of(c);
    for (auto& row : c.p.offline)
        if (row.process_id == process && is_listed(c, "MESSAGE_ID", row.message_id))
            row.failed = true;
    return {true, {}, {}};
}

answer event_offline_list(const call& c) {
    require_admin(c);
    json::array list;
    for (auto* row : matching(c, true)) {
        json::object view = row_view(*row);
        view["PROCESS_ID"] = row->process_id;
        view["ERROR"] = row->failed ? "1" : "0";
        list.push_back(std::move(view));
    }
    return paged(std::move(list), c.params);
}

}  // namespace sandbox
