#pragma once
// Pieces that stand side by side and are read as one: «в пятницу, 27 ноября, к 5 вечера».
#include <vector>

#include "locale/when_pieces.hpp"

namespace locale::when {

struct group {
    std::vector<piece> pieces;
    mark before = mark::none;  // the strongest mark of a deadline in it
    bool alternative = false;  // «или» stands before it: as much of a deadline as the group before
    bool apart = false;        // a comma or the like stands between it and the group before
    [[nodiscard]] std::size_t begin() const { return pieces.front().begin; }
    [[nodiscard]] std::size_t end() const { return pieces.back().end; }
};

// All that a phrase says of dates and times, in its order; pieces that need company and have none are left
// out.
std::vector<group> groups_of(const tokens& words, const present& now);

// Takes out the days that are said not to suit: «завтра не могу».
void drop_refused(std::vector<group>& all, const tokens& words);

// What a group says, likeliest first; empty when it says nothing.
std::vector<date_read> readings_of(const group& all, const present& now);

}  // namespace locale::when
