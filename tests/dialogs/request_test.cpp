#include "dialogs/request.hpp"

#include <gtest/gtest.h>

#include <set>

#include "dialogs/policy.hpp"

using namespace dialogs;

TEST(Request, StatesKeepTheirNames) {
    std::set<std::string_view> names;
    for (int number = 0; number <= static_cast<int>(request_state::expired); ++number) {
        const auto state = static_cast<request_state>(number);
        names.insert(name_of(state));
        EXPECT_EQ(request_state_of(name_of(state)), state);
    }
    EXPECT_EQ(names, (std::set<std::string_view>{"pending", "applying", "applied", "failed", "rejected",
                                                 "withdrawn", "obsolete", "expired"}));
    EXPECT_FALSE(request_state_of("Pending"));
    EXPECT_FALSE(request_state_of(""));
}

TEST(Request, IsOpenUntilItIsAppliedOrClosed) {
    for (const auto open : {request_state::pending, request_state::applying, request_state::failed})
        EXPECT_TRUE(is_open(open));
    for (const auto over : {request_state::applied, request_state::rejected, request_state::withdrawn,
                            request_state::obsolete, request_state::expired})
        EXPECT_FALSE(is_open(over));
}

TEST(Policy, OffersTheCategoriesOfTheDesignAndOtherLast) {
    EXPECT_EQ(default_categories().size(), 8U);
    EXPECT_EQ(default_categories().back(), "other");
}
