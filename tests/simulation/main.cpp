// Lives simulated days, on as many cores as wished.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "bot/log.hpp"
#include "world.hpp"

namespace {

constexpr std::size_t crew_max = 64;

struct wish {
    std::uint64_t first = 1, last = 1;
    int days = 10;
    double minutes = 0;  // new seeds until then; 0: the named ones
    std::size_t cores = 1;
    bool trace = false;
};

constexpr const char* usage =
    "usage: simulation [--seed N | --seeds FROM..TO] [--days N] [--minutes N] [--cores N] [--trace]\n"
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
        else if (name == "--cores")
            wanted.cores = std::clamp<std::size_t>(std::stoul(value), 1, crew_max);
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

unsigned long long shown(std::uint64_t number) {
    return number;
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
                shown(what.seed), how.days, how.violation.c_str(), how.last.c_str(), shown(what.seed),
                what.days);
    std::fflush(stdout);
}

// What all lives come to. In memory that the processes of a crew share: no pointers.
struct tally {
    std::uint64_t lives = 0, failures = 0, requests = 0, kills = 0, events = 0;
    double days = 0;
    simulation::checks::figures counted;

    void add(const simulation::outcome& one) {
        ++lives;
        failures += one.violation.empty() ? 0U : 1U;
        requests += one.requests;
        kills += one.kills;
        events += one.events;
        days += one.days;
        counted.add(one.counted);
    }
    void add(const tally& other) {
        lives += other.lives;
        failures += other.failures;
        requests += other.requests;
        kills += other.kills;
        events += other.events;
        days += other.days;
        counted.add(other.counted);
    }
};

struct crew {
    std::atomic<std::uint64_t> next_seed;
    std::array<tally, crew_max> done;
};

double now_in_seconds() {
    const auto passed = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(passed).count();
}

// Lives one seed after the other, whichever is next when it has time for it.
void work(const wish& wanted, double until, crew& all, tally& mine) {
    for (auto seed = all.next_seed++; seed <= wanted.last || now_in_seconds() < until;
         seed = all.next_seed++) {
        const simulation::life what{seed, wanted.days, wanted.trace};
        const auto how = live(what);
        mine.add(how);
        if (wanted.first == wanted.last && wanted.minutes == 0)
            std::printf("digest %llx\n", shown(how.digest));
        if (!how.violation.empty())
            tell(what, how);
    }
}

// A process a core: a life knows of nothing but itself, and the library may. False: one of them died.
bool work_together(const wish& wanted, double until, crew& all) {
    std::vector<pid_t> workers;
    for (std::size_t k = 0; k < wanted.cores; ++k) {
        const auto worker = fork();
        if (worker == 0) {
            work(wanted, until, all, all.done.at(k));
            std::fflush(stdout);
            _exit(0);
        }
        if (worker > 0)
            workers.push_back(worker);
    }
    bool fine = workers.size() == wanted.cores;
    for (const auto worker : workers) {
        int status = 0;
        fine = waitpid(worker, &status, 0) == worker && status == 0 && fine;
    }
    return fine;
}

crew& a_crew(std::uint64_t first_seed) {
    void* shared = mmap(nullptr, sizeof(crew), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        throw std::runtime_error("no memory to share");
    return *new (shared) crew{first_seed, {}};
}

void tell(const tally& sum, std::uint64_t first_seed, double seconds) {
    const auto& its = sum.counted;
    std::printf(
        "%llu lives (seeds from %llu), %.0f days in %.1f s: %llu failed; %llu kills, %llu requests, %llu "
        "events, %llu tasks judged, %llu put back, %llu approved, %llu messages, "
        "%llu reminders, %llu went up, %llu expired\n",
        shown(sum.lives), shown(first_seed), sum.days, seconds, shown(sum.failures), shown(sum.kills),
        shown(sum.requests), shown(sum.events), shown(its.tasks), shown(its.put_back), shown(its.requests),
        shown(its.messages), shown(its.reminders), shown(its.went_up), shown(its.expired));
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
    const auto start = now_in_seconds();
    auto& all = a_crew(wanted.first);
    const bool worked = work_together(wanted, start + wanted.minutes * 60, all);
    tally sum;
    for (const auto& each : all.done)
        sum.add(each);
    tell(sum, wanted.first, now_in_seconds() - start);
    return worked && sum.failures == 0 ? 0 : 1;
}
