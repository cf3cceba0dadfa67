#pragma once
// Lists and messages as text in a column. Inside storage only.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/memory.hpp"
#include "dialogs/message.hpp"
#include "storage/sqlite.hpp"

namespace storage {

std::string to_json(const std::vector<std::string>& list);
std::string to_json(const std::vector<std::int64_t>& list);
std::string to_json(const std::vector<instant>& list);                 // unix seconds
std::string to_json(const std::vector<dialogs::accepted_move>& list);  // [[author, at, before or null]]
// [limit, [[responsible, from or null, reasoned, handed, [tolerated at]]]], and of the last move, if any,
// [author, at, before or null, ground, remark, responsible]
std::string to_json(const dialogs::leeway& used);
dialogs::leeway leeway_of(std::string_view json);
std::string to_json(const dialogs::asked_move& asked);  // an object; the schema reads it too
dialogs::asked_move asked_of(std::string_view json);
std::string to_json(const std::vector<dialogs::remark>& list);  // [[key, author, at, text, category]]
std::vector<dialogs::remark> remarks_of(std::string_view json);
std::string to_json(const std::vector<dialogs::seen_request>& list);  // [[id, due or null, wanted, status]]
std::vector<dialogs::seen_request> seen_requests_of(std::string_view json);
std::vector<std::string> texts_of(std::string_view json);
std::vector<std::int64_t> numbers_of(std::string_view json);
std::vector<instant> instants_of(std::string_view json);
std::vector<dialogs::accepted_move> moves_of(std::string_view json);

// {"text": …, "rows": [[{"label", "token", "colour", "link"}]]}: without the bindings, which have a table of
// their own.
std::string to_json(const dialogs::message& what);
dialogs::message message_of(std::string_view json);

}  // namespace storage
