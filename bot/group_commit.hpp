#pragma once
// Puts arrivals on disk, many in one transaction: what waits together is committed together, and each waits
// for its group.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "locale/instant.hpp"
#include "storage/database.hpp"
#include "storage/inbox.hpp"

namespace bot {

class group_commit {
public:
    // `arrived` is called after each group that brought something, `lost` after each that the disk did not
    // take.
    group_commit(
        boost::asio::io_context& io, storage::database& disk, std::function<locale::instant()> now,
        std::function<void()> arrived, std::function<void()> lost = [] {});

    // True: all of them are on disk. False: the disk failed, none is; said in the log.
    boost::asio::awaitable<bool> put(std::vector<storage::inbox::arrival> arrivals);

private:
    struct group {
        explicit group(boost::asio::io_context& io)
            : done(io, boost::asio::steady_timer::time_point::max()) {}
        std::vector<storage::inbox::arrival> arrivals;
        boost::asio::steady_timer done;  // an event: cancelled when the group is on disk
        bool kept = false;
    };
    void commit_when_complete(std::size_t size_before);
    void commit();

    boost::asio::io_context& io_;
    storage::database& disk_;
    std::function<locale::instant()> now_;
    std::function<void()> arrived_, lost_;
    std::shared_ptr<group> gathering_;
};

}  // namespace bot
