// How bots of the legacy API hear of things: form POSTs, one handler an event (protocol notes 4.15).
#pragma once

#include "sandbox/bots.hpp"
#include "sandbox/portal.hpp"

namespace sandbox {

void legacy_message_event(portal& p, const bot& b, const message& said, const chat& in);
// `context`: "textarea" or "keyboard"; `about` = the message typed, or the one that carries the button.
void legacy_command_event(portal& p, const bot& b, const command& cmd, const std::string& params,
                          const std::string& context, const message& about, const chat& in, id_number user);
void legacy_join_event(portal& p, const bot& b, const chat& in, id_number by_user);
void legacy_delete_event(portal& p, const bot& b);

}  // namespace sandbox
