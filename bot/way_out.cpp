#include "bot/way_out.hpp"

#include <algorithm>
#include <array>

namespace bot {

namespace {

struct advice {
    std::string_view trouble, text;
};

constexpr std::array all{
    advice{"not_installed",
           "The bot is on no portal yet. Save the local application's card, or run deadline-guard connect, "
           "or set DEADLINE_GUARD_WEBHOOK."},
    advice{"uninstalled",
           "The application was taken off the portal. Install it again; nothing was forgotten."},
    advice{"must_authorize_again",
           "The portal does not accept the bot's tokens any more: they were revoked, or the application was "
           "removed. "
           "Press Reinstall on the application's card, or run deadline-guard connect."},
    advice{"webhook_refused",
           "The portal does not accept the webhook: it was deleted, has expired, or its owner was dismissed. "
           "Make a new "
           "one, put it into DEADLINE_GUARD_WEBHOOK and start the bot again."},
    advice{
        "refused_plan",
        "The portal's subscription has ended, so REST is closed. The bot goes on by itself when it is paid."},
    advice{
        "moved",
        "The portal has a new address. Add its host to [portal] allowed_hosts (with a webhook: put the new "
        "address into DEADLINE_GUARD_WEBHOOK) and start the bot again."},
    advice{"other_application", "The tokens belong to another application: check client_id, then reinstall."},
    advice{"installation_not_finished",
           "The portal says the application is not installed to the end. Open it once in the portal, or "
           "reinstall it."},
    advice{"token_user_is_no_administrator",
           "Whoever installed the application is no administrator of the portal. Make him one, or reinstall "
           "as one."},
    advice{"scopes_missing",
           "The application lacks permissions; the log names the first. Tick all that the README lists, on "
           "the application's card (or in the webhook), then reinstall."},
    advice{"portal_too_old",
           "The portal's messenger is too old for this bot. Update its modules im and imbot."},
    advice{"old_bots_cannot_be_polled",
           "This portal has the old bot platform alone, which posts events and cannot be asked for them. "
           "Give the bot a "
           "public_url and a local application, or update the portal's modules im and imbot."},
    advice{"door_key_unknown",
           "The bot was installed by deadline-guard connect, so it cannot tell the portal's posts from "
           "others'. Press Reinstall on the application's card, or set [portal] events = \"pull\"."},
    advice{"BOT_CODE_ALREADY_TAKEN",
           "The portal has a bot of this name that belongs to another application or webhook, or to a "
           "database that is gone. Bring back the database or the access it was made with, or delete that "
           "application with its bot."},
    advice{"events_not_bound",
           "The portal does not show the events it was told to post. Look for another copy of the "
           "application, then reinstall."},
};

}  // namespace

std::string way_out(std::string_view trouble) {
    const auto* found =
        std::find_if(all.begin(), all.end(), [&](const advice& each) { return each.trouble == trouble; });
    return found == all.end() ? "" : std::string(found->text);
}

}  // namespace bot
