#include "storage/secret_box.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

namespace storage {
namespace {

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr unsigned char form_1 = 1;  // first byte of what is sealed: a later form gets another one
constexpr std::size_t key_file_size_max = 4096;
constexpr std::string_view hexadecimal = "0123456789abcdef";

struct cipher_free {
    void operator()(EVP_CIPHER_CTX* what) const { EVP_CIPHER_CTX_free(what); }
};
using cipher = std::unique_ptr<EVP_CIPHER_CTX, cipher_free>;

void must(int code) {
    if (code != 1)
        throw secret_error("the cryptographic library failed");
}

std::string_view trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos)
        return {};
    return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

std::optional<secret_box::key> from_hexadecimal(std::string_view text) {
    secret_box::key out{};
    if (text.size() != 2 * out.size())
        return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char lower =
            text[i] >= 'A' && text[i] <= 'F' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
        const auto digit = hexadecimal.find(lower);
        if (digit == std::string_view::npos)
            return std::nullopt;
        out[i / 2] = static_cast<unsigned char>(unsigned{out[i / 2]} << 4U | unsigned(digit));
    }
    return out;
}

std::optional<secret_box::key> from_base64(std::string_view text) {
    std::string padded(text);
    if (padded.size() == 43)
        padded += '=';
    if (padded.size() != 44 || padded.back() != '=' || padded[42] == '=')
        return std::nullopt;
    std::array<unsigned char, 33> bytes{};  // 44 letters stand for 33 bytes, the last of them is padding
    const auto* letters = reinterpret_cast<const unsigned char*>(padded.data());
    if (EVP_DecodeBlock(bytes.data(), letters, static_cast<int>(padded.size())) != 33)
        return std::nullopt;
    secret_box::key out{};
    std::memcpy(out.data(), bytes.data(), out.size());
    return out;
}

std::string problem(const std::filesystem::path& file, const std::string& what) {
    return file.string() + ": " + what;
}

class open_file {
public:
    open_file(const std::filesystem::path& path, int flags)
        : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    open_file(const open_file&) = delete;
    open_file& operator=(const open_file&) = delete;
    ~open_file() {
        if (number_ >= 0)
            ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

secret_box read_key_file(const std::filesystem::path& path, int file) {
    struct stat about {};
    if (::fstat(file, &about) != 0 || !S_ISREG(about.st_mode))
        throw secret_error(problem(path, "the key file is not a plain file"));
    if ((about.st_mode & 077U) != 0)
        throw secret_error(problem(path, "others may read the key file; run: chmod 600 " + path.string()));
    std::string text(key_file_size_max, '\0');
    const auto got = ::read(file, text.data(), text.size());
    if (got < 0)
        throw secret_error(
            problem(path, std::string("the key file cannot be read: ") + std::strerror(errno)));
    text.resize(static_cast<std::size_t>(got));
    try {
        return secret_box::from_text(text);
    } catch (const secret_error&) {
        throw secret_error(problem(path,
                                   "this is no key: 64 hexadecimal digits are expected. A key that is lost "
                                   "cannot be made again: restore the file from a backup"));
    }
}

// A key file is whole or absent, also after a crash: written under another name, then linked. A link never
// replaces.
void make_key_file(const std::filesystem::path& path) {
    const std::filesystem::path draft = path.string() + "." + std::to_string(::getpid()) + ".new";
    ::unlink(draft.c_str());
    {
        const open_file file(draft, O_WRONLY | O_CREAT | O_EXCL);
        const std::string key = random_bytes(secret_box::key_size);
        std::string text;
        for (const char each : key) {
            text += hexadecimal[static_cast<unsigned char>(each) >> 4U];
            text += hexadecimal[static_cast<unsigned char>(each) & 15U];
        }
        text += '\n';
        const bool written =
            file.number() >= 0 &&
            ::write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
            ::fsync(file.number()) == 0;
        OPENSSL_cleanse(text.data(), text.size());
        if (!written) {
            const std::string why = std::strerror(errno);
            ::unlink(draft.c_str());
            throw secret_error(problem(path, "the key file cannot be made: " + why));
        }
    }
    const bool linked = ::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST;
    const std::string why = std::strerror(errno);
    ::unlink(draft.c_str());
    if (!linked)
        throw secret_error(problem(path, "the key file cannot be made: " + why));
    const auto folder = path.parent_path();
    const open_file above(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
    if (above.number() >= 0)
        ::fsync(above.number());
}

}  // namespace

secret_box::secret_box(const key& secret) : key_(secret) {}
secret_box::~secret_box() {
    OPENSSL_cleanse(key_.data(), key_.size());
}

secret_box secret_box::from_text(std::string_view text) {
    const auto plain = trimmed(text);
    if (const auto key = from_hexadecimal(plain))
        return secret_box(*key);
    if (const auto key = from_base64(plain))
        return secret_box(*key);
    throw secret_error(
        "the key must be 64 hexadecimal digits or 32 bytes in base64; make one with: openssl rand -hex 32");
}

secret_box secret_box::load_or_make_key_file(const std::filesystem::path& path) {
    for (const bool made : {false, true}) {
        const open_file file(path, O_RDONLY | O_NONBLOCK);  // a named pipe must not stop us
        if (file.number() >= 0)
            return read_key_file(path, file.number());
        if (errno != ENOENT || made)
            throw secret_error(
                problem(path, std::string("the key file cannot be read: ") + std::strerror(errno)));
        make_key_file(path);
    }
    throw std::logic_error("a key file that was made is there");
}

std::vector<unsigned char> secret_box::seal(std::string_view name, std::string_view secret) const {
    const std::string nonce = random_bytes(nonce_size);
    std::vector<unsigned char> out(1 + nonce_size + secret.size() + tag_size);
    out[0] = form_1;
    std::memcpy(&out[1], nonce.data(), nonce_size);
    unsigned char* body = &out[1 + nonce_size];
    int length = 0;
    const cipher with(EVP_CIPHER_CTX_new());
    must(EVP_EncryptInit_ex(with.get(), EVP_aes_256_gcm(), nullptr, key_.data(), &out[1]));
    must(EVP_EncryptUpdate(with.get(), nullptr, &length, reinterpret_cast<const unsigned char*>(name.data()),
                           static_cast<int>(name.size())));
    must(EVP_EncryptUpdate(with.get(), body, &length, reinterpret_cast<const unsigned char*>(secret.data()),
                           static_cast<int>(secret.size())));
    must(EVP_EncryptFinal_ex(with.get(), body + length, &length));
    must(EVP_CIPHER_CTX_ctrl(with.get(), EVP_CTRL_GCM_GET_TAG, tag_size, body + secret.size()));
    return out;
}

std::string secret_box::open(std::string_view name, const std::vector<unsigned char>& sealed) const {
    const std::string shut =
        "the stored " + std::string(name) +
        " does not open: this is not the key it was stored with (DEADLINE_GUARD_KEY or the key "
        "file), or the database was altered";
    if (sealed.size() < 1 + nonce_size + tag_size || sealed[0] != form_1)
        throw secret_error(shut);
    const unsigned char* body = &sealed[1 + nonce_size];
    std::string secret(sealed.size() - 1 - nonce_size - tag_size, '\0');
    auto* out = reinterpret_cast<unsigned char*>(secret.data());
    std::array<unsigned char, tag_size> tag{};
    std::memcpy(tag.data(), body + secret.size(), tag_size);
    int length = 0;
    const cipher with(EVP_CIPHER_CTX_new());
    must(EVP_DecryptInit_ex(with.get(), EVP_aes_256_gcm(), nullptr, key_.data(), &sealed[1]));
    must(EVP_DecryptUpdate(with.get(), nullptr, &length, reinterpret_cast<const unsigned char*>(name.data()),
                           static_cast<int>(name.size())));
    must(EVP_DecryptUpdate(with.get(), out, &length, body, static_cast<int>(secret.size())));
    must(EVP_CIPHER_CTX_ctrl(with.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()));
    if (EVP_DecryptFinal_ex(with.get(), out + length, &length) != 1) {
        OPENSSL_cleanse(secret.data(), secret.size());
        throw secret_error(shut);
    }
    return secret;
}

mac authentication_code(std::string_view key, std::string_view text) {
    mac out{};
    unsigned int size = 0;
    const auto* start = reinterpret_cast<const unsigned char*>(text.data());
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), start, text.size(), out.data(), &size) ==
        nullptr)
        throw secret_error("the cryptographic library failed");
    return out;
}

std::string random_bytes(std::size_t size) {
    std::string out(size, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(size)) != 1)
        throw secret_error("the machine has no random numbers to give");
    return out;
}

std::string random_uuid() {
    auto bytes = random_bytes(16);
    bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0fU) | 0x40U);  // version 4
    bytes[8] =
        static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3fU) | 0x80U);  // variant of RFC 4122
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out += '-';
        out += hexadecimal[static_cast<unsigned char>(bytes[i]) >> 4U];
        out += hexadecimal[static_cast<unsigned char>(bytes[i]) & 15U];
    }
    return out;
}

}  // namespace storage
