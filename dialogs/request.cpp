#include "dialogs/request.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace dialogs {
namespace {

constexpr std::array<std::pair<request_state, std::string_view>, 8> names{{
    {request_state::pending, "pending"},
    {request_state::applying, "applying"},
    {request_state::applied, "applied"},
    {request_state::failed, "failed"},
    {request_state::rejected, "rejected"},
    {request_state::withdrawn, "withdrawn"},
    {request_state::obsolete, "obsolete"},
    {request_state::expired, "expired"},
}};

}  // namespace

std::string_view name_of(request_state state) {
    const auto* found =
        std::find_if(names.begin(), names.end(), [&](const auto& n) { return n.first == state; });
    if (found == names.end())
        throw std::logic_error("a request state without a name");
    return found->second;
}

std::optional<request_state> request_state_of(std::string_view name) {
    const auto* found =
        std::find_if(names.begin(), names.end(), [&](const auto& n) { return n.second == name; });
    if (found == names.end())
        return std::nullopt;
    return found->first;
}

}  // namespace dialogs
