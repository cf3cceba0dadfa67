#include "sandbox/upkeep.hpp"

#include "sandbox/bots.hpp"

namespace sandbox {

void tidy(portal& p) {
    using namespace std::chrono_literals;
    constexpr std::size_t notifications_kept = 1000;
    const instant now = p.now();
    if (now < p.tidied + 10min)
        return;
    p.tidied = now;
    const auto ended = [&](const auto& entry) { return entry.second.expires + 24h < now; };
    std::erase_if(p.access_tokens, ended);
    std::erase_if(p.refresh_tokens, ended);
    std::erase_if(p.revoked_tokens, ended);
    std::erase_if(p.codes, ended);
    std::erase_if(p.sent_templates, [&](const auto& entry) { return entry.second.second + 31 * 24h < now; });
    std::erase_if(p.offline, [&](const offline_row& row) { return row.at + 34 * 24h < now; });
    for (auto& [id, b] : p.bots)
        forget_old_events(p, b);
    if (p.notifications.size() > notifications_kept)
        p.notifications.erase(p.notifications.begin(), p.notifications.end() - notifications_kept);
}

}  // namespace sandbox
