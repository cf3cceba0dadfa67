#pragma once
// Settling in on the portal: at each start and after each installation. Everything here may be repeated.
// Protocol 8.1.
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <vector>

#include "bot/config.hpp"
#include "bot/people_cache.hpp"
#include "bot/portal_client.hpp"
#include "locale/calendar.hpp"
#include "storage/database.hpp"

namespace bot {

// What settling in found out. `trouble` is "" when all is done; else a code for /readyz and the log, and the
// pass is to be repeated.
struct settled {
    std::string trouble;
    std::int64_t bot = 0;
    dialogs::user_id integration_user = 0;
    locale::calendar working;
};

class settling {
public:
    settling(const config& settings, storage::database& disk, portal_client& portal, people_cache& people,
             std::function<locale::instant()> now);

    // Who we are, our bot and its commands, the bound events, the company's people, the announcement, and
    // what changed while nobody watched. `handler` is where the portal sends events.
    boost::asio::awaitable<settled> settle(std::string handler);

    // Tasks changed since the last sweep go into the inbox; the moment of this one is kept. "" or a code of
    // what failed.
    boost::asio::awaitable<std::string> sweep();

private:
    boost::asio::awaitable<std::string> introduce(settled& found);
    boost::asio::awaitable<std::string> register_bot(settled& found, const std::string& handler);
    boost::asio::awaitable<std::string> bind_events(const std::string& handler);
    boost::asio::awaitable<std::string> read_company();

    // The call of the page that begins at an element, and what keeps an answer and says how many elements it
    // had.
    using page_call = std::function<wire::call(std::size_t)>;
    using page_taker = std::function<std::size_t(const wire::json::value&)>;
    // Reads a v2 list (2.5) to its end, which a page that is not full is, or to `most` pages. "" or a code of
    // what failed.
    boost::asio::awaitable<std::string> read_pages(std::size_t most, const page_call& ask,
                                                   const page_taker& take);

    const config& settings_;
    storage::database& disk_;
    portal_client& portal_;
    people_cache& people_;
    std::function<locale::instant()> now_;
};

}  // namespace bot
