#include "bot/wire/structure.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using testing::ElementsAre;
using testing::IsEmpty;

namespace bot::wire {
namespace {

json::value parsed(const char* text) {
    return boost::json::parse(text);
}

TEST(WireStructure, IsAskedForInV3WithNumbers) {
    EXPECT_TRUE(list_nodes(0).v3 && get_node(15).v3);
    EXPECT_EQ(boost::json::serialize(get_node(15).params),
              R"({"id":15,"select":["id","accessCode","members"]})");
    EXPECT_EQ(
        boost::json::serialize(list_nodes(200).params),
        R"({"type":"DEPARTMENT","select":["id","accessCode"],"pagination":{"limit":200,"offset":200}})");
}

TEST(WireStructure, ListsTheNodesOfDepartments) {
    EXPECT_THAT(read_nodes(parsed(R"({"items":[{"id":15,"accessCode":"DR7"},{"id":16,"accessCode":"D8"},
                                     {"id":17,"accessCode":"SNT4"},{"accessCode":"DR9"},{"id":18}]})")),
                ElementsAre(15, 16));
    EXPECT_THAT(read_nodes(parsed("[]")), IsEmpty());
}

TEST(WireStructure, ANodeTellsTheDepartmentItsHeadsAndDeputies) {
    const auto read = read_node(parsed(
        R"({"item":{"id":15,"accessCode":"DR7","members":[{"userId":13,"role":"MEMBER_HEAD"},
            {"userId":27,"role":"MEMBER_EMPLOYEE"},{"userId":28,"role":"MEMBER_DEPUTY_HEAD"},
            {"userId":14,"role":"MEMBER_HEAD"},{"userId":0,"role":"MEMBER_HEAD"}]}})"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->id, 7) << "not the node's id";
    EXPECT_THAT(read->more_heads, ElementsAre(13, 14));
    EXPECT_THAT(read->deputies, ElementsAre(28));
}

TEST(WireStructure, WhatIsNoDepartmentIsNone) {
    EXPECT_FALSE(read_node(parsed(R"({"item":{"id":15,"accessCode":"SNT7","members":[]}})")));
    EXPECT_FALSE(read_node(parsed("[]")));
}

}  // namespace
}  // namespace bot::wire
