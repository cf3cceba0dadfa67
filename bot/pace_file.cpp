#include "bot/pace_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "bot/log.hpp"

namespace bot {

namespace {

// Always as long, so that no rest of a longer one stays behind: "0000012.345 1764000000123\n".
constexpr auto* format = "%011.3f %020lld\n";
constexpr std::size_t size = 33;

}  // namespace

pace_file::pace_file(const std::string& path)
    : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (file_ < 0)
        log::warning("pace_not_kept", {{"file", path}, {"why", std::strerror(errno)}});
}

pace_file::~pace_file() {
    if (file_ >= 0)
        ::close(file_);
}

std::optional<wire::pacer::state> pace_file::load(wire::pacer::moment now) const {
    std::array<char, size + 1> text{};
    double level = 0;
    long long milliseconds = 0;
    if (file_ < 0 || ::pread(file_, text.data(), size, 0) != static_cast<ssize_t>(size) ||
        std::sscanf(text.data(), "%lf %lld", &level, &milliseconds) != 2 || !std::isfinite(level) ||
        level < 0)
        return std::nullopt;
    const wire::pacer::moment at{wire::pacer::duration(milliseconds)};
    return wire::pacer::state{level, std::min(at, now)};
}

void pace_file::save(const wire::pacer::state& what) const {
    std::array<char, size + 1> text{};
    const auto milliseconds = static_cast<long long>(what.as_of.time_since_epoch().count());
    std::snprintf(text.data(), text.size(), format, std::clamp(what.level, 0.0, 99999.0), milliseconds);
    if (file_ >= 0 && ::pwrite(file_, text.data(), size, 0) < 0)
        log::warning("pace_not_kept", {{"why", std::strerror(errno)}});
}

}  // namespace bot
