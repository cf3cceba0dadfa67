#pragma once
// `deadline-guard export`: what the journal tells, for people and for other programs. Reads the database
// only.
#include <iosfwd>
#include <string>

#include "bot/config.hpp"

namespace bot {

struct export_question {
    bool would_have = false;      // the moves with the verdict `mode` has for them
    bool forecast = false;        // of these the sums, in words of locale.language
    std::string from, to;         // "2026-11-23", days of locale.time_zone, both included; "" = all there is
    std::string format = "csv";   // csv | json
    std::string mode = "reason";  // reason | approval
};

// False when the question is wrong; `wrong` then says what. Throws storage::database_error.
bool export_journal(const config& settings, const export_question& question, std::ostream& out,
                    std::ostream& wrong);

}  // namespace bot
