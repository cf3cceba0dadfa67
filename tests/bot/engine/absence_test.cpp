#include "bot/absence.hpp"

#include <gtest/gtest.h>

#include "installation.hpp"
#include "storage/inbox.hpp"
#include "storage/requests.hpp"

namespace bot {
namespace {

using namespace std::chrono_literals;

constexpr locale::instant noon{std::chrono::sys_days{std::chrono::year{2026} / 12 / 14} + 9h};
constexpr dialogs::user_id boris = 13;

// Борис has a card before him.
class Absence : public testing::Test {
protected:
    Absence() {
        dialogs::request open;
        open.id = 1;
        open.task = 8017;
        open.requester = open.responsible = 27;
        open.approver = boris;
        open.wanted = noon + 48h;
        open.category = "no_answer";
        open.asked_at = noon;
        storage::transact(disk, noon,
                          [&](storage::transaction& tx) { tx.apply(dialogs::save_request{open}); });
    }
    std::int64_t greeted() { return disk.link().integer("SELECT count(*) FROM inbox"); }

    storage::database disk{fakes::an_empty_database()};
    absence away{disk};
};

TEST_F(Absence, IsNoneBeforeTheFirstStart) {
    away.is_over(noon, true, false);
    EXPECT_EQ(greeted(), 0);
}

TEST_F(Absence, OfThreeMinutesLosesWhatWasPosted) {
    away.note_awake(noon);
    away.is_over(noon + 3min, true, false);
    EXPECT_EQ(greeted(), 0);
    away.is_over(noon + 6min + 1s, true, false);
    EXPECT_EQ(greeted(), 1);
}

TEST_F(Absence, OfADayLosesWhatIsAskedFor) {
    away.note_awake(noon);
    away.is_over(noon + 24h, false, false);
    EXPECT_EQ(greeted(), 0);
    away.is_over(noon + 49h, false, false);
    EXPECT_EQ(greeted(), 1);
}

TEST_F(Absence, IsToldOnce) {
    away.note_awake(noon);
    away.is_over(noon + 1h, true, false);
    away.is_over(noon + 1h + 10min, true, false);
    EXPECT_EQ(greeted(), 1);
    disk.link().run("DELETE FROM inbox");
    away.is_over(noon + 1h + 11min, true, false);
    EXPECT_EQ(greeted(), 0);
}

TEST_F(Absence, ABotThatIsAnotherOneGreetsAtOnce) {
    away.note_awake(noon);
    away.is_over(noon + 1s, true, true);
    EXPECT_EQ(greeted(), 1);
}

}  // namespace
}  // namespace bot
