#include "bot/engine_order.hpp"

#include <algorithm>
#include <variant>
#include <vector>

namespace bot {

namespace {

using namespace dialogs;

struct deed {
    user_id by = 0;
    std::string dialog;
};

// Of what a person does: who, and where.
std::optional<deed> deed_of(const item& what) {
    return std::visit(
        [](const auto& each) -> std::optional<deed> {
            if constexpr (requires {
                              each.by;
                              each.dialog;
                          })
                return deed{each.by, each.dialog};
            else
                return std::nullopt;
        },
        what);
}

std::vector<std::string> keys_of(const std::optional<item>& what) {
    if (!what)
        return {};
    if (const auto done = deed_of(*what))
        return {std::to_string(done->by), done->dialog};
    if (const auto* refused = std::get_if<message_refused>(&*what))
        return {std::to_string(refused->to)};
    if (const auto* written = std::get_if<deadline_written>(&*what))
        return {"task:" + std::to_string(written->task)};
    return {};
}

}  // namespace

bool order::is_held(const std::optional<item>& what) const {
    const auto own = keys_of(what);
    return std::any_of(own.begin(), own.end(), [&](const auto& key) { return keys_.contains(key); });
}

void order::hold_after(const std::optional<item>& what) {
    for (auto& key : keys_of(what))
        keys_.insert(std::move(key));
}

std::string dialog_of(const item& what) {
    const auto done = deed_of(what);
    return done ? done->dialog : std::string();
}

}  // namespace bot
