#include "bot/pace_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace bot {
namespace {

using namespace std::chrono_literals;
using wire::pacer;

const pacer::moment noon{1'800'000'000'123ms};

class PaceFile : public testing::Test {
protected:
    ~PaceFile() override { std::filesystem::remove(path); }
    void write(const std::string& text) { std::ofstream(path) << text; }

    const std::string path = testing::TempDir() + "pace." + std::to_string(::getpid()) + "." +
                             testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(PaceFile, TheProcessAfterThisOneKnowsHowFullTheBucketIs) {
    EXPECT_FALSE(pace_file(path).load(noon));
    {
        const pace_file kept(path);
        kept.save({12345.678, noon - 1s});
        kept.save({37.5, noon});  // shorter: nothing of the longer one stays behind
    }
    const auto left = pace_file(path).load(noon + 5s);
    ASSERT_TRUE(left);
    EXPECT_DOUBLE_EQ(left->level, 37.5);
    EXPECT_EQ(left->as_of, noon);
}

TEST_F(PaceFile, AClockThatWasSetBackStopsNobody) {
    const pace_file kept(path);
    kept.save({40, noon});
    const auto left = kept.load(noon - 5h);
    ASSERT_TRUE(left);
    EXPECT_EQ(left->as_of, noon - 5h);
    EXPECT_DOUBLE_EQ(left->level, 40);
}

TEST_F(PaceFile, WhatIsNoPaceIsAsIfNothingWereKnown) {
    for (const char* text : {"", "x", "000040.000 18000000000", "nan        00000000000000000001\n",
                             "inf        00000000000000000001\n", "-000040.000 00000001800000000123\n",
                             "garbage garbage garbage garbage garbage"}) {
        write(text);
        EXPECT_FALSE(pace_file(path).load(noon)) << text;
    }
}

TEST_F(PaceFile, IsForItsOwnerAlone) {
    const pace_file kept(path);
    struct stat is {};
    ASSERT_EQ(::stat(path.c_str(), &is), 0);
    EXPECT_EQ(is.st_mode & 0777U, 0600U);
}

TEST_F(PaceFile, IsDoneWithoutWhereItCannotBe) {
    const pace_file nowhere("/nonexistent/folder/guard.db.pace");
    nowhere.save({40, noon});
    EXPECT_FALSE(nowhere.load(noon));
}

}  // namespace
}  // namespace bot
