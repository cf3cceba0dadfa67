// Input: the query string on the first line, the body of the installation page's POST after that.
#include <algorithm>

#include "bot/wire/form.hpp"
#include "same_items.hpp"

namespace {

// Nothing of what anybody sends may get into the address but a host.
bool is_address_of_a_host(std::string_view text) {
    const auto from = text.find("://");
    if (from == std::string_view::npos || !text.ends_with("/rest/"))
        return false;
    const auto host = text.substr(from + 3, text.size() - from - 3 - 6);
    return !host.empty() && host.find_first_of("/?#@\\ %\r\n") == std::string_view::npos;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto body = fuzz::text_of(data, size);
    const auto query = fuzz::take_line(body);
    const auto read = bot::wire::read_body("application/x-www-form-urlencoded", body);
    fuzz::promise_stored_items_come_back(bot::wire::read_event(read.tree, 0));
    const auto offered = bot::wire::read_installation_page(read.tree, query);
    if (!offered)
        return 0;
    fuzz::promise(!offered->member_id.empty() && !offered->access_token.empty(), "an offer is complete");
    fuzz::promise(is_address_of_a_host(offered->client_endpoint), "the portal is named by its host alone");
    return 0;
}
