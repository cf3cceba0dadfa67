#pragma once
// What the portal told of persons and departments, and when.
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "dialogs/people.hpp"
#include "storage/transaction.hpp"

namespace storage::people {

void save(transaction& tx, const std::vector<dialogs::person>& read);  // known ones are replaced
void save_departments(transaction& tx,
                      const std::vector<dialogs::department>& all);  // the whole tree: others are forgotten

void save_heads(transaction& tx, const dialogs::directory& of);  // those beside the first, and deputies

dialogs::directory load(const transaction& tx);  // everybody and the whole tree
std::map<dialogs::user_id, instant> fetched_at(const transaction& tx);
std::optional<instant> departments_fetched_at(const transaction& tx);  // nothing: never

}  // namespace storage::people
