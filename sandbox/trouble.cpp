#include "sandbox/trouble.hpp"

#include <algorithm>

#include "sandbox/bots.hpp"
#include "sandbox/oauth.hpp"
#include "sandbox/params.hpp"
#include "sandbox/rest.hpp"

namespace sandbox {
namespace {

// Its handlers go, its bots are unregistered; their messages stay (protocol notes 1.2.3).
void remove_application(portal& p) {
    p.bindings.clear();
    p.offline.clear();
    std::vector<id_number> own;
    for (const auto& [id, b] : p.bots)
        if (b.owner == p.set.client_id)
            own.push_back(id);
    for (const id_number id : own)
        dismiss_bot(p, id);
}

}  // namespace

bool befall(portal& p, const std::string& kind) {
    struct known {
        const char* name;
        trouble what;
    };
    static constexpr std::array kinds = {known{"mended", trouble::none}, known{"removed", trouble::removed},
                                         known{"inactive", trouble::inactive},
                                         known{"unpaid", trouble::unpaid},
                                         known{"maintenance", trouble::maintenance}};
    if (kind == "revoked") {
        p.revoked_tokens.merge(p.refresh_tokens);
        p.refresh_tokens.clear();
        p.changed();
        return true;
    }
    const auto* found =
        std::find_if(kinds.begin(), kinds.end(), [&](const known& k) { return kind == k.name; });
    if (found == kinds.end())
        return false;
    p.befallen = found->what;
    if (p.befallen == trouble::removed)
        remove_application(p);
    if (p.befallen == trouble::none)
        p.refresh_tokens.merge(p.revoked_tokens);
    p.changed();
    return true;
}

void rename_portal(portal& p, std::string new_base) {
    while (new_base.ends_with('/'))
        new_base.pop_back();
    p.set.auth_base = auth_base(p);
    p.old_hosts.insert(host_of(p));
    p.set.base = std::move(new_base);
    p.old_hosts.erase(host_of(p));
    p.changed();
}

std::optional<web_response> redirected(const portal& p, const web_request& request) {
    if (p.old_hosts.count(lower_case(request.host)) == 0)
        return std::nullopt;
    web_response answer;
    answer.status = 302;
    answer.type = "text/html; charset=utf-8";
    const std::string query = request.query.empty() ? std::string() : "?" + request.query;
    answer.headers.emplace_back("Location", p.set.base + request.path + query);
    return answer;
}

void refuse_in_trouble(const portal& p, bool webhook) {
    const bool gone = p.befallen == trouble::removed || p.befallen == trouble::inactive;
    if (gone && !webhook)
        throw refusal("APPLICATION_NOT_FOUND", "Application not found", 401);
    if (p.befallen == trouble::unpaid)
        throw refusal("ACCESS_DENIED", "REST is available only on commercial plans.", 401);
    if (p.befallen == trouble::maintenance)
        throw refusal("PORTAL_DELETED", "Portal is deleted or closed for maintenance", 403);
}

std::string oauth_trouble(const portal& p) {
    if (p.befallen == trouble::removed || p.befallen == trouble::inactive)
        return "invalid_client";
    return p.befallen == trouble::unpaid ? "PAYMENT_REQUIRED" : "";
}

bool sends_events(const portal& p) {
    return p.app.installed && p.befallen == trouble::none;
}

}  // namespace sandbox
