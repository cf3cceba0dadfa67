#pragma once
// Reading a list of the portal to its end, in few requests. Protocol 2.5.
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>

#include "bot/portal_client.hpp"
#include "bot/wire/people.hpp"

namespace bot {

// The call of the page that begins at an element, and what keeps an answer and says how many elements it had.
using page_call = std::function<wire::call(std::size_t)>;
using page_taker = std::function<std::size_t(const wire::json::value&)>;

constexpr std::size_t pages_at_once = 20;  // of one request: it must end within the portal's 60 s (2.6.3)

// Reads a v2 list from `start` on to its end, which a page that is not full is, or to `most` pages. The first
// page of a list alone, as most are short; then many a request. "" or a code of what failed.
boost::asio::awaitable<std::string> read_pages(portal_client& portal, std::size_t start, std::size_t most,
                                               const page_call& ask, const page_taker& take);

// "" when none of the replies is a refusal, else the code of the first that is.
std::string first_refusal(const std::vector<wire::reply>& replies);
std::string code_of(const wire::refusal& why);

}  // namespace bot
