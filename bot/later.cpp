#include "bot/later.hpp"

#include <string>
#include <variant>

#include "bot/wire/event.hpp"

namespace bot {

namespace {

std::string seconds_of(locale::instant at) {
    return std::to_string(at.time_since_epoch().count());
}

}  // namespace

// An hour is mostly its own: it does not hang on one that was set before.
std::optional<storage::inbox::arrival> arrival_of(const dialogs::step& step) {
    using storage::inbox::arrival;
    if (const auto* held = std::get_if<dialogs::hold_notice>(&step))
        return arrival{wire::store_item(dialogs::notices_due{held->who}),
                       "notices:" + std::to_string(held->who), "", held->until};
    if (const auto* later = std::get_if<dialogs::look_later>(&step))
        return arrival{wire::store_item(dialogs::look_due{later->task}),
                       "look:" + std::to_string(later->task) + ":" + seconds_of(later->at), "", later->at};
    if (const auto* again = std::get_if<dialogs::look_again>(&step))
        return arrival{wire::store_item(dialogs::task_touched{again->task}),
                       "task:" + std::to_string(again->task),
                       "",
                       {}};
    if (const auto* card = std::get_if<dialogs::wave_later>(&step))
        return arrival{wire::store_item(dialogs::wave_due{card->author}),
                       "wave:" + std::to_string(card->author), "", card->at};
    if (const auto* desk = std::get_if<dialogs::desk_later>(&step))
        return arrival{wire::store_item(dialogs::desk_due{desk->who}),
                       "desk:" + std::to_string(desk->who) + ":" + seconds_of(desk->at), "", desk->at};
    if (const auto* pause = std::get_if<dialogs::pause_later>(&step))
        return arrival{wire::store_item(dialogs::pause_over{}), "pause:" + seconds_of(pause->until), "",
                       pause->until};
    if (const auto* request = std::get_if<dialogs::request_later>(&step))
        return arrival{wire::store_item(dialogs::request_due{request->request}),
                       "request:" + std::to_string(request->request) + ":" + seconds_of(request->at), "",
                       request->at};
    return std::nullopt;
}

}  // namespace bot
