#include "dialogs/task_choice.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "dialogs/phrases.hpp"
#include "locale/text.hpp"

namespace dialogs {
namespace {

bool is_digit(char each) {
    return each >= '0' && each <= '9';
}

// A number as people name tasks: 8017, #8017, №8017, .../task/view/8017/.
struct named {
    std::size_t from = 0, to = 0;
    task_id id = 0;
    bool plainly = false;  // by sign or link: it can be nothing else
};

std::size_t sign_before(std::string_view text, std::size_t at) {
    for (const std::string_view sign : {"#", "№ ", "№", "task/view/", "task/"})
        if (text.substr(0, at).ends_with(sign))
            return sign.size();
    return 0;
}

bool ends_a_number(std::string_view text, std::size_t at) {
    constexpr std::string_view date_signs = ".:/-";
    if (at >= text.size())
        return true;
    if (date_signs.find(text[at]) != std::string_view::npos)
        return at + 1 >= text.size() || !is_digit(text[at + 1]);
    return text[at] == ' ' || text[at] == ',' || text[at] == ';' || text[at] == '\n' || text[at] == ')';
}

bool begins_a_number(std::string_view text, std::size_t at) {
    return at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n' || text[at - 1] == ',' ||
           text[at - 1] == '(';
}

std::vector<named> numbers_in(std::string_view text) {
    std::vector<named> all;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_digit(text[at]))
            continue;
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end]))
            ++end;
        named number;
        const std::size_t sign = sign_before(text, at);
        std::from_chars(text.data() + at, text.data() + end, number.id);
        number.from = at - sign;
        number.to = end;
        number.plainly = sign > 0;
        if (number.id > 0 && (number.plainly || (begins_a_number(text, at) && ends_a_number(text, end))))
            all.push_back(number);
        at = end;
    }
    return all;
}

// A bare number of one or two digits is a day, an hour or an amount, unless nothing but it or a date after it
// is said.
bool looks_like_a_task(std::string_view text, const named& number) {
    constexpr task_id small = 100;
    if (number.id >= small)
        return true;
    if (!locale::trimmed(text.substr(0, number.from)).empty())
        return false;
    const std::string after = locale::lowered(locale::trimmed(text.substr(number.to)));
    if (after.empty() || is_digit(after.front()))
        return true;
    constexpr std::array<std::string_view, 6> leads_to_a_date{"до ", "на ", "till ", "until ", "to ", "by "};
    return std::any_of(leads_to_a_date.begin(), leads_to_a_date.end(),
                       [&](std::string_view word) { return after.starts_with(word); });
}

// A whole link goes, not only its number.
std::string without(std::string_view text, const named& number) {
    std::size_t from = number.from;
    std::size_t to = number.to;
    const bool link = number.to - number.from > 6 && text.substr(number.from, 5) == "task/";
    if (link) {
        const auto blank = text.substr(0, from).find_last_of(" \n");
        from = blank == std::string_view::npos ? 0 : blank + 1;
        to = std::min(text.find_first_of(" \n", to), text.size());
    }
    std::string rest(text.substr(0, from));
    rest += text.substr(to);
    return locale::trimmed(rest);
}

// Words of at least four letters, cut to their stem: Russian ones change their ends.
std::vector<std::string> stems_of(std::string_view text) {
    constexpr std::size_t shortest = 4;
    constexpr std::size_t stem = 5;
    std::vector<std::string> stems;
    std::string word;
    const auto finish = [&] {
        if (locale::letters(word) >= shortest) {
            std::string cut = locale::shortened(word, stem);
            if (cut.ends_with("…"))
                cut.resize(cut.size() - std::string_view("…").size());
            stems.push_back(cut);
        }
        word.clear();
    };
    // Latin and Cyrillic letters; « and — are none.
    const std::string low = locale::lowered(text);
    for (std::size_t at = 0; at < low.size(); ++at) {
        const auto byte = static_cast<unsigned char>(low[at]);
        if (byte >= 0xC3 && byte <= 0xDF && at + 1 < low.size())
            word.append(low, at++, 2);
        else if (byte >= 'a' && byte <= 'z')
            word += low[at];
        else
            finish();
    }
    finish();
    return stems;
}

int shared_words(std::string_view text, std::string_view title) {
    const auto said = stems_of(text);
    int shared = 0;
    for (const auto& stem : stems_of(title))
        shared += std::find(said.begin(), said.end(), stem) != said.end() ? 1 : 0;
    return shared;
}

}  // namespace

task_words find_task_in(std::string_view text, const std::vector<task>& among,
                        const std::function<bool(task_id)>& is_his) {
    task_words read;
    read.rest = std::string(text);
    for (const auto& number : numbers_in(text)) {
        const auto found =
            std::find_if(among.begin(), among.end(), [&](const task& each) { return each.id == number.id; });
        const bool offered = found != among.end();
        const bool meant =
            number.plainly || (looks_like_a_task(text, number) && (offered || (is_his && is_his(number.id))));
        if (!meant)
            continue;
        if (!offered)
            read.unknown = number.id;
        else
            read.found = *found;
        read.certainty = by_number;
        read.rest = without(text, number);
        return read;
    }
    int as_good = 0;
    for (const auto& each : among) {
        const int shared = shared_words(text, each.title);
        as_good = shared > read.certainty ? 1 : as_good + (shared == read.certainty ? 1 : 0);
        if (shared > read.certainty) {
            read.certainty = shared;
            read.found = each;
        }
    }
    if (as_good > 1) {
        read.found.reset();
        read.certainty = 0;
    }
    return read;
}

std::string without_title(std::string_view words, std::string_view title) {
    const auto names = stems_of(title);
    std::string left = without_filler(words);
    for (;;) {
        auto end = std::min(left.find_first_of(" \n"), left.size());
        if (stems_of(left.substr(0, end)).empty() &&
            end < left.size())  // «с Ромашкой»: a short word before it
            end = std::min(left.find_first_of(" \n", end + 1), left.size());
        const auto said = stems_of(left.substr(0, end));
        const bool names_it = !said.empty() && std::all_of(said.begin(), said.end(), [&](const auto& stem) {
            return std::find(names.begin(), names.end(), stem) != names.end();
        });
        if (!names_it)
            return left;
        left = without_filler(left.substr(end));
    }
}

}  // namespace dialogs
