#include "bot/wire/form.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <random>

#include "bot/wire/value.hpp"
#include "locale/text.hpp"
#include "tests/bot/wire/parsed.hpp"

namespace bot::wire {
namespace {

constexpr const char* form_type = "application/x-www-form-urlencoded; charset=UTF-8";

std::string read(std::string_view body) {
    const auto form = read_form(body);
    EXPECT_EQ(form.wrong, "") << body;
    return boost::json::serialize(form.tree);
}

TEST(WireForm, BracketsMakeATree) {
    EXPECT_EQ(
        read("event=ONTASKUPDATE&data%5BFIELDS_AFTER%5D%5BID%5D=123&data[FIELDS_BEFORE][ID]=123"),
        R"({"event":"ONTASKUPDATE","data":{"FIELDS_AFTER":{"ID":"123"},"FIELDS_BEFORE":{"ID":"123"}}})");
}

TEST(WireForm, ListsKeepTheirNumbers) {
    EXPECT_EQ(read("a[]=x&a[]=y"), R"({"a":{"0":"x","1":"y"}})");
    EXPECT_EQ(read("a[7]=x&a[]=y"), R"({"a":{"7":"x","8":"y"}})");
    EXPECT_EQ(read("k[0][TEXT]=a&k[1][TEXT]=b"), R"({"k":{"0":{"TEXT":"a"},"1":{"TEXT":"b"}}})");
    EXPECT_EQ(read("a[9223372036854775807]=x&a[]=y"), R"({"a":{"9223372036854775807":"x","0":"y"}})");
}

TEST(WireForm, TheLastValueWins) {
    EXPECT_EQ(read("a=1&a=2"), R"({"a":"2"})");
    EXPECT_EQ(read("a=1&a[b]=2"), R"({"a":{"b":"2"}})");
    EXPECT_EQ(read("a[b]=1&a=2"), R"({"a":"2"})");
}

TEST(WireForm, OddKeysAreTakenAsPhpTakesThem) {
    EXPECT_EQ(read("a[b=1"), R"({"a[b":"1"})");
    EXPECT_EQ(read("[a]=1"), R"({"[a]":"1"})");
    EXPECT_EQ(read("a[b]c=1"), R"({"a":{"b":"1"}})");
    EXPECT_EQ(read("=1&&flag&b="), R"({"flag":"","b":""})");
    EXPECT_EQ(read(""), "{}");
}

TEST(WireForm, EscapesAndPlusesAreDecodedOnce) {
    EXPECT_EQ(read("t=a+b%2Bc%252B%zz%4"), R"({"t":"a b+c%2B%zz%4"})");
    EXPECT_EQ(to_text(at(read_form("t=%D0%9C%D0%B0%D1%80%D0%B8%D1%8F").tree, "t")), "Мария");
}

TEST(WireForm, BrokenUtf8IsRepairedInKeysAndValues) {
    const auto form = read_form("t%C3=%FF%FEx&u=\xC3");
    EXPECT_EQ(form.wrong, "");
    EXPECT_TRUE(locale::is_utf8(boost::json::serialize(form.tree)));
    EXPECT_EQ(to_text(at(form.tree, "u")), "\uFFFD");
}

TEST(WireForm, LimitsAreSaidInWords) {
    std::string nested = "a";
    for (int i = 0; i < 1000; ++i)
        nested += "[b]";
    EXPECT_EQ(read_form(nested + "=1").wrong, "a key of the body has more than 16 levels of brackets");
    EXPECT_EQ(read_form(std::string((1 << 20) + 1, 'a')).wrong, "the body has more than 1048576 bytes");
    std::string many;
    for (int i = 0; i < 5001; ++i)
        many += "a[]=1&";
    EXPECT_EQ(read_form(many).wrong, "the body has more than 5000 pairs");
    EXPECT_EQ(read_form(many.substr(0, many.size() - 6)).wrong, "");
}

TEST(WireBody, TheContentTypeDecides) {
    EXPECT_EQ(to_text(at(read_body(form_type, "a=1").tree, "a")), "1");
    EXPECT_EQ(to_text(at(read_body("Application/JSON; charset=utf-8", R"({"a":1})").tree, "a")), "1");
    EXPECT_EQ(to_text(at(read_body("", R"( {"a":1})").tree, "a")), "1");
    EXPECT_NE(read_body("multipart/form-data; boundary=x", "--x").wrong, "");
}

TEST(WireBody, JsonHasTheSameLimits) {
    const std::string type = "application/json";
    EXPECT_NE(read_body(type, "{\"a\":" + std::string(1000, '[') + std::string(1000, ']') + "}").wrong, "");
    EXPECT_NE(read_body(type, "[1]").wrong, "");
    EXPECT_NE(read_body(type, "{\"a\":").wrong, "");
    EXPECT_NE(read_body(type, "").wrong, "");
    std::string many = "{\"a\":[0";
    for (int i = 0; i < 5001; ++i)
        many += ",0";
    EXPECT_EQ(read_body(type, many + "]}").wrong, "the body has more than 5000 values");
    EXPECT_EQ(read_body(type, "{\"a\":\"" + std::string(1 << 20, 'x') + "\"}").wrong,
              "the body has more than 1048576 bytes");
}

TEST(WireBody, NoBytesMakeItThrow) {
    std::mt19937 random(20261123);
    constexpr std::string_view likely = "a[]=&%+{}\":,0123\xC3\xFF\x00[[]]\\u";
    for (int round = 0; round < 5000; ++round) {
        std::string body(random() % 60, '\0');
        for (auto& c : body)
            c = random() % 4 == 0 ? static_cast<char>(random()) : likely[random() % likely.size()];
        for (const auto* type : {form_type, "application/json", ""}) {
            const auto form = read_body(type, body);
            ASSERT_TRUE(form.tree.is_object());
            ASSERT_TRUE(!form.wrong.empty() || locale::is_utf8(boost::json::serialize(form.tree)));
        }
    }
}

}  // namespace
}  // namespace bot::wire
