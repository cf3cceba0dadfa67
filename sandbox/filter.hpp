// Filters and orders of list methods: {">=CHANGED_DATE":"...","ID":[1,2],"!DEADLINE":""}.
#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sandbox/instant.hpp"

namespace sandbox {

namespace json = boost::json;

// A field's value as filters compare it: a number, text (which lives in the row), or a date, perhaps none.
using filter_field = std::variant<std::int64_t, std::string_view, std::optional<instant>>;

// How to read one field of a row; nullopt = this row has no such field, so conditions on it hold.
template <class Row>
using field_reader = std::function<std::optional<filter_field>(const Row&)>;
// The reader of a field's UPPER_CASE name; an empty one = the list has no such field.
template <class Row>
using field_finder = std::function<field_reader<Row>(const std::string& name)>;

// One condition, with what it compares with read once.
class condition {
public:
    condition(std::string_view key, const json::value& operands);
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] bool holds(const filter_field& field) const;

private:
    enum class comparison { equal, other, less, at_most, greater, at_least, contains, lacks };
    struct operand {
        std::string text;
        std::optional<std::int64_t> number;
        std::optional<instant> date;
    };

    void read_key(std::string_view key);
    [[nodiscard]] bool holds(const filter_field& field, const operand& with) const;
    [[nodiscard]] static std::optional<int> compared(const filter_field& field, const operand& with);

    comparison how_ = comparison::equal;
    std::string name_;
    std::vector<operand> operands_;
    std::vector<std::int64_t> numbers_;  // sorted, when all operands of `equal` are numbers
};

// All conditions of a filter. Conditions on unknown fields hold.
template <class Row>
class row_filter {
public:
    row_filter(const json::object& filter, const field_finder<Row>& find) {
        for (const auto& [key, operands] : filter) {
            condition wanted(key, operands);
            if (auto reader = find(wanted.name()))
                conditions_.emplace_back(std::move(reader), std::move(wanted));
        }
    }

    [[nodiscard]] bool passes(const Row& row) const {
        return std::all_of(conditions_.begin(), conditions_.end(), [&](const auto& entry) {
            const auto field = entry.first(row);
            return !field || entry.second.holds(*field);
        });
    }

private:
    std::vector<std::pair<field_reader<Row>, condition>> conditions_;
};

// Is `left` before `right` in ascending order? Numbers as numbers, dates as dates (none first).
bool is_before(const filter_field& left, const filter_field& right);

}  // namespace sandbox
