#include "oracle_facts.hpp"

#include <set>

#include "sandbox/params.hpp"

namespace simulation {
namespace {

using namespace std::chrono_literals;

due date_in(const sandbox::json::value& shown) {
    const auto seconds = sandbox::number_in(shown).value_or(0);
    return seconds == 0 ? due() : due(instant(std::chrono::seconds(seconds)));
}

bool says_something(const std::string& text) {
    std::set<std::string> kinds;
    std::size_t letters = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const std::size_t size = byte < 0x80 ? 1 : 2;  // Latin and Cyrillic are all that people here write
        const bool letter = size == 2 || std::isalpha(byte) != 0;
        letters += letter ? 1 : 0;
        if (letter)
            kinds.insert(text.substr(i, size));
        i += size;
    }
    return letters >= 5 && kinds.size() > 1;
}

std::vector<id_number> heads_above(const company& in, id_number who) {
    std::vector<id_number> heads;
    const auto person = in.people.find(who);
    if (person == in.people.end())
        return heads;
    for (const auto own : person->second.departments)
        for (auto here = own; here != 0;) {
            const auto found = in.departments.find(here);
            if (found == in.departments.end())
                break;
            if (found->second.head != 0 && found->second.head != who)
                heads.push_back(found->second.head);
            here = found->second.parent;
        }
    return heads;
}

bool is_active(const company& in, id_number who) {
    const auto found = in.people.find(who);
    return found != in.people.end() && found->second.active;
}

// Nine to six in Moscow on working days, 18 hours after `from`.
instant two_working_days_after(instant from, bool holidays) {
    auto left = std::chrono::seconds(18h);
    for (auto day = std::chrono::floor<std::chrono::days>(from + 3h);; day += std::chrono::days(1)) {
        const auto week = std::chrono::weekday(day).iso_encoding();
        const std::chrono::year_month_day date(day);
        const bool new_year = date.month() == std::chrono::January && date.day() <= std::chrono::day(8);
        if (week > 5 || (holidays && new_year))
            continue;
        const instant begin = std::max<instant>(from, day + 6h);
        const instant end = day + 15h;
        if (begin < end && left <= end - begin)
            return begin + left;
        left -= begin < end ? end - begin : 0s;
    }
}

}  // namespace

bool is_later(const due& one, const due& other) {
    return other && (!one || *one > *other);
}

std::vector<row> deadline_rows(const sandbox::task& what) {
    const auto first = [&](const char* field, id_number now) {
        for (const auto& each : what.history)
            if (each.field == field)
                return sandbox::number_in(each.from).value_or(0);
        return now;
    };
    roles held{first("RESPONSIBLE_ID", what.responsible), first("CREATED_BY", what.created_by)};
    std::vector<row> rows;
    std::optional<handing_over> given;
    for (const auto& each : what.history) {
        if (each.field == "RESPONSIBLE_ID") {
            given = handing_over{each.user, each.at, held};
            held.responsible = sandbox::number_in(each.to).value_or(0);
        }
        if (each.field == "CREATED_BY")
            held.creator = sandbox::number_in(each.to).value_or(0);
        if (each.field == "DEADLINE")
            rows.push_back({each.id, each.at, each.user, date_in(each.from), date_in(each.to), held, given});
    }
    return rows;
}

std::vector<remark> remarks_of(const sandbox::portal& portal, const sandbox::task& what) {
    std::vector<remark> all;
    for (const auto& each : what.comments)
        if (says_something(each.text))
            all.push_back({each.id, each.at, each.author});
    if (what.chat == 0)
        return all;
    for (const auto& [id, each] : portal.messages)
        if (each.chat == what.chat && !each.system && each.author != 0 && says_something(each.text))
            all.push_back({id, each.at, each.author});
    return all;
}

bool is_exempt(const company& in, const row& at, const knowledge& known) {
    const auto who = at.author;
    if (who != at.held.responsible && (known.administrators.contains(who) || who == at.held.creator))
        return true;
    const auto above = heads_above(in, at.held.responsible);
    if (std::find(above.begin(), above.end(), who) != above.end())
        return true;
    const auto over_him = heads_above(in, who);
    return std::none_of(over_him.begin(), over_him.end(), [&](auto head) { return is_active(in, head); });
}

bool is_ordinary(const company& in, const row& at) {
    return is_active(in, at.author) && is_active(in, at.held.responsible);
}

answer is_in_time(const row& at) {
    const bool with = at.at <= two_working_days_after(at.given->at, true);
    const bool without = at.at <= two_working_days_after(at.given->at, false);
    return with && without ? answer::yes : (with || without ? answer::either : answer::no);
}

}  // namespace simulation
