#pragma once
// The house's heart: takes what waits, says what must be known, decides in pure code, commits, and says what
// must be sent. It does no I/O but the database's: it hands out errands for the portal and is told what came
// of them. So it can be stepped: a simulation runs months in seconds.
//
// What waits goes two ways. What people do, and what came of our own doing, is taken as it comes. Hints that
// a task may have changed are gathered while many come, read together at a glance, and looked at only where
// the glance shows something new.
#include <algorithm>
#include <cstdint>
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

// One thing the engine wants from the portal: one HTTP request when all goes well.
struct errand {
    std::int64_t id = 0;
    std::vector<wire::call> calls;
    bool batch = false;       // the calls go together; else it is one call alone
    bool reads_only = false;  // may be repeated without a thought
    bool urgent = false;      // a person waits for it: before mass work
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
    // Where the portal is asked for what people say, nobody's time to answer is over before it was: all they
    // had said by a moment `heard` tells of lies in the inbox. Else they are heard at once.
    void hear_only_when_told() { hears_at_once_ = false; }
    void heard(instant until) { told_until_ = std::max(told_until_, until); }
    // Whether the portal answers about tasks in v3.
    void speak_v3(bool speaks) { ctx_.has_options = speaks; }
    people_cache& people() { return people_; }
    // Whether it is waited for: what was asked last was answered by nobody, or everything is refused.
    [[nodiscard]] bool is_portal_away() const { return outages_ > 0; }
    // Errands under way.
    [[nodiscard]] std::size_t under_way() const;

    // Of this process.
    struct counts {
        std::uint64_t doubles_possible = 0;  // messages sent anew under another UUID (4.6.3)
        std::uint64_t items_given_up = 0;
        std::uint64_t sends_given_up = 0;
    };
    [[nodiscard]] const counts& counters() const { return counts_; }

private:
    using lane = storage::inbox::lane;

    struct taken {
        storage::inbox::item row;
        std::optional<dialogs::item> what;  // nothing: unreadable
        dialogs::needs wants;
    };
    // One batch of a look, an errand of its own.
    struct look_part {
        std::int64_t errand = 0;
        std::size_t first = 0, count = 0;  // of the plan's calls
        std::optional<std::vector<wire::reply>> replies;
        bool away = false;  // refused for a reason that is not its own
    };
    struct look_under_way {
        std::vector<taken> items;
        wire::look_plan plan;
        dialogs::needs asked;          // of all its plans together
        dialogs::facts read;           // so far: a big company's departments need a second request
        std::vector<look_part> parts;  // none: not started
        std::set<dialogs::task_id> judged_meanwhile;  // by newer facts than these may be
    };
    struct send_under_way {
        std::vector<storage::outbox::row> rows;  // one message, or deadline writes
        bool checking = false;  // writes and notes that may have happened already: only looked at
    };
    // What a lane has to do now.
    struct round {
        std::vector<taken> ready;  // all is known already
        std::vector<taken> to_look;
        dialogs::needs asked;
        std::optional<instant> rest_until;  // nothing more is taken before
        bool more = false;                  // … but this, which is more than one round
    };

    // Taking what waits (engine_rounds.cpp).
    bool start_round(lane which, instant now);
    round take_people(const storage::transaction& tx, const dialogs::context& ctx) const;
    round take_hints(const storage::transaction& tx, const dialogs::context& ctx) const;
    void hear(const storage::transaction& tx);
    [[nodiscard]] bool may_be_answered(const storage::transaction& tx, const taken& each) const;
    taken weigh(const storage::transaction& tx, storage::inbox::item row, const dialogs::context& ctx) const;
    [[nodiscard]] bool comes_with_facts(const storage::transaction& tx, const taken& each) const;
    [[nodiscard]] bool is_echo(const storage::inbox::item& row, instant now) const;
    [[nodiscard]] bool more_to_come(const storage::transaction& tx) const;
    void hand_out(lane which, std::vector<errand>& out);

    // Looking and deciding (engine.cpp).
    bool part_came_back(lane which, std::int64_t errand_id, const std::vector<wire::reply>& replies,
                        instant now);
    void looked(lane which, instant now);
    std::vector<taken> whole_ones(look_under_way& done, const wire::unread& missed,
                                  const dialogs::needs& away, instant now);
    void learn_people(const look_under_way& done, instant now);
    void decide_all(const std::vector<taken>& items, const dialogs::facts& read, instant now);
    bool decide_one(storage::transaction& tx, const taken& each, const dialogs::facts& read,
                    const dialogs::context& ctx);
    void take_steps(storage::transaction& tx, const taken& each, const std::vector<dialogs::step>& steps);
    void ask_for_more(const taken& each, const dialogs::needs& more, const dialogs::facts& read);
    void give_up(storage::transaction& tx, const taken& each, std::string_view because);
    void forget(const taken& each);
    void note_talk(const dialogs::item& what, instant now);
    void put_off(const std::vector<taken>& items, std::string_view because, bool alone, instant now);
    bool portal_is_away(const std::vector<wire::reply>& replies, instant now);
    [[nodiscard]] bool is_outdated(const storage::transaction& tx, dialogs::task_id task) const;
    [[nodiscard]] dialogs::context context_at(instant now) const;
    [[nodiscard]] dialogs::facts facts_at_hand(instant now) const;
    [[nodiscard]] std::set<dialogs::user_id> awaited() const;
    std::optional<look_under_way>& look_of(lane which) { return looks_[which == lane::hints ? 1 : 0]; }
    [[nodiscard]] const std::optional<look_under_way>& look_of(lane which) const {
        return looks_[which == lane::hints ? 1 : 0];
    }

    // Sending (engine_send.cpp).
    using start = std::pair<errand, send_under_way>;
    std::vector<errand> start_sends(instant now);
    void start_writes(const storage::transaction& tx, std::vector<start>& out);
    void start_messages(storage::transaction& tx, std::vector<start>& out);
    [[nodiscard]] std::optional<errand> message_of(const storage::transaction& tx,
                                                   const storage::outbox::row& row) const;
    [[nodiscard]] bool must_be_checked(const storage::outbox::row& row) const;
    [[nodiscard]] std::size_t sends_of(storage::outbox::sort which) const;
    void written(const send_under_way& sent, const std::vector<wire::reply>& replies, instant now);
    [[nodiscard]] start note_of(storage::outbox::row row) const;
    void noted(const send_under_way& sent, const wire::reply& answer, instant now);
    void spoken(const storage::outbox::row& row, const wire::reply& answer, instant now);
    void failed(storage::transaction& tx, const storage::outbox::row& row, const wire::refusal& why);
    [[nodiscard]] bool is_talking(const std::string& dialog, instant now) const;

    storage::database& disk_;
    dialogs::context ctx_;
    people_cache people_;
    counts counts_;
    std::int64_t next_errand_ = 1;
    std::optional<look_under_way> looks_[2];        // of each lane
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
        read_back_;                  // facts that came with a write, for its deadline_written
    wire::glanced_tasks glanced_;    // what a glance showed of tasks that are still to be looked at
    bool hints_asked_more_ = false;  // since hints were last taken
    instant hints_rest_until_{};     // gathered: not taken before
    instant people_rest_until_{};    // all that waits waits for something else
    // What was said is decided on before somebody's time to answer is over.
    struct words_waiting {
        instant until{};
        std::int64_t newest = 0;  // item of the inbox among which they are
    };
    bool hears_at_once_ = true;
    instant told_until_{};  // lies in the inbox
    std::optional<words_waiting> hearing_;
    instant heard_{};                    // decided on
    std::set<dialogs::task_id> echoes_;  // tasks of mass writes, whose own news may wait for the last of them
    bool writes_held_ = false;           // until there are more, to go together
    std::map<std::string, instant> talking_;  // dialogs people wrote or pressed in lately
    instant paused_until_{};  // the portal is away or refuses everybody: nothing starts before
    int outages_ = 0;         // pauses since it last answered
};

}  // namespace bot
