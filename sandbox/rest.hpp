// REST v2 and v3: authorisation, envelopes, the table of methods.
#pragma once

#include <optional>
#include <stdexcept>

#include "sandbox/events.hpp"
#include "sandbox/portal.hpp"
#include "sandbox/web.hpp"

namespace sandbox {

// Who calls, and with what.
struct caller {
    id_number user = 0;
    bool webhook = false;
    std::string connector;
    std::optional<int> chain;  // the token came with an event

    [[nodiscard]] actor as_actor() const { return {user, !webhook, connector, chain}; }
};

struct call {
    portal& p;
    const caller& who;
    const json::object& params;
};

struct answer {
    json::value result;
    std::optional<std::int64_t> next, total;
};

// A method's refusal: becomes the error envelope. In v3 `code` is the suffix of the exception's name.
struct refusal : std::runtime_error {
    refusal(std::string error_code, const std::string& description, int http_status = 400)
        : std::runtime_error(description), code(std::move(error_code)), status(http_status) {}
    std::string code;
    int status;
    std::string argument;
};

using method = answer (*)(const call&);

struct method_entry {
    const char* name;   // as the documentation spells it
    const char* scope;  // "" = none needed
    method run;
    enum flag_set : unsigned { plain = 0, upper_keys = 1, no_webhook = 2 };
    unsigned flags = plain;
};

// The entry of a v2 method, any letter case; nullptr when there is none.
const method_entry* v2_method(std::string_view name);
const method_entry* v3_method(std::string_view name);
// Of all v2 methods, in lower case.
std::vector<std::string> method_names();

// Runs one v2 method: scope, parameter case, faults of kind error:CODE, counting. Throws refusal.
answer run_v2(portal& p, const caller& who, const std::string& name, json::object params);

// Everything under /rest/.
web_response rest_response(portal& p, const web_request& request);

// A page of 50 by `start` out of `size` rows; -1 = no counting (T16).
struct page_bounds {
    std::size_t from = 0, until = 0;
    std::optional<std::int64_t> next, total;
};
page_bounds page_of(const json::object& params, std::size_t size);
answer paged(json::array all, const json::object& params);

}  // namespace sandbox
