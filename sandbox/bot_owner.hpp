// Who owns a bot: the rules common to all imbot.v2 methods (protocol notes 4.1).
#pragma once

#include "sandbox/bots.hpp"
#include "sandbox/rest.hpp"

namespace sandbox {

// The client_id, or "custom" + botToken under a webhook.
std::string owner_of(const call& c);
// The bot of `botId`, if it belongs to the caller. Throws the base errors.
bot& own_bot(const call& c);
// The chat of a dialog's name the bot is in; a private dialog is made on demand. Throws ACCESS_DENIED and
// CHAT_NOT_FOUND.
chat& chat_for_bot(portal& p, const bot& b, const std::string& dialog);
// The same of the parameter `dialogId`.
chat& bot_chat(const call& c, const bot& b);
json::object fields_or_flat(const call& c);

}  // namespace sandbox
