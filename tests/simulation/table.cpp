// Lives the published decision table: each example, in each way the bot may hear of what happens.
#include <unistd.h>

#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include "bot/log.hpp"
#include "table_life.hpp"

namespace {

constexpr std::array<std::pair<simulation::way_in, const char*>, 3> ways{
    {{simulation::way_in::push, "push"},
     {simulation::way_in::pull, "pull"},
     {simulation::way_in::webhook, "webhook"}}};

struct tally {
    int lived = 0, wrong = 0, left_out = 0;
};

void live(const bot::policy_example& what, const bot::example_company& in, const bot::config& rules,
          tally& sum) {
    if (!simulation::table_life::can_be_lived(what)) {
        ++sum.left_out;
        return;
    }
    for (const auto& [way, name] : ways) {
        const auto folder =
            std::filesystem::temp_directory_path() / ("deadline-guard-table-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder);
        const auto found = simulation::table_life(what, in, rules, way, folder).differences();
        std::filesystem::remove_all(folder);
        ++sum.lived;
        sum.wrong += found.empty() ? 0 : 1;
        for (const auto& each : found)
            std::printf("%s:%lld (%s) %s\n  %s\n", what.file.c_str(), static_cast<long long>(what.line), name,
                        what.name.c_str(), each.c_str());
    }
}

}  // namespace

int main(int count, char** given) {
    if (count < 3) {
        std::fputs("usage: decision_table GUARD.toml EXAMPLES.toml...\n", stderr);
        return 2;
    }
    bot::log::begin("critical");
    try {
        const auto rules = bot::read_config_at_rest(given[1]);
        tally sum;
        for (int k = 2; k < count; ++k) {
            const auto read = bot::read_examples(given[k], *locale::zone::find(rules.locale.time_zone));
            for (const auto& each : read.all)
                live(each, read.company, rules, sum);
        }
        std::printf(
            "%d lives of examples in 3 ways, %d otherwise than the rule; %d examples left to the rule "
            "alone\n",
            sum.lived, sum.wrong, sum.left_out);
        return sum.wrong == 0 && sum.lived > 0 ? 0 : 1;
    } catch (const std::exception& trouble) {
        std::fprintf(stderr, "%s\n", trouble.what());
        return 2;
    }
}
