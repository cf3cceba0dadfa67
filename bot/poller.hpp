#pragma once
// Asking the portal for what happened, where it does not tell by itself. One poll is one batch; what it
// brings is on disk together with how far was read. Protocol 3.4, 4.4.1, 5.3.
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/portal_client.hpp"
#include "bot/wire/fetch.hpp"
#include "storage/database.hpp"
#include "storage/inbox.hpp"

namespace bot {

// Where one hears that a task may have changed.
enum class task_source {
    events,  // posted by the portal
    queue,   // its offline queue (OAuth)
    list     // tasks.task.list by the moment of their change: works everywhere, tells of no deletions
};

class poller {
public:
    // All outlive the poller.
    poller(storage::database& disk, portal_client& portal, std::function<locale::instant()> now);

    struct outcome {
        std::string trouble;         // "" or a code: the poll is to be repeated
        int requests = 1;            // that it took
        bool people = false;         // somebody wrote or pressed
        bool more = false;           // the portal has more already
        bool bot_gone = false;       // the bot is to be registered anew
        bool queue_refused = false;  // the offline queue is not to be had
        bool maybe_lost = false;     // rows may have been reserved that nobody knows of: sweep
    };
    // Events of the bot (0: none are asked for), and of tasks when `tasks` is queue or list. Throws
    // storage::database_error: nothing is lost then, poll again.
    boost::asio::awaitable<outcome> poll(std::int64_t bot, task_source tasks);

private:
    struct round;

    boost::asio::awaitable<void> take_list(const wire::reply& newest, round& now);
    boost::asio::awaitable<std::string> read_rest_of_list(round& now);
    [[nodiscard]] bool is_rest_due(const round& now) const;
    void take_bot_events(const wire::reply& answer, round& now) const;
    void take_queue(const wire::reply& answer, round& now) const;
    void take_orphans(const wire::reply& answer, round& now);
    std::size_t take_page(const wire::json::value& page, round& now) const;
    void keep(const round& now);

    storage::database& disk_;
    portal_client& portal_;
    std::function<locale::instant()> now_;
    std::map<dialogs::task_id, locale::instant>
        seen_;  // changes of the last minutes, so that each is told once
    // Rows may be reserved under a name nobody knows: that of a process which was killed, or of an answer
    // that was lost.
    bool orphans_possible_ = true;
    std::set<std::string> orphans_;    // the names that were found; their rows are on disk
    bool behind_ = false;              // the list may have changes that were not read yet
    locale::instant whole_list_at_{};  // when a list of several pages was last read to its end
};

}  // namespace bot
