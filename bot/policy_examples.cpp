#include "bot/policy_examples.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "bot/config_table.hpp"
#include "bot/wire/value.hpp"
#include "locale/text.hpp"

namespace bot {

namespace {

using dialogs::deadline;
using dialogs::instant;
using dialogs::user_id;
using event_kind = example_event::kind;

constexpr std::int64_t id_max = std::int64_t{1} << 53;
constexpr const char* robot = "robot";
constexpr const char* bot = "bot";

// The first word, taken off a text.
std::string_view next_word(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return word;
}

// "2026-12-18 18:00" or "2026-12-18 18:00:30".
std::optional<instant> read_moment(std::string text, const locale::zone& clock) {
    if (text.size() == 16)
        text += ":00";
    if (text.size() != 19 || text[10] != ' ')
        return std::nullopt;
    text[10] = 'T';
    const auto face = wire::parse_moment(text + "+00:00");
    if (!face)
        return std::nullopt;
    const auto seconds = *face - std::chrono::floor<std::chrono::minutes>(*face);
    return clock.to_instant(locale::zone().to_local(*face)) + seconds;
}

bool read_number(std::string_view text, std::int64_t& to) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), to);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() && to >= 0 && to <= id_max;
}

enum class object { nothing, date, person, group, words };

struct verb {
    std::string_view words;
    event_kind what;
    object takes;
    bool of_bot;
};

constexpr std::array<verb, 12> verbs{
    {{"moves to", event_kind::moves, object::date, false},
     {"writes", event_kind::writes, object::words, false},
     {"hands over to", event_kind::hands_over, object::person, false},
     {"names as creator", event_kind::names_creator, object::person, false},
     {"puts into workgroup", event_kind::puts_into_group, object::group, false},
     {"closes", event_kind::closes, object::nothing, false},
     {"reopens", event_kind::reopens, object::nothing, false},
     {"pauses the guard", event_kind::pauses, object::nothing, false},
     {"resumes the guard", event_kind::resumes, object::nothing, false},
     {"tells the bot", event_kind::tells_the_bot, object::words, false},
     {"looks", event_kind::bot_looks, object::nothing, true},
     {"applies", event_kind::bot_applies, object::date, true}}};

std::string placeholder(object takes) {
    switch (takes) {
        case object::date:
            return " DATE";
        case object::person:
            return " NAME";
        case object::group:
            return " ID";
        case object::words:
            return " WORDS";
        case object::nothing:
            break;
    }
    return "";
}

std::string all_verbs(bool of_bot) {
    std::string out;
    for (const auto& each : verbs)
        if (each.of_bot == of_bot)
            out += (out.empty() ? "" : " | ") + std::string(each.words) + placeholder(each.takes);
    return out;
}

// Of a text in quotes, what is within them.
std::string unquoted(std::string_view text) {
    const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    return std::string(quoted ? text.substr(1, text.size() - 2) : text);
}

class examples_reader {
public:
    examples_reader(std::filesystem::path path, const locale::zone& clock)
        : path_(std::move(path)), clock_(clock) {}

    policy_examples read() {
        out_.company.clock = clock_;
        const auto root = read_toml(path_);
        config_table in(&root, "", file());
        if (const auto shared = in.text("company", ""); !shared.empty())
            company(read_toml(path_.parent_path() / shared), (path_.parent_path() / shared).string());
        else
            people_and_departments(in, file());
        const auto usual = in.table("task");
        for (const auto* each : in.raw_tables("example"))
            example(*each, usual);
        if (out_.all.empty())
            in.refuse("example", "is missing: at least one [[example]] is needed");
        in.done();
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string file() const { return path_.string(); }

    void company(const toml::table& root, const std::string& file) {
        config_table in(&root, "", file);
        people_and_departments(in, file);
        in.done();
    }

    void people_and_departments(config_table& in, const std::string& file) {
        if (const auto* all = in.table("departments"))
            departments(*all, file);
        const auto* people = in.table("people");
        if (!people || people->empty())
            in.refuse("people", "is missing, and so is company, a file that has them");
        for (const auto& [key, node] : *people)
            person(std::string(key.str()), node, file);
        for (const auto& [id, each] : departments_)
            out_.company.who.add(each);
    }

    void departments(const toml::table& all, const std::string& file) {
        const auto each_one = [&](const auto& read) {
            for (const auto& [key, node] : all) {
                config_table in(node.as_table(), "departments." + std::string(key.str()), file);
                if (!node.is_table())
                    config_table(&all, "departments", file)
                        .refuse(std::string(key.str()).c_str(),
                                "must be like { id = 5, below = \"company\" }");
                read(std::string(key.str()), in);
                in.done();
            }
        };
        each_one([&](const std::string& name, config_table& in) {
            const auto id = required_id(in);
            in.text("below", "");
            if (!departments_.emplace(id, dialogs::department{id, name, 0, 0}).second)
                in.refuse("id", "is the id of another department");
            department_ids_.emplace(name, id);
        });
        each_one([&](const std::string&, config_table& in) {
            const auto id = required_id(in);
            if (const auto above = in.text("below", ""); !above.empty())
                departments_.at(id).parent = department_named(above, in, "below");
        });
    }

    std::int64_t required_id(config_table& in) const {
        if (!in.has("id"))
            in.refuse("id", "is missing");
        return in.number("id", 0, 1, id_max);
    }

    std::int64_t department_named(const std::string& name, const config_table& in, const char* key) const {
        const auto found = department_ids_.find(name);
        if (found == department_ids_.end())
            in.refuse(key, "no department \"" + name + "\" in [departments]");
        return found->second;
    }

    void person(const std::string& name, const toml::node& node, const std::string& file) {
        config_table in(node.as_table(), "people." + name, file);
        if (!node.is_table())
            throw config_error(file + ":" + std::to_string(node.source().begin.line) + ": [people] " + name +
                               ": must be like { id = 27, in = [\"sales\"] }");
        if (name == robot || name == bot || name.find(' ') != std::string::npos)
            in.refuse("id", "nobody can be called \"" + name + "\" here");
        dialogs::person who;
        who.id = required_id(in);
        const auto is =
            in.one_of("is", {"employee", "dismissed", "guest", "technical", "service"}, "employee");
        who.active = is != "dismissed";
        who.employee = is != "guest" && is != "technical";
        who.name = is == "technical" ? "" : name;
        if (is == "service")
            out_.company.service = who.id;
        for (const auto& each : in.texts("in"))
            who.departments.push_back(department_named(each, in, "in"));
        for (const auto& each : in.texts("heads"))
            departments_.at(department_named(each, in, "heads")).head = who.id;
        in.done();
        if (out_.company.who.find(who.id))
            in.refuse("id", "is the id of somebody else");
        out_.company.ids.emplace(name, who.id);
        out_.company.who.add(std::move(who));
    }

    user_id person_named(std::string_view name, const config_table& in, const char* key) const {
        const auto found = out_.company.ids.find(name);
        if (found == out_.company.ids.end())
            in.refuse(key, "nobody \"" + std::string(name) + "\" in [people]");
        return found->second;
    }

    // ---- one example

    void example(const toml::table& table, const toml::table* usual) {
        config_table in(&table, "[example]", file());
        config_table otherwise(usual, "task", file());
        policy_example made;
        made.file = file();
        made.line = table.source().begin.line;
        made.name = in.text("name", "");
        if (made.name.empty())
            in.refuse("name", "is missing");
        made.at_first = task(in, otherwise);
        otherwise.done();
        if (in.has("guarded_since"))
            made.guarded_since = moment(in, "guarded_since");
        made.tolerated_elsewhere = static_cast<int>(in.number("tolerated_elsewhere", 0, 0, 1000));
        happens(in, table, made);
        made.look = look_of(in, made);
        made.expected = expected(in);
        in.done();
        out_.all.push_back(std::move(made));
    }

    // What the example does not say of its task is as in [task].
    dialogs::task task(config_table& in, config_table& otherwise) const {
        const auto source = [&](const char* key) -> config_table& { return in.has(key) ? in : otherwise; };
        dialogs::task made;
        made.id = 1;
        made.title = in.text("title", "example");
        for (const char* key : {"responsible", "due"})
            if (!in.has(key) && !otherwise.has(key))
                in.refuse(key, "is missing, here and in [task]");
        made.responsible =
            person_named(both(in, otherwise, "responsible"), source("responsible"), "responsible");
        const auto creator = both(in, otherwise, "creator");
        made.creator = creator.empty()    ? made.responsible
                       : creator == robot ? 0
                                          : person_named(creator, source("creator"), "creator");
        made.due = due(source("due"), "due", both(in, otherwise, "due"));
        made.group = in.number("group", otherwise.number("group", 0, 0, id_max), 0, id_max);
        return made;
    }

    // Both tables are asked, so that both know the key.
    static std::string both(config_table& in, config_table& otherwise, const char* key) {
        return in.text(key, otherwise.text(key, ""));
    }

    instant moment(config_table& in, const char* key) const {
        const auto read = read_moment(in.text(key, ""), clock_);
        if (!read)
            in.refuse(key, "must be like \"2026-12-18 18:00\"");
        return *read;
    }

    deadline due(const config_table& in, const char* key, const std::string& text) const {
        if (text == "none")
            return std::nullopt;
        const auto read = read_moment(text, clock_);
        if (!read)
            in.refuse(key, "must be like \"2026-12-18 18:00\", or \"none\"");
        return read;
    }

    void happens(config_table& in, const toml::table& table, policy_example& made) const {
        const auto lines = in.texts("happens");
        for (std::size_t at = 0; at < lines.size(); ++at) {
            const auto line = table.get_as<toml::array>("happens")->get(at)->source().begin.line;
            const auto refuse = [&](const std::string& why) {
                throw config_error(file() + ":" + std::to_string(line) + ": [[example]] happens: \"" +
                                   lines[at] + "\": " + why);
            };
            made.happens.push_back(event(lines[at], refuse));
            if (at > 0 && made.happens[at].at < made.happens[at - 1].at)
                refuse("is earlier than the line before it");
        }
    }

    // "2026-12-14 10:00 maria moves to 2026-12-22 18:00"
    template <class Refuse>
    example_event event(std::string_view text, const Refuse& refuse) const {
        example_event made;
        const auto day = std::string(next_word(text));
        const auto at = read_moment(day + " " + std::string(next_word(text)), clock_);
        if (!at)
            refuse("must begin with when, like 2026-12-14 10:00");
        made.at = *at;
        const auto somebody = [&](std::string_view name) {
            const auto found = out_.company.ids.find(name);
            if (found == out_.company.ids.end())
                refuse("nobody \"" + std::string(name) + "\" in [people]");
            return found->second;
        };
        const auto subject = next_word(text);
        if (subject != robot && subject != bot)
            made.who = somebody(subject);
        const auto does = std::find_if(verbs.begin(), verbs.end(), [&](const verb& each) {
            return each.of_bot == (subject == bot) &&
                   (std::string(text) + " ").starts_with(std::string(each.words) + " ");
        });
        if (does == verbs.end())
            refuse(std::string(subject) + " can: " + all_verbs(subject == bot));
        made.what = does->what;
        const auto rest = locale::trimmed(text.substr(does->words.size()));
        if (does->takes == object::nothing && !rest.empty())
            refuse("nothing follows \"" + std::string(does->words) + "\"");
        if (does->takes == object::person)
            made.whom = somebody(rest);
        if (does->takes == object::group && !read_number(rest, made.group))
            refuse("which: the id of a workgroup, or 0 for none");
        if (does->takes == object::words)
            made.words = unquoted(rest);
        if (does->takes == object::date) {
            made.to = read_moment(rest, clock_);
            if (!made.to && rest != "none")
                refuse("where to: a date like 2026-12-18 18:00, or none");
        }
        return made;
    }

    instant look_of(config_table& in, const policy_example& made) const {
        if (in.has("at"))
            if (const auto at = moment(in, "at"); made.happens.empty() || at >= made.happens.back().at)
                return at;
            else
                in.refuse("at", "is earlier than what happens");
        else if (made.happens.empty())
            in.refuse("at", "is missing, and nothing happens");
        return made.happens.back().at + std::chrono::hours(1);
    }

    expectation expected(config_table& in) const {
        expectation made;
        if (!in.has("verdict"))
            in.refuse("verdict", "is missing");
        made.verdict =
            in.one_of("verdict", {"stands", "put back", "put back and asked", "waits", "left alone"}, "");
        if (in.has("held_to"))
            made.held_to = due(in, "held_to", in.text("held_to", ""));
        if (in.has("approver")) {
            const auto name = in.text("approver", "");
            made.approver = name.empty() ? 0 : person_named(name, in, "approver");
        }
        if (in.has("because"))
            made.because = in.text("because", "");
        if (in.has("would_be"))
            made.would_be = in.text("would_be", "");
        return made;
    }

    std::filesystem::path path_;
    const locale::zone& clock_;
    std::map<std::int64_t, dialogs::department> departments_;
    std::map<std::string, std::int64_t> department_ids_;
    policy_examples out_;
};

}  // namespace

std::string example_company::name_of(user_id id) const {
    if (id == 0)
        return robot;
    if (id == service)
        return bot;
    const auto found =
        std::find_if(ids.begin(), ids.end(), [&](const auto& each) { return each.second == id; });
    return found == ids.end() ? std::to_string(id) : found->first;
}

policy_examples read_examples(const std::filesystem::path& file, const locale::zone& clock) {
    return examples_reader(file, clock).read();
}

std::string written(const deadline& due, const locale::zone& clock) {
    if (!due)
        return "none";
    const auto face = clock.to_local(*due);
    const auto naive = std::chrono::sys_days(face.day) + face.time_of_day;
    auto text = wire::moment_text(naive).substr(0, 16);
    text[10] = ' ';
    return text;
}

}  // namespace bot
