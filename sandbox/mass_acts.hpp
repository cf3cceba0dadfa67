// Much at once, for load tests and simulations. Each change is what it would be alone: its own events,
// history rows and, on a new card, message.
#pragma once

#include "sandbox/portal.hpp"

namespace sandbox {

struct task_wave {
    int count = 0;
    std::vector<id_number> responsibles;  // in turn
    id_number creator = 0;
    std::optional<instant> due;
    std::string title = "Задача";  // a number is added
    bool new_card = true;
};
// Returns the new ids.
std::vector<id_number> make_tasks(portal& p, const task_wave& wave);

// Employees of one department, with made-up names. Returns the new ids.
std::vector<id_number> make_people(portal& p, int count, id_number department,
                                   const std::optional<std::string>& zone);

// Open tasks of these people, by id.
std::vector<id_number> open_tasks_of(const portal& p, const std::vector<id_number>& responsibles);

// Moves each deadline by so many days; tasks without one, unknown ones and those the mover may not move are
// passed over. `by` = 0: each task's responsible. Returns how many were moved.
int postpone(portal& p, const std::vector<id_number>& tasks, int days, id_number by);

// A change of title or description that is no business of a deadline's guard. `by` as above.
enum class touched { title, description };
int touch(portal& p, const std::vector<id_number>& tasks, touched what, id_number by);

}  // namespace sandbox
