// `deadline-guard policy-test`: what it prints for a difference, and for a wrong file.
#include "bot/policy_test_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "bot/config.hpp"

namespace bot {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

constexpr const char* company = R"([departments]
sales = { id = 5 }
[people]
boris = { id = 13, in = ["sales"], heads = ["sales"] }
maria = { id = 27, in = ["sales"] }
[task]
responsible = "maria"
due = "2026-12-18 18:00"
)";  // 8 lines

class PolicyTestCommand : public testing::Test {
protected:
    void SetUp() override {
        std::filesystem::create_directories(folder);
        write("guard.toml", "[guard]\nmode = \"reason\"\n");
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name) << text;
    }

    // Runs one file of one example with these lines in it.
    bool run(const std::string& example) {
        write("examples.toml", company + ("[[example]]\nname = \"one\"\n" + example));
        out.str("");
        return test_policy(folder / "guard.toml", {folder / "examples.toml"}, out);
    }

    std::string refusal(const std::string& example) {
        try {
            run(example);
        } catch (const config_error& why) {
            return why.what();
        }
        return "none";
    }

    const std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) /
        (std::string("policy-test-") + testing::UnitTest::GetInstance()->current_test_info()->name());
    std::ostringstream out;
};

constexpr const char* move = "happens = [\"2026-12-14 10:00 maria moves to 2026-12-22 18:00\"]\n";

TEST_F(PolicyTestCommand, SaysHowManyHold) {
    EXPECT_TRUE(run(move + std::string("verdict = \"put back\"\nheld_to = \"2026-12-18 18:00\"\n"
                                       "approver = \"boris\"\nbecause = \"silent\"\nwould_be = \"\"\n")));
    EXPECT_EQ(out.str(), "1 example, all hold\n");
}

TEST_F(PolicyTestCommand, EveryExpectationCanFail) {
    EXPECT_FALSE(run(move + std::string("verdict = \"stands\"\nheld_to = \"2026-12-22 18:00\"\n"
                                        "approver = \"\"\nbecause = \"reason\"\nwould_be = \"silent\"\n")));
    EXPECT_EQ(out.str(), (folder / "examples.toml").string() +
                             ":9: one\n"
                             "    verdict: expected \"stands\", is \"put back\"\n"
                             "    held_to: expected \"2026-12-22 18:00\", is \"2026-12-18 18:00\"\n"
                             "    approver: expected \"\", is \"boris\"\n"
                             "    because: expected \"reason\", is \"silent\"\n"
                             "    would_be: expected \"silent\", is \"\"\n"
                             "    judged: 2026-12-14 10:00 maria to 2026-12-22 18:00: not accepted, silent\n"
                             "1 example, 1 does not hold\n");
}

TEST_F(PolicyTestCommand, ThePolicyOfTheConfigurationIsTheOneTested) {
    write("guard.toml", "[guard]\nmode = \"reason\"\npolicies = [\"sales.toml\"]\n");
    write("sales.toml", "departments = [5]\nmode = \"observe\"\n");
    EXPECT_TRUE(run(move + std::string("verdict = \"stands\"\nwould_be = \"silent\"\n")));
}

TEST_F(PolicyTestCommand, TimesAreThoseOfTheClockOfTheConfiguration) {
    // The clock is put forward from 02:00 to 03:00: so between these two lie ten minutes, not seventy.
    write("guard.toml", "[guard]\nmode = \"reason\"\n[locale]\ntime_zone = \"Europe/Berlin\"\n");
    const std::string story =
        "happens = ['2026-03-29 01:55 maria writes \"the client is ill\"',"
        "'2026-03-29 03:05 maria moves to 2026-12-22 18:00']\n";
    EXPECT_TRUE(run(story + "verdict = \"stands\"\nbecause = \"reason\"\n"));
    write("guard.toml", "[guard]\nmode = \"reason\"\n[locale]\ntime_zone = \"Europe/Moscow\"\n");
    EXPECT_TRUE(run(story + "verdict = \"put back\"\n"));
}

TEST_F(PolicyTestCommand, AWrongEventIsNamedWithItsLine) {
    const auto story = [](const std::string& second) {
        return "happens = [\n\"2026-12-14 10:00 maria closes\",\n\"" + second +
               "\",\n]\nverdict = \"stands\"\n";
    };
    EXPECT_THAT(refusal(story("2026-12-14 10:00 maria moves too 2026-12-22 18:00")),
                HasSubstr("examples.toml:13: [[example]] happens: "));
    EXPECT_THAT(
        refusal(story("2026-12-14 10:00 maria shuts")),
        EndsWith(
            "maria can: moves to DATE | writes WORDS | hands over to NAME | names as creator NAME | puts "
            "into workgroup ID | closes | reopens | pauses the guard | resumes the guard | tells the bot "
            "WORDS"));
    EXPECT_THAT(refusal(story("2026-12-14 10:00 bot closes")), EndsWith("bot can: looks | applies DATE"));
    EXPECT_THAT(refusal(story("2026-12-14 10:00 maria moves to soon")), HasSubstr("or none"));
    EXPECT_THAT(refusal(story("2026-02-30 10:00 maria closes")), HasSubstr("must begin with when"));
    EXPECT_THAT(refusal(story("tomorrow")), HasSubstr("must begin with when"));
    EXPECT_THAT(refusal(story("2026-12-14 10:00")), HasSubstr("nobody \"\""));
    EXPECT_THAT(refusal(story("2026-12-14 10:00 mariah closes")), HasSubstr("nobody \"mariah\""));
    EXPECT_THAT(refusal(story("2026-12-14 10:00 maria hands over to all")), HasSubstr("nobody \"all\""));
    EXPECT_THAT(refusal(story("2026-12-14 10:00 maria closes it")), HasSubstr("nothing follows"));
    EXPECT_THAT(refusal(story("2026-12-14 09:59 maria reopens")),
                HasSubstr("is earlier than the line before"));
}

TEST_F(PolicyTestCommand, AWrongExampleIsNamedWithItsKey) {
    EXPECT_THAT(refusal(move), HasSubstr("examples.toml:9: [[example]] verdict: is missing"));
    EXPECT_THAT(refusal(move + std::string("verdict = \"back\"\n")),
                HasSubstr("examples.toml:12: [[example]] verdict: must be stands | put back"));
    EXPECT_THAT(refusal(move + std::string("verdict = \"stands\"\nheldto = \"none\"\n")),
                HasSubstr("heldto: unknown key"));
    EXPECT_THAT(refusal(move + std::string("verdict = \"stands\"\nheld_to = \"soon\"\n")),
                HasSubstr("held_to: must be like"));
    EXPECT_THAT(refusal(move + std::string("verdict = \"stands\"\nat = \"2026-12-14 09:00\"\n")),
                HasSubstr("at: is earlier than what happens"));
    EXPECT_THAT(refusal("verdict = \"stands\"\n"), HasSubstr("at: is missing"));
    EXPECT_THAT(refusal(move + std::string("verdict = \"stands\"\nresponsible = \"anna\"\n")),
                HasSubstr("responsible: nobody \"anna\" in [people]"));
}

TEST_F(PolicyTestCommand, AFileThatCannotShowAnythingIsRefused) {
    const auto refused = [&](const std::string& text) -> std::string {
        write("examples.toml", text);
        try {
            test_policy(folder / "guard.toml", {folder / "examples.toml"}, out);
        } catch (const config_error& why) {
            return why.what();
        }
        return "none";
    };
    EXPECT_THAT(refused(company), HasSubstr("example: is missing"));
    EXPECT_THAT(refused("[[example]]\n"), HasSubstr("people: is missing"));
    EXPECT_THAT(refused("[people]\nmaria = { id = 27, in = [\"sales\"] }\n"),
                HasSubstr("no department \"sales\""));
    EXPECT_THAT(refused("[people]\na = { id = 27 }\nb = { id = 27 }\n"), HasSubstr("somebody else"));
    EXPECT_THAT(refused("[people]\nrobot = { id = 27 }\n"), HasSubstr("nobody can be called"));
    EXPECT_THAT(refused("company = \"none.toml\"\n"), HasSubstr("none.toml: cannot be read"));
    EXPECT_THAT(refused("people ="), HasSubstr("not TOML"));
}

}  // namespace
}  // namespace bot
