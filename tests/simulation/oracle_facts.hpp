#pragma once
// What the oracle makes its judgements of: the rows and remarks of a task as the portal remembers them, and
// who stood above whom.
#include <algorithm>
#include <optional>
#include <vector>

#include "oracle.hpp"

namespace simulation {

enum class answer { no, either, yes };

bool is_later(const due& one, const due& other);

struct roles {
    id_number responsible, creator;
};

// Who made somebody responsible.
struct handing_over {
    id_number by = 0;
    instant at;
    roles before;
};

struct row {
    id_number id;
    instant at;
    id_number author;
    due from, to;
    roles held;
    std::optional<handing_over> given{};  // nothing: responsible from the beginning
};

std::vector<row> deadline_rows(const sandbox::task& what);

struct remark {
    id_number id;
    instant at;
    id_number author;
};

// Those that say something, oldest first.
std::vector<remark> remarks_of(const sandbox::portal& portal, const sandbox::task& what);

bool is_exempt(const company& in, const row& at, const knowledge& known);
// Everybody concerned can be written to and asked.
bool is_ordinary(const company& in, const row& at);
// Whether it was made within the time whoever was given the task has for a date of his own. A portal may keep
// its holidays to itself.
answer is_in_time(const row& at);

// In all companies the bot may have known when it judged this row.
template <typename Test>
answer in_all_companies(const knowledge& known, const row& at, Test test) {
    using namespace std::chrono_literals;
    constexpr auto cache = 61min;    // what the bot knows of the company may be this old
    constexpr auto judged_by = 72h;  // and a move is judged by then
    bool yes = false;
    bool no = false;
    for (std::size_t k = 0; k < known.companies.size(); ++k) {
        const bool over = k + 1 < known.companies.size() && known.companies[k + 1].since <= at.at - cache;
        if (over || known.companies[k].since > at.at + judged_by)
            continue;
        (test(known.companies[k]) ? yes : no) = true;
    }
    return yes && no ? answer::either : (yes ? answer::yes : answer::no);
}

}  // namespace simulation
