#pragma once
// The house's heart: takes what waits, says what must be known, decides in pure code, commits, and says what
// must be sent. It does no I/O but the database's: it hands out errands for the portal and is told what came
// of them. So it can be stepped: a simulation runs months in seconds.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/people_cache.hpp"
#include "bot/wire/call.hpp"
#include "bot/wire/look.hpp"
#include "dialogs/decide.hpp"
#include "storage/database.hpp"
#include "storage/inbox.hpp"
#include "storage/outbox.hpp"

namespace bot {

using locale::instant;

// One thing the engine wants from the portal: one HTTP request when all goes well, or one for each batch.
struct errand {
    std::int64_t id = 0;
    std::vector<wire::call> calls;
    std::vector<std::size_t>
        batches;              // how many of the calls go into each batch, in order; empty: the one call alone
    bool reads_only = false;  // may be repeated without a thought
};

class engine {
public:
    // `ctx` (rules, calendar, who we are) is copied but for what it refers to, which must outlive the engine;
    // its `now` is not used.
    engine(storage::database& disk, dialogs::context ctx);

    // When run_due has something to do, as far as is known now: not later than `now` when there is something
    // already. Nothing: only a new arrival or came_back can change that.
    [[nodiscard]] std::optional<instant> next_due(instant now) const;

    // Decides what can be decided and gives the errands that may start now. Throws storage::database_error
    // when the disk fails: nothing is lost, call it again later.
    std::vector<errand> run_due(instant now);

    // What the portal answered, one reply a call. Each errand must come back, whatever happened to it.
    void came_back(std::int64_t errand_id, const std::vector<wire::reply>& replies, instant now);

    // Who we are on the portal, when that has changed.
    void know(dialogs::user_id bot, dialogs::user_id integration_user, std::string portal);
    people_cache& people() { return people_; }
    // Errands under way.
    [[nodiscard]] std::size_t under_way() const { return (look_ ? 1 : 0) + sends_.size(); }

private:
    struct look_under_way {
        std::int64_t id = 0;
        std::vector<storage::inbox::item> items;
        wire::look_plan plan;
        dialogs::needs asked;  // of all its plans together
        dialogs::facts read;   // so far: a big company's departments need a second request
        bool started = false;
    };
    struct send_under_way {
        storage::outbox::row row;
        wire::look_plan plan;   // of a deadline write: the read-back that goes with it
        bool checking = false;  // a write that may have happened already: only looked at
    };

    // What is worked on together, and how many of the items want each task.
    struct round {
        std::vector<storage::inbox::item> items;
        dialogs::needs wanted;
        std::map<dialogs::task_id, int> wanted_by;
        std::set<dialogs::task_id> outdated;  // read back with a write, and judged in a later state since
    };

    // Reading and deciding (engine.cpp).
    bool start_round(instant now);
    round take(const storage::transaction& tx, const dialogs::context& ctx) const;
    void decide_all(const std::vector<storage::inbox::item>& items, const dialogs::facts& read, instant now);
    bool decide_one(storage::transaction& tx, const storage::inbox::item& taken, const dialogs::facts& read,
                    const dialogs::context& ctx);
    void looked(const std::vector<wire::reply>& replies, instant now);
    void learn_people(const look_under_way& done, instant now);
    void put_off(const std::vector<storage::inbox::item>& items, std::string_view because, instant now);
    bool portal_is_away(const std::vector<wire::reply>& replies, instant now);
    [[nodiscard]] bool is_outdated(const storage::transaction& tx, dialogs::task_id task) const;
    [[nodiscard]] dialogs::context context_at(instant now) const;
    [[nodiscard]] dialogs::facts facts_at_hand(instant now) const;

    // Sending (engine_send.cpp).
    std::vector<errand> start_sends(instant now);
    std::optional<errand> errand_for(const storage::transaction& tx, const storage::outbox::row& row,
                                     send_under_way& state, instant now);
    void written(const send_under_way& sent, const std::vector<wire::reply>& replies, instant now);
    void spoken(const send_under_way& sent, const wire::reply& answer, instant now);
    void failed(const storage::outbox::row& row, const wire::refusal& why, instant now);

    storage::database& disk_;
    dialogs::context ctx_;
    people_cache people_;
    std::int64_t next_errand_ = 1;
    std::optional<look_under_way> look_;
    std::map<std::int64_t, send_under_way> sends_;  // by errand id
    std::set<std::string> keys_under_way_;          // order keys: one row of each at a time
    // A deadline write that failed once, or that a process before this one may have sent, is looked at before
    // it is repeated: somebody entitled may have moved the deadline after it.
    std::int64_t newest_row_at_start_ = 0;
    std::set<std::int64_t> sent_once_;             // rows sent by this process whose end is not on disk yet
    std::set<std::int64_t> not_written_;           // rows that were looked at so: they may be sent
    std::map<std::int64_t, dialogs::needs> more_;  // inbox items that asked for more while deciding
    std::map<std::int64_t, int> rounds_;           // how often an item asked for more
    std::set<std::int64_t> alone_;                 // items of a failed look: tried one by one
    std::map<dialogs::task_id, dialogs::task_facts>
        read_back_;           // facts that came with a write, for its deadline_written
    instant paused_until_{};  // the portal is away or refuses everybody: nothing starts before
    int outages_ = 0;         // pauses since it last answered
};

}  // namespace bot
