#include "bot/policy_test_command.hpp"

#include <string>
#include <utility>

#include "bot/config.hpp"
#include "bot/example_story.hpp"

namespace bot {

namespace {

using difference = std::pair<std::string, std::string>;  // of what, and "expected …, is …"

std::vector<difference> differences(const expectation& expected, const example_outcome& is,
                                    const example_company& company, const locale::zone& clock) {
    std::vector<difference> out;
    const auto compare = [&](const char* what, const std::string& wanted, const std::string& found) {
        if (wanted != found)
            out.emplace_back(what, "expected \"" + wanted + "\", is \"" + found + "\"");
    };
    const auto name = [&](dialogs::user_id id) { return id == 0 ? "" : company.name_of(id); };
    compare("verdict", expected.verdict, is.verdict);
    if (expected.held_to)
        compare("held_to", written(*expected.held_to, clock), written(is.held_to, clock));
    if (expected.approver)
        compare("approver", name(*expected.approver), name(is.approver));
    if (expected.because)
        compare("because", *expected.because, is.because);
    if (expected.would_be)
        compare("would_be", *expected.would_be, is.would_be);
    return out;
}

class examples_test {
public:
    examples_test(const dialogs::policy& rules, const locale::zone& clock, std::ostream& out)
        : rules_(rules), clock_(clock), out_(out) {}

    void run(const policy_examples& file) {
        for (const auto& each : file.all) {
            const auto is = play(each, file.company, rules_);
            const auto found = differences(each.expected, is, file.company, clock_);
            ++examples_;
            differ_ += found.empty() ? 0 : 1;
            if (!found.empty())
                print(each, is, found, file.company);
        }
    }

    bool summary() {
        out_ << examples_ << (examples_ == 1 ? " example, " : " examples, ");
        if (differ_ == 0)
            out_ << "all hold\n";
        else
            out_ << differ_ << (differ_ == 1 ? " does not hold\n" : " do not hold\n");
        return differ_ == 0;
    }

private:
    void print(const policy_example& example, const example_outcome& is, const std::vector<difference>& found,
               const example_company& company) {
        out_ << example.file << ':' << example.line << ": " << example.name << '\n';
        for (const auto& [what, how] : found)
            out_ << "    " << what << ": " << how << '\n';
        for (const auto& row : is.rows)
            out_ << "    judged: " << written(row.row.at, clock_) << ' ' << company.name_of(row.row.author)
                 << " to " << written(row.row.due_to, clock_) << ": "
                 << (row.accepted ? "accepted, " : "not accepted, ") << row.ground << '\n';
    }

    const dialogs::policy& rules_;
    locale::zone clock_;
    std::ostream& out_;
    int examples_ = 0, differ_ = 0;
};

}  // namespace

bool test_policy(const std::filesystem::path& config, const std::vector<std::filesystem::path>& files,
                 std::ostream& out) {
    const auto settings = read_config_at_rest(config);
    const auto clock = locale::zone::find(settings.locale.time_zone).value_or(locale::zone());
    std::vector<policy_examples> read;
    for (const auto& file : files)
        read.push_back(read_examples(file, clock));
    examples_test test(settings.policy, clock, out);
    for (const auto& each : read)
        test.run(each);
    return test.summary();
}

}  // namespace bot
