// The power goes at each sync of a whole story, before it and after it; the bot starts again from what the
// disk kept, and the story ends as if nothing had happened.
#include <gtest/gtest.h>

#include "../../storage/power_disk.hpp"
#include "engine_story.hpp"
#include "storage/journal.hpp"

namespace fakes {
namespace {

using storage::sector_fate;
constexpr auto maria = portal_model::maria;
const storage::disk_image empty_disk{{"guard.db", ""}};

storage::opening on(const storage::recording_disk& disk) {
    storage::opening how;
    how.path = "guard.db";
    how.vfs = disk.vfs();
    storage::secret_box::key key{};
    key.fill(7);
    how.secrets = storage::secret_box(key);
    return how;
}

// Lives the story on a disk whose power goes after that many operations, once. Whoever did something the bot
// did not hear does it again.
class cut_story {
public:
    explicit cut_story(sector_fate of_the_unsynced) : fate_(of_the_unsynced), rig(on(disk)) {}

    void live(std::optional<std::size_t> power_lasts_for) {
        disk.power_lasts_for = power_lasts_for;
        act([&] { rig.moves(maria, engine_rig::measure, december(22)); });
        act([&] { rig.presses(maria, "Запросить"); });
        act([&] { rig.says(maria, "клиент заболел, вернётся во вторник"); });
        act([&] { rig.presses(maria, "Отправить"); });
        act([&] { rig.presses(portal_model::boris, "Одобрить"); });
    }

private:
    // An arrival is in the inbox when the disk says so; else it is brought again.
    void act(const std::function<void()>& deed) {
        const auto before = arrivals();
        try {
            deed();
        } catch (const storage::database_error&) {
            power_comes_back();
            if (arrivals() == before)
                again(deed);
        }
        for (;;) {
            try {
                for (int steps = 0; !is_dark() && rig.step(); ++steps)
                    if (steps > 400)
                        throw std::logic_error("it never comes to rest");
                if (!is_dark())
                    return;
            } catch (const storage::database_error&) {
            }
            power_comes_back();
        }
    }
    // The task is moved once; what is repeated is the portal's event of it.
    void again(const std::function<void()>& deed) {
        if (rig.portal.told(maria).empty())
            rig.touch(engine_rig::measure);
        else
            deed();
    }
    [[nodiscard]] bool is_dark() const {
        return disk.power_lasts_for && disk.operations().size() >= *disk.power_lasts_for;
    }
    std::int64_t arrivals() {
        return rig.count("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'inbox'), 0)");
    }
    void power_comes_back() {
        rig.restart_from_disk([&] {
            storage::platter left(empty_disk);
            for (const auto& each : disk.operations())
                left.take(each);
            disk.power_lasts_for.reset();
            disk.replace(left.left([&](std::size_t) { return fate_; }));
        });
        ++cuts;
    }

    sector_fate fate_;

public:
    int cuts = 0;
    storage::recording_disk disk{empty_disk};
    engine_rig rig;
};

struct cut_points {
    std::vector<std::size_t> after;  // operations: just before a sync, and just after it
    std::string seen;
};

const cut_points& undisturbed() {
    static const cut_points known = [] {
        cut_story story(sector_fate::kept);
        const auto start = story.disk.operations().size();
        story.live(std::nullopt);
        EXPECT_EQ(story.rig.what_waits(), "");
        cut_points points{{}, story.rig.portal.seen_by_people()};
        for (std::size_t n = start; n < story.disk.operations().size(); ++n)
            if (story.disk.operations()[n].what == storage::disk_operation::kind::synced) {
                points.after.push_back(n);
                points.after.push_back(n + 1);
            }
        return points;
    }();
    return known;
}

class EachSync : public testing::TestWithParam<sector_fate> {};

TEST_P(EachSync, MayBeTheLastBeforeThePowerGoesAndTheStoryEndsRight) {
    ASSERT_GT(undisturbed().after.size(), 40u);
    for (const auto after : undisturbed().after) {
        SCOPED_TRACE("after operation " + std::to_string(after));
        cut_story story(GetParam());
        story.live(after);
        EXPECT_EQ(story.cuts, 1);
        EXPECT_EQ(story.rig.portal.seen_by_people(), undisturbed().seen);
        EXPECT_EQ(story.rig.portal.own_rows(engine_rig::measure), 2) << "put back once, moved once";
        EXPECT_EQ(story.rig.what_waits(), "");
        EXPECT_TRUE(story.rig.disk.damage().empty());
        EXPECT_TRUE(storage::look(story.rig.disk, story.rig.now, [](const auto& tx) {
                        return storage::journal::verify(tx);
                    }).whole);
    }
}

INSTANTIATE_TEST_SUITE_P(Power, EachSync,
                         testing::Values(sector_fate::lost, sector_fate::kept, sector_fate::half),
                         [](const auto& of) {
                             return of.param == sector_fate::lost   ? "nothing_unsynced_stays"
                                    : of.param == sector_fate::kept ? "all_stays"
                                                                    : "halves_stay";
                         });

}  // namespace
}  // namespace fakes
