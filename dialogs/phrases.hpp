#pragma once
// Words people write to the bot that work like commands, in every language it knows («мои», "help").
#include <optional>
#include <string>
#include <string_view>

namespace dialogs {

// Lower case, one blank between words, no punctuation at the ends.
std::string normalised(std::string_view text);
// Whether a text is, as a whole, one of the phrases under a key of the catalogues: phrase.cancel, .help, .my,
// .extend, .why, .thanks, .greeting, .send, .change, .withdraw.
bool is_phrase(std::string_view text, std::string_view key);
// What follows a phrase under that key, in lower case, when a text begins with one; "" when it is nothing
// else.
std::optional<std::string> after_phrase(std::string_view text, std::string_view key);
// Without the words that only ask («нужно», «перенесите», "please") at the beginning, and stray punctuation
// at the ends.
std::string without_filler(std::string_view words);

}  // namespace dialogs
