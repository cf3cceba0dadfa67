// What bots hear: messages, commands, presses; in the fetch log or by POST (protocol notes 4.4).
#pragma once

#include "sandbox/messenger.hpp"
#include "sandbox/portal.hpp"

namespace sandbox {

bot* find_bot(portal& p, id_number id);
// A new bot, with a user of its own; both get their id here.
bot& employ_bot(portal& p, bot made, person face);
// Unregisters it: its commands and unread events go, its messages stay. A bot that is fetched from never
// hears of it (T38), a legacy one does.
void dismiss_bot(portal& p, id_number id);
// The command of a bot, without the slash; nullptr when it has none of that name.
const command* find_command(const portal& p, id_number bot, std::string_view name);

// A person changes a message of his own, and the bots that hear him are told.
void edit(portal& p, message& said, const std::string& text);
// A person writes into a chat: stores it, and tells the bots concerned. Returns the message's id.
id_number say(portal& p, chat& in, id_number author, const std::string& text, id_number reply_to,
              const actor& by);

// A press of a COMMAND button, real or forged: the portal asks only whether the presser is in the chat and
// the bot knows the command (T51). False when not.
bool press_command(portal& p, id_number user, const message& carrier, id_number bot_id,
                   const std::string& name, const std::string& params);

// The first opening of a private dialog with a bot, or an invitation into a group.
void bot_joined(portal& p, chat& in, id_number bot_id, id_number by_user);

// A bot wrote or edited its own message: what may come back to it (T54, T55).
void echo_own_message(portal& p, const message& said, bool edited);

// Fetch events live a day, read or not (T46).
void forget_old_events(const portal& p, bot& b);

// `bot` as answers and fetch events show it.
json::object bot_view(const portal& p, const bot& b);
// `chat` as this bot sees it; `user` is the other side of a private chat.
json::object bot_view_of_chat(const portal& p, const chat& c, id_number bot_id, id_number user);
json::object bot_view_of_message(const portal& p, const message& m);

}  // namespace sandbox
