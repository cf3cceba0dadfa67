#pragma once
// The story everybody lives: a silent move, a request in two taps and a sentence, the supervisor's tap.
#include "engine_rig.hpp"

namespace fakes {

inline void live_the_story(engine_rig& rig) {
    constexpr auto maria = portal_model::maria;
    rig.moves(maria, engine_rig::measure, december(22));
    rig.settle_down();
    rig.presses(maria, "Запросить");
    rig.settle_down();
    rig.says(maria, "клиент заболел, вернётся во вторник");
    rig.settle_down();
    rig.presses(maria, "Отправить");
    rig.settle_down();
    rig.presses(portal_model::boris, "Одобрить");
    rig.settle_down();
}

}  // namespace fakes
