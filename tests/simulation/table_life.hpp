#pragma once
// One example of the published decision table (docs/policy-examples), lived by the whole bot on the sandbox
// portal.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bot/config.hpp"
#include "bot/example_story.hpp"
#include "bot/policy_examples.hpp"
#include "diary.hpp"
#include "memory_disk.hpp"
#include "office.hpp"
#include "storage/database.hpp"

namespace simulation {

class table_life {
public:
    // `rules` is the configuration whose policy the example is held to; `what` and `in` must outlive the
    // life.
    table_life(const bot::policy_example& what, const bot::example_company& in, const bot::config& rules,
               way_in way, const std::filesystem::path& folder);
    ~table_life();

    // Whether an example can be lived: requests and pauses need people who talk, a week needs
    // more than one task.
    static bool can_be_lived(const bot::policy_example& what);
    // What came out otherwise than the rule says; empty: nothing.
    std::vector<std::string> differences();
    [[nodiscard]] std::uint64_t requests() const { return office_.requests(); }

private:
    struct process;

    void found_company();
    void found_task();
    storage::opening disk();
    bot::config settings(const bot::config& rules) const;
    void tell_of_all_rules(moment at);
    void start();
    void stop();
    void install();
    void at_the_door(const sandbox::delivery& event);
    void run(moment until);
    void happen(const bot::example_event& event);
    sandbox::task& task();
    std::vector<std::string> compared(const bot::example_outcome& by_the_rule);

    const bot::policy_example& what_;
    const bot::example_company& in_;
    const dialogs::policy& rules_;
    std::filesystem::path folder_;
    memory_disk platter_;
    temper mood_;
    agenda time_;
    diary book_;
    office office_;
    bot::config settings_;
    std::vector<std::string> said_;  // by the bot
    std::uint64_t names_ = 0;
    id_number task_ = 0;
    std::unique_ptr<process> bot_;
};

}  // namespace simulation
