#include "sandbox/deliveries.hpp"

#include "sandbox/request_log.hpp"

namespace sandbox {

std::optional<delivery> take_delivery(portal& p) {
    if (p.outbox.empty())
        return std::nullopt;
    std::optional<delivery> oldest(std::move(p.outbox.front()));
    p.outbox.pop_front();
    return oldest;
}

void settle_delivery(portal& p, const delivery& what, int status, const std::string& error) {
    const bool arrived = status >= 200 && status < 300;
    const bool before = p.app.reachable.value_or(false);
    p.app.reachable = status != 0;
    p.app.last_error = arrived ? "" : status == 0 ? error : "HTTP " + std::to_string(status);
    if (before != *p.app.reachable)
        p.changed();
    log_delivery(p, what, status, error);
}

}  // namespace sandbox
