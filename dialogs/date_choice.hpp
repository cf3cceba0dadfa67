#pragma once
// Choosing a date in a conversation: what a person meant, whether it can be asked for, and what to offer
// instead.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/turn.hpp"

namespace dialogs {

// What a text says about a date, on the reader's clock; a date without a time is the end of the working day.
struct dated_text {
    std::vector<instant> readings;  // likeliest first
    std::string rest;               // the other words, without what only asks («нужно», "please")
};
// `due`: the deadline it is to be later than, for «ещё 2 дня» (locale/when.hpp).
dated_text read_date(std::string_view text, const voice& reader, const deadline& due = {});

// Nothing but a date was written: too few letters are left to be words.
bool is_only_a_date(const dated_text& read, const rules& held_to);

// Why a date cannot be asked for: "past", "not_later" (than the deadline), "too_far"; "" when it can.
std::string_view objection_to(instant wanted, const deadline& due, instant now);

// Likely dates after the deadline, nearest first, at the end of working days; each can be asked for.
std::vector<instant> likely_dates(const deadline& due, const voice& reader);
// The next working day at the same time when the day is a day off.
std::optional<instant> working_day_instead(instant wanted, const voice& reader);

// One button for each date, "вт 22.12, 18:00"; two in a row.
std::vector<std::vector<button>> date_buttons(turn& t, const std::vector<instant>& dates, const voice& reader,
                                              std::string_view action, target about);
// The date of a button's argument.
std::optional<instant> date_of(std::string_view argument);

}  // namespace dialogs
