#include "bot/group_commit.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iterator>

#include "bot/log.hpp"

namespace bot {

namespace asio = boost::asio;

group_commit::group_commit(asio::io_context& io, storage::database& disk,
                           std::function<locale::instant()> now, std::function<void()> arrived,
                           std::function<void()> lost)
    : io_(io), disk_(disk), now_(std::move(now)), arrived_(std::move(arrived)), lost_(std::move(lost)) {}

asio::awaitable<bool> group_commit::put(std::vector<storage::inbox::arrival> arrivals) {
    if (!gathering_) {
        gathering_ = std::make_shared<group>(io_);
        commit_when_complete(0);
    }
    const auto mine = gathering_;
    std::move(arrivals.begin(), arrivals.end(), std::back_inserter(mine->arrivals));
    boost::system::error_code cancelled;
    co_await mine->done.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    co_return mine->kept;
}

// Behind all requests that are ready now: they join the group. While some did, there may be more: a commit
// costs as much as hundreds of requests, and those who have been answered ask anew meanwhile. It ends, as
// nobody whose request is in the group can send another.
void group_commit::commit_when_complete(std::size_t size_before) {
    asio::post(io_, [this, size_before] {
        const auto size = gathering_->arrivals.size();
        if (size > size_before)
            commit_when_complete(size);
        else
            commit();
    });
}

void group_commit::commit() {
    const auto ready = std::exchange(gathering_, nullptr);
    try {
        storage::transact(disk_, now_(), [&](storage::transaction& tx) {
            for (const auto& each : ready->arrivals)
                storage::inbox::put(tx, each);
        });
        ready->kept = true;
    } catch (const storage::database_error& trouble) {
        log::error("arrivals_not_kept",
                   {{"count", std::to_string(ready->arrivals.size())}, {"why", trouble.what()}});
    }
    ready->done.cancel();
    (ready->kept ? arrived_ : lost_)();
}

}  // namespace bot
