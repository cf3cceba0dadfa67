// Much at once: each change as if it were alone.
#include "portal_fixture.hpp"

namespace sandbox {
namespace {

class mass_acts_test : public portal_test {
protected:
    mass_acts_test() {
        p.app.installed = true;
        for (const char* event : {"ONTASKADD", "ONTASKUPDATE"})
            rest("event.bind", {{"event", event}, {"handler", "http://127.0.0.1:8080/door"}});
    }
    reply act(json::object wish) { return post("/control/act", wish); }
    std::vector<id_number> made(int count, json::object more = {}) {
        json::object wish{{"do", "make_tasks"},
                          {"count", count},
                          {"responsibles", {maria, ivan}},
                          {"creator", boris},
                          {"due", "2026-12-01T15:00:00Z"}};
        for (const auto& [key, value] : more)
            wish[key] = value;
        return numbers_in(act(wish).body.at("tasks"));
    }
};

TEST_F(mass_acts_test, tasks_are_made_in_turn_with_an_event_each_and_no_messages) {
    const auto before = p.messages.size();
    const auto ids = made(100);
    ASSERT_EQ(ids.size(), 100U);
    EXPECT_EQ(p.tasks[ids[0]].responsible, maria);
    EXPECT_EQ(p.tasks[ids[1]].responsible, ivan);
    EXPECT_EQ(p.tasks[ids[1]].created_by, boris);
    EXPECT_EQ(iso_utc(*p.tasks[ids[0]].deadline), "2026-12-01T15:00:00Z");
    EXPECT_EQ(p.outbox.size(), 100U);
    EXPECT_EQ(p.messages.size(), before);
}

TEST_F(mass_acts_test, a_mass_postponement_is_made_by_each_responsible) {
    const auto ids = made(10, {{"card", "old"}});
    delivered();
    const json::array given(ids.begin(), ids.end());
    EXPECT_EQ(act({{"do", "mass_deadline"}, {"tasks", given}, {"days", 2}}).body.at("changed"), 10);
    const auto forms = delivered();
    ASSERT_EQ(forms.size(), 10U);
    EXPECT_EQ(forms[1].at("event"), "ONTASKUPDATE");
    EXPECT_EQ(forms[1].at("auth").at("user_id"), "28");
    const auto& row = p.tasks[ids[1]].history.back();
    EXPECT_EQ(row.field, "DEADLINE");
    EXPECT_EQ(row.user, ivan);
    EXPECT_EQ(iso_utc(*p.tasks[ids[1]].deadline), "2026-12-03T15:00:00Z");
}

TEST_F(mass_acts_test, all_of_some_people_are_meant_and_what_is_forbidden_is_passed_over) {
    const auto ids = made(4);
    p.tasks[ids[0]].allow_change_deadline = false;
    p.tasks[ids[2]].status = completed;
    p.tasks[ids[1]].deadline.reset();
    EXPECT_EQ(act({{"do", "mass_deadline"}, {"all_of", {maria}}, {"days", 1}}).body.at("changed"),
              3);  // hers from the first day
    EXPECT_EQ(
        act({{"do", "mass_deadline"}, {"tasks", {ids[0]}}, {"days", 1}, {"by", boris}}).body.at("changed"),
        1);
}

TEST_F(mass_acts_test, a_mass_touch_leaves_deadlines_alone) {
    const auto ids = made(3);
    delivered();
    const json::array given(ids.begin(), ids.end());
    const auto before = p.tasks[ids[0]].deadline;
    act({{"do", "mass_touch"}, {"tasks", given}, {"field", "title"}});
    act({{"do", "mass_touch"}, {"tasks", given}, {"by", boris}});
    EXPECT_EQ(delivered().size(), 6U);
    const auto& history = p.tasks[ids[0]].history;
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[0].field, "TITLE");
    EXPECT_EQ(history[0].user, maria);
    EXPECT_EQ(history[1].field, "DESCRIPTION");
    EXPECT_EQ(history[1].user, boris);
    EXPECT_EQ(p.tasks[ids[0]].deadline, before);
}

TEST_F(mass_acts_test, more_people_can_be_hired) {
    const auto ids =
        numbers_in(act({{"do", "make_people"}, {"count", 8}, {"zone", "Europe/Moscow"}}).body.at("people"));
    ASSERT_EQ(ids.size(), 8U);
    EXPECT_EQ(rest("user.get", {{"ID", ids[7]}}).result().at(0).at("UF_DEPARTMENT"), json::array{5});
    EXPECT_EQ(act({{"do", "make_people"}, {"department", 77}}).status, 400);
}

TEST_F(mass_acts_test, they_are_no_acts_of_the_page) {
    EXPECT_EQ(does(olga, "make_tasks", {{"count", 5}}).status, 400);
    EXPECT_EQ(does(olga, "delete_bot", {{"bot", 456}}).status, 400);
}

}  // namespace
}  // namespace sandbox
