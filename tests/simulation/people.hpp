#pragma once
// The people of the company: they make tasks, move deadlines for better and worse reasons, talk to the bot,
// press, ignore and change their minds.
#include <functional>
#include <map>
#include <vector>

#include "diary.hpp"
#include "dice.hpp"
#include "office.hpp"
#include "temper.hpp"

namespace simulation {

struct pressed_button {
    moment at;
    id_number who;
    std::string label;
};

// What somebody said to the bot or pressed: the same button in the same second is one press.
struct talk {
    moment at;
    id_number who;
    std::string key;
    bool operator==(const talk&) const = default;
};

class people {
public:
    people(agenda& time, diary& book, office& at, const temper& mood, std::uint64_t seed);

    void begin();
    // The bot said something in somebody's chat.
    void hear(const sandbox::message& said);
    // Says so to the bot and means it, whatever time it is.
    void say(id_number who, const std::string& text);
    // Calls the bot off, as everybody can at any time.
    void cancel(id_number who) { say(who, "отмена"); }

    [[nodiscard]] const std::vector<pressed_button>& presses() const { return presses_; }
    [[nodiscard]] const std::map<id_number, std::vector<moment>>& acts() const { return acts_; }
    [[nodiscard]] const std::vector<talk>& talks() const { return talks_; }
    bool resting = false;  // nobody does anything while it is

private:
    using wish = boost::json::object;

    void hire();
    void work_on(id_number who, milliseconds mean, void (people::*what)(id_number));
    bool does(id_number who, std::string_view what, wish how);
    void later(milliseconds delay, std::function<void()> what);

    // Managers.
    void manager_acts(id_number who);
    void move(id_number who, id_number task, sandbox::instant to);
    void move_away(id_number who, id_number task);
    void talk_first(id_number who);
    // Those above, and robots.
    void chief_acts(id_number who);
    void new_task(id_number chief);
    void robot_acts(id_number);
    // Answers.
    void answer(id_number who, id_number message);
    void press_some(id_number who, const sandbox::message& carrier);
    void press(id_number who, const sandbox::message& carrier, std::size_t button);
    void make_mischief(id_number who);
    std::string something_to_say();

    std::vector<id_number> tasks_of(id_number who, bool open);
    sandbox::instant deadline_of(id_number task);
    sandbox::instant later_than(sandbox::instant deadline);
    id_number bot() const;
    id_number some_task();

    agenda& time_;
    diary& book_;
    office& at_;
    const temper& mood_;
    dice roll_;
    std::vector<id_number> managers_{27, 28}, chiefs_{13, 7};
    std::vector<pressed_button> presses_;
    std::vector<talk> talks_;
    std::map<id_number, std::vector<moment>> acts_;
    std::map<id_number, std::vector<id_number>> words_to_;  // the bot's messages to each
};

// Monday to Friday, nine to seven in Moscow.
bool is_working_time(moment when);

}  // namespace simulation
