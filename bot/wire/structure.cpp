#include "bot/wire/structure.hpp"

#include <algorithm>
#include <string_view>

#include "bot/wire/value.hpp"

namespace bot::wire {
namespace {

// "D15" or "DR15"; 0: not a department's.
std::int64_t department_of(const json::value& node) {
    const auto code = to_text(at(node, "accessCode"));
    std::string_view digits(code);
    for (const std::string_view prefix : {"DR", "D"})
        if (digits.starts_with(prefix)) {
            digits.remove_prefix(prefix.size());
            return std::max<std::int64_t>(to_int_or(json::string(digits), 0), 0);
        }
    return 0;
}

}  // namespace

call list_nodes(std::size_t offset) {
    call asked{"humanresources.node.list", {}, true};
    asked.params["type"] = "DEPARTMENT";
    asked.params["select"] = json::array{"id", "accessCode"};
    json::object page;
    page["limit"] = nodes_page;
    page["offset"] = offset;
    asked.params["pagination"] = std::move(page);
    return asked;
}

call get_node(std::int64_t id) {
    call asked{"humanresources.node.get", {}, true};
    asked.params["id"] = id;
    asked.params["select"] = json::array{"id", "accessCode", "members"};
    return asked;
}

std::vector<std::int64_t> read_nodes(const json::value& result) {
    std::vector<std::int64_t> ids;
    for (const auto* each : elements(at(result, "items")))
        if (const auto id = to_int_or(at(*each, "id"), 0); id > 0 && department_of(*each) > 0)
            ids.push_back(id);
    return ids;
}

std::optional<dialogs::department> read_node(const json::value& result) {
    const auto& node = at(result, "item");
    dialogs::department read;
    read.id = department_of(node);
    if (read.id == 0)
        return std::nullopt;
    for (const auto* each : elements(at(node, "members"))) {
        const auto who = to_int_or(at(*each, "userId"), 0);
        const auto role = to_text(at(*each, "role"));
        if (who > 0 && role == "MEMBER_HEAD")
            read.more_heads.push_back(who);
        else if (who > 0 && role == "MEMBER_DEPUTY_HEAD")
            read.deputies.push_back(who);
    }
    return read;
}

}  // namespace bot::wire
