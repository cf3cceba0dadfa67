#pragma once
// The append-only record all statistics come from. Rows get here as steps; the schema forbids to change or
// delete one, and each carries a code over itself and the row before, so that a change from outside is found.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/transaction.hpp"

namespace storage::journal {

struct row {
    std::int64_t id = 0;  // 1, 2, 3, … without gaps
    instant at{};
    dialogs::journal what;
};

std::vector<row> of_task(const transaction& tx, dialogs::task_id task);  // oldest first
// Rows with from <= at < to, oldest first, one at a time.
void each_between(const transaction& tx, instant from, instant to,
                  const std::function<void(const row&)>& take);

// The newest row and its code: written down elsewhere, it shows later that the tail was not cut.
struct head {
    std::int64_t id = 0;  // 0: the journal is empty
    std::string code;     // 64 hexadecimal digits
};
head head_of(const transaction& tx);

struct finding {
    bool whole = true;
    std::int64_t rows = 0;  // that were checked and are right
    std::int64_t wrong_row = 0;
    std::string what;  // "changed", "missing", "cut off"; "" when whole
};
// Walks the chain from the first row. With `known`, that row must be there with that code.
// Throws secret_error when the database was opened without its key.
finding verify(const transaction& tx, const std::optional<head>& known = std::nullopt);

// The bytes a row's code is made over, for a row that follows one with code `before`. One form, for ever:
// fields in order, each as "<length>:<bytes>,"; absent dates are empty.
std::string canonical(const row& what, const mac& before, const mac& words_code);

}  // namespace storage::journal
