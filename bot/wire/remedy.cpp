#include <algorithm>
#include <array>

#include "bot/wire/call.hpp"

namespace bot::wire {
namespace {

enum class reach { all_calls, one };

struct rule {
    std::string_view code;
    remedy what;
    reach how_far = reach::all_calls;
};

constexpr std::array rules{
    rule{"expired_token", remedy::refresh_token},
    rule{"invalid_token", remedy::refresh_token},
    rule{"QUERY_LIMIT_EXCEEDED", remedy::slow_down},
    rule{"OPERATION_TIME_LIMIT", remedy::pause_method, reach::one},
    rule{"NETWORK", remedy::try_again},
    rule{"INTERNAL_SERVER_ERROR", remedy::try_again, reach::one},
    rule{"ERROR_UNEXPECTED_ANSWER", remedy::try_again, reach::one},
    rule{"PORTAL_DELETED", remedy::try_again},  // maintenance
    rule{"CONNECTION_ERROR", remedy::try_again},
    rule{"REST_SERVER_NOT_FOUND", remedy::try_again},
    rule{"SENDING_FAILED", remedy::try_again, reach::one},  // T64: the first attempt may still be under way
    rule{"invalid_grant", remedy::authorize_again},
    rule{"invalid_client", remedy::authorize_again},
    rule{"invalid_request", remedy::authorize_again},
    rule{"invalid_scope", remedy::authorize_again},
    rule{"insufficient_scope", remedy::authorize_again, reach::one},
    rule{"PAYMENT_REQUIRED", remedy::authorize_again},
    rule{"NO_AUTH_FOUND", remedy::authorize_again},
    rule{"INVALID_REQUEST", remedy::authorize_again},
    rule{"INVALID_CREDENTIALS", remedy::authorize_again},
    rule{"user_access_error", remedy::authorize_again},
    rule{"authorization_error", remedy::authorize_again},
    rule{"APPLICATION_NOT_FOUND", remedy::authorize_again},
    rule{"OVERLOAD_LIMIT", remedy::authorize_again},  // a block by the vendor
    rule{"METHOD_CONFIRM_WAITING", remedy::authorize_again, reach::one},
    rule{"METHOD_CONFIRM_DENIED", remedy::authorize_again, reach::one},
    rule{"WRONG_LICENSE", remedy::authorize_again},
    rule{"PORTAL_MOVED", remedy::authorize_again},  // ours: its new name is to be allowed first
    rule{"WRONG_AUTH_TYPE", remedy::give_up, reach::one},
    rule{"ERROR_METHOD_NOT_FOUND", remedy::give_up, reach::one},
    rule{"BITRIX_REST_V3_EXCEPTION_RATELIMITEXCEPTION", remedy::slow_down},
    rule{"BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION", remedy::authorize_again, reach::one},
    rule{"BITRIX_REST_V3_EXCEPTION_LICENSEEXCEPTION", remedy::authorize_again, reach::one},
};

// T1: the status speaks only where the code says nothing.
remedy by_status(int status) {
    if (status == 429)
        return remedy::slow_down;
    if (status == 401)
        return remedy::authorize_again;
    return status >= 500 ? remedy::try_again : remedy::give_up;
}

auto rule_for(const refusal& why) {
    return std::find_if(rules.begin(), rules.end(), [&](const rule& each) { return each.code == why.code; });
}

bool is_about_plans(const refusal& why) {
    return why.code == "ACCESS_DENIED" && why.text.find("commercial plans") != std::string::npos;
}

}  // namespace

remedy remedy_for(const refusal& why, bool v3) {
    const auto known = rule_for(why);
    if (v3 && why.status == 401)  // T5
        return remedy::refresh_token;
    if (why.code == "NOT_JSON")
        // Where v3 is not installed its addresses are pages that are not found.
        return v3 && why.status == 404 ? remedy::give_up : remedy::try_again;
    if (known != rules.end())
        return known->what;
    if (is_about_plans(why))
        return remedy::authorize_again;
    return by_status(why.status);
}

bool is_of_all_calls(const refusal& why) {
    const auto known = rule_for(why);
    if (known != rules.end())
        return known->how_far == reach::all_calls;
    // A page instead of an answer: maintenance, or (4xx) a filter that did not like these very words.
    if (why.code == "NOT_JSON")
        return why.status < 400 || why.status >= 500;
    return is_about_plans(why) || why.status == 429;
}

std::chrono::milliseconds backoff(int attempt, std::uint64_t salt) {
    constexpr std::array<std::int64_t, 6> seconds{1, 2, 4, 8, 16, 30};
    const auto step = static_cast<std::size_t>(std::clamp<int>(attempt, 0, seconds.size() - 1));
    const auto base = seconds[step] * 1000;
    return std::chrono::milliseconds(
        base + static_cast<std::int64_t>(salt % static_cast<std::uint64_t>(base / 4 + 1)));
}

}  // namespace bot::wire
