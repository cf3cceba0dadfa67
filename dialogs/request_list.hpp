#pragma once
// Several requests in one message: a numbered line each, and below it what can be done about each.
#include <functional>
#include <string>
#include <vector>

#include "dialogs/turn.hpp"

namespace dialogs {

using row_of_buttons = std::function<std::vector<button>(const request& of, const std::string& number)>;

// The first ten; of the others it is said how many there are.
message list_of(turn& t, std::string heading, const std::vector<request>& all, const voice& reader,
                const row_of_buttons& buttons);
// For one who may decide them: approve, or see the card.
message list_to_decide(turn& t, std::string heading, const std::vector<request>& all, const voice& reader);

// `Показать карточку`
button card_button(turn& t, const request& of, const voice& reader);

}  // namespace dialogs
