#pragma once
// What the bot says: finished text in the reader's language, and buttons.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/request.hpp"

namespace dialogs {

// What a button does when the right person presses it. Kept on disk under an unguessable token; the button
// itself carries the token only, because any chat member can forge a press (T51).
struct button_binding {
    std::string action;      // name of an action, see conversation.hpp
    user_id recipient = 0;   // who alone may press it
    task_id task = 0;        // 0: none
    request_id request = 0;  // 0: none
    int card_version = 0;    // of the request's card
    std::string argument;    // e.g. a date in unix seconds, a category key
    friend bool operator==(const button_binding&, const button_binding&) = default;
};

enum class button_colour { base, primary, secondary, alert };

struct button {
    std::string label;
    std::string token;  // from context.new_token; becomes COMMAND_PARAMS "b:<token>"
    button_binding binding;
    button_colour colour = button_colour::base;
    std::string link;  // when set, the button opens this address ("/company/…" or https) and binds nothing
    friend bool operator==(const button&, const button&) = default;
};

struct message {
    std::string text;                       // BB code; users' words in it are escaped (markup.hpp)
    std::vector<std::vector<button>> rows;  // keyboard; empty = none
    friend bool operator==(const message&, const message&) = default;
};

}  // namespace dialogs
