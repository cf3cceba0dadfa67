#include "bot/export_command.hpp"

#include <boost/json.hpp>
#include <cstdio>
#include <ostream>
#include <utility>
#include <vector>

#include "bot/config_table.hpp"
#include "bot/forecast.hpp"
#include "bot/shadow.hpp"
#include "locale/zone.hpp"
#include "storage/people.hpp"

namespace bot {

namespace {

namespace json = boost::json;
using locale::instant;

// ---- One move as a row.

// "2026-12-18T18:00:00+03:00"
std::string iso_text(const locale::zone& clock, instant moment) {
    const auto offset = clock.offset(moment);
    const auto away = std::chrono::abs(offset);
    const auto shown = moment + offset;
    const auto day = std::chrono::floor<std::chrono::days>(shown);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock_time{shown - day};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d%c%02d:%02d",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(clock_time.hours().count()),
                  static_cast<int>(clock_time.minutes().count()),
                  static_cast<int>(clock_time.seconds().count()), offset < offset.zero() ? '-' : '+',
                  static_cast<int>(away.count() / 60), static_cast<int>(away.count() % 60));
    return text;
}

std::string iso_text(const locale::zone& clock, const dialogs::deadline& due) {
    return due ? iso_text(clock, *due) : std::string();
}

std::string name_of(dialogs::user_id id, const dialogs::directory& who) {
    const auto* known = who.find(id);
    return known ? known->name : std::string();
}

using field = std::pair<std::string_view, json::value>;

std::vector<field> fields_of(const shadow_move& move, const dialogs::directory& who,
                             const locale::zone& clock) {
    return {{"judged_at", json::value(iso_text(clock, move.at))},
            {"task", json::value(move.task)},
            {"title", json::value(move.title)},
            {"author", json::value(move.author)},
            {"author_name", json::value(name_of(move.author, who))},
            {"responsible", json::value(move.responsible)},
            {"responsible_name", json::value(name_of(move.responsible, who))},
            {"from", json::value(iso_text(clock, move.from))},
            {"to", json::value(iso_text(clock, move.to))},
            {"verdict", json::value(move.put_back ? "put_back" : "stands")},
            {"because", json::value(move.because)},
            {"reason", json::value(move.words)},
            {"approver", json::value(move.approver)},
            {"approver_name", json::value(name_of(move.approver, who))},
            {"approver_because", json::value(move.approver_ground)},
            {"instead_of", json::value(move.instead_of)}};
}

// A spreadsheet takes a field that begins so for a formula: users' words must stay words.
std::string csv_field(const json::value& value) {
    if (value.is_int64())
        return std::to_string(value.as_int64());
    std::string text(value.as_string());
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        text.insert(0, 1, '\'');
    if (text.find_first_of("\",\r\n") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

class csv_writer {
public:
    explicit csv_writer(std::ostream& out) : out_(out) {}
    void row(const std::vector<field>& fields) {
        if (std::exchange(first_, false))
            line(fields, [](const field& each) { return std::string(each.first); });
        line(fields, [](const field& each) { return csv_field(each.second); });
    }
    void end() {}

private:
    template <typename Shown>
    void line(const std::vector<field>& fields, Shown shown) {
        const char* between = "";
        for (const auto& each : fields)
            out_ << std::exchange(between, ",") << shown(each);
        out_ << "\r\n";
    }
    std::ostream& out_;
    bool first_ = true;
};

class json_writer {
public:
    explicit json_writer(std::ostream& out) : out_(out) {}
    void row(const std::vector<field>& fields) {
        json::object made;
        for (const auto& [name, value] : fields)
            made[name] = value;
        out_ << std::exchange(between_, ",\n") << json::serialize(made);
    }
    void end() { out_ << (std::string_view(between_) == "[\n" ? "[]\n" : "\n]\n"); }

private:
    std::ostream& out_;
    const char* between_ = "[\n";
};

// ---- The question.

struct span {
    instant from{}, to = instant::max();
};

std::optional<span> span_of(const export_question& question, const locale::zone& clock, std::ostream& wrong) {
    const auto midnight = [&](const std::string& text, const char* option,
                              int days) -> std::optional<instant> {
        const auto date = config_table::date_of(text);
        if (!date)
            wrong << option << ": \"" << text << "\" is no date like 2026-11-23\n";
        if (!date)
            return std::nullopt;
        return clock.to_instant(
            {std::chrono::sys_days(*date) + std::chrono::days(days), std::chrono::minutes(0)});
    };
    span asked;
    if (!question.from.empty()) {
        const auto from = midnight(question.from, "--from", 0);
        if (!from)
            return std::nullopt;
        asked.from = *from;
    }
    if (!question.to.empty()) {
        const auto to = midnight(question.to, "--to", 1);
        if (!to)
            return std::nullopt;
        asked.to = *to;
    }
    if (asked.from >= asked.to) {
        wrong << "--from must not be later than --to\n";
        return std::nullopt;
    }
    return asked;
}

template <typename Writer>
void write_rows(const storage::transaction& tx, const span& asked, dialogs::guard_mode mode,
                const dialogs::directory& who, const locale::zone& clock, Writer to) {
    each_shadow_move(tx, asked.from, asked.to, mode,
                     [&](const shadow_move& move) { to.row(fields_of(move, who, clock)); });
    to.end();
}

}  // namespace

bool export_journal(const config& settings, const export_question& question, std::ostream& out,
                    std::ostream& wrong) {
    if (!question.would_have && !question.forecast) {
        wrong << "export: say what: --would-have or --forecast\n";
        return false;
    }
    const auto mode = dialogs::guard_mode_of(question.mode).value_or(dialogs::guard_mode::reason);
    const auto clock = locale::zone::find(settings.locale.time_zone).value_or(locale::zone());
    const auto asked = span_of(question, clock, wrong);
    if (!asked)
        return false;
    storage::opening how;  // without the key: no secret is needed
    how.path = settings.storage.database.string();
    how.how = storage::access::read_only;
    storage::database disk(how);
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    storage::look(disk, now, [&](const storage::transaction& tx) {
        const auto who = storage::people::load(tx);
        if (question.forecast) {
            forecast sums;
            each_shadow_move(tx, asked->from, asked->to, mode,
                             [&](const shadow_move& move) { sums.add(move); });
            sums.print(who, mode, {settings.locale.language, clock, now}, out);
        } else if (question.format == "json") {
            write_rows(tx, *asked, mode, who, clock, json_writer(out));
        } else {
            write_rows(tx, *asked, mode, who, clock, csv_writer(out));
        }
    });
    return true;
}

}  // namespace bot
