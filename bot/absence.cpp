#include "bot/absence.hpp"

#include <optional>

#include "bot/log.hpp"
#include "bot/wire/event.hpp"
#include "bot/wire/value.hpp"
#include "storage/inbox.hpp"
#include "storage/portal.hpp"
#include "storage/requests.hpp"
#include "storage/waves.hpp"

namespace bot {

namespace {

constexpr std::string_view awake_cursor = "awake";

}  // namespace

void absence::note_awake(locale::instant now) {
    storage::transact(disk_, now, [](storage::transaction& tx) {
        storage::portal::move_cursor(tx, awake_cursor, wire::moment_text(tx.now()));
    });
}

void absence::is_over(locale::instant now, bool was_posted_to, bool another_bot) {
    const auto patience = was_posted_to ? posts_missed_after : events_kept;
    const auto since = storage::look(disk_, now, [](const storage::transaction& tx) {
        return wire::parse_moment(storage::portal::cursor(tx, awake_cursor));
    });
    if (another_bot || (since && now - *since > patience)) {
        log::info("was_away", {{"since", since ? wire::moment_text(*since) : ""}});
        storage::transact(disk_, now, [](storage::transaction& tx) {
            auto approvers = storage::requests::approvers_of_open(tx);
            for (const auto who : storage::waves::approvers_of_open(tx))
                approvers.push_back(who);
            for (const auto who : approvers)
                storage::inbox::put(tx, {wire::store_item(dialogs::presses_lost{who}),
                                         "presses_lost:" + std::to_string(who), ""});
        });
    }
    note_awake(now);
}

}  // namespace bot
