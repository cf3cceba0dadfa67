#pragma once
// The log: one line an event, "2026-12-18T09:30:00Z info deadline_put_back task=8017 to=…", to standard
// error.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace bot::log {

using fields = std::initializer_list<std::pair<std::string_view, std::string>>;

// Names are snake_case nouns and participles, searchable. Values with blanks are quoted, line ends escaped,
// the length is capped. Never give it a token, a secret, or what people wrote: ids say enough.
void info(std::string_view event, fields with = {});
void warning(std::string_view event, fields with = {});
void error(std::string_view event, fields with = {});

// Once at the start: "debug" shows more; unknown names are "info".
void begin(std::string_view level);

}  // namespace bot::log
