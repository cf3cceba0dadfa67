#pragma once
// What must never be.
#include <stdexcept>
#include <string>

namespace simulation {

struct violation : std::runtime_error {
    violation(int which, const std::string& what)
        : std::runtime_error("invariant " + std::to_string(which) + ": " + what) {}
};

}  // namespace simulation
