#pragma once
// What happened, for whoever looks into a life that went wrong.
#include <cstdio>
#include <deque>
#include <string>

#include "agenda.hpp"

namespace simulation {

class diary {
public:
    diary(const agenda& time, bool aloud) : time_(time), aloud_(aloud) {}
    void note(const std::string& what);
    [[nodiscard]] std::string last() const;
    [[nodiscard]] bool aloud() const { return aloud_; }
    // Of all that was noted: two lives of one seed have the same.
    [[nodiscard]] std::uint64_t digest() const { return digest_; }

private:
    static constexpr std::size_t kept = 60;
    const agenda& time_;
    bool aloud_;
    std::uint64_t digest_ = 14695981039346656037U;
    std::deque<std::string> lines_;
};

}  // namespace simulation
