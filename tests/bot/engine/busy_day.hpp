#pragma once
// Many tasks and people, and a portal at the end of a line: requests take time, several are under way, and
// the portal counts them in its bucket. Time is a clock of milliseconds that jumps from one happening to the
// next.
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "bot/wire/pacer.hpp"
#include "engine_rig.hpp"

namespace fakes {

class busy_day {
public:
    using moment = bot::wire::pacer::moment;
    static constexpr dialogs::task_id first_task = 1;
    static constexpr dialogs::user_id first_manager = 101;

    // Tasks 1 … of managers 101 … of the sales department, known to the guard and due on Friday 18.12.
    busy_day(int tasks, int managers);

    [[nodiscard]] dialogs::user_id manager_of(dialogs::task_id id) const;
    [[nodiscard]] std::vector<dialogs::user_id> managers() const;
    // Something that happens `after` from now.
    void at(std::chrono::milliseconds after, std::function<void()> what);
    // The news of the portal reach the bot.
    void deliver_news();
    // Until nothing waits and nothing is under way; std::logic_error when that takes an hour.
    void passes();

    [[nodiscard]] std::chrono::milliseconds lasted() const { return now_ - begun_; }

    engine_rig rig;
    bot::wire::pacer pace{2, 40};        // as the bot is configured
    std::set<dialogs::task_id> stuck;    // tasks whose deadline the portal does not write for now
    std::set<dialogs::task_id> refused;  // … for good
    std::function<fate(const bot::errand&)> fated;
    std::function<void()> answered;                 // after each answer of the portal
    std::vector<bot::errand> requests;              // in the order they were sent; each is one HTTP request
    std::optional<std::size_t> requests_when_told;  // until the last message
    std::chrono::milliseconds told_after{};
    double fullest = 0;  // of the portal's bucket

private:
    void start(bot::errand what);
    void arrives(const bot::errand& what);
    void comes_back(const bot::errand& what, const std::vector<bot::wire::reply>& replies);
    [[nodiscard]] instant now() const { return std::chrono::floor<std::chrono::seconds>(now_); }

    int tasks_, managers_;
    moment begun_, now_;
    std::multimap<moment, std::function<void()>> to_come_;
    double level_ = 0;
    moment level_at_;
    int life_ = 0;  // of the process: what a dead one had asked for comes back to nobody
};

}  // namespace fakes
