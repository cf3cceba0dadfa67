#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "bot/wire/event.hpp"
#include "bot/wire/value.hpp"

namespace bot::wire {
namespace {

json::object kind(std::string_view name) {
    json::object stored;
    stored["kind"] = name;
    return stored;
}

json::object stored_of(const dialogs::task_touched& what) {
    auto stored = kind("task_touched");
    stored["task"] = what.task;
    return stored;
}

json::object stored_of(const dialogs::task_deleted& what) {
    auto stored = kind("task_deleted");
    stored["task"] = what.task;
    return stored;
}

json::object stored_of(const dialogs::said& what) {
    auto stored = kind("said");
    stored["by"] = what.by;
    stored["dialog"] = what.dialog;
    stored["message"] = what.message;
    stored["reply_to"] = what.reply_to;
    stored["text"] = what.text;
    stored["has_file"] = what.has_file;
    stored["edited"] = what.edited;
    stored["at"] = what.at.time_since_epoch().count();
    return stored;
}

json::object stored_of(const dialogs::pressed& what) {
    auto stored = kind("pressed");
    stored["by"] = what.by;
    stored["dialog"] = what.dialog;
    stored["message"] = what.message;
    stored["token"] = what.token;
    stored["at"] = what.at.time_since_epoch().count();
    return stored;
}

json::object stored_of(const dialogs::commanded& what) {
    auto stored = kind("commanded");
    stored["by"] = what.by;
    stored["dialog"] = what.dialog;
    stored["message"] = what.message;
    stored["command"] = what.command;
    stored["words"] = what.words;
    return stored;
}

json::object stored_of(const dialogs::joined& what) {
    auto stored = kind("joined");
    stored["by"] = what.by;
    stored["dialog"] = what.dialog;
    return stored;
}

json::object stored_of(const dialogs::deadline_written& what) {
    auto stored = kind("deadline_written");
    stored["task"] = what.task;
    stored["write"] = what.write;
    stored["refused_because"] = what.refused_because;
    return stored;
}

json::object stored_of(const dialogs::message_refused& what) {
    auto stored = kind("message_refused");
    stored["to"] = what.to;
    stored["slot"] = what.slot;
    stored["because"] = what.because;
    return stored;
}

json::object stored_of(const dialogs::guard_started& what) {
    auto stored = kind("guard_started");
    json::array people;
    for (const auto who : what.people)
        people.emplace_back(who);
    stored["people"] = std::move(people);
    return stored;
}

json::object stored_of(const dialogs::notices_due& what) {
    auto stored = kind("notices_due");
    stored["who"] = what.who;
    return stored;
}

json::object stored_of(const dialogs::presses_lost& what) {
    auto stored = kind("presses_lost");
    stored["who"] = what.who;
    return stored;
}

json::object stored_of(const dialogs::look_due& what) {
    auto stored = kind("look_due");
    stored["task"] = what.task;
    return stored;
}

json::object stored_of(const dialogs::wave_due& what) {
    auto stored = kind("wave_due");
    stored["author"] = what.author;
    return stored;
}

json::object stored_of(const dialogs::pause_over&) {
    return kind("pause_over");
}

json::object stored_of(const dialogs::request_due& what) {
    auto stored = kind("request_due");
    stored["request"] = what.request;
    return stored;
}

json::object stored_of(const dialogs::desk_due& what) {
    auto stored = kind("desk_due");
    stored["who"] = what.who;
    return stored;
}

dialogs::guard_started load_guard_started(const json::value& from) {
    dialogs::guard_started what;
    for (const auto* each : elements(at(from, "people")))
        if (const auto who = to_int_or(*each, 0); who > 0)
            what.people.push_back(who);
    return what;
}

// The members of a stored item by name.
struct reader {
    const json::value& from;
    [[nodiscard]] std::int64_t number(std::string_view key) const { return to_int_or(at(from, key), 0); }
    [[nodiscard]] locale::instant moment(std::string_view key) const {
        return locale::instant(std::chrono::seconds(number(key)));
    }
    [[nodiscard]] std::string text(std::string_view key) const { return to_text(at(from, key)); }
};

}  // namespace

std::string store_item(const dialogs::item& what) {
    return json::serialize(std::visit([](const auto& each) { return stored_of(each); }, what));
}

std::optional<dialogs::item> load_item(std::string_view stored) {
    const auto read = parse_json(stored);
    if (!read)
        return std::nullopt;
    const reader in{*read};
    const auto name = in.text("kind");
    if (name == "task_touched")
        return dialogs::task_touched{in.number("task")};
    if (name == "task_deleted")
        return dialogs::task_deleted{in.number("task")};
    if (name == "said")
        return dialogs::said{in.number("by"),      in.text("dialog"),
                             in.number("message"), in.number("reply_to"),
                             in.text("text"),      to_bool(at(*read, "has_file")),
                             in.moment("at"),      to_bool(at(*read, "edited"))};
    if (name == "pressed")
        return dialogs::pressed{in.number("by"), in.text("dialog"), in.number("message"), in.text("token"),
                                in.moment("at")};
    if (name == "commanded")
        return dialogs::commanded{in.number("by"), in.text("dialog"), in.number("message"),
                                  in.text("command"), in.text("words")};
    if (name == "joined")
        return dialogs::joined{in.number("by"), in.text("dialog")};
    if (name == "deadline_written")
        return dialogs::deadline_written{in.number("task"), in.number("write"), in.text("refused_because")};
    if (name == "message_refused")
        return dialogs::message_refused{in.number("to"), in.text("slot"), in.text("because")};
    if (name == "guard_started")
        return load_guard_started(*read);
    if (name == "notices_due")
        return dialogs::notices_due{in.number("who")};
    if (name == "presses_lost")
        return dialogs::presses_lost{in.number("who")};
    if (name == "look_due")
        return dialogs::look_due{in.number("task")};
    if (name == "wave_due")
        return dialogs::wave_due{in.number("author")};
    if (name == "pause_over")
        return dialogs::pause_over{};
    if (name == "request_due")
        return dialogs::request_due{in.number("request")};
    if (name == "desk_due")
        return dialogs::desk_due{in.number("who")};
    return std::nullopt;
}

}  // namespace bot::wire
