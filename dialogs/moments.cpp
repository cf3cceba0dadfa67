#include "dialogs/moments.hpp"

#include <algorithm>
#include <utility>

namespace dialogs {
namespace {

using field = history_row::field;

std::vector<history_row> in_order(std::vector<history_row> rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    const auto same_id = [](const auto& a, const auto& b) { return a.id == b.id; };
    rows.erase(std::unique(rows.begin(), rows.end(), same_id), rows.end());
    return rows;
}

std::int64_t before_all(const std::vector<history_row>& rows, field what, std::int64_t present) {
    const auto is_such = [&](const history_row& row) { return row.what == what; };
    const auto first = std::find_if(rows.begin(), rows.end(), is_such);
    return first == rows.end() ? present : first->from;
}

void step(roles& held, const history_row& row) {
    if (row.what == field::responsible)
        held.responsible = row.to;
    else if (row.what == field::creator)
        held.creator = row.to;
    else if (row.what == field::status)
        held.status = static_cast<int>(row.to);
    else if (row.what == field::group)
        held.group = row.to;
}

std::int64_t last_reopening(const std::vector<history_row>& rows) {
    std::int64_t last = 0;
    for (const auto& row : rows) {
        if (row.what == field::status && !is_closed(static_cast<int>(row.to)))
            last = row.id;
    }
    return last;
}

}  // namespace

std::vector<moment> deadline_moments(const task_facts& now) {
    if (!now.present)
        return {};
    const auto rows = in_order(now.history);
    const task& present = *now.present;
    roles held{before_all(rows, field::responsible, present.responsible),
               before_all(rows, field::creator, present.creator),
               static_cast<int>(before_all(rows, field::status, present.status)),
               before_all(rows, field::group, present.group)};
    const std::int64_t reopened = last_reopening(rows);
    std::optional<handing_over> given;
    std::vector<user_id> holders{held.responsible};
    std::vector<moment> moments;
    for (history_row row : rows) {
        const roles before = held;
        step(held, row);
        if (held.responsible != before.responsible) {
            given = handing_over{row.author, row.at, before};
            holders.push_back(held.responsible);
        }
        if (row.what != field::deadline)
            continue;
        row.due_from = whole_minutes(row.due_from);
        row.due_to = whole_minutes(row.due_to);
        const bool in_closed = is_closed(present.status) && is_closed(held.status) && row.id > reopened;
        moments.push_back({row, held, in_closed, given, std::move(holders)});
        holders = {held.responsible};
    }
    return moments;
}

deadline whole_minutes(const deadline& due) {
    if (!due)
        return due;
    return std::chrono::floor<std::chrono::minutes>(*due);
}

bool is_later(const deadline& one, const deadline& other) {
    if (!other)
        return false;
    return !one || *one > *other;
}

}  // namespace dialogs
