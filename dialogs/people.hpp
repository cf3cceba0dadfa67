#pragma once
// Who is who: persons, departments, who stands above whom. Values only; the portal's answers are decoded
// elsewhere.
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dialogs/task.hpp"

namespace dialogs {

struct person {
    user_id id = 0;
    std::string name;        // "Мария Иванова"; "" for an id user.get does not know
    std::string first_name;  // "Мария"
    std::string gender;      // "F", "M" or ""
    bool active = true;      // false: dismissed
    bool employee = true;  // false: extranet, e-mail user, bot, technical user, or unknown to user.get (T100)
    std::string time_zone;                  // IANA name or "" (T99)
    std::vector<std::int64_t> departments;  // in the portal's order
    friend bool operator==(const person&, const person&) = default;
};

struct department {
    std::int64_t id = 0;
    std::string name;
    std::int64_t parent = 0;  // 0: the root
    user_id head = 0;         // 0: vacant
    // Newer portals name several heads, and deputies who stand in for them.
    std::vector<user_id> more_heads{}, deputies{};
    friend bool operator==(const department&, const department&) = default;
};

// Whoever heads it, the first one first.
std::vector<user_id> heads_of(const department& of);
bool is_head_of(const department& of, user_id who);

// The people that are known and the whole department tree. Copies share what neither has changed since, so
// that handing round a company of thousands costs nothing.
class directory {
public:
    directory() = default;
    directory(const directory&) = default;  // moving is copying: one that was moved from is no trap
    directory& operator=(const directory&) = default;

    void add(person who);
    void add(department what);

    [[nodiscard]] const person* find(user_id who) const;  // nullptr: not read yet
    [[nodiscard]] const department* find_department(std::int64_t id) const;
    [[nodiscard]] const std::map<user_id, person>& people() const { return *people_; }
    [[nodiscard]] const std::map<std::int64_t, department>& departments() const { return *departments_; }

    // Heads above a person, nearest first, of one department in the portal's order, from his departments in
    // the portal's order up to the root, each once, himself left out. Whether they are active is not looked
    // at. Cycles in the tree end the climb.
    [[nodiscard]] std::vector<user_id> heads_above(user_id who) const;
    // The departments above him on the same way, his own first; each once.
    [[nodiscard]] std::vector<const department*> departments_above(user_id who) const;
    [[nodiscard]] bool is_above(user_id above, user_id below) const;
    // Somebody not dismissed, or not read yet, heads a department above him.
    [[nodiscard]] bool has_somebody_above(user_id who) const;
    // In one of these departments or below one of them; true for an empty list (the whole company).
    [[nodiscard]] bool belongs_to(user_id who, const std::vector<std::int64_t>& listed) const;

private:
    using persons = std::map<user_id, person>;
    using tree = std::map<std::int64_t, department>;
    std::shared_ptr<persons> people_ = std::make_shared<persons>();
    std::shared_ptr<tree> departments_ = std::make_shared<tree>();
};

}  // namespace dialogs
