#pragma once
// `deadline-guard when`: shows how the bot reads dates.
#include <istream>
#include <ostream>
#include <string>
#include <vector>

namespace bot {

struct when_question {
    std::string language = "ru";
    std::string time_zone = "Europe/Moscow";
    std::string now;  // "2026-11-23T10:00:00" on the reader's clock; "" = the machine's present moment
    std::vector<std::string> words;  // empty: lines are read from `in`, one answer a line
};

// False when the question itself is wrong (no such zone, no such moment); `wrong` then says what.
bool answer_when(const when_question& question, std::istream& in, std::ostream& out, std::ostream& wrong);

}  // namespace bot
