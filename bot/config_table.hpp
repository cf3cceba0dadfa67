#pragma once
// Typed reading of one TOML table that notices unknown keys, wrong types and wrong values, and names file,
// line and key.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "bot/config.hpp"
#include "locale/calendar.hpp"

namespace bot {

// Of a text, or of a file. Throws config_error when it is no TOML or cannot be read; `name` stands for the
// file.
toml::table parse_toml(std::string_view text, const std::string& name);
toml::table read_toml(const std::filesystem::path& file);

// "a | b | c"
std::string listed(const std::vector<std::string>& words);

class config_table {
public:
    // `name` is the table's name as written, "guard"; "" for a whole file. `in` may be null: then every key
    // is absent.
    config_table(const toml::table* in, std::string name, std::string file)
        : in_(in), name_(std::move(name)), file_(std::move(file)) {}

    // The table of that name in a file. Throws config_error when something else has it.
    static config_table of(const toml::table& root, const char* name, const std::string& file);

    std::string text(const char* key, std::string otherwise);
    std::int64_t number(const char* key, std::int64_t otherwise, std::int64_t from, std::int64_t to);
    bool flag(const char* key, bool otherwise);
    std::vector<std::int64_t> numbers(const char* key);
    std::vector<std::string> texts(const char* key);
    // "90s", "15m", "4h", "5d"
    std::chrono::seconds duration(const char* key, std::chrono::seconds otherwise, std::chrono::seconds to);
    // The same of working time, in which "d" is a working day.
    locale::working_span working_time(const char* key, locale::working_span otherwise, int days_most);
    // Whether the key is there and has this value: for keys that take words beside something else.
    bool is_word(const char* key, std::string_view word);
    // One of the named values; the error lists them.
    std::string one_of(const char* key, const std::vector<std::string>& allowed, std::string otherwise);
    // A date like "2026-12-31" that must be there.
    std::chrono::sys_days date(const char* key);
    static std::optional<std::chrono::year_month_day> date_of(std::string_view text);
    // [[name.key]]: an array of tables.
    std::vector<config_table> tables(const char* key);
    // A table within it, [name]; nullptr: there is none.
    const toml::table* table(const char* key);
    // [[key]], as they stand in the file.
    std::vector<const toml::table*> raw_tables(const char* key);
    [[nodiscard]] bool has(const char* key) const { return in_ && in_->contains(key); }

    // A key whose behaviour is not built yet: refused by name.
    void not_built(const char* key);
    // Refuses keys that nobody asked for.
    void done() const;
    [[noreturn]] void refuse(const char* key, const std::string& why) const;

private:
    [[nodiscard]] std::string place() const;  // "[guard] "
    const toml::node* find(const char* key);

    const toml::table* in_;
    std::string name_, file_;
    std::set<std::string, std::less<>> known_;
};

}  // namespace bot
