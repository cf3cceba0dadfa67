#pragma once
// A request that waits for its answer, and time that passes.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "office.hpp"

namespace dialogs {

// Мария asked Борис on Monday 14.12, 10:01, for Tuesday 22.12 instead of Friday 18.12.
class waiting_request : public testing::Test {
protected:
    waiting_request() {
        here.slips();
        here.says(office::maria, "клиент заболел");
        here.presses(office::maria, "Отправить");
    }

    void asks_for(task_id task, user_id who = office::maria, const std::string& day = "25.12") {
        here.says(who, "#" + std::to_string(task) + " до " + day + " клиент заболел");
        here.presses(who, "Отправить");
    }

    // The hours come one by one until then.
    void comes(unsigned day, int hour, int minute = 0) { here.comes(office::december(day, hour, minute)); }
    // The bot was away until then: all hours that came meanwhile are heard at once.
    void is_away_until(unsigned day, int hour) {
        here.now = office::december(day, hour);
        here.due_requests();
    }

    [[nodiscard]] long count(user_id who, const std::string& text) const {
        const auto all = here.told(who);
        return std::count_if(all.begin(), all.end(), [&](const sent_message& each) {
            return each.what.text.find(text) != std::string::npos;
        });
    }
    [[nodiscard]] long reminders(user_id who) const { return count(who, "⏰"); }
    [[nodiscard]] request asked(request_id id = 1) const { return here.known.requests.at(id); }
    [[nodiscard]] std::string upper_card(request_id id = 1) const {
        return here.in_slot("request:" + std::to_string(id) + ":card:above").what.text;
    }
    [[nodiscard]] std::vector<journal> rows(const std::string& kind) const { return here.noted(kind); }

    office here;
};

}  // namespace dialogs
