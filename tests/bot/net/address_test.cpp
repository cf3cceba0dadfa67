#include <gtest/gtest.h>

#include "bot/net/http.hpp"

namespace {

using bot::net::address;

TEST(Address, TakesHostAndPortOfAnAddressAndForgetsThePath) {
    const address plain = address::of("https://Acme.Bitrix24.ru/rest/1/secret/");
    EXPECT_EQ(plain.host, "acme.bitrix24.ru");
    EXPECT_EQ(plain.port, "443");
    EXPECT_TRUE(plain.tls);
    EXPECT_EQ(address::of("https://acme.bitrix24.ru:8443").port, "8443");
}

TEST(Address, TakesPlainHttpForLoopbackOnly) {
    EXPECT_FALSE(address::of("http://127.0.0.1:8081/rest/").tls);
    EXPECT_EQ(address::of("http://localhost/rest/").port, "80");
    EXPECT_EQ(address::of("http://[::1]:8081/rest/").host, "::1");
    for (const char* far : {"http://acme.bitrix24.ru/rest/", "http://10.0.0.1/", "http://localhost.evil.com/",
                            "http://127.0.0.1.evil.com/", "http://[2001:db8::1]/"})
        EXPECT_THROW(address::of(far), std::invalid_argument) << far;
}

TEST(Address, RefusesWhatIsNoAddress) {
    for (const char* wrong :
         {"", "acme.bitrix24.ru", "ftp://acme.bitrix24.ru/", "https://", "https:///rest/", "https://a b/",
          "https://user:word@acme.bitrix24.ru/", "https://acme.bitrix24.ru:0/", "https://a:99999/",
          "https://acme%2eru/", "//acme.bitrix24.ru/", "https://a\r\nb/", "javascript:alert(1)"})
        EXPECT_THROW(address::of(wrong), std::invalid_argument) << wrong;
}

TEST(Address, NamesNoSecretInWhatItThrows) {
    try {
        address::of("https://user@acme.bitrix24.ru/rest/1/verysecret/");
        FAIL();
    } catch (const std::invalid_argument& e) {
        EXPECT_EQ(std::string(e.what()).find("verysecret"), std::string::npos);
    }
}

}  // namespace
