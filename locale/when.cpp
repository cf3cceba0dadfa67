#include "locale/when.hpp"

#include <algorithm>

#include "locale/text.hpp"
#include "locale/when_groups.hpp"

namespace locale {
namespace {

using when::group;
using when::mark;
using when::present;
using when::tokens;

// More readings than this are no help to anyone.
constexpr std::size_t readings_max = 4;

struct understood {
    group from;
    std::vector<date_read> readings;
    bool choice = false;  // «или» joins it to another
};

bool only_times(const group& all) {
    return std::none_of(all.pieces.begin(), all.pieces.end(),
                        [](const when::piece& one) { return one.day && !one.doubtful; });
}

bool has_time(const group& all) {
    return std::any_of(all.pieces.begin(), all.pieces.end(),
                       [](const when::piece& one) { return one.time.has_value(); });
}

// «В четверг будет встреча в 16:00»: a day and a time with words between them belong together.
void join_day_and_time(std::vector<group>& all) {
    if (all.size() != 2 || only_times(all[0]) == only_times(all[1]) || all[1].alternative || all[1].apart)
        return;
    const group& days = only_times(all[0]) ? all[1] : all[0];
    const group& times = only_times(all[0]) ? all[0] : all[1];
    if (has_time(days) || !has_time(times))
        return;
    auto& first = all[0].pieces;
    first.insert(first.end(), all[1].pieces.begin(), all[1].pieces.end());
    all[0].before = days.before;
    all.pop_back();
}

int strength(const group& all) {
    return all.before == mark::by ? 2 : all.before == mark::onto ? 1 : 0;
}

bool is_past(const understood& each, const present& now) {
    return std::all_of(each.readings.begin(), each.readings.end(),
                       [&](const date_read& one) { return one.day < now.today; });
}

bool is_plain_today(const understood& each, const present& now) {
    return strength(each.from) == 0 && !each.choice && each.readings.size() == 1 &&
           each.readings[0] == date_read{now.today, {}};
}

template <class Weak>
void drop_if_others_stay(std::vector<understood>& all, Weak weak) {
    if (!std::all_of(all.begin(), all.end(), weak))
        std::erase_if(all, weak);
}

// «Неделю назад обещали»: beside other words it tells what was, and is part of the reason.
void drop_what_was(std::vector<group>& all, const tokens& words) {
    for (auto& each : all)
        std::erase_if(each.pieces,
                      [&](const when::piece& one) { return one.ago && words.size() > one.end - one.begin; });
    std::erase_if(all, [](const group& each) { return each.pieces.empty(); });
}

// Of several dates in a message the one with a word of deadlines before it counts; the past and a mere
// «сегодня» belong to the reason. What is left and differs is asked about.
std::vector<understood> chosen(const tokens& words, const present& now) {
    auto groups = groups_of(words, now);
    drop_what_was(groups, words);
    drop_refused(groups, words);
    join_day_and_time(groups);
    std::vector<understood> all;
    for (auto& each : groups) {
        auto readings = readings_of(each, now);
        if (readings.empty())
            continue;
        const bool choice = each.alternative && !all.empty();
        if (choice)
            all.back().choice = true;
        all.push_back({std::move(each), std::move(readings), choice});
    }
    if (all.empty())
        return all;
    drop_if_others_stay(all, [&](const understood& each) { return is_past(each, now); });
    const auto strongest = std::max_element(all.begin(), all.end(), [](const auto& left, const auto& right) {
        return strength(left.from) < strength(right.from);
    });
    const int least = strength(strongest->from);
    std::erase_if(all, [&](const understood& each) { return strength(each.from) < least; });
    drop_if_others_stay(all, [&](const understood& each) { return is_plain_today(each, now); });
    return all;
}

// The same day with a time and without one is one reading.
std::vector<date_read> merged(const std::vector<understood>& all) {
    std::vector<date_read> readings;
    for (const auto& each : all)
        for (const auto& one : each.readings)
            if (std::find(readings.begin(), readings.end(), one) == readings.end())
                readings.push_back(one);
    std::vector<date_read> kept;
    for (const auto& one : readings) {
        const bool said_better =
            !one.time && std::any_of(readings.begin(), readings.end(),
                                     [&](const auto& other) { return other.day == one.day && other.time; });
        if (!said_better && kept.size() < readings_max)
            kept.push_back(one);
    }
    return kept;
}

bool is_separator(char mark) {
    return mark == ',' || mark == ';' || mark == ':' || mark == '.' || mark == '-';
}

// The phrase without the pieces that were read, with the commas that stood around them put right.
std::string rest_of(std::string_view phrase, const tokens& words, const std::vector<understood>& all) {
    std::string rest;
    std::size_t from = 0;
    const auto keep = [&](std::string_view text) {
        std::string next = trimmed(text);
        const bool comma = !next.empty() && is_separator(next.front());
        if (comma && (rest.empty() || is_separator(rest.back())))
            next = trimmed(std::string_view(next).substr(1));
        if (!rest.empty() && !next.empty() && !is_separator(next.front()) && next.find_first_of("?!)") != 0)
            rest += ' ';
        rest += next;
    };
    for (const auto& each : all)
        for (const auto& one : each.from.pieces) {
            const std::size_t begin = words[one.begin].begin;
            if (begin > from)
                keep(phrase.substr(from, begin - from));
            from = std::max(from, words[one.end - 1].end);
        }
    keep(phrase.substr(from));
    while (!rest.empty() &&
           (rest.back() == ',' || rest.back() == ';' || rest.back() == ':' || rest.back() == '-'))
        rest = trimmed(std::string_view(rest).substr(0, rest.size() - 1));
    return letters(rest) > 0 || rest.find_first_of("0123456789") != std::string::npos ? rest : std::string();
}

std::string digits(long number, std::size_t width) {
    const std::string text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string iso(const date_read& read) {
    std::string text = digits(int(read.day.year()), 4) + "-" + digits(unsigned(read.day.month()), 2) + "-" +
                       digits(unsigned(read.day.day()), 2);
    if (read.time)
        text += "T" + digits(read.time->count() / 60, 2) + ":" + digits(read.time->count() % 60, 2);
    return text;
}

// A deadline that has passed bounds nothing: counting begins now.
std::optional<date_read> due_from(const reading_context& context) {
    if (!context.due)
        return std::nullopt;
    const auto& [day, time] = *context.due;
    const auto& now = context.now;
    const bool ahead = day > now.day || (day == now.day && time > now.time_of_day);
    return ahead ? date_read{day, time} : date_read{now.day, now.time_of_day};
}

}  // namespace

phrase_read read_when(std::string_view phrase, const reading_context& context) {
    if (!is_utf8(phrase))
        return {{}, trimmed(repaired(phrase))};
    const present now{context.now.day, context.now.time_of_day,
                      context.working ? *context.working : calendar{}, context.tongue, due_from(context)};
    const tokens words(phrase);
    const auto all = chosen(words, now);
    return {merged(all), rest_of(phrase, words, all)};
}

std::string describe(const phrase_read& read) {
    if (read.readings.empty())
        return "-";
    if (read.readings.size() == 1)
        return iso(read.readings.front());
    std::string text = "?";
    for (const auto& each : read.readings)
        text += " " + iso(each);
    return text;
}

}  // namespace locale
