// Input: a configuration file.
#include "bot/config.hpp"
#include "promise.hpp"

namespace {

std::string environment_with_a_secret(const char* name) {
    return std::string_view(name) == "DEADLINE_GUARD_CLIENT_SECRET" ? "s3cret" : "";
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    if (text.find("_file") != std::string_view::npos)
        return 0;  // it would read whatever file it names: a pipe never ends
    try {
        bot::parse_config(text, "guard.toml", "/nowhere", environment_with_a_secret);
    } catch (const bot::config_error& why) {
        fuzz::promise(std::string_view(why.what()).starts_with("guard.toml"), "an error names the file");
    }
    return 0;
}
