#include "bot/people_cache.hpp"

#include "storage/people.hpp"

namespace bot {

void people_cache::load(const storage::transaction& tx) {
    everybody_ = storage::people::load(tx);
    read_at_ = storage::people::fetched_at(tx);
    departments_read_at_ = storage::people::departments_fetched_at(tx);
}

void people_cache::learn(storage::transaction& tx, const std::vector<dialogs::person>& people,
                         const std::optional<std::vector<dialogs::department>>& all_departments) {
    if (!people.empty())
        storage::people::save(tx, people);
    for (const auto& each : people) {
        everybody_.add(each);
        read_at_[each.id] = tx.now();
    }
    if (!all_departments)
        return;
    storage::people::save_departments(tx, *all_departments);
    dialogs::directory anew;  // a department that is gone must be forgotten
    for (const auto& [id, each] : everybody_.people())
        anew.add(each);
    for (const auto& each : *all_departments)
        anew.add(each);
    everybody_ = std::move(anew);
    departments_read_at_ = tx.now();
}

bool people_cache::knows_departments(locale::instant now) const {
    return departments_read_at_ && now - *departments_read_at_ < good_for;
}

dialogs::needs people_cache::missing(const dialogs::needs& wanted, locale::instant now) const {
    auto left = wanted;
    std::erase_if(left.people, [&](dialogs::user_id who) {
        const auto known = read_at_.find(who);
        return who == 0 || (known != read_at_.end() && now - known->second < good_for);
    });
    left.departments = wanted.departments && !knows_departments(now);
    return left;
}

}  // namespace bot
