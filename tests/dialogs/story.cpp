#include "story.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

#include "explained.hpp"

using namespace dialogs;
namespace chrono = std::chrono;

namespace company {

person employee(user_id id, std::vector<std::int64_t> departments) {
    person who;
    who.id = id;
    who.name = "employee " + std::to_string(id);
    who.departments = std::move(departments);
    return who;
}

namespace {

person stranger(user_id id, std::string name) {
    person who;
    who.id = id;
    who.name = std::move(name);
    who.employee = false;
    return who;
}

}  // namespace

directory everybody() {
    directory all;
    all.add(department{root, "Company", 0, director});
    all.add(department{sales, "Sales", root, boris});
    all.add(department{it, "IT", root, ivan});
    all.add(department{office, "Office", root, 0});
    all.add(department{support, "Support", it, 0});
    all.add(employee(director, {root}));
    all.add(employee(admin, {office}));
    all.add(employee(boris, {sales}));  // T98: the head is also a member
    all.add(employee(maria, {sales}));
    all.add(employee(petr, {sales}));
    all.add(employee(ivan, {it}));
    all.add(employee(oleg, {support}));
    all.add(employee(integration, {office}));
    all.add(stranger(guest, "A guest"));
    all.add(stranger(technical, ""));
    return all;
}

}  // namespace company

namespace {

int number(std::string_view digits) {
    int value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
        throw std::invalid_argument("not a number: " + std::string(digits));
    return value;
}

int weekday_of(std::string_view word) {
    constexpr std::array<std::string_view, 7> names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (std::size_t day = 0; day < names.size(); ++day) {
        if (names[day] == word)
            return static_cast<int>(day);
    }
    throw std::invalid_argument("not a weekday: " + std::string(word));
}

}  // namespace

instant when(std::string_view words) {
    constexpr chrono::sys_days monday = chrono::year{2026} / 12 / 14;
    instant day = monday;
    if (words.substr(0, 5) == "next ") {
        day += chrono::days(7);
        words.remove_prefix(5);
    }
    day += chrono::days(weekday_of(words.substr(0, 3)));
    const auto seconds = words.size() > 9 ? chrono::seconds(number(words.substr(10, 2))) : chrono::seconds(0);
    return day + chrono::hours(number(words.substr(4, 2))) + chrono::minutes(number(words.substr(7, 2))) +
           seconds;
}

deadline due(std::string_view words) {
    if (words == "none")
        return std::nullopt;
    return when(words);
}

story::story(std::string_view due_at) : guarded_since(when("mon 09:00")) {
    rules.usual.mode = guard_mode::reason;
    task present;
    present.id = 8017;
    present.title = "Call the client";
    present.responsible = present.creator = company::maria;
    present.due = due(due_at);
    portal.present = present;
    record = first_sight(portal, guarded_since);
}

story& story::with_mode(guard_mode mode) {
    rules.usual.mode = mode;
    return *this;
}

story& story::created_by(user_id by) {
    record.creator = portal.present->creator = by;
    return *this;
}

story& story::assigned_to(user_id to) {
    record.responsible = portal.present->responsible = to;
    return *this;
}

history_row& story::add_row(user_id by, history_field what, instant at) {
    history_row row;
    row.id = next_row_++;
    row.at = at;
    row.author = by;
    row.what = what;
    return portal.history.emplace_back(row);
}

story& story::moved(user_id by, deadline to, instant at) {
    auto& row = add_row(by, history_field::deadline, at);
    row.due_from = portal.present->due;
    row.due_to = portal.present->due = to;
    return *this;
}

story& story::moved(user_id by, std::string_view to, std::string_view at) {
    return moved(by, due(to), when(at));
}

story& story::said(user_id by, std::string text, instant at) {
    portal.discussion.push_back({"c" + std::to_string(next_remark_++), by, at, std::move(text)});
    return *this;
}

story& story::said(user_id by, std::string text, std::string_view at) {
    return said(by, std::move(text), when(at));
}

story& story::handed_over(user_id by, user_id to, instant at) {
    auto& row = add_row(by, history_field::responsible, at);
    row.from = portal.present->responsible;
    row.to = portal.present->responsible = to;
    return *this;
}

story& story::creator_became(user_id to, instant at) {
    auto& row = add_row(company::admin, history_field::creator, at);
    row.from = portal.present->creator;
    row.to = portal.present->creator = to;
    return *this;
}

story& story::put_into_group(std::int64_t group, std::string_view at) {
    auto& row = add_row(company::boris, history_field::group, when(at));
    row.from = portal.present->group;
    row.to = portal.present->group = group;
    return *this;
}

story& story::status_became(int status, instant at) {
    auto& row = add_row(company::maria, history_field::status, at);
    row.from = portal.present->status;
    row.to = portal.present->status = status;
    return *this;
}

matter story::matter_at(instant at) const {
    return {rules,   record,    portal, expected, who,   company::integration, guarded_since, at, {},
            working, tolerated, {},     false,    notes, asks_reason};
}

verdict story::looks(instant at) {
    auto seen = judge(matter_at(at));
    record = seen.record;
    for (const auto& change : seen.changes)
        expect_explained(change);
    for (const std::int64_t found : seen.recognised)
        std::erase_if(expected, [&](const expected_write& write) { return write.id == found; });
    return seen;
}

verdict story::looks(std::string_view at) {
    return looks(when(at));
}

story& story::decides(write_purpose purpose, deadline to, instant at) {
    expected_write write;
    write.id = static_cast<std::int64_t>(decided_.size()) + 1;
    write.task = record.id;
    write.from = portal.present->due;
    write.to = to;
    write.purpose = purpose;
    write.judged_row = portal.history.empty() ? 0 : portal.history.back().id;
    write.decided_at = at;
    decided_.push_back(write);
    expected.push_back(write);
    return *this;
}

story& story::decides(write_purpose purpose, std::string_view to, std::string_view at) {
    return decides(purpose, due(to), when(at));
}

story& story::lands(instant at) {
    const expected_write& write = decided_.at(landed_++);
    if (write.to == portal.present->due) {
        std::erase_if(expected, [&](const expected_write& other) { return other.id == write.id; });
        return *this;
    }
    return moved(company::integration, write.to, at);
}
