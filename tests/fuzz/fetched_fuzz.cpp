// Input: the answer of imbot.v2.Event.get, or one element of it.
#include "bot/wire/value.hpp"
#include "same_items.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto answer = bot::wire::parse_json(fuzz::text_of(data, size));
    if (!answer)
        return 0;
    fuzz::promise_stored_items_come_back(bot::wire::read_fetched(*answer, 456));
    for (const auto* each : bot::wire::elements(bot::wire::at_path(*answer, {"result", "events"})))
        fuzz::promise_stored_items_come_back(bot::wire::read_fetched(*each, 456));
    return 0;
}
