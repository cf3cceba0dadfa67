#include "sandbox/keyboard.hpp"

#include <algorithm>
#include <array>

#include "sandbox/params.hpp"

namespace sandbox {
namespace {

constexpr std::size_t size_limit = 60'000;

// A parameter that may also come as JSON text.
json::value unpacked(const json::value& given) {
    if (!given.is_string())
        return given;
    boost::system::error_code failed;
    json::value parsed = json::parse(given.get_string(), failed);
    return failed ? given : parsed;
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> allowed) {
    return std::find(allowed.begin(), allowed.end(), text) != allowed.end();
}

bool is_colour(std::string_view text) {
    const auto hex = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
    return (text.size() == 4 || text.size() == 7) && text[0] == '#' &&
           std::all_of(text.begin() + 1, text.end(), hex);
}

// LINK > ACTION > COMMAND; false = the button does nothing and is dropped.
bool set_action(json::object& to, const json::object& from, std::optional<std::int64_t> bot) {
    const std::string link = text_member(from, "LINK");
    if (one_of(link.substr(0, 1), {"/"}) || link.rfind("http://", 0) == 0 || link.rfind("https://", 0) == 0) {
        to["LINK"] = link;
        return true;
    }
    const std::string action = text_member(from, "ACTION");
    const std::string value = text_member(from, "ACTION_VALUE");
    if (one_of(action, {"PUT", "SEND", "COPY", "CALL", "DIALOG"}) && !value.empty()) {
        to["ACTION"] = action;
        to["ACTION_VALUE"] = value;
        return true;
    }
    std::string command = text_member(from, "COMMAND");
    if (command.rfind('/', 0) == 0)
        command.erase(0, 1);
    if (command.empty() || !bot)
        return false;
    to["BOT_ID"] = *bot;
    to["COMMAND"] = command;
    const auto* params = member(from, "COMMAND_PARAMS");
    const bool kept = params != nullptr && params->is_string() && params->get_string() != "0";  // T56
    to["COMMAND_PARAMS"] = kept ? *params : json::value("");
    to["BLOCK"] = text_member(from, "BLOCK") == "Y" ? "Y" : "N";
    return true;
}

std::string allowed_or(const json::object& from, std::string_view key,
                       std::initializer_list<std::string_view> allowed, std::string otherwise) {
    std::string text = text_member(from, key);
    return one_of(text, allowed) ? text : std::move(otherwise);
}

std::optional<json::object> normalised(const json::object& from, std::optional<std::int64_t> bot) {
    if (text_member(from, "TYPE") == "NEWLINE")
        return json::object{{"TYPE", "NEWLINE"}, {"CONTEXT", "ALL"}};
    const std::string text = text_member(from, "TEXT");
    json::object button{{"TYPE", "BUTTON"}, {"TEXT", text}, {"VOTE", "N"}, {"BLOCK", "N"}, {"WAIT", "N"}};
    if (trimmed(text).empty() || !set_action(button, from, bot))
        return std::nullopt;
    button["CONTEXT"] = allowed_or(from, "CONTEXT", {"MOBILE", "DESKTOP"}, "ALL");
    button["DISABLED"] = text_member(from, "DISABLED") == "Y" ? "Y" : "N";
    button["DISPLAY"] = allowed_or(from, "DISPLAY", {"LINE"}, "BLOCK");
    if (const auto width = number_member(from, "WIDTH"); width && *width > 0)
        button["WIDTH"] = *width;
    button["BG_COLOR_TOKEN"] = allowed_or(from, "BG_COLOR_TOKEN", {"primary", "secondary", "alert"}, "base");
    for (const char* key : {"BG_COLOR", "TEXT_COLOR", "OFF_BG_COLOR", "OFF_TEXT_COLOR"})
        if (const auto colour = text_member(from, key); is_colour(colour))
            button[key] = colour;
    return button;
}

}  // namespace

keyboard_reading read_keyboard(const json::value* given, std::int64_t bot, bool on_update) {
    using outcome = keyboard_reading::outcome;
    if (given == nullptr)
        return {};
    const json::value plain = unpacked(*given);
    const json::object as_object = plain.is_object() ? plain.get_object() : json::object();
    const auto* listed = plain.is_array() ? &plain : member(as_object, "BUTTONS");
    if (listed == nullptr || !listed->is_array() || listed->get_array().empty()) {
        const bool nothing = plain.is_null() || text_in(plain) == "N" || text_in(plain).empty();
        return {nothing ? outcome::removed : outcome::broken, {}};
    }
    std::optional<std::int64_t> owner = bot;
    if (on_update)
        owner = number_member(as_object, "BOT_ID");
    keyboard_reading read{outcome::buttons, {}};
    bool any = false;
    for (const auto& item : listed->get_array()) {
        if (!item.is_object())
            continue;
        if (auto button = normalised(item.get_object(), owner)) {
            any = any || text_member(*button, "TYPE") == "BUTTON";
            read.buttons.push_back(std::move(*button));
        }
    }
    if (!any || json::serialize(read.buttons).size() >= size_limit)
        return {outcome::broken, {}};
    return read;
}

std::optional<json::value> read_attach(const json::value* given) {
    if (given == nullptr || given->is_null())
        return json::value(nullptr);
    const json::value plain = unpacked(*given);
    const json::object as_object = plain.is_object() ? plain.get_object() : json::object();
    const auto* wrapped = member(as_object, "BLOCKS");
    json::array blocks;
    if (plain.is_array())
        blocks = plain.get_array();
    else if (wrapped != nullptr && wrapped->is_array())
        blocks = wrapped->get_array();
    else if (plain.is_object())
        blocks.push_back(plain);
    if (blocks.empty())
        return text_in(plain).empty() ? std::optional<json::value>(nullptr) : std::nullopt;
    const bool sound = std::all_of(blocks.begin(), blocks.end(), [](const json::value& block) {
        static constexpr std::array known = {"MESSAGE", "LINK", "USER", "GRID", "IMAGE", "FILE", "DELIMITER"};
        return block.is_object() && std::any_of(known.begin(), known.end(), [&](const char* key) {
                   return block.get_object().contains(key);
               });
    });
    if (!sound || json::serialize(blocks).size() >= size_limit)
        return std::nullopt;
    return blocks;
}

}  // namespace sandbox
