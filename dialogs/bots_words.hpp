#pragma once
// What the bot itself says is nobody's reason, whoever pastes it.
#include <string>
#include <string_view>

namespace dialogs {

// A text (BB code taken out) without its lines that are the bot's, in any language it speaks. Names of
// reasons are the people's words too and stay.
std::string without_bots_words(std::string_view text);

}  // namespace dialogs
