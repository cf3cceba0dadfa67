#include "bot/people_cache.hpp"

#include "bot/wire/people.hpp"
#include "storage/people.hpp"

namespace bot {
namespace {

template <class Kept>
bool is_good(const Kept& kept, std::int64_t id, locale::instant now) {
    const auto known = kept.find(id);
    return known != kept.end() && now - known->second.first < people_cache::good_for;
}

}  // namespace

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
    auto tree = *all_departments;
    for (auto& each : tree)
        if (const auto* before = everybody_.find_department(each.id);
            before != nullptr && before->head == each.head) {  // else they may be the former head's
            each.more_heads = before->more_heads;
            each.deputies = before->deputies;
        }
    storage::people::save_departments(tx, tree);
    dialogs::directory anew;  // a department that is gone must be forgotten
    for (const auto& [id, each] : everybody_.people())
        anew.add(each);
    for (const auto& each : tree)
        anew.add(each);
    everybody_ = std::move(anew);
    departments_read_at_ = tx.now();
}

void people_cache::learn_heads(storage::transaction& tx, const std::vector<dialogs::department>& named) {
    for (const auto& each : named)
        if (const auto* known = everybody_.find_department(each.id)) {
            auto here = *known;
            here.more_heads = each.more_heads;
            here.deputies = each.deputies;
            everybody_.add(std::move(here));
        }
    storage::people::save_heads(tx, everybody_);
}

void people_cache::learn(const dialogs::needs& asked, const dialogs::facts& read, locale::instant now) {
    for (const auto who : asked.away)
        if (const auto told = read.away.find(who); told != read.away.end())
            away_[who] = {now, told->second};
    for (const auto group : asked.guests)
        if (const auto told = read.guests.find(group); told != read.guests.end())
            guests_[group] = {now, told->second};
}

void people_cache::recall(dialogs::facts& into, locale::instant now) const {
    for (const auto& [who, told] : away_)
        if (is_good(away_, who, now))
            into.away.emplace(who, told.second);
    for (const auto& [group, told] : guests_)
        if (is_good(guests_, group, now))
            into.guests.emplace(group, told.second);
}

bool people_cache::knows_departments(locale::instant now) const {
    return departments_read_at_ && now - *departments_read_at_ < good_for;
}

void people_cache::ask_along(dialogs::needs& asked, locale::instant now) const {
    const auto add = [&](dialogs::user_id who) {
        if (who != 0 && asked.away.size() < wire::page_size && !is_good(away_, who, now))
            asked.away.insert(who);
    };
    for (const auto& [id, each] : everybody_.departments()) {
        for (const auto head : dialogs::heads_of(each))
            add(head);
        for (const auto deputy : each.deputies)
            add(deputy);
    }
}

dialogs::needs people_cache::missing(const dialogs::needs& wanted, locale::instant now) const {
    auto left = wanted;
    std::erase_if(left.people, [&](dialogs::user_id who) {
        const auto known = read_at_.find(who);
        return who == 0 || (known != read_at_.end() && now - known->second < good_for);
    });
    std::erase_if(left.away, [&](dialogs::user_id who) { return who == 0 || is_good(away_, who, now); });
    std::erase_if(left.guests, [&](std::int64_t group) { return is_good(guests_, group, now); });
    left.departments = wanted.departments && !knows_departments(now);
    return left;
}

}  // namespace bot
