#include "sandbox/mass_acts.hpp"

#include <algorithm>

#include "sandbox/events.hpp"
#include "sandbox/tasks.hpp"

namespace sandbox {
namespace {

constexpr std::array names = {"Алексей", "Дмитрий", "Сергей", "Андрей", "Павел", "Николай", "Егор", "Роман"};
constexpr std::array surnames = {"Смирнов",  "Кузнецов", "Попов",   "Васильев", "Соколов",
                                 "Михайлов", "Новиков",  "Фёдоров", "Морозов",  "Волков",
                                 "Алексеев", "Лебедев",  "Семёнов"};
constexpr std::array colors = {"#3f7fb5", "#2f9e73", "#c98a2b", "#8474c8", "#c2554d"};

id_number free_person_id(const portal& p) {
    id_number id = 100;
    while (p.people.count(id) != 0)
        ++id;
    return id;
}

actor mover_of(const task& t, id_number by) {
    return {by != 0 ? by : t.responsible, false, "", std::nullopt};
}

// One change is one hit: its events leave before the next.
template <class Change>
int change_each(portal& p, const std::vector<id_number>& tasks, id_number by, const Change& change_of) {
    int changed = 0;
    for (const id_number id : tasks) {
        task* t = find_task(p, id);
        if (t == nullptr)
            continue;
        const actor mover = mover_of(*t, by);
        const std::optional<task_change> change = change_of(*t, mover);
        if (!change)
            continue;
        change_task(p, *t, *change, mover);
        flush_events(p);
        ++changed;
    }
    return changed;
}

}  // namespace

std::vector<id_number> make_tasks(portal& p, const task_wave& wave) {
    std::vector<id_number> made;
    for (int i = 0; i < wave.count && !wave.responsibles.empty(); ++i) {
        task_draft draft;
        draft.title = wave.title + " " + std::to_string(i + 1);
        draft.created_by = wave.creator;
        draft.responsible = wave.responsibles[static_cast<std::size_t>(i) % wave.responsibles.size()];
        draft.deadline = wave.due;
        draft.new_card = wave.new_card;
        made.push_back(create_task(p, draft, {wave.creator, false, "", std::nullopt}).id);
        flush_events(p);
    }
    return made;
}

std::vector<id_number> make_people(portal& p, int count, id_number department,
                                   const std::optional<std::string>& zone) {
    std::vector<id_number> made;
    for (int i = 0; i < count; ++i) {
        person who;
        who.id = free_person_id(p);
        const auto number = static_cast<std::size_t>(who.id);
        who.name = names[number % names.size()];
        who.last_name = surnames[number % surnames.size()] + std::string(" ") + std::to_string(who.id);
        who.position = "Менеджер";
        who.zone = zone;
        who.color = colors[number % colors.size()];
        who.departments = {department};
        made.push_back(who.id);
        p.people[who.id] = std::move(who);
    }
    p.changed();
    return made;
}

std::vector<id_number> open_tasks_of(const portal& p, const std::vector<id_number>& responsibles) {
    std::vector<id_number> found;
    for (const auto& [id, t] : p.tasks)
        if (t.status != completed &&
            std::find(responsibles.begin(), responsibles.end(), t.responsible) != responsibles.end())
            found.push_back(id);
    return found;
}

int postpone(portal& p, const std::vector<id_number>& tasks, int days, id_number by) {
    const auto later = [&](const task& t, const actor& mover) -> std::optional<task_change> {
        if (!t.deadline || !may_move_deadline(p, mover.user, t))
            return std::nullopt;
        task_change change;
        change.deadline = *t.deadline + std::chrono::hours{24} * days;
        return change;
    };
    return change_each(p, tasks, by, later);
}

int touch(portal& p, const std::vector<id_number>& tasks, touched what, id_number by) {
    const auto reworded = [&](const task& t, const actor&) -> std::optional<task_change> {
        task_change change;
        if (what == touched::title)
            change.title = t.title + ".";
        else
            change.description = t.description + "Уточнение " + unix_text(p.now()) + "\n";
        return change;
    };
    return change_each(p, tasks, by, reworded);
}

}  // namespace sandbox
