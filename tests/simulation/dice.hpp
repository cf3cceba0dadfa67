#pragma once
// Chance that can be lived through again: everything random of a life comes from its seed.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace simulation {

class dice {
public:
    // Each subject has dice of its own, so that a change of one does not change all others.
    dice(std::uint64_t seed, std::string_view subject) {
        std::vector<std::uint32_t> sown{static_cast<std::uint32_t>(seed),
                                        static_cast<std::uint32_t>(seed >> 32U)};
        for (const char each : subject)
            sown.push_back(static_cast<unsigned char>(each));
        std::seed_seq mixed(sown.begin(), sown.end());
        roll_.seed(mixed);
    }

    // [0, 1)
    double fraction() { return static_cast<double>(roll_() >> 11U) * 0x1.0p-53; }
    bool chance(double probability) { return fraction() < probability; }
    double between(double low, double high) { return low + (high - low) * fraction(); }
    // 0 … count-1
    std::size_t below(std::size_t count) {
        return static_cast<std::size_t>(fraction() * static_cast<double>(count));
    }
    std::chrono::milliseconds between(std::chrono::milliseconds low, std::chrono::milliseconds high) {
        return low + std::chrono::milliseconds(
                         static_cast<std::int64_t>(fraction() * static_cast<double>((high - low).count())));
    }
    // The waiting time of what comes once in `mean`.
    std::chrono::milliseconds waiting(std::chrono::milliseconds mean) {
        return std::chrono::milliseconds(
            static_cast<std::int64_t>(-std::log(1 - fraction()) * static_cast<double>(mean.count())));
    }
    template <typename T>
    const T& one_of(const std::vector<T>& all) {
        return all[below(all.size())];
    }
    std::uint64_t number() { return roll_(); }

private:
    std::mt19937_64 roll_;
};

}  // namespace simulation
