#include "bot/when_command.hpp"

#include <chrono>
#include <optional>

#include "bot/wire/value.hpp"
#include "locale/catalogue.hpp"
#include "locale/when.hpp"
#include "locale/zone.hpp"

namespace bot {

namespace {

// "2026-11-23T10:00:00" or "2026-11-23T10:00" on a wall clock.
std::optional<locale::local_time> wall_clock(std::string text) {
    if (text.size() == 16)
        text += ":00";
    const auto moment = wire::parse_moment(text + "+00:00");
    if (!moment)
        return std::nullopt;
    return locale::zone().to_local(*moment);
}

}  // namespace

bool answer_when(const when_question& question, std::istream& in, std::ostream& out, std::ostream& wrong) {
    const auto zone = locale::zone::find(question.time_zone);
    if (!zone) {
        wrong << "--time-zone: no such time zone: " << question.time_zone << '\n';
        return false;
    }
    const auto tongue = locale::language_of(question.language);
    const auto present = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto now = question.now.empty() ? zone->to_local(present) : wall_clock(question.now);
    if (!tongue || !now) {
        wrong << (tongue ? "--now: must be like 2026-11-23T10:00:00\n" : "--language: must be ru or en\n");
        return false;
    }
    const locale::reading_context context{*tongue, *now, nullptr, *now};
    const auto answer = [&](const std::string& phrase) {
        out << locale::describe(locale::read_when(phrase, context)) << '\n';
    };
    if (!question.words.empty()) {
        std::string phrase;
        for (const auto& word : question.words)
            phrase += (phrase.empty() ? "" : " ") + word;
        answer(phrase);
        return true;
    }
    for (std::string line; std::getline(in, line);)
        answer(line);
    return true;
}

}  // namespace bot
