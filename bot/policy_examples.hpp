#pragma once
// Files of examples for `deadline-guard policy-test`: a small company, and what happens to a task of it.
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dialogs/people.hpp"
#include "dialogs/task.hpp"
#include "locale/zone.hpp"

namespace bot {

// Stands for the portal's people and departments, each known by a name of the file.
struct example_company {
    dialogs::directory who;
    std::map<std::string, dialogs::user_id, std::less<>> ids;
    locale::zone clock;             // all of them live by it
    dialogs::user_id service = -1;  // the account the bot works in the name of; -1: none of those named

    [[nodiscard]] std::string name_of(dialogs::user_id id) const;  // 0: "robot"
};

struct example_event {
    enum class kind {
        moves,
        writes,
        hands_over,
        names_creator,
        puts_into_group,
        closes,
        reopens,
        tells_the_bot,
        pauses,
        resumes,
        bot_looks,
        bot_applies
    };
    kind what = kind::moves;
    dialogs::instant at{};
    dialogs::user_id who = 0;  // 0: a robot
    dialogs::deadline to;
    dialogs::user_id whom = 0;
    std::int64_t group = 0;  // 0: none
    std::string words;
};

// Nothing: the example does not say.
struct expectation {
    std::string verdict;
    std::optional<dialogs::deadline> held_to;
    std::optional<dialogs::user_id> approver;  // 0: nobody
    std::optional<std::string> because, would_be;
};

struct policy_example {
    std::string file;
    std::int64_t line = 0;
    std::string name;
    dialogs::task at_first;
    dialogs::instant guarded_since{};
    int tolerated_elsewhere = 0;         // moves within the tolerance of his other tasks, each week
    std::vector<example_event> happens;  // in the order of time
    dialogs::instant look{};
    expectation expected;
};

struct policy_examples {
    example_company company;
    std::vector<policy_example> all;
};

// Times in the file are those of the clock in that zone. Throws config_error, naming file, line and key.
policy_examples read_examples(const std::filesystem::path& file, const locale::zone& clock);

// "2026-12-18 18:00", and "none" for no deadline.
std::string written(const dialogs::deadline& due, const locale::zone& clock);

}  // namespace bot
