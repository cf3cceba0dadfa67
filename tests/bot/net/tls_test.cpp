#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <filesystem>

#include "tests/bot/net/peer.hpp"

namespace {

using namespace std::chrono_literals;
using testing::StartsWith;
namespace asio = boost::asio;
namespace net = bot::net;

using key_ptr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using certificate_ptr = std::unique_ptr<X509, decltype(&X509_free)>;
using file_ptr = std::unique_ptr<FILE, int (*)(FILE*)>;

// A certificate that signs itself, for `names` ("DNS:localhost").
certificate_ptr self_made(EVP_PKEY* key, const std::string& names, long begins, long ends) {
    certificate_ptr made(X509_new(), X509_free);
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), begins);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), ends);
    X509_set_pubkey(made.get(), key);
    X509_NAME* const name = X509_get_subject_name(made.get());
    const std::string common = "a test";
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(common.c_str()), -1, -1, 0);
    X509_set_issuer_name(made.get(), name);
    X509_EXTENSION* const extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
    X509_add_ext(made.get(), extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(made.get(), key, EVP_sha256());
    return made;
}

struct Tls : testing::Test {
    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("tls-test-" + std::to_string(getpid()));
    std::string certificate = folder / "certificate.pem";
    std::string key = folder / "key.pem";

    void SetUp() override {
        std::filesystem::create_directories(folder);
        write("DNS:localhost", -3600, 3600);
        setenv("SSL_CERT_FILE", certificate.c_str(), 1);
    }
    void TearDown() override {
        unsetenv("SSL_CERT_FILE");
        std::filesystem::remove_all(folder);
    }
    void write(const std::string& names, long begins, long ends) const {
        const key_ptr pair(EVP_EC_gen("P-256"), EVP_PKEY_free);
        const auto made = self_made(pair.get(), names, begins, ends);
        const file_ptr to(std::fopen(certificate.c_str(), "w"), std::fclose);
        PEM_write_X509(to.get(), made.get());
        const file_ptr key_to(std::fopen(key.c_str(), "w"), std::fclose);
        PEM_write_PrivateKey(key_to.get(), pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
    }
    static asio::awaitable<net::response> greet(net::incoming_request in) {
        net::response out;
        out.body = "hello " + in.body;
        co_return out;
    }
    // What a client that reads the trust of this moment hears; asked `times` times.
    static net::answer ask(const std::string& url, int times = 1) {
        asio::io_context io;
        net::client client(io);
        net::answer got;
        for (int i = 0; i < times; ++i) {
            net::outgoing_request what;
            what.target = "/";
            what.body = std::to_string(i);
            got = peers::run(io, client.ask(net::address::of(url), what, 30s));
        }
        return got;
    }
};

TEST_F(Tls, IsSpokenByDoorAndClient) {
    peers::open_door open({}, greet, certificate, key);
    const auto got = ask("https://localhost:" + std::to_string(open.port), 3);
    EXPECT_EQ(got.body, "hello 2") << got.trouble;
}

TEST_F(Tls, RefusesACertificateForAnotherHost) {
    peers::open_door open({}, greet, certificate, key);
    const auto got = ask("https://127.0.0.1:" + std::to_string(open.port));
    EXPECT_EQ(got.outcome, net::answer::how::not_sent);
    EXPECT_THAT(got.trouble, StartsWith("TLS: "));
}

TEST_F(Tls, AcceptsAnAddressInDigitsThatTheCertificateNames) {
    write("IP:127.0.0.1", -3600, 3600);
    peers::open_door open({}, greet, certificate, key);
    EXPECT_EQ(ask("https://127.0.0.1:" + std::to_string(open.port)).body, "hello 0");
}

TEST_F(Tls, RefusesACertificateNobodyVouchesFor) {
    unsetenv("SSL_CERT_FILE");
    peers::open_door open({}, greet, certificate, key);
    EXPECT_EQ(ask("https://localhost:" + std::to_string(open.port)).outcome, net::answer::how::not_sent);
}

TEST_F(Tls, RefusesACertificateThatHasExpired) {
    write("DNS:localhost", -7200, -3600);
    peers::open_door open({}, greet, certificate, key);
    EXPECT_EQ(ask("https://localhost:" + std::to_string(open.port)).outcome, net::answer::how::not_sent);
}

TEST_F(Tls, RefusesAServerThatSpeaksPlainHttp) {
    peers::open_door open({}, greet);
    EXPECT_EQ(ask("https://localhost:" + std::to_string(open.port)).outcome, net::answer::how::not_sent);
}

TEST_F(Tls, DoorOutlivesPeersThatSpeakSomethingElse) {
    peers::open_door open({}, greet, certificate, key);
    peers::caller me;
    for (const char* bytes : {"GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01\x02garbage", ""}) {
        auto line = me.call(open.port);
        line.say(bytes);
        line.half_close();
        line.rest();
    }
    EXPECT_EQ(ask("https://localhost:" + std::to_string(open.port)).body, "hello 0");
}

TEST_F(Tls, DoorDoesNotOpenWithoutItsFiles) {
    asio::io_context io;
    EXPECT_THROW(net::door(io, "127.0.0.1:0", certificate, folder / "missing.pem", {}, greet),
                 boost::system::system_error);
    EXPECT_THROW(net::door(io, "127.0.0.1:0", "", key, {}, greet), boost::system::system_error);
}

}  // namespace
