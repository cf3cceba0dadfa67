// A task as REST v2 shows it: camelCase, ids as strings, dates with the reader's offset (protocol notes 5.1).
#pragma once

#include "sandbox/filter.hpp"
#include "sandbox/portal.hpp"

namespace sandbox {

// The fields that a `select` chooses, to show many tasks to one reader. Nothing selected = all of them.
class task_columns {
public:
    task_columns(const portal& p, const std::vector<std::string>& select, id_number reader);
    [[nodiscard]] json::object view(const task& t) const;

private:
    [[nodiscard]] bool wants(std::string_view upper_case_name) const;

    const portal& p_;
    std::string zone_;
    std::vector<std::size_t> chosen_;  // in the table of fields
};

json::object task_view(const portal& p, const task& t, const std::vector<std::string>& select,
                       id_number reader);

// The token user's rights: `action`.
json::object task_actions(const portal& p, const task& t, id_number reader);

// For filters and orders; STATUS may be the meta state -1 (overdue).
field_reader<task> task_field(const portal& p, const std::string& upper_case_name);

}  // namespace sandbox
