// Input: the body of a row of the inbox.
#include "bot/wire/event.hpp"
#include "promise.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = bot::wire::load_item(fuzz::text_of(data, size));
    if (!read)
        return 0;
    const auto again = bot::wire::load_item(bot::wire::store_item(*read));
    fuzz::promise(again.has_value() && *again == *read, "what was read can be stored and read again");
    return 0;
}
