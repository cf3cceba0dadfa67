#pragma once
// Which task is meant: by its number, its link, words of its title.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/task.hpp"

namespace dialogs {

inline constexpr int by_number = 100;

// What a text says about a task.
struct task_words {
    std::optional<task> found;  // one of those offered
    task_id unknown = 0;        // a number or a link that names none of them
    int certainty = 0;          // words of the title that were found; by_number for a number or link
    std::string rest;           // the text without the number or link
};
// `is_his`: whether a bare number that is none of those offered may be meant all the same.
task_words find_task_in(std::string_view text, const std::vector<task>& among,
                        const std::function<bool(task_id)>& is_his = {});
// A reason without the words at its beginning that only name the task («замер с Ромашкой нужно, клиент
// болеет» is «клиент болеет») or only ask for something; "" when nothing else is said.
std::string without_title(std::string_view words, std::string_view title);

}  // namespace dialogs
