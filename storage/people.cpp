#include "storage/people.hpp"

#include "storage/json_text.hpp"

namespace storage::people {

void save(transaction& tx, const std::vector<dialogs::person>& read) {
    for (const auto& each : read) {
        statement q(
            tx.link(),
            "INSERT INTO person(id, name, first_name, gender, active, employee, time_zone, departments,"
            " fetched_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET"
            " name = excluded.name, first_name = excluded.first_name, gender = excluded.gender,"
            " active = excluded.active, employee = excluded.employee, time_zone = excluded.time_zone,"
            " departments = excluded.departments, fetched_at = excluded.fetched_at");
        q.put(each.id).put(each.name).put(each.first_name).put(each.gender).put(each.active ? 1 : 0);
        q.put(each.employee ? 1 : 0).put(each.time_zone).put(to_json(each.departments)).put(tx.now()).run();
    }
}

void save_departments(transaction& tx, const std::vector<dialogs::department>& all) {
    statement(tx.link(), "DELETE FROM department").run();
    for (const auto& each : all)
        statement(tx.link(),
                  "INSERT OR REPLACE INTO department(id, name, parent, head, more_heads, deputies)"
                  " VALUES (?, ?, ?, ?, ?, ?)")
            .put(each.id)
            .put(each.name)
            .put(each.parent)
            .put(each.head)
            .put(to_json(each.more_heads))
            .put(to_json(each.deputies))
            .run();
    statement(tx.link(), "INSERT OR REPLACE INTO departments_read(one, at) VALUES (1, ?)")
        .put(tx.now())
        .run();
}

void save_heads(transaction& tx, const dialogs::directory& of) {
    for (const auto& [id, each] : of.departments())
        statement(tx.link(), "UPDATE department SET more_heads = ?, deputies = ? WHERE id = ?")
            .put(to_json(each.more_heads))
            .put(to_json(each.deputies))
            .put(id)
            .run();
}

dialogs::directory load(const transaction& tx) {
    dialogs::directory out;
    statement persons(
        tx.link(),
        "SELECT id, name, first_name, gender, active, employee, time_zone, departments FROM person");
    while (persons.step())
        out.add(dialogs::person{persons.integer(0), persons.text(1), persons.text(2), persons.text(3),
                                persons.integer(4) != 0, persons.integer(5) != 0, persons.text(6),
                                numbers_of(persons.text(7))});
    statement tree(tx.link(), "SELECT id, name, parent, head, more_heads, deputies FROM department");
    while (tree.step())
        out.add(dialogs::department{tree.integer(0), tree.text(1), tree.integer(2), tree.integer(3),
                                    numbers_of(tree.text(4)), numbers_of(tree.text(5))});
    return out;
}

std::map<dialogs::user_id, instant> fetched_at(const transaction& tx) {
    std::map<dialogs::user_id, instant> out;
    statement q(tx.link(), "SELECT id, fetched_at FROM person");
    while (q.step())
        out.emplace(q.integer(0), q.moment(1));
    return out;
}

std::optional<instant> departments_fetched_at(const transaction& tx) {
    statement q(tx.link(), "SELECT at FROM departments_read");
    return q.step() ? q.maybe_moment(0) : std::nullopt;
}

}  // namespace storage::people
