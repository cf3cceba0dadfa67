// `deadline-guard when` as scripts use it.
#include "bot/when_command.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace bot {
namespace {

struct spoken {
    bool fine = false;
    std::string out, wrong;
};

spoken ask(when_question question, const std::string& lines = "") {
    std::istringstream in(lines);
    std::ostringstream out, wrong;
    spoken result;
    result.fine = answer_when(question, in, out, wrong);
    result.out = out.str();
    result.wrong = wrong.str();
    return result;
}

// Monday morning.
when_question about(std::vector<std::string> words) {
    return {"ru", "Europe/Moscow", "2026-11-23T10:00:00", std::move(words)};
}

TEST(WhenCommand, PrintsTheExampleOfTheDesign) {
    EXPECT_EQ(ask(about({"до пятницы 15:00"})).out, "2026-11-27T15:00\n");
}

TEST(WhenCommand, WordsOfTheCommandLineAreOnePhrase) {
    EXPECT_EQ(ask(about({"до", "пятницы", "15:00"})).out, "2026-11-27T15:00\n");
}

TEST(WhenCommand, ADateWithoutATimeIsTheDateAlone) {
    EXPECT_EQ(ask(about({"завтра"})).out, "2026-11-24\n");
}

TEST(WhenCommand, WordsWithoutADateAreADash) {
    const auto said = ask(about({"клиент заболел"}));
    EXPECT_TRUE(said.fine) << "no date is an answer, not a failure";
    EXPECT_EQ(said.out, "-\n");
}

TEST(WhenCommand, SeveralReadingsAreAQuestion) {
    EXPECT_EQ(ask(about({"до 5"})).out.substr(0, 2), "? ");
}

TEST(WhenCommand, APastDateIsPrintedAsUnderstood) {
    EXPECT_EQ(ask(about({"20.11.2026 18:00"})).out, "2026-11-20T18:00\n");
}

TEST(WhenCommand, WithoutWordsEachLineHasItsAnswer) {
    EXPECT_EQ(ask(about({}), "завтра\n\nничего\nдо пятницы 15:00").out,
              "2026-11-24\n-\n-\n2026-11-27T15:00\n");
    EXPECT_EQ(ask(about({}), "").out, "");
}

TEST(WhenCommand, ANowMayLeaveOutTheSeconds) {
    auto question = about({"завтра"});
    question.now = "2026-11-23T10:00";
    EXPECT_EQ(ask(question).out, "2026-11-24\n");
}

TEST(WhenCommand, AbsentNowIsTheClockOfTheZone) {
    auto question = about({"сегодня"});
    question.now = "";
    const auto said = ask(question);
    EXPECT_TRUE(said.fine);
    EXPECT_EQ(said.out.size(), std::string("2026-11-24\n").size()) << said.out;
}

TEST(WhenCommand, WrongQuestionsAreNamedByTheirOption) {
    for (const char* now : {"yesterday", "2026-11-23", "2026-13-01T10:00:00", "2026-11-23T10:00:00Z",
                            "2026-11-23T10:00:00+03:00"}) {
        auto question = about({"завтра"});
        question.now = now;
        const auto said = ask(question);
        EXPECT_FALSE(said.fine) << now;
        EXPECT_EQ(said.wrong, "--now: must be like 2026-11-23T10:00:00\n");
        EXPECT_EQ(said.out, "");
    }
    auto nowhere = about({"завтра"});
    nowhere.time_zone = "Mars/Olympus";
    EXPECT_EQ(ask(nowhere).wrong, "--time-zone: no such time zone: Mars/Olympus\n");
    auto german = about({"morgen"});
    german.language = "de";
    EXPECT_EQ(ask(german).wrong, "--language: must be ru or en\n");
}

TEST(WhenCommand, EnglishIsReadAsEnglish) {
    auto question = about({"till", "Friday", "3pm"});
    question.language = "en";
    EXPECT_EQ(ask(question).out, "2026-11-27T15:00\n");
}

}  // namespace
}  // namespace bot
