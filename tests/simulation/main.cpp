// simulation [--seed N] [--seeds FROM..TO] [--days N] [--minutes N] [--trace]
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "bot/log.hpp"
#include "world.hpp"

namespace {

struct wish {
    std::uint64_t first = 1, last = 1;
    int days = 10;
    double minutes = 0;  // new seeds until then; 0: the named ones
    bool trace = false;
};

constexpr const char* usage =
    "usage: simulation [--seed N | --seeds FROM..TO] [--days N] [--minutes N] [--trace]\n"
    "Lives DAYS (10) simulated days of each seed. With --minutes goes on with further seeds for so long.\n";

wish read(int count, char** given) {
    wish wanted;
    for (int k = 1; k < count; ++k) {
        const std::string name = given[k];
        if (name == "--trace") {
            wanted.trace = true;
            continue;
        }
        if (k + 1 == count)
            throw std::invalid_argument(name);
        const std::string value = given[++k];
        if (name == "--seed")
            wanted.first = wanted.last = std::stoull(value);
        else if (name == "--seeds") {
            wanted.first = std::stoull(value);
            wanted.last = std::stoull(value.substr(value.find("..") + 2));
        } else if (name == "--days")
            wanted.days = std::stoi(value);
        else if (name == "--minutes")
            wanted.minutes = std::stod(value);
        else
            throw std::invalid_argument(name);
    }
    return wanted;
}

// On a disk of memory where there is one: a kill loses nothing that was written, and thousands of commits are
// waited for.
std::filesystem::path a_new_folder() {
    const bool memory = std::filesystem::exists("/dev/shm");
    auto pattern = (memory ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path()) /
                   "deadline-guard-simulation-XXXXXX";
    std::string name = pattern.string();
    if (mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("no folder can be made: " + name);
    return name;
}

simulation::outcome live(const simulation::life& what) {
    const auto folder = a_new_folder();
    simulation::outcome ended;
    {
        simulation::world one(what, folder);
        ended = one.live();
    }
    std::filesystem::remove_all(folder);
    return ended;
}

void tell(const simulation::life& what, const simulation::outcome& how) {
    std::printf("seed %llu, day %.1f: %s\n\n%s\nto see it again: simulation --seed %llu --days %d --trace\n",
                static_cast<unsigned long long>(what.seed), how.days, how.violation.c_str(), how.last.c_str(),
                static_cast<unsigned long long>(what.seed), what.days);
    std::fflush(stdout);
}

void add(simulation::outcome& sum, const simulation::outcome& one) {
    sum.days += one.days;
    sum.requests += one.requests;
    sum.kills += one.kills;
    sum.events += one.events;
    sum.handlers += one.handlers;
    auto& all = sum.counted;
    const auto& its = one.counted;
    all.tasks += its.tasks;
    all.put_back += its.put_back;
    all.applied += its.applied;
    all.requests += its.requests;
    all.messages += its.messages;
    all.kept += its.kept;
    all.quiet += its.quiet;
}

unsigned long long shown(std::uint64_t number) {
    return number;
}

}  // namespace

int main(int count, char** given) {
    wish wanted;
    try {
        wanted = read(count, given);
    } catch (const std::exception&) {
        std::fputs(usage, stderr);
        return 2;
    }
    bot::log::begin(wanted.trace ? "info" : "critical");
    const auto start = std::chrono::steady_clock::now();
    const auto passed = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    simulation::outcome sum;
    int failures = 0;
    std::uint64_t lives = 0;
    for (auto seed = wanted.first; seed <= wanted.last || passed() < wanted.minutes * 60; ++seed, ++lives) {
        const simulation::life what{seed, wanted.days, wanted.trace};
        const auto how = live(what);
        add(sum, how);
        if (wanted.first == wanted.last && wanted.minutes == 0)
            std::printf("digest %llx\n", shown(how.digest));
        if (how.violation.empty())
            continue;
        ++failures;
        tell(what, how);
    }
    const auto& its = sum.counted;
    std::printf(
        "%llu lives (seeds from %llu), %.0f days in %.1f s: %d failed; %llu kills, %llu requests, %llu "
        "events, "
        "%llu tasks judged, %llu put back, %llu approved, %llu messages\n",
        shown(lives), shown(wanted.first), sum.days, passed(), failures, shown(sum.kills),
        shown(sum.requests), shown(sum.events), shown(its.tasks), shown(its.put_back), shown(its.requests),
        shown(its.messages));
    return failures == 0 ? 0 : 1;
}
