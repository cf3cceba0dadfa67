#include "sandbox/filter.hpp"

#include <algorithm>

#include "sandbox/params.hpp"

namespace sandbox {
namespace {

struct condition {
    std::string op;  // "", "!", "<", "<=", ">", ">=", "%", "!%"
    std::string field;
};

condition read_condition(std::string_view key) {
    const auto name = std::min(key.find_first_not_of("!<>=%@"), key.size());
    std::string op(key.substr(0, name));
    op.erase(std::remove_if(op.begin(), op.end(), [](char c) { return c == '@'; }), op.end());
    if (op == "=" || op == "=%" || op == "%=")
        op = op == "=" ? "" : "%";
    if (op == "!=")
        op = "!";
    return {op, upper_case(key.substr(name))};
}

// -1, 0, 1; nullopt = not comparable (a date that is none, a text that is no date)
std::optional<int> compared(const filter_field& field, const std::string& with) {
    const auto sign = [](auto left, auto right) { return left < right ? -1 : left > right ? 1 : 0; };
    if (field.is_date) {
        if (with.empty())
            return field.date ? 1 : 0;
        const auto at = parsed_instant(with);
        return at && field.date ? std::optional(sign(*field.date, *at)) : std::nullopt;
    }
    const auto left = number_in(json::value(field.text));
    const auto right = number_in(json::value(with));
    if (left && right)
        return sign(*left, *right);
    return sign(field.text, with);
}

bool holds(const std::string& op, const filter_field& field, const std::string& with) {
    if (op == "%")
        return field.text.find(with) != std::string::npos;
    if (op == "!%")
        return field.text.find(with) == std::string::npos;
    const auto order = compared(field, with);
    if (op == "!")
        return !order || *order != 0;
    if (!order)
        return false;
    if (op == "<")
        return *order < 0;
    if (op == "<=")
        return *order <= 0;
    if (op == ">")
        return *order > 0;
    if (op == ">=")
        return *order >= 0;
    return *order == 0;
}

}  // namespace

bool passes(const json::object& filter, const field_reader& reader) {
    return std::all_of(filter.begin(), filter.end(), [&](const auto& entry) {
        const condition wanted = read_condition(entry.key());
        const auto field = reader(wanted.field);
        if (!field)
            return true;
        const bool listed = entry.value().is_array() || entry.value().is_object();
        const auto values = listed ? texts_in(entry.value()) : std::vector{text_in(entry.value())};
        const auto one = [&](const std::string& value) { return holds(wanted.op, *field, value); };
        const bool negated = wanted.op.rfind('!', 0) == 0;
        return negated ? std::all_of(values.begin(), values.end(), one)
                       : std::any_of(values.begin(), values.end(), one);
    });
}

bool is_before(const filter_field& left, const filter_field& right) {
    if (left.is_date)
        return left.date < right.date;
    return compared(left, right.text).value_or(0) < 0;
}

}  // namespace sandbox
