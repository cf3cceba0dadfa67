#pragma once
// REST calls and answers of the portal. Protocol 2.1 to 2.8. Pure: values in, strings out, and back.
#include <boost/assert/source_location.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::wire {

namespace json = boost::json;

struct call {
    std::string method;   // "tasks.task.update"
    json::object params;  // without auth
    bool v3 = false;      // under /rest/api/ (2.8)
};

// Why the portal (or the way to it) said no.
struct refusal {
    // The portal's "error" ("" is possible, T20), or one of ours: NETWORK (nothing was answered), NOT_JSON
    // (what was answered is not the portal's JSON).
    std::string code;
    // The description without HTML, at most 300 characters: for logs. Nothing is told from it (T90), plans
    // excepted.
    std::string text;
    int status = 0;           // HTTP, 0 when nothing was answered
    bool maybe_done = false;  // the request was written: the portal may have acted (2.6.3)
};

// A member named `error` (T3), whatever the status, is a refusal; v2 strings and v3 objects (T4).
using reply = boost::system::result<json::value, refusal>;  // the value is the envelope's "result"
// Reading the value of a refused reply is our mistake: std::runtime_error.
[[noreturn]] void throw_exception_from_error(const refusal& why, const boost::source_location& where);

// What to do about a refusal. 2.3.1 and 2.6.4.
enum class remedy {
    refresh_token,  // expired_token, invalid_token; v3 with 401 (T5): refresh once, then repeat once
    slow_down,      // QUERY_LIMIT_EXCEEDED under any status (T2): the whole portal pauses
    pause_method,   // OPERATION_TIME_LIMIT: this method waits
    try_again,      // passing faults: network, 5xx, not JSON, INTERNAL_SERVER_ERROR, PORTAL_DELETED,
                    // CONNECTION_ERROR
    // invalid_grant, APPLICATION_NOT_FOUND, NO_AUTH_FOUND, ACCESS_DENIED about plans (401, or the one
    // sentence that names them: under 403 nothing else tells it from a right that is missing), …: a person
    // must act
    authorize_again,
    give_up  // business: no repeat will help
};
remedy remedy_for(const refusal& why, bool v3);
// Whether any other call would fare the same now: the portal is away, too busy, or does not let us in. Else
// the refusal tells of this call or its method alone.
bool is_of_all_calls(const refusal& why);

// 1, 2, 4, 8, 16, 30, 30 … seconds (attempt counts from 0), plus up to a quarter chosen by `salt`.
std::chrono::milliseconds backoff(int attempt, std::uint64_t salt);

struct http_request {
    std::string target;  // "/rest/tasks.task.get.json"
    std::string body;    // JSON
};

constexpr std::size_t batch_calls_max = 50;

// `base` is the path of client_endpoint ("/rest/") or of a webhook ("/rest/1/secret/"); `token` goes into the
// body as "auth" when not empty. Throws std::logic_error when a parameter is a reference: those mean
// something in a batch only.
http_request encode(const call& what, std::string_view base, std::string_view token);
// At most 50 calls of v2, run in order, none stops the others; keys c0, c1, … (T15). Parameters may refer to
// earlier answers as $result[c0][...], so users' words are never put into a batch (T14): throws
// std::logic_error when a string (or key) not marked by `reference` contains "$result", "$next", "$total",
// "$error" or "$time", when there are no calls or more than batch_calls_max, and when one of them is of v3.
http_request encode_batch(const std::vector<call>& calls, std::string_view base, std::string_view token);
// Marks a parameter value as a deliberate reference: reference("$result[c0][task][chatId]", "chat") is
// "chat$result[...]". A key "c-2" means the call two before this one, so that calls that belong together may
// stand anywhere in a batch.
json::value reference(std::string_view path, std::string_view prefix = "");

// When the portal worked on an answer, by its own clock (2.2): the envelope's `time`.
struct served {
    using moment = std::chrono::sys_time<std::chrono::milliseconds>;
    moment from, until;
};

// `when` is set when the answer says so.
reply decode(int status, std::string_view body, std::optional<served>* when = nullptr);
// One reply a call, in order. When the whole batch was refused, each call is refused the same way.
std::vector<reply> decode_batch(int status, std::string_view body, std::size_t count,
                                std::optional<served>* when = nullptr);
// Wall time the portal says a method may not be called before (time.operating_reset_at), when the answer
// names it; of a batch the latest one.
std::optional<std::chrono::sys_seconds> operating_reset(std::string_view body);

}  // namespace bot::wire
