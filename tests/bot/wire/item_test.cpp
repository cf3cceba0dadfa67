#include <gtest/gtest.h>

#include <set>

#include "bot/wire/event.hpp"

namespace bot::wire {
namespace {

TEST(WireItem, EveryKindComesBackFromTheInbox) {
    const std::vector<dialogs::item> all{
        dialogs::task_touched{8017},
        dialogs::task_deleted{8018},
        dialogs::said{27, "chat5", 791, 788, "до пятницы «15:00» \"x\"\n😀", true,
                      locale::instant(std::chrono::seconds(1771928985))},
        dialogs::said{27, "27", 791, 0, "до субботы", false, {}, true},
        dialogs::pressed{13, "13", 790, "Zk3nQ0-_", locale::instant(std::chrono::seconds(1771928990))},
        dialogs::commanded{27, "27", 792, "extend", "8017 завтра"},
        dialogs::joined{27, "27"},
        dialogs::deadline_written{8017, 5, "ERROR_CORE"},
        dialogs::message_refused{27, "card:31", "ACCESS_DENIED"},
        dialogs::guard_started{{27, 28}},
        dialogs::notices_due{27},
        dialogs::presses_lost{13},
        dialogs::look_due{8017},
        dialogs::wave_due{27},
        dialogs::pause_over{},
        dialogs::request_due{7},
        dialogs::desk_due{13},
    };
    std::set<std::size_t> kinds;
    for (std::size_t i = 0; i < all.size(); ++i) {
        kinds.insert(all[i].index());
        EXPECT_EQ(load_item(store_item(all[i])), all[i]) << store_item(all[i]);
    }
    EXPECT_EQ(kinds.size(), std::variant_size_v<dialogs::item>);
}

TEST(WireItem, ForeignTextIsNothing) {
    for (const auto* text :
         {"", "{}", "[]", "null", R"({"kind":"unheard"})", R"({"kind":5})", "{\"kind\":\"said\""})
        EXPECT_EQ(load_item(text), std::nullopt) << text;
}

}  // namespace
}  // namespace bot::wire
