// Input: the content type of an event on the first line, its body after that.
#include "bot/wire/form.hpp"
#include "same_items.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto body = fuzz::text_of(data, size);
    const auto type = fuzz::take_line(body);
    const auto read = bot::wire::read_body(type, body);
    fuzz::promise(read.tree.is_object(), "a body is read as an object");
    if (!read.wrong.empty())
        return 0;
    fuzz::promise(bot::wire::read_body(type, body).tree == read.tree, "the same body reads the same");
    for (const std::int64_t bot : {0, 456})
        fuzz::promise_stored_items_come_back(bot::wire::read_event(read.tree, bot));
    return 0;
}
