#pragma once
// Settling in on the portal: at each start and after each installation. Everything here may be repeated.
// What the portal cannot do is replaced by the next best way, and said. Protocol 8.1.
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bot/config.hpp"
#include "bot/pages.hpp"
#include "bot/people_cache.hpp"
#include "bot/poller.hpp"
#include "bot/portal_client.hpp"
#include "locale/calendar.hpp"
#include "storage/database.hpp"

namespace bot {

// What settling in found out. `trouble` is "" when all is done; else a code for /readyz and the log, and the
// pass is to be repeated.
struct settled {
    std::string trouble;
    std::int64_t bot = 0;
    bool was_posted_to = false;  // the bot, until now: what came while nobody was there is lost
    dialogs::user_id integration_user = 0;
    bool administrator = false;
    bool structure_in_v3 = false;  // the portal may be asked for all heads and deputies there
    bool tasks_in_v3 = false;      // the portal answers there: its own options, notes in chats of tasks
    locale::calendar working;
    task_source tasks = task_source::events;
    std::vector<std::pair<std::string, std::string>> findings;  // for doctor: "bots", "imbot.v2 (36)"
};

class settling {
public:
    // `drain` empties the queue of a bot whose events were fetched, before they are posted (T42): "" or a
    // code of what failed.
    settling(const config& settings, storage::database& disk, portal_client& portal, people_cache& people,
             std::function<locale::instant()> now,
             std::function<boost::asio::awaitable<std::string>(std::int64_t bot)> drain = {});

    // Who we are, what the portal can do, our bot and its commands, the bound events, the company's people
    // and the announcement. `handler` is where the portal posts events; "" = they are asked for.
    boost::asio::awaitable<settled> settle(std::string handler);

    // Tasks changed since the last sweep go into the inbox; the moment of this one is kept. "" or a code of
    // what failed.
    boost::asio::awaitable<std::string> sweep();

private:
    [[nodiscard]] static std::vector<dialogs::task_id> tasks_that_wait(const storage::transaction& tx);
    [[nodiscard]] bool has_news_for(const storage::transaction& tx, dialogs::user_id who) const;
    boost::asio::awaitable<std::string> introduce(settled& found, bool posted);
    std::string introduce_application(const wire::reply& answer, settled& found) const;
    void find_out(const wire::reply& tasks, const wire::reply& queue, bool posted, settled& found) const;
    void read_working_time(const wire::reply& answer, settled& found) const;
    boost::asio::awaitable<std::string> learn_to_speak(settled& found, std::string handler);
    boost::asio::awaitable<std::string> register_bot(settled& found, std::string handler);
    boost::asio::awaitable<std::string> bind_events(settled& found, std::string handler);
    boost::asio::awaitable<std::string> read_company(dialogs::user_id integration_user);
    boost::asio::awaitable<void> read_structure(settled& found);  // settling_structure.cpp
    std::string bot_token();

    const config& settings_;
    storage::database& disk_;
    portal_client& portal_;
    people_cache& people_;
    std::function<locale::instant()> now_;
    std::function<boost::asio::awaitable<std::string>(std::int64_t)> drain_;
};

}  // namespace bot
