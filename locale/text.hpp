#pragma once
// Users' text in UTF-8: nothing here trusts it.
#include <string>
#include <string_view>

namespace locale {

bool is_utf8(std::string_view bytes);
// Broken sequences become U+FFFD, so that no byte a user sent can break an answer.
std::string repaired(std::string_view bytes);
// The first `count` characters (code points), with "…" when something was cut. Never splits a character.
std::string shortened(std::string_view text, std::size_t count);
// Lower case, Russian included; ё stays ё.
std::string lowered(std::string_view text);
// Letters (not digits, blanks, punctuation) in a text.
std::size_t letters(std::string_view text);
// True when all the letters of a text are one repeated letter («ааааа»): no reason is given by that.
bool one_letter_repeated(std::string_view text);
std::string trimmed(std::string_view text);
// Its letters and digits alone, in lower case: texts that differ in nothing else have the same.
std::string gist(std::string_view text);

}  // namespace locale
