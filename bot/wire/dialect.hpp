#pragma once
// How a portal wants to be spoken to of its bots. The house speaks imbot.v2 as an application does; an
// incoming webhook adds its token to every such call, and portals that have no imbot.v2 yet are spoken to in
// imbot.*. Protocol 4.1, 4.15.
#include <string>

#include "bot/wire/call.hpp"

namespace bot::wire {

struct dialect {
    std::string bot_token;  // of a webhook's bot, at most 40 characters (T44); "" with OAuth
    bool legacy = false;    // imbot.*: no polling, no templateId
    std::string handler;    // legacy: where events of the bot and of its commands go
};

// The call as the portal wants it; calls of nothing about bots stay as they are.
call spoken(call what, const dialect& how);
// The answer to `asked` (a call before it was translated) as imbot.v2 would have given it.
json::value understood(json::value answer, const call& asked, const dialect& how);

}  // namespace bot::wire
