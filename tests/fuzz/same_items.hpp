#pragma once
// What lies in the inbox must be what was put there.
#include "bot/wire/event.hpp"
#include "promise.hpp"

namespace fuzz {

inline void promise_stored_items_come_back(const bot::wire::event& happened) {
    for (const auto& each : happened.items) {
        const auto back = bot::wire::load_item(bot::wire::store_item(each));
        promise(back.has_value() && *back == each, "an item comes out of the inbox as it went in");
    }
    promise(happened.items.empty() || happened.once_key.size() < 4096, "keys of the inbox are short");
}

}  // namespace fuzz
