#pragma once
// What is wrong between the bot and its portal, and what a person does about it.
#include <string>
#include <string_view>

namespace bot {

// One or two English sentences for whoever looks after the bot; "" for a state that passes by itself.
std::string way_out(std::string_view trouble);

}  // namespace bot
