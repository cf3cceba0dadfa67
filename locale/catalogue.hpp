#pragma once
// The words: gettext catalogues, compiled into the program, one a language.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace locale {

enum class language { ru, en };

// "ru" and "en" (case does not matter; a region after it, "ru-RU", is ignored); nothing for others.
std::optional<language> language_of(std::string_view code);
std::string_view code_of(language which);

// Named arguments of a text: {"task", "…"} fills {task}. Values are final text: escape users' words before.
using arguments = std::vector<std::pair<std::string_view, std::string>>;

// The text under a key (msgid, e.g. "revert.deadline_is_back") with its {arguments} filled in.
// Throws std::logic_error when the catalogue has no such key or a placeholder has no argument: both are our
// bugs, found by tests that walk all keys.
std::string say(language which, std::string_view key, const arguments& with = {});

// The same with the plural form for `count` chosen by the language; {count} is filled in too.
std::string say_count(language which, std::string_view key, long count, const arguments& with = {});

// Whether a catalogue has a text under this key.
bool has(language which, std::string_view key);

// Every key of a catalogue, sorted, for tests.
std::vector<std::string> keys(language which);

// Every text of a catalogue with its key, {placeholders} as they stand; each plural form is one.
std::vector<std::pair<std::string, std::string>> patterns(language which);

}  // namespace locale
