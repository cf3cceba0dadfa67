// What the portal knows of people (protocol notes 6.1.2, 6.2.3, 6.3).
#include "portal_fixture.hpp"

namespace sandbox {
namespace {

class company_test : public portal_test {
protected:
    reply happens(json::object what) {
        what["user"] = service_user;
        return post("/control/act", what);
    }
};

TEST_F(company_test, absent_is_the_day_of_return_while_he_is_away) {
    const auto absent = [&] { return rest("im.user.get", {{"ID", boris}}).result().at("absent"); };
    EXPECT_EQ(absent(), false);
    happens({{"do", "away"}, {"person", boris}, {"back", "2026-12-15T00:00:00+03:00"}});
    EXPECT_EQ(absent(), "2026-12-15T00:00:00+03:00");
    happens({{"do", "away"}, {"person", boris}, {"back", "2026-11-01T00:00:00+03:00"}});
    EXPECT_EQ(absent(), false) << "he is back";
}

TEST_F(company_test, nodes_have_ids_of_their_own_and_name_all_heads_and_deputies) {
    happens({{"do", "heads"}, {"department", 5}, {"heads", {28}}, {"deputies", {maria}}});
    const auto items =
        v3("humanresources.node.list", {{"type", "DEPARTMENT"}, {"select", {"id", "accessCode"}}})
            .result()
            .at("items");
    EXPECT_EQ(items.at(1), (json::object{{"id", 1005}, {"accessCode", "DR5"}}));
    const auto item =
        v3("humanresources.node.get", {{"id", 1005}, {"select", {"members"}}}).result().at("item");
    const auto& members = item.at("members").as_array();
    const auto role = [&](std::size_t k) { return members.at(k).at("role"); };
    EXPECT_EQ(members.at(0).at("userId"), boris);
    EXPECT_EQ(role(0), "MEMBER_HEAD");
    EXPECT_EQ(role(1), "MEMBER_HEAD");
    EXPECT_EQ(role(2), "MEMBER_DEPUTY_HEAD");
    EXPECT_EQ(v3("humanresources.node.get", {{"id", 5}}).status, 400)
        << "a department's id is no node's (T94)";
    EXPECT_EQ(v3("humanresources.node.list").status, 400);
}

TEST_F(company_test, a_workgroups_chat_tells_its_members_whether_guests_are_there) {
    const auto chat = [&] { return rest("im.dialog.get", {{"DIALOG_ID", "sg9"}}); };
    EXPECT_EQ(chat().error(), "ACCESS_ERROR");
    happens({{"do", "workgroup"}, {"task", 8017}, {"group", 9}, {"members", {maria, 28}}});
    EXPECT_EQ(chat().error(), "ACCESS_ERROR") << "not a member";
    happens({{"do", "workgroup"}, {"task", 8017}, {"group", 9}, {"members", {service_user}}});
    EXPECT_EQ(chat().result().at("extranet"), false);
    happens({{"do", "make_guest"}, {"person", 28}});
    EXPECT_EQ(chat().result().at("extranet"), true);
}

}  // namespace
}  // namespace sandbox
