#pragma once
// What befalls a portal and its application, hours long, until somebody mends it: the subscription ends, the
// application is taken off, its tokens are revoked, the portal gets another name.
#include <functional>
#include <string>

#include "diary.hpp"
#include "dice.hpp"
#include "office.hpp"
#include "temper.hpp"

namespace simulation {

class misfortunes {
public:
    // What people do about them.
    struct remedies {
        std::function<void()> install;
        std::function<void()> restart;   // with a configuration that knows the portal's name
        std::function<void()> bot_gone;  // what was said to it and not fetched is gone too
    };
    misfortunes(agenda& time, diary& book, office& at, const temper& mood, std::uint64_t seed,
                remedies people);

    void befall();  // one of them, when all is well
    void mend();
    [[nodiscard]] bool are_there() const { return !now_.empty(); }

private:
    void take_off(bool tell);
    void rename();

    agenda& time_;
    diary& book_;
    office& at_;
    const temper& mood_;
    dice roll_;
    remedies people_;
    std::string now_;  // "" = none
    int names_ = 0;
    int befallen_ = 0;
};

}  // namespace simulation
