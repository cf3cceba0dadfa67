#include "dialogs/people.hpp"

#include <algorithm>
#include <utility>

namespace dialogs {
namespace {

// A department and all above it, nearest first. A cycle in the tree ends the way up.
std::vector<const department*> way_up(const directory& who, std::int64_t from) {
    std::vector<const department*> way;
    const department* here = who.find_department(from);
    while (here != nullptr && std::find(way.begin(), way.end(), here) == way.end()) {
        way.push_back(here);
        here = here->parent == 0 ? nullptr : who.find_department(here->parent);
    }
    return way;
}

// To be changed: no longer shared then.
template <class Map>
Map& own(std::shared_ptr<Map>& shared) {
    if (shared.use_count() > 1)
        shared = std::make_shared<Map>(*shared);
    return *shared;
}

}  // namespace

std::vector<user_id> heads_of(const department& of) {
    std::vector<user_id> heads;
    if (of.head != 0)
        heads.push_back(of.head);
    for (const user_id each : of.more_heads)
        if (each != of.head)
            heads.push_back(each);
    return heads;
}

bool is_head_of(const department& of, user_id who) {
    const auto heads = heads_of(of);
    return std::find(heads.begin(), heads.end(), who) != heads.end();
}

void directory::add(person who) {
    const user_id id = who.id;
    own(people_).insert_or_assign(id, std::move(who));
}

void directory::add(department what) {
    const std::int64_t id = what.id;
    own(departments_).insert_or_assign(id, std::move(what));
}

const person* directory::find(user_id who) const {
    const auto found = people_->find(who);
    return found == people_->end() ? nullptr : &found->second;
}

const department* directory::find_department(std::int64_t id) const {
    const auto found = departments_->find(id);
    return found == departments_->end() ? nullptr : &found->second;
}

std::vector<user_id> directory::heads_above(user_id who) const {
    std::vector<user_id> heads;
    for (const department* here : departments_above(who))
        for (const user_id head : heads_of(*here))
            if (head != who && std::find(heads.begin(), heads.end(), head) == heads.end())
                heads.push_back(head);
    return heads;
}

std::vector<const department*> directory::departments_above(user_id who) const {
    std::vector<const department*> all;
    const person* known = find(who);
    if (known == nullptr)
        return all;
    for (const std::int64_t own : known->departments)
        for (const department* here : way_up(*this, own))
            if (std::find(all.begin(), all.end(), here) == all.end())
                all.push_back(here);
    return all;
}

bool directory::has_somebody_above(user_id who) const {
    const auto heads = heads_above(who);
    return std::any_of(heads.begin(), heads.end(), [&](user_id head) {
        const person* above = find(head);
        return above == nullptr || above->active;
    });
}

bool directory::is_above(user_id above, user_id below) const {
    const auto heads = heads_above(below);
    return std::find(heads.begin(), heads.end(), above) != heads.end();
}

bool directory::belongs_to(user_id who, const std::vector<std::int64_t>& listed) const {
    if (listed.empty())
        return true;
    const person* known = find(who);
    if (known == nullptr)
        return false;
    const auto is_listed = [&](const department* here) {
        return std::find(listed.begin(), listed.end(), here->id) != listed.end();
    };
    return std::any_of(known->departments.begin(), known->departments.end(), [&](std::int64_t own) {
        const auto way = way_up(*this, own);
        // A department the tree does not know may still be listed by its number.
        return std::any_of(way.begin(), way.end(), is_listed) ||
               std::find(listed.begin(), listed.end(), own) != listed.end();
    });
}

}  // namespace dialogs
