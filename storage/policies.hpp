#pragma once
// The policies that were in force, newest last: a change is judged by the one of its own moment.
#include <string>
#include <vector>

#include "storage/transaction.hpp"

namespace storage::policies {

struct kept {
    instant since{};
    std::string body;  // as bot/policy_file makes and reads it
    friend bool operator==(const kept&, const kept&) = default;
};

std::vector<kept> all(const transaction& tx);
// From now() on this one is in force. False: it was already.
bool put(transaction& tx, std::string_view body);

}  // namespace storage::policies
