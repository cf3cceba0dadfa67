#include "bot/config_table.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>
#include <sstream>

namespace bot {

std::string listed(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words)
        out += (out.empty() ? "" : " | ") + word;
    return out;
}

namespace {

// "15m" as seconds; nothing for anything else.
std::optional<std::chrono::seconds> read_duration(std::string_view text) {
    long long count = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
    const auto unit = std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (failure != std::errc{} || count < 0 || count > 1'000'000)
        return std::nullopt;
    if (unit == "s")
        return std::chrono::seconds(count);
    if (unit == "m")
        return std::chrono::minutes(count);
    if (unit == "h")
        return std::chrono::hours(count);
    if (unit == "d")
        return std::chrono::hours(24 * count);
    return std::nullopt;
}

}  // namespace

toml::table parse_toml(std::string_view text, const std::string& name) {
    try {
        return toml::parse(text, name);
    } catch (const toml::parse_error& wrong) {
        throw config_error(name + ":" + std::to_string(wrong.source().begin.line) +
                           ": not TOML: " + std::string(wrong.description()));
    }
}

toml::table read_toml(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw config_error(file.string() + ": cannot be read");
    std::ostringstream text;
    text << in.rdbuf();
    return parse_toml(text.str(), file.string());
}

std::string config_table::place() const {
    return name_.empty() ? "" : "[" + name_ + "] ";
}

const toml::node* config_table::find(const char* key) {
    known_.insert(key);
    return in_ ? in_->get(key) : nullptr;
}

void config_table::refuse(const char* key, const std::string& why) const {
    const auto* node = in_ ? in_->get(key) : nullptr;
    const auto line = node ? node->source().begin.line : (in_ ? in_->source().begin.line : 0);
    throw config_error(file_ + (line ? ":" + std::to_string(line) : "") + ": " + place() + key + ": " + why);
}

config_table config_table::of(const toml::table& root, const char* name, const std::string& file) {
    const auto* node = root.get(name);
    if (node && !node->is_table())
        throw config_error(file + ":" + std::to_string(node->source().begin.line) + ": " + name +
                           ": must be a table, [" + name + "]");
    return {node ? node->as_table() : nullptr, name, file};
}

std::string config_table::text(const char* key, std::string otherwise) {
    const auto* node = find(key);
    if (!node)
        return otherwise;
    if (!node->is_string())
        refuse(key, "must be a text in quotes");
    return node->as_string()->get();
}

std::int64_t config_table::number(const char* key, std::int64_t otherwise, std::int64_t from,
                                  std::int64_t to) {
    const auto* node = find(key);
    if (!node)
        return otherwise;
    if (!node->is_integer())
        refuse(key, "must be a whole number");
    const auto value = node->as_integer()->get();
    if (value < from || value > to)
        refuse(key, "must be from " + std::to_string(from) + " to " + std::to_string(to));
    return value;
}

bool config_table::flag(const char* key, bool otherwise) {
    const auto* node = find(key);
    if (node && !node->is_boolean())
        refuse(key, "must be true or false");
    return node ? node->as_boolean()->get() : otherwise;
}

std::vector<std::int64_t> config_table::numbers(const char* key) {
    std::vector<std::int64_t> out;
    const auto* node = find(key);
    if (!node)
        return out;
    if (!node->is_array())
        refuse(key, "must be a list of numbers, like [1, 5]");
    for (const auto& element : *node->as_array()) {
        if (!element.is_integer() || element.as_integer()->get() <= 0)
            refuse(key, "must be a list of ids, whole numbers above 0, like [1, 5]");
        out.push_back(element.as_integer()->get());
    }
    return out;
}

std::vector<std::string> config_table::texts(const char* key) {
    std::vector<std::string> out;
    const auto* node = find(key);
    if (!node)
        return out;
    if (!node->is_array())
        refuse(key, "must be a list of texts, like [\"a\", \"b\"]");
    for (const auto& element : *node->as_array()) {
        if (!element.is_string())
            refuse(key, "must be a list of texts, like [\"a\", \"b\"]");
        out.push_back(element.as_string()->get());
    }
    return out;
}

std::optional<std::chrono::year_month_day> config_table::date_of(std::string_view text) {
    int year = 0;
    unsigned month = 0, number = 0;
    const auto read = [](std::string_view from, auto& into) {
        const auto [end, failure] = std::from_chars(from.data(), from.data() + from.size(), into);
        return failure == std::errc{} && end == from.data() + from.size();
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !read(text.substr(0, 4), year) ||
        !read(text.substr(5, 2), month) || !read(text.substr(8), number))
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(number)};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::chrono::sys_days config_table::date(const char* key) {
    if (!has(key))
        refuse(key, "is missing: write a date like \"2026-12-31\"");
    const auto read = date_of(text(key, ""));
    if (!read)
        refuse(key, "must be a date like \"2026-12-31\"");
    return *read;
}

std::vector<config_table> config_table::tables(const char* key) {
    std::vector<config_table> out;
    const auto* node = find(key);
    if (!node)
        return out;
    const std::string whole = name_ + "." + key;
    if (!node->is_array())
        refuse(key, "must be tables, each under [[" + whole + "]]");
    for (const auto& element : *node->as_array()) {
        if (!element.is_table())
            refuse(key, "must be tables, each under [[" + whole + "]]");
        out.emplace_back(element.as_table(), "[" + whole + "]", file_);
    }
    return out;
}

std::chrono::seconds config_table::duration(const char* key, std::chrono::seconds otherwise,
                                            std::chrono::seconds to) {
    if (!find(key))
        return otherwise;
    const auto read = read_duration(text(key, ""));
    if (!read)
        refuse(key, "must be a duration like \"90s\", \"15m\", \"4h\" or \"5d\"");
    if (*read > to)
        refuse(key, "must not be longer than " + std::to_string(to.count()) + "s");
    return *read;
}

locale::working_span config_table::working_time(const char* key, locale::working_span otherwise,
                                                int days_most) {
    if (!find(key))
        return otherwise;
    const auto read = read_duration(text(key, ""));
    const bool is_whole = read && *read % std::chrono::minutes(1) == std::chrono::seconds(0);
    if (!is_whole)
        refuse(key, "must be working time like \"30m\", \"4h\" or \"2d\" (working days)");
    const auto days = std::chrono::duration_cast<std::chrono::days>(*read);
    if (*read > std::chrono::days(days_most))
        refuse(key, "must not be longer than " + std::to_string(days_most) + " days");
    if (text(key, "").back() == 'd')
        return {static_cast<int>(days.count()), std::chrono::minutes(0)};
    return {0, std::chrono::duration_cast<std::chrono::minutes>(*read)};
}

bool config_table::is_word(const char* key, std::string_view word) {
    const auto* node = find(key);
    return node != nullptr && node->value<std::string_view>() == word;
}

std::string config_table::one_of(const char* key, const std::vector<std::string>& allowed,
                                 std::string otherwise) {
    const auto value = text(key, std::move(otherwise));
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
        refuse(key, "must be " + listed(allowed) + ", not \"" + value + "\"");
    return value;
}

const toml::table* config_table::table(const char* key) {
    const auto* node = find(key);
    if (node && !node->is_table())
        refuse(key, "must be a table, [" + std::string(key) + "]");
    return node ? node->as_table() : nullptr;
}

std::vector<const toml::table*> config_table::raw_tables(const char* key) {
    std::vector<const toml::table*> out;
    const auto* node = find(key);
    if (node && !node->is_array_of_tables())
        refuse(key, "must be tables, [[" + std::string(key) + "]]");
    if (node)
        for (const auto& each : *node->as_array())
            out.push_back(each.as_table());
    return out;
}

void config_table::not_built(const char* key) {
    if (find(key))
        refuse(key, "this setting is not built yet; take the line out");
}

void config_table::done() const {
    if (!in_)
        return;
    for (const auto& [key, node] : *in_) {
        if (known_.contains(key.str()))
            continue;
        std::vector<std::string> names(known_.begin(), known_.end());
        throw config_error(file_ + ":" + std::to_string(node.source().begin.line) + ": " + place() +
                           std::string(key.str()) + ": unknown key; known are " + listed(names));
    }
}

}  // namespace bot
