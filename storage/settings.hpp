#pragma once
// What people changed in the running bot; it wins over the configuration file until it is taken back.
#include <map>
#include <string>
#include <string_view>

#include "storage/transaction.hpp"

namespace storage::settings {

std::map<std::string, std::string> all(const transaction& tx);
void save(transaction& tx, std::string_view key, std::string_view value);
void forget(transaction& tx, std::string_view key);
void forget_all(transaction& tx);

}  // namespace storage::settings
