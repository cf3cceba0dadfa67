#pragma once
// Users' words among the bot's BB code (protocol 4.12, T62): shown without coming alive, and read without
// their markup.
#include <cstddef>
#include <string>
#include <string_view>

namespace dialogs {

// Text of a user made safe to stand inside a message: no BB code, quote or command in it works. Line breaks
// stay.
std::string shown(std::string_view users_text, std::size_t characters = 500);
// The same on one line, for titles and names.
std::string shown_title(std::string_view title, std::size_t characters = 200);
// One line of plain text for a button, never blank (T58).
std::string shown_label(std::string_view text, std::size_t characters = 60);
// What a person wrote, without BB tags, quotes of other messages and invisible characters, trimmed.
std::string without_markup(std::string_view bb);
// A text of the portal without its HTML tags (T90).
std::string without_html(std::string_view html);

}  // namespace dialogs
