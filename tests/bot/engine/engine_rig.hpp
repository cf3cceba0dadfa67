#pragma once
// The engine between a database in memory and the portal model, stepped by hand. Every errand can go wrong.
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/engine.hpp"
#include "portal_model.hpp"

namespace fakes {

using namespace std::chrono_literals;

// What becomes of one errand.
enum class fate {
    fine,
    not_sent,          // nothing of it reached the portal
    answer_lost,       // the portal did it, nobody heard so
    error_after,       // the portal did it and answers INTERNAL_SERVER_ERROR
    garbage_before,    // HTML instead of the portal
    garbage_after,     // HTML after it was done
    query_limit,       // 503 QUERY_LIMIT_EXCEEDED, not done
    plan_ended,        // 401 until a person acts, not done
    sending_failed,    // messages only: SENDING_FAILED, not done
    killed_before,     // the process ends before the portal heard of it
    killed_after,      // … after it did as asked
    disk_fails_after,  // done, but the disk refuses what follows from the answer
};
std::string name_of(fate what);

// A moment on the Moscow clock of December 2026.
instant december(unsigned day, int hour = 18, int minute = 0);

class engine_rig {
public:
    static constexpr dialogs::task_id measure = 8017;
    // Monday 14.12.2026, 10:00 in Moscow. Task 8017 of Мария, created by Борис, is due on Friday 18.12.,
    // 18:00. Everybody is known and was told.
    engine_rig();
    // The same on a disk of the test's choice, which must be empty.
    explicit engine_rig(storage::opening how);

    void put(const dialogs::item& what, const std::string& coalescing_key = "");
    void touch(dialogs::task_id id);
    void moves(dialogs::user_id who, dialogs::task_id id, dialogs::deadline to);
    void says(dialogs::user_id who, std::string text, instant at = {});
    // Presses the newest button of that person whose label begins so; std::logic_error when there is none.
    void presses(dialogs::user_id who, std::string_view label);

    // Lets time pass until the engine has something to do, and does it. False: it will never again.
    bool step();
    // That becomes of these errands, counted from 0, as far as it can befall them; of all others nothing.
    void befalls(fate what, std::size_t first, std::size_t count = 1);
    // Steps until nothing waits; std::logic_error when that takes more than `steps_max`.
    void settle_down(int steps_max = 400);
    // As after a kill: only the disk is left.
    void restart();
    // The database is opened anew, as after a crash of the machine. `cut` stands between: what is left of the
    // disk.
    void restart_from_disk(const std::function<void()>& cut);
    // Deadlines of the tasks in `stuck` are not written: a passing fault of the portal; in `refused`: for
    // good.
    std::vector<bot::wire::reply> carry_out(const bot::errand& what,
                                            const std::set<dialogs::task_id>& stuck = {},
                                            const std::set<dialogs::task_id>& refused = {});
    // "look" (also to see whether something was done), "write", "note", "say" or "rewrite".
    static std::string kind_of(const bot::errand& what);
    // The disk takes no writes, as one that was mounted read-only; and takes them again.
    void disk_refuses(bool refuses);

    [[nodiscard]] std::int64_t count(const char* sql) { return disk.link().integer(sql); }
    [[nodiscard]] std::string what_waits();  // "" when all is done: nothing waits and nothing was given up

private:
    storage::opening how_;
    std::optional<storage::database> database_;

public:
    storage::database& disk;
    portal_model portal;
    instant now;
    dialogs::policy rules;
    locale::calendar working;
    std::unique_ptr<bot::engine> heart;
    std::vector<std::string> errands;                                   // kinds, in order of going out
    std::function<fate(std::size_t number, const bot::errand&)> fated;  // of the n-th errand, from 0
    std::function<void(const std::string& kind)> meanwhile;             // after the portal did an errand
    std::function<std::string()> new_token;
    bool polls = false;          // what people say is asked for, and heard when the test says so
    bool news_are_late = false;  // events of what the bot did come when it has nothing else to do

private:
    dialogs::context context();
    void deliver_news();
    // False: the process was killed.
    bool live_through(const bot::errand& what, fate how);
    int tokens_ = 0;
    std::int64_t heard_ = 1000;
};

}  // namespace fakes
