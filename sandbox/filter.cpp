#include "sandbox/filter.hpp"

#include "sandbox/params.hpp"

namespace sandbox {
namespace {

int sign(auto left, auto right) {
    return left < right ? -1 : left > right ? 1 : 0;
}

std::string text_of(const filter_field& field) {
    if (const auto* number = std::get_if<std::int64_t>(&field))
        return std::to_string(*number);
    const auto* text = std::get_if<std::string_view>(&field);
    return text != nullptr ? std::string(*text) : std::string();
}

}  // namespace

condition::condition(std::string_view key, const json::value& operands) {
    read_key(key);
    const bool listed = operands.is_array() || operands.is_object();
    const auto texts = listed ? texts_in(operands) : std::vector{text_in(operands)};
    for (const auto& text : texts) {
        operands_.push_back({text, number_in(json::value(text)), parsed_instant(text)});
        if (operands_.back().number)
            numbers_.push_back(*operands_.back().number);
    }
    if (how_ != comparison::equal || numbers_.size() != operands_.size())
        numbers_.clear();
    std::sort(numbers_.begin(), numbers_.end());
}

// "!%TITLE", ">=ID", "@ID" ...
void condition::read_key(std::string_view key) {
    const auto begin = std::min(key.find_first_not_of("!<>=%@"), key.size());
    const auto mark = key.substr(0, begin);
    const auto has = [&](char c) { return mark.find(c) != std::string_view::npos; };
    name_ = upper_case(key.substr(begin));
    if (has('%'))
        how_ = has('!') ? comparison::lacks : comparison::contains;
    else if (has('!'))
        how_ = comparison::other;
    else if (has('<'))
        how_ = has('=') ? comparison::at_most : comparison::less;
    else if (has('>'))
        how_ = has('=') ? comparison::at_least : comparison::greater;
}

// -1, 0, 1; nullopt = not comparable (a date that is none, a text that is no date)
std::optional<int> condition::compared(const filter_field& field, const operand& with) {
    if (const auto* date = std::get_if<std::optional<instant>>(&field)) {
        if (with.text.empty())
            return *date ? 1 : 0;
        return *date && with.date ? std::optional(sign(**date, *with.date)) : std::nullopt;
    }
    if (const auto* number = std::get_if<std::int64_t>(&field); number != nullptr && with.number)
        return sign(*number, *with.number);
    const std::string text = text_of(field);
    const auto number = with.number ? number_in(json::value(text)) : std::nullopt;
    if (number)
        return sign(*number, *with.number);
    return sign(std::string_view(text), std::string_view(with.text));
}

bool condition::holds(const filter_field& field, const operand& with) const {
    if (how_ == comparison::contains || how_ == comparison::lacks)
        return (text_of(field).find(with.text) != std::string::npos) == (how_ == comparison::contains);
    const auto order = compared(field, with);
    if (how_ == comparison::other)
        return !order || *order != 0;
    if (!order)
        return false;
    switch (how_) {
        case comparison::less:
            return *order < 0;
        case comparison::at_most:
            return *order <= 0;
        case comparison::greater:
            return *order > 0;
        case comparison::at_least:
            return *order >= 0;
        default:
            return *order == 0;
    }
}

bool condition::holds(const filter_field& field) const {
    if (const auto* number = std::get_if<std::int64_t>(&field); number != nullptr && !numbers_.empty())
        return std::binary_search(numbers_.begin(), numbers_.end(), *number);
    const auto one = [&](const operand& with) { return holds(field, with); };
    const bool negated = how_ == comparison::other || how_ == comparison::lacks;
    return negated ? std::all_of(operands_.begin(), operands_.end(), one)
                   : std::any_of(operands_.begin(), operands_.end(), one);
}

bool is_before(const filter_field& left, const filter_field& right) {
    if (left.index() == right.index())
        return left < right;
    return text_of(left) < text_of(right);
}

}  // namespace sandbox
