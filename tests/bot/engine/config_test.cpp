// What a configuration may say, and what is answered to one that is wrong: file, line, key, what was
// expected.
#include "bot/config.hpp"

#include <unistd.h>

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "bot/policy_file.hpp"

namespace bot {
namespace {

using namespace std::chrono_literals;
using std::chrono::year;
using testing::ElementsAre;
using testing::HasSubstr;

std::map<std::string, std::string> variables;

std::string variable(const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? "" : found->second;
}

class Config : public testing::Test {
protected:
    Config() { variables = {{"DEADLINE_GUARD_CLIENT_SECRET", "s3cret"}}; }
};

constexpr std::string_view good = R"([server]
public_url = "https://bot.example.com"
[portal]
client_id = "local.5f"
allowed_hosts = ["acme.bitrix24.ru"]
[guard]
mode = "reason"
)";

config read(std::string_view text) {
    return parse_config(text, "guard.toml", "/etc/guard", variable);
}

std::string complaint(std::string_view text) {
    try {
        read(text);
    } catch (const config_error& wrong) {
        return wrong.what();
    }
    return "";
}

// The good configuration with a line after the header of its table, which stands there already or comes last.
std::string with(const std::string& table, const std::string& line) {
    std::string text(good);
    const auto header = "[" + table + "]\n";
    const auto at = text.find(header);
    if (at == std::string::npos)
        return text + header + line + "\n";
    return text.insert(at + header.size(), line + "\n");
}

std::string without(std::string_view line) {
    std::string text(good);
    const auto at = text.find(line);
    return text.erase(at, text.find('\n', at) - at + 1);
}

TEST_F(Config, TheShortestOneHasTheDefaultsOfTheDesign) {
    const auto is = read(good);
    EXPECT_EQ(is.server.listen, "127.0.0.1:8080");
    EXPECT_EQ(is.server.public_url, "https://bot.example.com");
    EXPECT_EQ(is.portal.client_id, "local.5f");
    EXPECT_EQ(is.portal.client_secret, "s3cret");
    EXPECT_EQ(is.portal.oauth_server, "https://oauth.bitrix24.tech");
    EXPECT_THAT(is.portal.allowed_hosts, ElementsAre("acme.bitrix24.ru"));
    EXPECT_EQ(is.storage.database, "/etc/guard/guard.db");
    EXPECT_EQ(is.storage.key_file, "/etc/guard/guard.db.key");
    EXPECT_EQ(is.policy.usual.mode, dialogs::guard_mode::reason);
    EXPECT_EQ(is.policy.usual.reason_window, 10min);
    EXPECT_EQ(is.policy.usual.reason_min_letters, 5);
    EXPECT_EQ(is.policy.usual.robots, dialogs::robot_rule::accept);
    EXPECT_EQ(is.policy.usual.loop_limit, 3);
    EXPECT_EQ(is.policy.usual.tolerance, 0min);
    EXPECT_FALSE(is.policy.usual.tolerance_same_day);
    EXPECT_EQ(is.policy.usual.tolerance_moves, 2);
    EXPECT_EQ(is.policy.usual.tolerance_moves_week, 0);
    EXPECT_EQ(is.policy.usual.moves_max, 0);
    EXPECT_EQ(is.policy.usual.shift_max, std::chrono::days(0));
    EXPECT_EQ(is.policy.usual.handover, (locale::working_span{2, 0min}));
    EXPECT_EQ(is.policy.usual.grace, 0s);
    EXPECT_EQ(is.policy.usual.after_revert, dialogs::after_revert_rule::request);
    EXPECT_TRUE(is.policy.usual.notes);
    EXPECT_FALSE(is.policy.usual.note_reverts);
    EXPECT_EQ(is.policy.default_approver, 0);
    EXPECT_EQ(is.policy.waits.remind_after, (locale::working_span{0, 4h}));
    EXPECT_EQ(is.policy.waits.escalate_after, (locale::working_span{0, 8h}));
    EXPECT_EQ(is.policy.waits.expire_after, (locale::working_span{0, 40h}));
    EXPECT_EQ(is.policy.usual.categories, dialogs::default_categories());
    EXPECT_EQ(is.locale.language, locale::language::ru);
    EXPECT_EQ(is.locale.time_zone, "Europe/Moscow");
}

TEST_F(Config, EverythingThatIsBuiltCanBeSaid) {
    const auto is = read(R"(
[server]
listen = "[::1]:443"
public_url = "https://bot.example.com/guard/"
tls_certificate = "cert.pem"
tls_key = "/keys/key.pem"
[portal]
client_id = "local.5f"
oauth_server = "https://OAUTH.bitrix.info/"
allowed_hosts = ["ACME.bitrix24.ru", "other.example.com"]
events = "push"
requests_per_second = 5
burst = 250
[storage]
database = "/var/lib/guard.db"
key_file = "the.key"
[people]
administrators = [1]
owners = [2, 3]
[guard]
mode = "observe"
departments = [5, 7]
groups = [9]
reason_window = "1h"
reason_min_letters = 10
exempt_users = [11]
robots = "judge"
automation_users = [12]
loop_limit = 5
tolerance = "30m"
tolerance_moves = 4
tolerance_moves_week = 5
moves_max = 3
shift_max = "240h"
handover = "12h"
grace = "90s"
after_revert = "reason"
notes = false
note_reverts = true
[requests]
approver = 13
remind_after = "30m"
escalate_after = "1d"
expire_after = "0s"
[calendar]
days_off = ["2026-12-31..2027-01-02"]
workdays = ["2026-12-26"]
[locale]
language = "en"
time_zone = "Asia/Yekaterinburg"
)");
    EXPECT_EQ(is.server.listen, "[::1]:443");
    EXPECT_EQ(is.server.public_url, "https://bot.example.com/guard") << "no slash at the end";
    EXPECT_EQ(is.server.tls_certificate, "/etc/guard/cert.pem") << "beside the configuration";
    EXPECT_EQ(is.server.tls_key, "/keys/key.pem");
    EXPECT_THAT(is.portal.allowed_hosts, ElementsAre("acme.bitrix24.ru", "other.example.com"));
    EXPECT_EQ(is.portal.requests_per_second, 5);
    EXPECT_EQ(is.portal.burst, 250);
    EXPECT_EQ(is.storage.database, "/var/lib/guard.db");
    EXPECT_EQ(is.storage.key_file, "/etc/guard/the.key");
    EXPECT_THAT(is.policy.administrators, ElementsAre(1));
    EXPECT_THAT(is.policy.owners, ElementsAre(2, 3));
    EXPECT_EQ(is.policy.usual.mode, dialogs::guard_mode::observe);
    EXPECT_THAT(is.policy.departments, ElementsAre(5, 7));
    EXPECT_THAT(is.policy.groups, ElementsAre(9));
    EXPECT_EQ(is.policy.usual.reason_window, 60min);
    EXPECT_EQ(is.policy.usual.reason_min_letters, 10);
    EXPECT_THAT(is.policy.exempt_users, ElementsAre(11));
    EXPECT_EQ(is.policy.usual.robots, dialogs::robot_rule::judge);
    EXPECT_THAT(is.policy.automation_users, ElementsAre(12));
    EXPECT_EQ(is.policy.usual.loop_limit, 5);
    EXPECT_EQ(is.policy.usual.tolerance, 30min);
    EXPECT_EQ(is.policy.usual.tolerance_moves, 4);
    EXPECT_EQ(is.policy.usual.tolerance_moves_week, 5);
    EXPECT_EQ(is.policy.usual.moves_max, 3);
    EXPECT_EQ(is.policy.usual.shift_max, std::chrono::days(10));
    EXPECT_EQ(is.policy.usual.handover, (locale::working_span{0, 12h}));
    EXPECT_EQ(is.policy.usual.grace, 90s);
    EXPECT_EQ(is.policy.usual.after_revert, dialogs::after_revert_rule::reason);
    EXPECT_FALSE(is.policy.usual.notes);
    EXPECT_TRUE(is.policy.usual.note_reverts);
    EXPECT_EQ(is.policy.default_approver, 13);
    EXPECT_EQ(is.policy.waits.remind_after, (locale::working_span{0, 30min}));
    EXPECT_EQ(is.policy.waits.escalate_after, (locale::working_span{1, 0min}));
    EXPECT_TRUE(is.policy.waits.expire_after.empty());
    EXPECT_THAT(is.calendar.days_off,
                ElementsAre(year(2026) / 12 / 31, year(2027) / 1 / 1, year(2027) / 1 / 2));
    EXPECT_THAT(is.calendar.workdays, ElementsAre(year(2026) / 12 / 26));
    EXPECT_EQ(is.locale.language, locale::language::en);
    EXPECT_EQ(is.locale.time_zone, "Asia/Yekaterinburg");
}

TEST_F(Config, SettingsThatAreNotBuiltMaySayThatTheyAreOff) {
    EXPECT_EQ(complaint(with("guard", R"(grace = "0s")")), "");
    EXPECT_EQ(complaint(with("portal", R"(events = "auto")")), "");
    EXPECT_EQ(complaint(std::string(good) + "[report]\n"), "");
}

// ---- Wrong ones.

struct wrong_line {
    std::string table, line;  // comes right after the table's header
    std::string says;         // after "guard.toml:LINE: "
};

int line_of(const std::string& text, const std::string& line) {
    const auto upto = text.substr(0, text.find(line));
    return 1 + static_cast<int>(std::count(upto.begin(), upto.end(), '\n'));
}

void each_is_refused(const std::vector<wrong_line>& all) {
    for (const auto& each : all) {
        const auto text = with(each.table, each.line);
        const auto where = "guard.toml:" + std::to_string(line_of(text, each.line)) + ": ";
        EXPECT_EQ(complaint(text), where + each.says);
    }
}

TEST_F(Config, AnUnknownKeyIsNamedWithThoseThatAreKnown) {
    each_is_refused({
        {"people", "admins = [1]",
         "[people] admins: unknown key; known are absent | administrators | owners"},
        {"calendar", "holidays = []", "[calendar] holidays: unknown key; known are days_off | workdays"},
        {"locale", "tongue = 1", "[locale] tongue: unknown key; known are language | time_zone"},
        {"storage", "databse = \"x\"", "[storage] databse: unknown key; known are database | key_file"},
    });
    EXPECT_EQ(
        complaint("[gaurd]\nmode = \"reason\"\n"),
        "guard.toml:1: gaurd: unknown table; known are server, portal, storage, people, guard, requests, "
        "calendar, locale");
    EXPECT_EQ(complaint("\nserver = 5\n"), "guard.toml:2: server: must be a table, [server]");
}

TEST_F(Config, AWrongTypeIsNamedWithTheRightOne) {
    const std::string ids = "must be a list of ids, whole numbers above 0, like [1, 5]";
    each_is_refused({
        {"server", "listen = 8080", "[server] listen: must be a text in quotes"},
        {"guard", "reason_window = 10", "[guard] reason_window: must be a text in quotes"},
        {"guard", "loop_limit = \"3\"", "[guard] loop_limit: must be a whole number"},
        {"guard", "loop_limit = 3.5", "[guard] loop_limit: must be a whole number"},
        {"guard", "departments = 5", "[guard] departments: must be a list of numbers, like [1, 5]"},
        {"guard", "departments = [0]", "[guard] departments: " + ids},
        {"guard", "exempt_users = [\"27\"]", "[guard] exempt_users: " + ids},
        {"people", "owners = [-1]", "[people] owners: " + ids},
        {"calendar", "days_off = \"x\"", "[calendar] days_off: must be a list of texts, like [\"a\", \"b\"]"},
        {"calendar", "workdays = [1]", "[calendar] workdays: must be a list of texts, like [\"a\", \"b\"]"},
    });
}

TEST_F(Config, AValueOutOfRangeIsNamedWithTheRange) {
    const std::string duration = "must be a duration like \"90s\", \"15m\", \"4h\" or \"5d\"";
    each_is_refused({
        {"guard", "loop_limit = 0", "[guard] loop_limit: must be from 1 to 1000"},
        {"guard", "reason_min_letters = 501", "[guard] reason_min_letters: must be from 1 to 500"},
        {"guard", "notes = 1", "[guard] notes: must be true or false"},
        {"guard", "note_reverts = \"yes\"", "[guard] note_reverts: must be true or false"},
        {"guard", "robots = \"maybe\"", "[guard] robots: must be accept | judge, not \"maybe\""},
        {"guard", "reason_window = \"10\"", "[guard] reason_window: " + duration},
        {"guard", "reason_window = \"10 m\"", "[guard] reason_window: " + duration},
        {"guard", "reason_window = \"-5m\"", "[guard] reason_window: " + duration},
        {"guard", "reason_window = \"1w\"", "[guard] reason_window: " + duration},
        {"guard", "reason_window = \"\"", "[guard] reason_window: " + duration},
        {"guard", "reason_window = \"99999999999999999999d\"", "[guard] reason_window: " + duration},
        {"guard", "reason_window = \"2d\"", "[guard] reason_window: must not be longer than 86400s"},
        {"portal", "burst = 0", "[portal] burst: must be from 1 to 1000"},
        {"requests", "approver = -1", "[requests] approver: must be from 0 to 9007199254740992"},
        {"locale", "language = \"de\"", "[locale] language: must be ru | en, not \"de\""},
        {"locale", "time_zone = \"Mars\"",
         "[locale] time_zone: no such time zone; write a name like \"Europe/Moscow\""},
    });
}

TEST_F(Config, DurationsHaveOneUnit) {
    for (const auto& [text, is] : std::map<std::string, std::chrono::minutes>{
             {"120s", 2min}, {"15m", 15min}, {"4h", 240min}, {"1d", 1440min}, {"0s", 0min}})
        EXPECT_EQ(read(with("guard", "reason_window = \"" + text + "\"")).policy.usual.reason_window, is)
            << text;
}

// The rule counts in minutes: "30s" would silently be no window at all.
TEST_F(Config, AReasonWindowIsWholeMinutes) {
    each_is_refused(
        {{"guard", "reason_window = \"90s\"", "[guard] reason_window: must be whole minutes, like \"10m\""}});
}

TEST_F(Config, ADateIsADateAndARangeEndsAfterItBegins) {
    const auto no_date = [](const std::string& text) {
        return "[calendar] days_off: \"" + text +
               "\" is no date; write \"2026-12-31\" or \"2026-12-31..2027-01-10\"";
    };
    each_is_refused({
        {"calendar", "days_off = [\"31.12.2026\"]", no_date("31.12.2026")},
        {"calendar", "days_off = [\"2026-02-30\"]", no_date("2026-02-30")},
        {"calendar", "days_off = [\"2026-12-31..\"]", no_date("")},
        {"calendar", "days_off = [\"2026-12-31..2026-12-30\"]",
         "[calendar] days_off: \"2026-12-31..2026-12-30\" ends before it begins, or is longer than a year"},
        {"calendar", "days_off = [\"2026-01-01..2126-01-01\"]",
         "[calendar] days_off: \"2026-01-01..2126-01-01\" ends before it begins, or is longer than a year"},
    });
}

TEST_F(Config, WhatIsNotBuiltYetIsRefusedByName) {
    const std::string why = ": this setting is not built yet; take the line out";
    std::vector<wrong_line> all;
    for (const char* line : {"while_pending = \"new\""})
        all.push_back({"requests", line,
                       "[requests] " + std::string(line).substr(0, std::string(line).find(' ')) + why});
    for (const char* line : {"chat = \"chat42\"", "weekday = \"monday\"", "time = \"09:30\""})
        all.push_back(
            {"report", line, "[report] " + std::string(line).substr(0, std::string(line).find(' ')) + why});
    each_is_refused(all);
}

TEST_F(Config, SmallRequestsAreMeasuredInWholeWorkingDays) {
    EXPECT_EQ(read(with("requests", "approver = 13")).policy.usual.auto_approve, 0);
    EXPECT_EQ(read(with("requests", R"(auto_approve = "2d")")).policy.usual.auto_approve, 2);
    each_is_refused({
        {"requests", R"(auto_approve = "4h")",
         R"([requests] auto_approve: must be whole working days, like "2d")"},
        {"requests", "auto_approve = 2", "[requests] auto_approve: must be a text in quotes"},
        {"requests", R"(auto_approve = "61d")", "[requests] auto_approve: must not be longer than 60 days"},
    });
}

TEST_F(Config, ReasonsAreKnownOnesOrTextsOfTheCompanysOwn) {
    const auto is = read(with("guard",
                              "categories = [\"payment\", \"Ждём поставку|Waiting for a "
                              "delivery\"]\nwords_for = [\"payment\"]"))
                        .policy.usual;
    EXPECT_THAT(is.categories,
                testing::ElementsAre("payment", "Ждём поставку|Waiting for a delivery", "other"));
    EXPECT_THAT(is.words_for, testing::ElementsAre("other", "payment"));
    EXPECT_THAT(read(with("guard", "loop_limit = 3")).policy.usual.words_for, testing::ElementsAre("other"));
    const std::string label = "\" is no label: write 2 to 60 letters, or \"по-русски|in English\"";
    each_is_refused({
        {"guard", "categories = []", "[guard] categories: must name 1 to 20 reasons"},
        {"guard", R"(categories = ["payment", "payment"])", "[guard] categories: names a reason twice"},
        {"guard", R"(categories = ["no_anwser"])",
         R"([guard] categories: "no_anwser" is none of the known ones, no_answer | asked_later | client_away | payment | colleague | overload | technical | other)"},
        {"guard", R"(categories = ["Ждём|"])", "[guard] categories: \"Ждём|" + label},
        {"guard", R"(categories = ["?"])", "[guard] categories: \"?" + label},
        {"guard", R"(words_for = ["Ждём"])", R"([guard] words_for: "Ждём" is none of the categories)"},
    });
}

TEST_F(Config, GraceIsADayAtMostAndWhatARevertLeadsToIsNamed) {
    each_is_refused({
        {"guard", R"(grace = "25h")", R"([guard] grace: must not be longer than 86400s)"},
        {"guard", "grace = 15", "[guard] grace: must be a text in quotes"},
        {"guard", R"(after_revert = "words")",
         R"([guard] after_revert: must be request | reason, not "words")"},
    });
}

TEST_F(Config, HowManyMovesAreTooManyAtOnceIsANumber) {
    EXPECT_EQ(read(with("guard", "")).policy.usual.mass_limit, 25);
    EXPECT_EQ(read(with("guard", "mass_limit = 0")).policy.usual.mass_limit, 0);
    each_is_refused({
        {"guard", "mass_limit = -1", "[guard] mass_limit: must be from 0 to 100000"},
        {"guard", R"(mass_limit = "many")", "[guard] mass_limit: must be a whole number"},
    });
}

TEST_F(Config, TheToleranceIsATimeOrTheSameDay) {
    EXPECT_TRUE(read(with("guard", R"(tolerance = "same-day")")).policy.usual.tolerance_same_day);
    each_is_refused({
        {"guard", R"(tolerance = "today")",
         R"([guard] tolerance: must be a duration like "90s", "15m", "4h" or "5d")"},
        {"guard", "tolerance = 30", "[guard] tolerance: must be a text in quotes"},
        {"guard", R"(tolerance = "90s")", R"([guard] tolerance: must be whole minutes, like "10m")"},
    });
}

TEST_F(Config, WhatARequestWaitsForComesInItsOrder) {
    const auto fine = [&](const std::string& lines) { return complaint(with("requests", lines)); };
    EXPECT_EQ(fine("remind_after = \"8h\"\nescalate_after = \"8h\"\nexpire_after = \"8h\""), "");
    EXPECT_EQ(fine("remind_after = \"9h\"\nescalate_after = \"1d\""), "");
    EXPECT_EQ(fine("escalate_after = \"0s\""), "") << "what is off has no place in the order";
    EXPECT_EQ(fine("remind_after = \"0d\"\nescalate_after = \"30m\"\nexpire_after = \"1h\""), "");
    const auto shorter = [](const std::string& key, const std::string& than) {
        return "[requests] " + key + ": must not be shorter than " + than + "; \"0s\" turns it off";
    };
    EXPECT_THAT(complaint(with("requests", "remind_after = \"1d\"")),
                testing::HasSubstr(shorter("escalate_after", "remind_after")))
        << "the default is shorter";
    each_is_refused({
        {"requests", "escalate_after = \"3h\"", shorter("escalate_after", "remind_after")},
        {"requests", "expire_after = \"5h\"", shorter("expire_after", "escalate_after")},
        {"requests", "expire_after = \"3h\"\nescalate_after = \"0s\"",
         shorter("expire_after", "remind_after")},
        {"requests", "remind_after = \"90s\"",
         "[requests] remind_after: must be working time like \"30m\", \"4h\" or \"2d\" (working days)"},
        {"requests", "remind_after = \"soon\"",
         "[requests] remind_after: must be working time like \"30m\", \"4h\" or \"2d\" (working days)"},
        {"requests", "remind_after = 4", "[requests] remind_after: must be a text in quotes"},
        {"requests", "expire_after = \"366d\"", "[requests] expire_after: must not be longer than 365 days"},
    });
}

TEST_F(Config, LimitsAreNumbersAndTimesInRange) {
    EXPECT_TRUE(read(with("guard", R"(handover = "0d")")).policy.usual.handover.empty());
    EXPECT_EQ(read(with("guard", R"(shift_max = "0d")")).policy.usual.shift_max, std::chrono::days(0));
    const std::string no_working_time =
        R"([guard] handover: must be working time like "30m", "4h" or "2d" (working days))";
    each_is_refused({
        {"guard", "tolerance_moves_week = -1", "[guard] tolerance_moves_week: must be from 0 to 1000"},
        {"guard", R"(tolerance_moves_week = "2")", "[guard] tolerance_moves_week: must be a whole number"},
        {"guard", "moves_max = 1001", "[guard] moves_max: must be from 0 to 1000"},
        {"guard", "shift_max = 10", "[guard] shift_max: must be a text in quotes"},
        {"guard", R"(shift_max = "36h")", R"([guard] shift_max: must be whole days, like "10d")"},
        {"guard", R"(shift_max = "4000d")", "[guard] shift_max: must not be longer than 315360000s"},
        {"guard", "handover = 2", "[guard] handover: must be a text in quotes"},
        {"guard", R"(handover = "90s")", no_working_time},
        {"guard", R"(handover = "two days")", no_working_time},
        {"guard", R"(handover = "61d")", "[guard] handover: must not be longer than 60 days"},
    });
}

// ---- Policy files.

class PolicyFile : public Config {
protected:
    // As a file of the folder the configuration lies in.
    config with_file(const std::string& text) {
        std::ofstream(folder_ / "sales.toml") << text;
        return parse_config(with("guard", "policies = [\"sales.toml\"]\nreason_min_letters = 8"),
                            "guard.toml", folder_, variable);
    }
    std::string refused(const std::string& text) {
        try {
            with_file(text);
            return "";
        } catch (const config_error& wrong) {
            return std::string(wrong.what()).substr(folder_.string().size() + 1);
        }
    }
    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("guard-policy-" + std::to_string(getpid()));
    void SetUp() override { std::filesystem::create_directories(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }
};

TEST_F(PolicyFile, GivesSomeRulesOfTheirOwnAndTheRestAsInGuard) {
    const auto is =
        with_file(
            "departments = [5]\npeople = [27]\nmode = \"approval\"\napprover = 13\nmoves_max = 2\n"
            "shift_max = \"5d\"\nhandover = \"0d\"\ntolerance_moves_week = 3\nauto_approve = \"1d\"\n")
            .policy;
    ASSERT_EQ(is.special.size(), 1u);
    const auto& sales = is.special[0];
    EXPECT_EQ(sales.name, "sales.toml");
    EXPECT_THAT(sales.departments, ElementsAre(5));
    EXPECT_THAT(sales.people, ElementsAre(27));
    EXPECT_EQ(sales.hold.mode, dialogs::guard_mode::approval);
    EXPECT_EQ(sales.hold.approver, 13);
    EXPECT_EQ(sales.hold.auto_approve, 1);
    EXPECT_EQ(sales.hold.reason_min_letters, 8);
    EXPECT_EQ(sales.hold.moves_max, 2);
    EXPECT_EQ(sales.hold.shift_max, std::chrono::days(5));
    EXPECT_TRUE(sales.hold.handover.empty());
    EXPECT_EQ(sales.hold.tolerance_moves_week, 3);
    EXPECT_EQ(is.usual.moves_max, 0);
    EXPECT_EQ(is.usual.mode, dialogs::guard_mode::reason);
}

TEST_F(PolicyFile, IsRefusedWithItsOwnNameLineAndKey) {
    EXPECT_EQ(refused("departments = [5]\nmode = \"strict\"\n"),
              "sales.toml:2: mode: must be observe | reason | approval, not \"strict\"");
    EXPECT_THAT(refused("departments = [5]\ntolerence = 1\n"), HasSubstr("sales.toml:2: tolerence: unknown"));
    EXPECT_THAT(refused("mode = \"reason\"\n"), HasSubstr("departments: is missing: say for whom"));
    EXPECT_THAT(refused("departments = 5\n"), HasSubstr("sales.toml:1: departments: "));
    EXPECT_THAT(refused("departments = [\n"), HasSubstr("not TOML"));
    EXPECT_THAT(complaint(with("guard", "policies = [\"none.toml\"]")),
                HasSubstr("[guard] policies: cannot read"));
}

TEST_F(PolicyFile, TwoForTheSameAreRefused) {
    std::ofstream(folder_ / "sales.toml") << "departments = [5]\n";
    std::ofstream(folder_ / "other.toml") << "departments = [6, 5]\n";
    try {
        parse_config(with("guard", "policies = [\"sales.toml\", \"other.toml\"]"), "guard.toml", folder_,
                     variable);
        FAIL();
    } catch (const config_error& wrong) {
        EXPECT_THAT(wrong.what(), HasSubstr("other.toml:1: departments: 5 has a policy already, sales.toml"));
    }
}

TEST_F(Config, WhoIsAwayIsSaidByWholeDaysOfThePortalsZone) {
    const std::string away = "[[people.absent]]\nwho = 13\nfrom = \"2026-12-07\"\nto = \"2026-12-14\"\n";
    const auto is =
        read(std::string(good) + away + "substitute = 14\n[locale]\ntime_zone = \"Europe/Moscow\"\n");
    const auto midnight = [](unsigned day) {
        const std::chrono::sys_days date = std::chrono::year(2026) / 12 / std::chrono::day(day);
        return locale::instant(date) - std::chrono::hours(3);
    };
    EXPECT_EQ(is.policy.absent, (std::vector{dialogs::absence{13, midnight(7), midnight(15), 14}}));
    EXPECT_EQ(is.policy_text, read(good).policy_text) << "who is away is no rule";
}

TEST_F(Config, AnAbsenceThatIsWrongIsRefusedWithItsLineAndKey) {
    const auto refused = [](const std::string& lines) {
        return complaint(std::string(good) + "[[people.absent]]\n" + lines);
    };
    const std::string who = "who = 13\n", from = "from = \"2026-12-07\"\n", to = "to = \"2026-12-14\"\n";
    EXPECT_THAT(refused(from + to), HasSubstr(": [[people.absent]] who: is missing"));
    EXPECT_THAT(refused(who + from), HasSubstr("[[people.absent]] to: is missing"));
    EXPECT_THAT(refused(who + from + "to = \"14.12\"\n"), HasSubstr("to: must be a date like"));
    EXPECT_THAT(refused(who + from + "to = \"2026-12-06\"\n"), HasSubstr("to: must not be before"));
    EXPECT_THAT(refused(who + from + to + "substitute = 13\n"),
                HasSubstr("substitute: must be somebody else"));
    EXPECT_THAT(refused(who + from + to + "deputy = 14\n"), HasSubstr("deputy: unknown key"));
    EXPECT_THAT(refused(who + from + to +
                        "[[people.absent]]\nwho = 13\nfrom = \"2026-12-14\"\nto = \"2026-12-20\"\n"),
                HasSubstr("from: 13 is absent already on some of these days"));
    EXPECT_EQ(complaint(with("people", "absent = [13]")),
              "guard.toml:" + std::to_string(line_of(with("people", "absent = [13]"), "absent")) +
                  ": [people] absent: must be tables, each under [[people.absent]]");
}

TEST_F(PolicyFile, ComesBackFromTheTextThatIsKept) {
    const auto is = with_file("departments = [5]\nmode = \"approval\"\n");
    const auto again = policy_of_text(is.policy_text);
    EXPECT_EQ(again.usual, is.policy.usual);
    EXPECT_EQ(again.special, is.policy.special);
    EXPECT_EQ(with_file("departments = [5] # as before\nmode = \"approval\"\n").policy_text, is.policy_text);
    EXPECT_NE(with_file("departments = [5]\nmode = \"reason\"\n").policy_text, is.policy_text);
}

TEST_F(Config, EventsArePushedWhereThePortalReachesTheBotElsePulled) {
    EXPECT_EQ(read(good).portal.events, way_in::push);
    EXPECT_EQ(read(without("public_url")).portal.events, way_in::pull);
    EXPECT_EQ(read(with("portal", "events = \"pull\"")).portal.events, way_in::pull);
    EXPECT_EQ(read(with("portal", "poll_interval = \"10s\"")).portal.poll_interval, 10s);
    EXPECT_THAT(complaint(with("portal", "poll_interval = \"0s\"")),
                HasSubstr("[portal] poll_interval: must be at least \"1s\""));
    EXPECT_THAT(complaint("[portal]\nevents = \"push\"\nclient_id = \"x\"\nallowed_hosts = [\"a\"]\n"),
                HasSubstr("guard.toml:2: [portal] events: \"push\" needs [server] public_url"));
}

TEST_F(Config, AnIncomingWebhookNeedsNoApplicationAndIsPulled) {
    const std::string bare = "[guard]\nmode = \"reason\"\n";
    variables["DEADLINE_GUARD_CLIENT_SECRET"] = "";
    variables["DEADLINE_GUARD_WEBHOOK"] = " https://acme.bitrix24.ru/rest/1/secret ";
    EXPECT_EQ(read(bare).portal.webhook, "https://acme.bitrix24.ru/rest/1/secret/");
    EXPECT_EQ(read(bare).portal.events, way_in::pull);
    EXPECT_EQ(read("[server]\npublic_url = \"https://b.example\"\n" + bare).portal.events, way_in::pull);
    EXPECT_THAT(complaint("[portal]\nevents = \"push\"\n" + bare),
                HasSubstr("[portal] events: \"push\" needs a local application"));
}

TEST_F(Config, AWebhookThatIsNoneIsRefusedWithoutShowingItsSecret) {
    for (const char* wrong :
         {"https://acme.bitrix24.ru/", "http://acme.bitrix24.ru/rest/1/hush/", "rest/1/hush",
          "https://acme.bitrix24.ru/rest/hush/", "https://acme.bitrix24.ru/rest/one/hush/",
          "https://acme.bitrix24.ru/rest/1/hush/?a=b"}) {
        variables["DEADLINE_GUARD_WEBHOOK"] = wrong;
        const auto said = complaint("[guard]\nmode = \"reason\"\n");
        EXPECT_THAT(said, HasSubstr("guard.toml: DEADLINE_GUARD_WEBHOOK: must be the address of an incoming "
                                    "webhook"))
            << wrong;
        EXPECT_THAT(said, testing::Not(HasSubstr("hush")));
    }
}

TEST_F(Config, WhatIsMissingIsNamedWithItsTable) {
    EXPECT_EQ(complaint(without("mode")),
              "guard.toml:6: [guard] mode: is missing and has no default; write \"observe\", \"reason\" or "
              "\"approval\"");
    EXPECT_THAT(complaint(without("client_id")), HasSubstr("guard.toml:3: [portal] client_id: is missing"));
    EXPECT_THAT(complaint(without("allowed_hosts")),
                HasSubstr("guard.toml:3: [portal] allowed_hosts: names no host"));
    EXPECT_THAT(complaint(""), HasSubstr("guard.toml: [portal] client_id: is missing"));
    EXPECT_EQ(complaint(with("server", "tls_key = \"k.pem\"")),
              "guard.toml:1: [server] tls_certificate: is missing: give both or neither");
}

TEST_F(Config, WhatIsNotTomlIsSaidWithItsLine) {
    EXPECT_THAT(complaint("[server]\nlisten = \n"), HasSubstr("guard.toml:2: not TOML: "));
    EXPECT_THAT(complaint("a = 1\na = 2\n"), HasSubstr("guard.toml:2: not TOML: "));
}

TEST_F(Config, AnAddressIsHttpsOrThisMachine) {
    for (const char* fine : {"https://bot.example.com:8443/guard", "http://127.0.0.1:8080",
                             "http://localhost", "http://[::1]:80/"})
        EXPECT_EQ(complaint(with("portal", "oauth_server = \"" + std::string(fine) + "\"")), "") << fine;
    for (const char* wrong :
         {"bot.example.com", "ftp://bot.example.com", "https://", "http://bot.example.com",
          "http://127.0.0.1.evil.com", "http://localhost.evil.com", "http://127.0.0.1@evil.com",
          "https://user:pass@bot.example.com", "https://bot.example.com/?a=b", "https://bot example.com"})
        EXPECT_THAT(complaint(with("portal", "oauth_server = \"" + std::string(wrong) + "\"")),
                    HasSubstr("guard.toml:4: [portal] oauth_server: must be an address like"))
            << wrong;
}

TEST_F(Config, AnAllowedHostIsAHostAlone) {
    for (const char* wrong : {"https://acme.bitrix24.ru", "acme.bitrix24.ru/rest", "acme.bitrix24.ru:443", "",
                              "acme bitrix24.ru", "*.bitrix24.ru", "acme_bitrix24.ru;", "портал.рф"})
        EXPECT_THAT(complaint("[server]\npublic_url = \"https://b.example\"\n[portal]\nclient_id = \"x\"\n"
                              "allowed_hosts = [\"" +
                              std::string(wrong) + "\"]\n"),
                    HasSubstr("guard.toml:5: [portal] allowed_hosts: \"" + std::string(wrong) +
                              "\" must be a host alone"));
}

TEST_F(Config, WhereToListenIsAnAddressAndAPort) {
    for (const char* wrong : {"127.0.0.1", "8080", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536",
                              "127.0.0.1:-1", "127.0.0.1:80x", ":8080", "bot.example.com:8080"})
        EXPECT_EQ(complaint(with("server", "listen = \"" + std::string(wrong) + "\"")),
                  "guard.toml:2: [server] listen: must be an address and a port, like \"127.0.0.1:8080\"")
            << wrong;
}

// ---- Secrets and files.

class ConfigFiles : public Config {
protected:
    ConfigFiles() {
        std::string name = (std::filesystem::temp_directory_path() / "config-test-XXXXXX").string();
        folder = ::mkdtemp(name.data());
    }
    ~ConfigFiles() override { std::filesystem::remove_all(folder); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name) << text;
    }

    std::filesystem::path folder;
};

TEST_F(ConfigFiles, TheSecretComesFromItsFileWhenTheEnvironmentHasNone) {
    variables.clear();
    write("secret", "  from the file \n");
    write("guard.toml", with("portal", "client_secret_file = \"secret\""));
    EXPECT_EQ(read_config(folder / "guard.toml", variable).portal.client_secret, "from the file");
    variables["DEADLINE_GUARD_CLIENT_SECRET"] = "from the environment";
    EXPECT_EQ(read_config(folder / "guard.toml", variable).portal.client_secret, "from the environment");
}

TEST_F(ConfigFiles, ASecretThatIsNowhereIsMissed) {
    variables.clear();
    EXPECT_EQ(complaint(good),
              "guard.toml:3: [portal] client_secret_file: is missing, and so is the environment "
              "variable DEADLINE_GUARD_CLIENT_SECRET");
    EXPECT_EQ(complaint(with("portal", "client_secret_file = \"nowhere\"")),
              "guard.toml:4: [portal] client_secret_file: cannot read /etc/guard/nowhere");
}

TEST_F(ConfigFiles, NoComplaintShowsASecret) {
    variables["DEADLINE_GUARD_KEY"] = "k3y";
    for (const char* line : {"client_secret = \"s3cret\"", "oauth_server = \"http://u:s3cret@evil\""})
        EXPECT_EQ(complaint(with("portal", line)).find("s3cret"), std::string::npos) << line;
    EXPECT_EQ(read(good).storage.key, "k3y");
}

TEST_F(ConfigFiles, AFileThatCannotBeReadIsNamed) {
    try {
        read_config(folder / "absent.toml", variable);
        FAIL();
    } catch (const config_error& wrong) {
        EXPECT_EQ(std::string(wrong.what()), (folder / "absent.toml").string() + ": cannot be read");
    }
}

TEST_F(ConfigFiles, PathsAreBesideTheFile) {
    write("guard.toml", std::string(good));
    EXPECT_EQ(read_config(folder / "guard.toml", variable).storage.database, folder / "guard.db");
}

}  // namespace
}  // namespace bot
