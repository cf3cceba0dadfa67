#include "sandbox/kind.hpp"

#include <algorithm>
#include <sstream>

#include "sandbox/params.hpp"
#include "sandbox/rest.hpp"

namespace sandbox {
namespace {

// "imbot.v2" holds "imbot.v2.bot.get" and itself, not "imbot.v20".
bool holds(std::string_view folder, std::string_view name) {
    return name.substr(0, folder.size()) == folder &&
           (name.size() == folder.size() || name[folder.size()] == '.');
}

bool is_part(const std::string& name) {
    static constexpr std::array own = {part::v3, part::v3_page, part::new_card, part::offline_extended,
                                       part::auth_connector};
    const auto names = method_names();
    return std::find(own.begin(), own.end(), name) != own.end() ||
           std::any_of(names.begin(), names.end(), [&](const auto& method) { return holds(name, method); });
}

}  // namespace

bool has(const portal& p, const char* part) {
    return p.set.without.count(part) == 0;
}

bool has_method(const portal& p, std::string_view lower_case_name) {
    const auto& without = p.set.without;
    return std::none_of(without.begin(), without.end(),
                        [&](const auto& folder) { return holds(folder, lower_case_name); });
}

std::string license_of(const portal& p) {
    return p.set.box ? "ru_selfhosted" : "ru_ent10000";
}

std::set<std::string> parts_named(const std::string& list) {
    std::set<std::string> parts;
    std::istringstream words(list);
    for (std::string word; std::getline(words, word, ',');) {
        const std::string name = lower_case(trimmed(word));
        if (!is_part(name))
            throw std::invalid_argument("no portal has a part called '" + name + "'");
        parts.insert(name);
    }
    return parts;
}

}  // namespace sandbox
