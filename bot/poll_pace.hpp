#pragma once
// How long to wait before the portal is asked for events again. A value: time is passed in.
#include <chrono>
#include <optional>

#include "locale/calendar.hpp"

namespace bot {

class poll_pace {
public:
    using moment = std::chrono::sys_time<std::chrono::milliseconds>;
    using duration = std::chrono::milliseconds;

    static constexpr duration fastest{1000};         // while somebody is in a conversation
    static constexpr duration at_rest{15'000};       // outside working hours, at least
    static constexpr duration conversation{60'000};  // how long after its last action one goes on

    // `drain`: requests a second the portal allows (2.6.1). Of these at most a quarter go into polls, over
    // any hour.
    poll_pace(duration usual, double drain) : usual_(usual), drain_(drain) {}

    // Somebody wrote or pressed, or was given something to press.
    void somebody_acted(moment at) { last_action_ = at; }
    [[nodiscard]] bool in_conversation(moment now) const;
    // Books the poll that was just made, and says how long to wait before the next. `more`: the portal has
    // more already.
    duration after_poll(moment now, const locale::calendar& working, bool more, int requests = 1);
    // No poll before, whatever happens meanwhile: the budget is spent.
    [[nodiscard]] moment affordable_at() const { return affordable_at_; }

private:
    [[nodiscard]] duration wanted(moment now, const locale::calendar& working) const;

    duration usual_;
    double drain_;
    std::optional<moment> last_action_;
    double spent_ = 0;  // polls made that the budget has not made good yet
    moment as_of_{}, affordable_at_{};
};

}  // namespace bot
