#pragma once
// One life: a company, its portal, and the bot that is started, killed and started again.
#include <filesystem>
#include <memory>
#include <string>

#include "bot/config.hpp"
#include "checks.hpp"
#include "diary.hpp"
#include "dice.hpp"
#include "memory_disk.hpp"
#include "misfortunes.hpp"
#include "office.hpp"
#include "people.hpp"
#include "temper.hpp"

namespace simulation {

struct life {
    std::uint64_t seed = 1;
    int days = 10;
    bool aloud = false;  // says what happens
};

// How a life ended.
struct outcome {
    std::string violation;  // "" = none
    std::string last;       // what happened before it
    double days = 0;        // lived
    std::uint64_t requests = 0, kills = 0, events = 0, handlers = 0;
    std::uint64_t digest = 0;
    checks::figures counted;
};

class world {
public:
    world(life what, const std::filesystem::path& folder);
    ~world();
    outcome live();

private:
    struct process;

    storage::opening disk();
    bot::config settings() const;
    void start();
    void kill();
    void run_process();
    void step(moment until);
    void repeatedly(double a_day, void (world::*what)());
    void at_the_door(const sandbox::delivery& event);
    void install();
    void look_after();
    void outage();
    void befall();
    void plan_kill();
    void reorganise();
    void begin_night();
    void end_night();
    void plan_night(int day);

    life what_;
    std::filesystem::path folder_;  // of what is no database
    memory_disk platter_;
    temper mood_;
    dice roll_;
    agenda time_;
    diary book_;
    office office_;
    people people_;
    checks checks_;
    misfortunes misfortunes_;
    std::unique_ptr<process> bot_;
    bool installed_ = false;
    int handlers_to_live_ = 0;  // 0: for ever
    std::uint64_t names_ = 0;
    outcome so_far_;
};

}  // namespace simulation
