#include "bot/policy_past.hpp"

#include <algorithm>

#include "bot/config.hpp"
#include "bot/log.hpp"
#include "bot/policy_file.hpp"
#include "storage/policies.hpp"

namespace bot {

namespace {

void note(storage::transaction& tx, const dialogs::rules& hold, const std::string& name) {
    dialogs::journal row;
    row.kind = "policy";
    row.ground = dialogs::name_of(hold.mode);
    row.words = name;
    tx.apply(std::move(row));
}

}  // namespace

dialogs::policy with_its_past(dialogs::policy present, const std::string& text, storage::database& disk,
                              locale::instant now) {
    const auto all = storage::transact(disk, now, [&](storage::transaction& tx) {
        if (storage::policies::put(tx, text)) {
            note(tx, present.usual, "");
            for (const auto& each : present.special)
                note(tx, each.hold, each.name);
        }
        return storage::policies::all(tx);
    });
    std::shared_ptr<const dialogs::policy> before;
    for (auto each = all.begin(); each != all.end() && std::next(each) != all.end(); ++each) {
        try {
            auto old = policy_of_text(each->body);
            old.in_force_since = each->since;
            old.before = std::move(before);
            before = std::make_shared<const dialogs::policy>(std::move(old));
        } catch (const config_error& why) {
            log::warning("old_policy_unreadable", {{"why", why.what()}});
        }
    }
    present.in_force_since = all.back().since;
    present.before = std::move(before);
    return present;
}

}  // namespace bot
