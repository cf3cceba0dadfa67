#pragma once
// The questions of a request in the making, and the summary at its end.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/turn.hpp"

namespace dialogs {

// Asks for what is missing first: task, date, reason, words; shows the summary when nothing is. `remark`
// stands above the question.
void ask_next(turn& t, conversation draft, const std::string& remark = {});
// Asks this, whatever is missing.
void ask(turn& t, conversation draft, question what, const std::string& remark = {});
// Shows another page of the tasks the question offers, in its place. `before`: how many stand before it.
void turn_page(turn& t, const conversation& draft, std::string_view before);
// Asks which of several dates was meant, or offers others in place of a date that cannot be asked for.
void ask_date_among(turn& t, conversation draft, const std::vector<instant>& dates,
                    const std::string& remark);
// The rules of the task the draft is about, else of the person's tasks; and the categories of reasons they
// offer.
const rules& rules_of(turn& t, const conversation& draft);
std::vector<std::string> categories_for(turn& t, const conversation& draft);
// The category of those offered that a text names; "": none, words of one's own.
std::string category_in(const std::vector<std::string>& offered, std::string_view text, const voice& reader);
// A button each, made of key and label: two short ones share a row, a long one has its own.
std::vector<std::vector<button>> reason_buttons(
    const std::vector<std::string>& categories, const voice& reader,
    const std::function<button(const std::string& key, std::string label)>& make);
// What can be changed, as buttons.
void ask_what_to_change(turn& t, conversation draft);

}  // namespace dialogs
