// deadline-guard: what one can ask of it on the command line.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "bot/app.hpp"
#include "bot/config.hpp"
#include "bot/connect_command.hpp"
#include "bot/doctor_command.hpp"
#include "bot/export_command.hpp"
#include "bot/log.hpp"
#include "bot/policy_test_command.hpp"
#include "bot/when_command.hpp"
#include "storage/secret_box.hpp"
#include "storage/sqlite.hpp"

namespace {

constexpr int fine = 0, failed = 1, wrong_usage = 2;

int serve(const std::string& file, const std::string& level) {
    const auto settings = bot::read_config(file);
    bot::log::begin(level);
    bot::app house(settings);
    house.run();
    // All that matters is on disk. Taking the house down in order could wait for a slow name server
    // (getaddrinfo cannot be interrupted), and a stop is promised within 5 s.
    std::quick_exit(fine);
}

int check_config(const std::string& file) {
    bot::read_config(file);
    std::cout << file << ": fine\n";
    return fine;
}

int run(int argc, char** argv) {
    CLI::App cli("Deadline Guard: a deadline may move, but never silently.", "deadline-guard");
    cli.require_subcommand(1);
    std::string file, level = "info";
    const auto with_config = [&](CLI::App* command) {
        command->add_option("--config", file, "the configuration, TOML")->required();
    };

    auto* serving = cli.add_subcommand("serve", "runs the bot until SIGTERM");
    with_config(serving);
    serving->add_option("--log-level", level, "debug, info, warning or error")
        ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
    auto* checking = cli.add_subcommand("check-config", "says what is wrong with a configuration");
    with_config(checking);
    std::string portal;
    auto* connecting =
        cli.add_subcommand("connect", "gets the tokens without a public address, through a browser");
    with_config(connecting);
    connecting->add_option("--portal", portal, "the portal's host, when allowed_hosts names several");
    auto* examining =
        cli.add_subcommand("doctor", "says what the portal can do, what waits, what is wrong and what to do");
    with_config(examining);
    bot::export_question wanted;
    auto* exporting = cli.add_subcommand("export", "prints what the journal tells");
    with_config(exporting);
    exporting->add_flag("--would-have", wanted.would_have,
                        "the moves with the verdict --mode has for them, and who would be asked");
    exporting->add_flag("--forecast", wanted.forecast, "their sums, in words");
    exporting->add_option("--mode", wanted.mode, "reason, or approval: a reason needs somebody's consent")
        ->check(CLI::IsMember({"reason", "approval"}));
    exporting->add_option("--from", wanted.from, "the first day, 2026-11-23");
    exporting->add_option("--to", wanted.to, "the last day");
    exporting->add_option("--format", wanted.format, "csv or json")->check(CLI::IsMember({"csv", "json"}));
    std::vector<std::filesystem::path> examples;
    auto* trying = cli.add_subcommand("policy-test", "runs files of examples and prints what differs");
    with_config(trying);
    trying->add_option("examples", examples, "files of examples, TOML")->required();
    bot::when_question question;
    auto* reading = cli.add_subcommand(
        "when", "shows how the bot reads a date; without words, each line of standard input");
    reading->add_option("--language", question.language, "ru or en")->check(CLI::IsMember({"ru", "en"}));
    reading->add_option("--time-zone", question.time_zone,
                        "e.g. Europe/Moscow; says what the clock shows when --now is absent");
    reading->add_option("--now", question.now, "the reader's wall clock, 2026-11-23T10:00:00");
    reading->add_option("words", question.words, "the words to read");

    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return cli.exit(wrong) == 0 ? fine : wrong_usage;
    }
    if (serving->parsed())
        return serve(file, level);
    if (checking->parsed())
        return check_config(file);
    if (connecting->parsed())
        return bot::connect(bot::read_config(file), portal, std::cin, std::cout, std::cerr) ? fine : failed;
    if (examining->parsed())
        return bot::examine(bot::read_config(file), std::cout) ? fine : failed;
    if (exporting->parsed())
        return bot::export_journal(bot::read_config_at_rest(file), wanted, std::cout, std::cerr)
                   ? fine
                   : wrong_usage;
    if (trying->parsed())
        return bot::test_policy(file, examples, std::cout) ? fine : failed;
    return bot::answer_when(question, std::cin, std::cout, std::cerr) ? fine : wrong_usage;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const bot::config_error& wrong) {
        std::cerr << wrong.what() << '\n';
        return wrong_usage;
    } catch (const storage::secret_error& wrong) {
        std::cerr << wrong.what() << '\n';
        return wrong_usage;
    } catch (const std::exception& trouble) {
        std::cerr << "deadline-guard: " << trouble.what() << '\n';
        return failed;
    }
}
