#pragma once
// Secrets at rest: AES-256-GCM under one key of 32 bytes, and the authentication code of the journal.
#include <array>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// A key that is missing, malformed or not the right one. The text says what to do and never holds key or
// secret.
class secret_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

using mac = std::array<unsigned char, 32>;

class secret_box {
public:
    static constexpr std::size_t key_size = 32;
    using key = std::array<unsigned char, key_size>;

    explicit secret_box(const key& secret);
    secret_box(const secret_box&) = default;
    secret_box& operator=(const secret_box&) = default;
    ~secret_box();  // wipes the key

    // From the text of DEADLINE_GUARD_KEY: 64 hexadecimal digits, or 32 bytes in base64. Throws secret_error.
    static secret_box from_text(std::string_view text);
    // From a key file (64 hexadecimal digits); one that is absent is made with mode 0600 and a random key.
    // Throws secret_error when others may read it, or when it is no key. Never replaces an existing file.
    static secret_box load_or_make_key_file(const std::filesystem::path& file);

    // `name` says what the secret is ("access_token"): what was sealed under one name opens under no other.
    [[nodiscard]] std::vector<unsigned char> seal(std::string_view name, std::string_view secret) const;
    // Throws secret_error: another key, another name, or altered bytes.
    [[nodiscard]] std::string open(std::string_view name, const std::vector<unsigned char>& sealed) const;

private:
    key key_;
};

// HMAC-SHA-256.
mac authentication_code(std::string_view key, std::string_view text);
// `size` unguessable bytes. Throws secret_error when the machine has none.
std::string random_bytes(std::size_t size);
// A random UUID, version 4: "5f0c1e52-7d6b-4c0e-9a63-0d5c3b2f1a77".
std::string random_uuid();

}  // namespace storage
