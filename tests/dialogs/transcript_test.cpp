// docs/conversation.ru.md and .en.md: all the bot can say, played. After a wanted change write them anew with
//     UPDATE_TRANSCRIPTS=1 build/dev/bin/transcript_test
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "dialogs/phrases.hpp"
#include "overheard.hpp"
#include "transcript_scenes.hpp"

namespace dialogs {
namespace {

void play_all(play& p) {
    for (const auto chapter :
         {first_words, moves_put_back, asking_for_time, dates_of_requests, time_to_answer, many_moves,
          deciding, ends_of_requests, who_decides, requests_that_wait, supervisors_desk, why_so,
          accepted_after_all, desk_and_help, pauses, for_administrators})
        try {
            chapter(p);
        } catch (const std::logic_error& wrong) {
            const auto scene = p.text().rfind("###");
            throw std::logic_error(std::string(wrong.what()) + "\n… in the scene\n" + p.text().substr(scene));
        }
}

const play& played(locale::language tongue) {
    static const auto all = [](locale::language which) {
        play p(which);
        play_all(p);
        return p;
    };
    static const play ru = all(locale::language::ru), en = all(locale::language::en);
    return tongue == locale::language::ru ? ru : en;
}

// {name} and {position} are the bot's own, of the catalogue.
constexpr both head_text{R"(# Что говорит «{name}»

В чате портала он подписан так: **{name}** («{position}»).

Здесь каждый его текст на своём месте в разговоре. Сцены разыгрывает тест (`tests/dialogs/transcript_*.cpp`)
на том же коде, что работает у бота, и сверяет с этим файлом; от руки его не правят. *Курсив* — что происходит,
`[в скобках]` — кнопки, _так_ в сообщениях выглядят ссылки на задачи.

Мария и Иван ведут задачи, Борис руководит отделом продаж, Анна компанией, Ольга администратор бота.
Каждая сцена начинается в понедельник 14.12, 10:00.

)",
                         R"(# What {name} says

In the chat of the portal it is called **{name}** (“{position}”).

Each of its texts stands here in its place in a conversation. A test (`tests/dialogs/transcript_*.cpp`) plays the
scenes with the very code of the bot and compares them with this file; it is not edited by hand. *Italics* say what
happens, `[brackets]` are buttons, _so_ look links to tasks.

Maria and Ivan have tasks, Boris heads the sales department, Anna the company, Olga is the administrator of the bot.
Each scene begins on Monday 14 Dec, 10:00.

)"};

std::string head(const play& scenes, locale::language tongue) {
    std::string text = scenes.in(head_text);
    for (const auto& [gap, key] : {std::pair("{name}", "bot.name"), std::pair("{position}", "bot.position")})
        for (auto at = text.find(gap); at != std::string::npos; at = text.find(gap))
            text.replace(at, std::string_view(gap).size(), locale::say(tongue, key));
    return text;
}

std::string transcript(locale::language tongue) {
    std::string text = head(played(tongue), tongue) + played(tongue).text();
    text.pop_back();  // one end of the last line is enough
    return text;
}

std::string path_of(locale::language tongue) {
    return std::string(SOURCE_ROOT) + "/docs/conversation." + std::string(locale::code_of(tongue)) + ".md";
}

void expect_printed(locale::language tongue) {
    const auto text = transcript(tongue);
    if (std::getenv("UPDATE_TRANSCRIPTS") != nullptr)
        std::ofstream(path_of(tongue)) << text;
    std::ostringstream printed;
    printed << std::ifstream(path_of(tongue)).rdbuf();
    EXPECT_TRUE(printed.str() == text)
        << path_of(tongue) << " is not what the bot says now. Read the difference after\n"
        << "    UPDATE_TRANSCRIPTS=1 build/dev/bin/transcript_test && git diff docs/conversation.*";
}

TEST(transcript, in_russian_is_what_the_bot_says) {
    expect_printed(locale::language::ru);
}

TEST(transcript, in_english_is_what_the_bot_says) {
    expect_printed(locale::language::en);
}

// Why no scene shows it; "" when one has to.
std::string excused(const std::string& key) {
    if (key.starts_with("forecast."))
        return "printed by `deadline-guard export --forecast`, not said in the chat";
    if (key == "date.day_digits")
        return "a number of digits, no text";
    if (key.starts_with("bot."))
        return "who the bot is: at the head of each transcript";
    return {};
}

// Words people write: a scene in which somebody does.
bool is_typed(const play& scenes, const std::string& key) {
    const auto& typed = scenes.typed();
    return std::any_of(typed.begin(), typed.end(), [&](const std::string& text) {
        return key == "phrase.filler" ? without_filler(text) != text : after_phrase(text, key).has_value();
    });
}

bool is_shown(const play& scenes, const std::string& key) {
    const auto heard = locale::overheard().find(key);
    if (heard == locale::overheard().end())
        return false;
    const auto& sent = scenes.sent();
    return std::any_of(heard->second.begin(), heard->second.end(), [&](const std::string& said) {
        return std::any_of(sent.begin(), sent.end(),
                           [&](const std::string& text) { return text.find(said) != std::string::npos; });
    });
}

void expect_all_shown(locale::language tongue) {
    const play& scenes = played(tongue);
    std::vector<std::string> missing;
    for (const auto& key : locale::keys(tongue))
        if (excused(key).empty() &&
            !(key.starts_with("phrase.") ? is_typed(scenes, key) : is_shown(scenes, key)))
            missing.push_back(key);
    std::string all;
    for (const auto& each : missing)
        all += " " + each;
    EXPECT_EQ(all, "") << "texts no scene shows; how to add one stands at the head of transcript_scenes.hpp";
}

TEST(transcript, in_russian_shows_every_text) {
    expect_all_shown(locale::language::ru);
}

TEST(transcript, in_english_shows_every_text) {
    expect_all_shown(locale::language::en);
}

}  // namespace
}  // namespace dialogs
