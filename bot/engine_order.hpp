#pragma once
// What is worked on in the order it came: what one person says, what happens in one chat, what became of one
// task's writes. Everything else may overtake.
#include <optional>
#include <set>
#include <string>

#include "dialogs/decide.hpp"

namespace bot {

class order {
public:
    // Whether something earlier of the same chat, person or task is not through yet.
    [[nodiscard]] bool is_held(const std::optional<dialogs::item>& what) const;
    // What follows this one is held.
    void hold_after(const std::optional<dialogs::item>& what);

private:
    std::set<std::string> keys_;
};

// The dialog of something a person did there; "" for everything else.
std::string dialog_of(const dialogs::item& what);

}  // namespace bot
