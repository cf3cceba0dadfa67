#include "diary.hpp"

#include "sandbox/instant.hpp"

namespace simulation {

void diary::note(const std::string& what) {
    const auto ms = time_.now().time_since_epoch().count();
    std::string line = std::to_string(ms) + " " + what;
    for (const char each : line)
        digest_ = (digest_ ^ static_cast<unsigned char>(each)) * 1099511628211U;
    lines_.push_back(std::move(line));
    if (aloud_)
        std::fprintf(stderr, "%s.%03d %s\n",
                     sandbox::iso_in("", std::chrono::floor<std::chrono::seconds>(time_.now())).c_str(),
                     static_cast<int>(ms % 1000), what.c_str());
    if (lines_.size() > kept)
        lines_.pop_front();
}

std::string diary::last() const {
    std::string all;
    for (const auto& line : lines_) {
        const auto blank = line.find(' ');
        const auto ms = std::stoll(line.substr(0, blank));
        all += sandbox::iso_in("", sandbox::instant(std::chrono::seconds(ms / 1000))) + line.substr(blank) +
               "\n";
    }
    return all;
}

}  // namespace simulation
