#pragma once
// What must always hold, and what must hold whenever all is quiet. Numbers are the invariants'; README.md
// lists them.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "diary.hpp"
#include "office.hpp"
#include "oracle.hpp"
#include "people.hpp"
#include "storage/database.hpp"

namespace simulation {

// How the bot's disk is looked at from outside.
using open_disk = std::function<storage::opening()>;

class checks {
public:
    checks(const agenda& time, office& at, const people& folk, const temper& mood, open_disk disk);

    void remember_company();  // at the beginning, and after each change
    void event_kept(const sandbox::delivery& event, id_number bot);
    void bot_spoke(const sandbox::message& said, bool is_new);
    static void bucket_overflowed();
    void killed();
    void bot_was_removed() { words_lost_ = bot_is_another_ = true; }
    // All is quiet: nobody did anything for a while, nothing is broken, everything had its time.
    void all_is_quiet();
    // Slow ones, at the end of a life.
    void disk_is_whole();

    struct figures {
        std::uint64_t tasks = 0, put_back = 0, applied = 0, requests = 0, messages = 0, kept = 0, quiet = 0,
                      reminders = 0, went_up = 0, expired = 0;
        void add(const figures& other);
    };
    [[nodiscard]] figures counted() const { return counted_; }

private:
    storage::connection& eye();
    knowledge learn(storage::connection& disk) const;
    void check_tasks(storage::connection& disk);
    [[nodiscard]] bool lies_before(std::int64_t who, std::int64_t id) const;
    void check_requests(storage::connection& disk);
    void check_waiting(storage::connection& disk);
    [[nodiscard]] long working_hours_since(instant from) const;
    void check_approvals(storage::connection& disk);
    void check_answers();
    void check_doubles();
    void check_leftovers(storage::connection& disk);
    void check_conversations(storage::connection& disk);
    [[nodiscard]] bool was_dismissed(const std::string& whom) const;
    void check_announcement(const sandbox::message& said, id_number reader);

    struct word {
        id_number to;
        std::string text;
        std::string uuid;
        moment at;
    };
    struct counted_words {
        std::uint64_t kept = 0;    // what he said to the bot and it acknowledged
        std::uint64_t spoken = 0;  // what it said to him, rewritings among it
    };

    const agenda& time_;
    office& at_;
    const people& people_;
    const temper& mood_;
    open_disk disk_;
    std::unique_ptr<storage::connection> eye_;
    std::vector<company> companies_;
    std::map<id_number, instant> announced_at_;
    std::map<id_number, counted_words> talk_;  // since the last quiet moment
    std::set<std::string> seen_;               // once keys acknowledged, lately
    std::vector<word> words_;                  // since the last quiet moment
    moment quiet_at_{};
    bool bot_is_another_ = false;  // than the first: people meet it, and it knows them
    bool words_lost_ = false;      // since then, with the bot they were said to
    figures counted_;
};

}  // namespace simulation
