#include "bot/wire/outgoing.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "bot/wire/tasks.hpp"
#include "bot/wire/value.hpp"
#include "locale/text.hpp"

namespace bot::wire {
namespace {

constexpr std::size_t text_length_max = 20000;

// In the order of dialogs::button_colour.
constexpr std::array<std::string_view, 4> colours{"base", "primary", "secondary", "alert"};

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> beginnings) {
    for (const auto each : beginnings)
        if (text.substr(0, each.size()) == each)
            return true;
    return false;
}

bool shown(const dialogs::button& what) {
    if (locale::trimmed(what.label).empty())
        return false;
    return what.link.empty() ? !what.token.empty() : starts_with_any(what.link, {"/", "http://", "https://"});
}

json::object button_of(const dialogs::button& what) {
    json::object button;
    button["TEXT"] = locale::repaired(what.label);
    if (what.link.empty()) {
        button["COMMAND"] = button_command;
        button["COMMAND_PARAMS"] = "b:" + what.token;  // T56: a string that begins with a letter
    } else {
        button["LINK"] = what.link;
    }
    button["BG_COLOR_TOKEN"] = colours.at(static_cast<std::size_t>(what.colour));
    button["DISPLAY"] = "LINE";
    return button;
}

json::array buttons_of(const dialogs::message& what) {
    json::array buttons;
    for (const auto& row : what.rows) {
        bool first = true;
        for (const auto& each : row) {
            if (!shown(each))
                continue;
            if (first && !buttons.empty()) {
                json::object line_end;
                line_end["TYPE"] = "NEWLINE";
                buttons.push_back(std::move(line_end));
            }
            first = false;
            buttons.push_back(button_of(each));
        }
    }
    return buttons;
}

json::object fields_of(std::int64_t bot, const dialogs::message& what) {
    json::object fields;
    fields["message"] = locale::shortened(locale::repaired(what.text), text_length_max - 1);
    fields["urlPreview"] = false;
    auto buttons = buttons_of(what);
    if (!buttons.empty()) {
        json::object keyboard;
        keyboard["BOT_ID"] = bot;  // T57
        keyboard["BUTTONS"] = std::move(buttons);
        fields["keyboard"] = std::move(keyboard);
    }
    return fields;
}

dialogs::button load_button(const json::value& from) {
    dialogs::button what;
    what.label = to_text(at(from, "label"));
    what.token = to_text(at(from, "token"));
    what.link = to_text(at(from, "link"));
    const auto colour = to_int_or(at(from, "colour"), -1);
    if (colour < 0 || colour >= static_cast<std::int64_t>(colours.size()))
        throw std::logic_error("a stored button has no such colour");
    what.colour = static_cast<dialogs::button_colour>(colour);
    return what;
}

}  // namespace

call send_message(std::int64_t bot, std::string_view dialog, const dialogs::message& what,
                  std::string_view uuid) {
    call sent{"imbot.v2.Chat.Message.send", {}, false};
    auto fields = fields_of(bot, what);
    fields["templateId"] = uuid;
    sent.params["botId"] = bot;
    sent.params["dialogId"] = dialog;
    sent.params["fields"] = std::move(fields);
    return sent;
}

call update_message(std::int64_t bot, std::int64_t message, const dialogs::message& what) {
    call updated{"imbot.v2.Chat.Message.update", {}, false};
    auto fields = fields_of(bot, what);
    if (!fields.contains("keyboard"))
        fields["keyboard"] = "N";
    updated.params["botId"] = bot;
    updated.params["messageId"] = message;
    updated.params["fields"] = std::move(fields);
    return updated;
}

std::int64_t sent_message(const json::value& result) {
    return to_int_or(at(result, "id"), 0);
}

call write_deadline(dialogs::task_id task, const dialogs::deadline& to) {
    call update{"tasks.task.update", {}, false};
    json::object fields;
    fields["DEADLINE"] = to ? moment_text(std::chrono::floor<std::chrono::minutes>(*to)) : "";
    update.params["taskId"] = task;
    update.params["fields"] = std::move(fields);
    return update;
}

call leave_note(const dialogs::left_note& note, bool v3) {
    const auto text = locale::shortened(locale::repaired(note.text), text_length_max - 1);
    json::object fields;
    if (note.chat != 0 && v3) {
        call sent{"tasks.task.chat.message.send", {}, true};
        fields["taskId"] = note.task;
        fields["text"] = text;
        sent.params["fields"] = std::move(fields);
        return sent;
    }
    call added{"task.commentitem.add", {}, false};
    fields["POST_MESSAGE"] = text;
    added.params["TASKID"] = note.task;  // positional (T88)
    added.params["FIELDS"] = std::move(fields);
    return added;
}

call look_for_note(const dialogs::left_note& note) {
    return note.chat != 0 ? get_messages(json::string("chat" + std::to_string(note.chat)))
                          : get_comments(note.task);
}

std::vector<dialogs::remark> read_discussion(const dialogs::left_note& note, const json::value& result) {
    return note.chat != 0 ? read_messages(result) : read_comments(result);
}

std::string store_message(const dialogs::message& what) {
    json::array rows;
    for (const auto& row : what.rows) {
        json::array buttons;
        for (const auto& each : row) {
            json::object button;
            button["label"] = locale::repaired(each.label);
            button["token"] = each.token;
            button["link"] = each.link;
            button["colour"] = static_cast<int>(each.colour);
            buttons.push_back(std::move(button));
        }
        rows.push_back(std::move(buttons));
    }
    json::object stored;
    stored["text"] = locale::repaired(what.text);
    stored["rows"] = std::move(rows);
    return json::serialize(stored);
}

dialogs::message load_message(std::string_view stored) {
    const auto read = parse_json(stored);
    if (!read || !at(*read, "text").is_string() || !at(*read, "rows").is_array())
        throw std::logic_error("a stored message cannot be read");
    dialogs::message what;
    what.text = to_text(at(*read, "text"));
    for (const auto* row : elements(at(*read, "rows"))) {
        auto& buttons = what.rows.emplace_back();
        for (const auto* each : elements(*row))
            buttons.push_back(load_button(*each));
    }
    return what;
}

}  // namespace bot::wire
