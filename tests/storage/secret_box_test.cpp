#include "storage/secret_box.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "samples.hpp"

namespace storage {
namespace {

const std::string digits = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const std::string base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

std::string complaint(const std::function<void()>& about) {
    try {
        about();
    } catch (const secret_error& why) {
        return why.what();
    }
    return {};
}

TEST(SecretBox, OpensWhatItSealed) {
    const auto box = a_key();
    for (const std::string secret : {"", "x", "a token of the portal", "Ключ\n"})
        EXPECT_EQ(box.open("access_token", box.seal("access_token", secret)), secret);
}

TEST(SecretBox, SealsTheSameSecretDifferentlyEachTime) {
    const auto box = a_key();
    std::set<std::vector<unsigned char>> sealed;
    for (int i = 0; i < 100; ++i)
        sealed.insert(box.seal("access_token", "the same"));
    EXPECT_EQ(sealed.size(), 100U);
}

TEST(SecretBox, NoticesEveryAlteredByte) {
    const auto box = a_key();
    const auto sealed = box.seal("access_token", "secret");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto altered = sealed;
        altered[i] ^= 1U;
        EXPECT_THROW((void)box.open("access_token", altered), secret_error) << "byte " << i;
    }
    for (std::size_t size = 0; size < sealed.size(); ++size)
        EXPECT_THROW(
            (void)box.open("access_token", {sealed.begin(), sealed.begin() + static_cast<long>(size)}),
            secret_error);
}

TEST(SecretBox, OpensUnderNoOtherNameAndNoOtherKey) {
    const auto sealed = a_key(1).seal("access_token", "s3cr3t");
    EXPECT_THROW((void)a_key(1).open("refresh_token", sealed), secret_error);
    const auto said = complaint([&] { (void)a_key(2).open("access_token", sealed); });
    EXPECT_NE(said.find("DEADLINE_GUARD_KEY"), std::string::npos) << said;
    EXPECT_EQ(said.find("s3cr3t"), std::string::npos);
}

TEST(SecretBox, ReadsHexadecimalAndBase64AsTheSameKey) {
    const auto sealed = secret_box::from_text(digits).seal("x", "secret");
    EXPECT_EQ(secret_box::from_text(base64).open("x", sealed), "secret");
    EXPECT_EQ(secret_box::from_text("  " + base64.substr(0, 43) + "\n").open("x", sealed), "secret");
}

TEST(SecretBox, RefusesATextThatIsNoKeyWithoutRepeatingIt) {
    for (const std::string& wrong : {std::string(), std::string("password"), digits.substr(1), digits + "0",
                                     digits.substr(0, 63) + "g", base64.substr(0, 40) + "!!!="}) {
        const auto said = complaint([&] { (void)secret_box::from_text(wrong); });
        EXPECT_NE(said.find("openssl rand -hex 32"), std::string::npos) << wrong;
        EXPECT_TRUE(wrong.empty() || said.find(wrong) == std::string::npos);
    }
}

TEST(KeyFile, IsMadeOnceWithRightsForItsOwnerAlone) {
    temporary_folder folder;
    const auto path = folder.file("guard.key");
    const auto sealed = secret_box::load_or_make_key_file(path).seal("x", "secret");
    struct stat about {};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1) << "no draft is left";
    EXPECT_EQ(secret_box::load_or_make_key_file(path).open("x", sealed), "secret");
}

TEST(KeyFile, ThatOthersMayReadIsRefused) {
    temporary_folder folder;
    const auto path = folder.file("guard.key");
    (void)secret_box::load_or_make_key_file(path);
    std::filesystem::permissions(path, std::filesystem::perms(0640));
    const auto said = complaint([&] { (void)secret_box::load_or_make_key_file(path); });
    EXPECT_NE(said.find("chmod 600"), std::string::npos) << said;
}

TEST(KeyFile, ThatHoldsNoKeyIsRefusedAndKept) {
    temporary_folder folder;
    const auto path = folder.file("guard.key");
    std::ofstream(path) << "half a ke";
    std::filesystem::permissions(path, std::filesystem::perms(0600));
    EXPECT_NE(complaint([&] { (void)secret_box::load_or_make_key_file(path); }).find(path),
              std::string::npos);
    EXPECT_EQ(std::filesystem::file_size(path), 9U);
    EXPECT_NE(complaint([&] { (void)secret_box::load_or_make_key_file(folder.path()); }), "");
    EXPECT_NE(complaint([&] { (void)secret_box::load_or_make_key_file(folder.file("no/such/folder/key")); }),
              "");
}

TEST(Random, UuidsAreOfVersion4AndDiffer) {
    std::set<std::string> made;
    for (int i = 0; i < 100; ++i) {
        const auto uuid = random_uuid();
        EXPECT_TRUE(std::regex_match(
            uuid, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")))
            << uuid;
        made.insert(uuid);
    }
    EXPECT_EQ(made.size(), 100U);
}

// RFC 4231, test case 2.
TEST(AuthenticationCode, IsHmacSha256) {
    const auto code = authentication_code("Jefe", "what do ya want for nothing?");
    EXPECT_EQ(code[0], 0x5b);
    EXPECT_EQ(code[1], 0xdc);
    EXPECT_EQ(code[31], 0x43);
}

}  // namespace
}  // namespace storage
