#include "bot/pages.hpp"

#include <algorithm>

namespace bot {

namespace asio = boost::asio;

std::string code_of(const wire::refusal& why) {
    return why.code.empty() ? "refused" : why.code;
}

std::string first_refusal(const std::vector<wire::reply>& replies) {
    for (const auto& each : replies)
        if (each.has_error())
            return code_of(each.error());
    return "";
}

asio::awaitable<std::string> read_pages(portal_client& portal, std::size_t start, std::size_t most,
                                        const page_call& ask, const page_taker& take) {
    std::size_t at_once = start == 0 ? 1 : pages_at_once;
    for (std::size_t page = 0; page < most; page += at_once, at_once = pages_at_once) {
        std::vector<wire::call> some;
        for (std::size_t k = 0; k < std::min(at_once, most - page); ++k)
            some.push_back(ask(start + (page + k) * wire::page_size));
        const auto answers = co_await portal.batch(std::move(some), portal_client::repeat::safe);
        if (auto refused = first_refusal(answers); !refused.empty())
            co_return std::move(refused);
        for (const auto& each : answers)
            if (take(each.value()) < wire::page_size)
                co_return "";
    }
    co_return "";
}

}  // namespace bot
