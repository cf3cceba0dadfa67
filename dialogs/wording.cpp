#include "dialogs/wording.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/markup.hpp"
#include "dialogs/policy.hpp"

namespace dialogs {

voice::voice(user_id to, locale::reader reader, const locale::calendar& working, std::string portal)
    : to_(to), reader_(std::move(reader)), working_(&working), portal_(std::move(portal)) {}

std::string voice::say(std::string_view key, const locale::arguments& with) const {
    return locale::say(reader_.tongue, key, with);
}

std::string voice::count(std::string_view key, long number, const locale::arguments& with) const {
    return locale::say_count(reader_.tongue, key, number, with);
}

std::string voice::date(const deadline& moment) const {
    return moment ? locale::date_and_time(*moment, reader_) : say("wording.no_deadline");
}

std::string voice::short_date(instant moment) const {
    return locale::short_date(moment, reader_, *working_);
}

std::string voice::difference(const deadline& from, const deadline& to) const {
    return from && to ? locale::difference(*from, *to, reader_, *working_) : std::string();
}

std::string voice::move(const deadline& from, const deadline& to, int number) const {
    const std::string which = say("wording.move_number", {{"number", std::to_string(number)}});
    const std::string gap = difference(from, to);
    return gap.empty() ? which : gap + ", " + which;
}

std::string voice::task(task_id id, std::string_view title) const {
    return "[url=" + portal_ + "/company/personal/user/" + std::to_string(to_) + "/tasks/task/view/" +
           std::to_string(id) + "/]" + shown_title(title) + "[/url]";
}

std::string voice::name(const person* who) const {
    return who && !who->name.empty() ? shown_title(who->name, 80) : say("wording.somebody");
}

std::string voice::category(std::string_view key) const {
    // A category the company added itself is its own text, in Russian and perhaps in English.
    const auto known = default_categories();
    if (std::find(known.begin(), known.end(), key) == known.end()) {
        const auto bar = key.find('|');
        const bool english = reader_.tongue == locale::language::en && bar != std::string_view::npos;
        return shown_title(english ? key.substr(bar + 1) : key.substr(0, bar), 80);
    }
    return say("reason." + std::string(key));
}

std::string voice::reason(std::string_view key, std::string_view words) const {
    if (words.empty())
        return category(key);
    const std::string quoted = say("wording.quoted", {{"words", shown(words)}});
    return key == "other" || key.empty() ? quoted : category(key) + ": " + quoted;
}

}  // namespace dialogs
