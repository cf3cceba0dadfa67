#include "bot/policy_file.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <vector>

#include "bot/config.hpp"
#include "bot/config_table.hpp"
#include "locale/text.hpp"
#include "locale/zone.hpp"

namespace bot {

namespace {

using namespace std::chrono_literals;
using dialogs::rules;

constexpr std::int64_t id_max = std::int64_t{1} << 53;
constexpr const char* inlined = "policy";  // policy files within the text that is kept

// A policy file, or what was kept of one.
struct policy_source {
    std::string name, file;
    toml::table table;
};

std::set<dialogs::user_id> ids(config_table& in, const char* key) {
    const auto all = in.numbers(key);
    return {all.begin(), all.end()};
}

std::chrono::minutes whole_minutes(config_table& in, const char* key, std::chrono::minutes otherwise,
                                   std::chrono::seconds most) {
    const auto read = in.duration(key, otherwise, most);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(read);
    if (minutes != read)
        in.refuse(key, "must be whole minutes, like \"10m\"");
    return minutes;
}

void read_tolerance(config_table& in, rules& read) {
    if (in.has("tolerance")) {
        read.tolerance_same_day = in.is_word("tolerance", "same-day");
        read.tolerance = read.tolerance_same_day ? 0min : whole_minutes(in, "tolerance", 0min, 24h);
    }
    read.tolerance_moves = static_cast<int>(in.number("tolerance_moves", read.tolerance_moves, 1, 1000));
    read.tolerance_moves_week =
        static_cast<int>(in.number("tolerance_moves_week", read.tolerance_moves_week, 0, 1000));
}

void read_limits(config_table& in, rules& read) {
    read.moves_max = static_cast<int>(in.number("moves_max", read.moves_max, 0, 1000));
    const auto shift = in.duration("shift_max", read.shift_max, std::chrono::days(3650));
    read.shift_max = std::chrono::duration_cast<std::chrono::days>(shift);
    if (read.shift_max != shift)
        in.refuse("shift_max", "must be whole days, like \"10d\"");
    read.handover = in.working_time("handover", read.handover, 60);
}

// Whole working days.
int days_of(config_table& in, const char* key, int otherwise) {
    const auto read = in.working_time(key, {otherwise, 0min}, 60);
    if (read.rest != 0min)
        in.refuse(key, "must be whole working days, like \"2d\"");
    return read.days;
}

void read_grace(config_table& in, rules& read) {
    read.grace = in.duration("grace", read.grace, 24h);
    const bool suffices = read.after_revert == dialogs::after_revert_rule::reason;
    read.after_revert =
        in.one_of("after_revert", {"request", "reason"}, suffices ? "reason" : "request") == "reason"
            ? dialogs::after_revert_rule::reason
            : dialogs::after_revert_rule::request;
}

// "Ждём поставку|Waiting for a delivery": each part is the label of a button.
bool is_label(std::string_view text) {
    constexpr std::size_t most = 60;
    const auto letters = locale::letters(text);
    return letters >= 2 && letters <= most && text.find('\n') == std::string_view::npos;
}

void check_category(const config_table& in, const std::string& category) {
    const auto known = dialogs::default_categories();
    if (std::find(known.begin(), known.end(), category) != known.end())
        return;
    const auto bar = category.find('|');
    const bool is_key = std::all_of(category.begin(), category.end(),
                                    [](char each) { return (each >= 'a' && each <= 'z') || each == '_'; });
    if (is_key && category.find('_') != std::string::npos)
        in.refuse("categories", "\"" + category + "\" is none of the known ones, " + listed(known));
    if (!is_label(std::string_view(category).substr(0, bar)) ||
        (bar != std::string::npos && !is_label(std::string_view(category).substr(bar + 1))))
        in.refuse("categories",
                  "\"" + category + "\" is no label: write 2 to 60 letters, or \"по-русски|in English\"");
}

void read_categories(config_table& in, rules& read) {
    constexpr std::size_t most = 20;
    if (in.has("categories")) {
        read.categories = in.texts("categories");
        for (const auto& each : read.categories)
            check_category(in, each);
        if (read.categories.empty() || read.categories.size() > most)
            in.refuse("categories", "must name 1 to 20 reasons");
        if (std::set<std::string>(read.categories.begin(), read.categories.end()).size() <
            read.categories.size())
            in.refuse("categories", "names a reason twice");
        if (std::find(read.categories.begin(), read.categories.end(), "other") == read.categories.end())
            read.categories.emplace_back("other");  // nobody is trapped by a list
    }
    if (!in.has("words_for"))
        return;
    const auto named = in.texts("words_for");
    for (const auto& each : named)
        if (std::find(read.categories.begin(), read.categories.end(), each) == read.categories.end())
            in.refuse("words_for", "\"" + each + "\" is none of the categories");
    read.words_for = {named.begin(), named.end()};
    read.words_for.insert("other");
}

// The keys [guard] and a policy file have in common.
rules read_rules(config_table& in, rules read) {
    const auto mode =
        in.one_of("mode", {"observe", "reason", "approval"}, std::string(dialogs::name_of(read.mode)));
    read.mode = dialogs::guard_mode_of(mode).value();
    read.reason_window = whole_minutes(in, "reason_window", read.reason_window, 24h);
    read.reason_min_letters =
        static_cast<int>(in.number("reason_min_letters", read.reason_min_letters, 1, 500));
    const bool judged = read.robots == dialogs::robot_rule::judge;
    read.robots = in.one_of("robots", {"accept", "judge"}, judged ? "judge" : "accept") == "judge"
                      ? dialogs::robot_rule::judge
                      : dialogs::robot_rule::accept;
    read_tolerance(in, read);
    read_limits(in, read);
    read.loop_limit = static_cast<int>(in.number("loop_limit", read.loop_limit, 1, 1000));
    read.mass_limit = static_cast<int>(in.number("mass_limit", read.mass_limit, 0, 100'000));
    read_grace(in, read);
    read_categories(in, read);
    read.notes = in.flag("notes", read.notes);
    read.note_reverts = in.flag("note_reverts", read.note_reverts);
    return read;
}

// What comes later in the life of a request may not be sooner; a working day counts as our own calendar has
// it, for the portal's is not known yet.
dialogs::patience read_patience(config_table& in) {
    constexpr int days_most = 365;
    dialogs::patience read;
    read.remind_after = in.working_time("remind_after", read.remind_after, days_most);
    read.escalate_after = in.working_time("escalate_after", read.escalate_after, days_most);
    read.expire_after = in.working_time("expire_after", read.expire_after, days_most);
    const auto length = [](const locale::working_span& span) {
        const locale::calendar usual;
        return span.days * (usual.day_end - usual.day_start) + span.rest;
    };
    const auto order = [&](const char* key, const auto& span, const char* before, const auto& sooner) {
        if (!span.empty() && length(span) < length(sooner))
            in.refuse(key, "must not be shorter than " + std::string(before) + "; \"0s\" turns it off");
    };
    order("escalate_after", read.escalate_after, "remind_after", read.remind_after);
    order("expire_after", read.expire_after, "remind_after", read.remind_after);
    order("expire_after", read.expire_after, "escalate_after", read.escalate_after);
    return read;
}

toml::table parsed_file(const std::filesystem::path& path, const config_table& named_in) {
    if (!std::ifstream(path))
        named_in.refuse("policies", "cannot read " + path.string());
    return read_toml(path);
}

class policy_reader {
public:
    policy_reader(const toml::table& root, std::string file, std::filesystem::path folder)
        : root_(root), file_(std::move(file)), folder_(std::move(folder)) {}

    policy_read read() {
        people();
        requests();
        guard();
        return {std::move(out_), text()};
    }

private:
    config_table table(const char* name) const { return config_table::of(root_, name, file_); }

    void people() {
        auto in = table("people");
        out_.administrators = ids(in, "administrators");
        out_.owners = ids(in, "owners");
        for (auto& each : in.tables("absent"))
            absent(each);
        in.done();
    }

    void absent(config_table& in) {
        for (const char* key : {"who", "from", "to"})
            if (!in.has(key))
                in.refuse(key, "is missing");
        dialogs::absence made;
        made.who = in.number("who", 0, 1, id_max);
        const auto first = in.date("from"), last = in.date("to");
        if (last < first)
            in.refuse("to", "must not be before `from`");
        made.from = start_of(first);
        made.until = start_of(last + std::chrono::days(1));
        made.substitute = in.number("substitute", 0, 0, id_max);
        if (made.substitute == made.who)
            in.refuse("substitute", "must be somebody else");
        in.done();
        for (const auto& other : out_.absent)
            if (other.who == made.who && made.from < other.until && other.from < made.until)
                in.refuse("from", std::to_string(made.who) + " is absent already on some of these days");
        out_.absent.push_back(made);
    }

    // Midnight in the portal's zone. That a zone is known is checked where [locale] is read.
    [[nodiscard]] locale::instant start_of(std::chrono::sys_days day) const {
        const auto name = root_.at_path("locale.time_zone").value_or(config{}.locale.time_zone);
        const auto clock = locale::zone::find(name).value_or(locale::zone());
        return clock.to_instant({std::chrono::year_month_day(day), locale::minutes(0)});
    }

    void guard() {
        auto in = table("guard");
        if (!in.has("mode"))
            in.refuse("mode", "is missing and has no default; write \"observe\", \"reason\" or \"approval\"");
        rules usual;
        usual.categories = dialogs::default_categories();
        usual.auto_approve = auto_approve_;
        out_.usual = read_rules(in, std::move(usual));
        out_.departments = in.numbers("departments");
        out_.groups = ids(in, "groups");
        out_.exempt_users = ids(in, "exempt_users");
        out_.automation_users = ids(in, "automation_users");
        for (const auto& each : sources(in))
            special(each);
        in.done();
    }

    void requests() {
        auto in = table("requests");
        out_.default_approver = in.number("approver", 0, 0, id_max);
        out_.waits = read_patience(in);
        in.not_built("while_pending");
        auto_approve_ = days_of(in, "auto_approve", 0);
        in.done();
    }

    std::vector<policy_source>& sources(config_table& guard) {
        for (const auto& name : guard.texts("policies"))
            sources_.push_back({name, (folder_ / name).string(), parsed_file(folder_ / name, guard)});
        if (const auto* kept = root_.get_as<toml::array>(inlined))
            for (const auto& each : *kept)
                if (const auto* one = each.as_table())
                    sources_.push_back({one->at("name").value_or(std::string()), file_, *one});
        return sources_;
    }

    void special(const policy_source& from) {
        config_table in(&from.table, "", from.file);
        dialogs::special_rules made;
        made.name = in.text("name", from.name);
        made.departments = in.numbers("departments");
        made.groups = ids(in, "groups");
        made.people = ids(in, "people");
        if (made.departments.empty() && made.groups.empty() && made.people.empty())
            in.refuse("departments",
                      "is missing: say for whom the policy is, by departments, groups or people");
        made.hold = read_rules(in, out_.usual);
        made.hold.approver = in.number("approver", 0, 0, id_max);
        made.hold.auto_approve = days_of(in, "auto_approve", out_.usual.auto_approve);
        in.done();
        refuse_double(made, in);
        out_.special.push_back(std::move(made));
    }

    // Two policies for the same: which one holds would be chance.
    void refuse_double(const dialogs::special_rules& made, const config_table& in) const {
        const auto refuse = [&](const char* key, std::int64_t id, const std::string& other) {
            in.refuse(key, std::to_string(id) + " has a policy already, " + other);
        };
        for (const auto& other : out_.special) {
            for (const auto id : made.departments)
                if (std::find(other.departments.begin(), other.departments.end(), id) !=
                    other.departments.end())
                    refuse("departments", id, other.name);
            for (const auto id : made.groups)
                if (other.groups.contains(id))
                    refuse("groups", id, other.name);
            for (const auto id : made.people)
                if (other.people.contains(id))
                    refuse("people", id, other.name);
        }
    }

    [[nodiscard]] std::string text() const {
        toml::table kept;
        for (const char* name : {"people", "guard", "requests"})
            if (const auto* found = root_.get_as<toml::table>(name))
                kept.insert(name, *found);
        kept.get_as<toml::table>("guard")->erase("policies");
        if (auto* people = kept.get_as<toml::table>("people")) {
            people->erase("absent");  // who is away is no rule
            if (people->empty())
                kept.erase("people");
        }
        toml::array policies;
        for (const auto& each : sources_) {
            toml::table one = each.table;
            one.insert("name", each.name);
            policies.push_back(std::move(one));
        }
        if (!policies.empty())
            kept.insert(inlined, std::move(policies));
        std::ostringstream out;
        out << toml::toml_formatter{kept};
        return out.str();
    }

    const toml::table& root_;
    std::string file_;
    std::filesystem::path folder_;
    int auto_approve_ = 0;
    dialogs::policy out_;
    std::vector<policy_source> sources_;
};

}  // namespace

policy_read read_policy(const toml::table& root, const std::string& file,
                        const std::filesystem::path& folder) {
    return policy_reader(root, file, folder).read();
}

dialogs::policy policy_of_text(std::string_view text) {
    const std::string name = "the policy that was in force";
    const auto root = parse_toml(text, name);
    return policy_reader(root, name, {}).read().policy;
}

}  // namespace bot
