#include "locale/when_groups.hpp"

#include <algorithm>

namespace locale::when {
namespace {

found_piece piece_at(const tokens& words, std::size_t at, const present& now) {
    auto day = any_day(words, at, now);
    auto time = clock_time(words, at);
    auto part = day_part(words, at);
    const auto end = [](const found_piece& found) { return found ? found->end : 0; };
    if (part && end(part) > std::max(end(day), end(time)))
        return part;
    // «В 10.11» is a time where a day could be read as well; a shy reading gives way.
    if (time && (end(time) > end(day) || (end(time) == end(day) && !time->shy)))
        return time;
    return day ? day : part;
}

// What one token before a piece makes of it; nothing when the token has no say.
std::optional<mark> mark_at(const tokens& words, std::size_t at) {
    if (words.is(at, sense::every))
        return mark::denied;
    if (words.is(at, sense::by))
        return mark::by;
    if (words.is(at, sense::onto))
        return mark::onto;
    if (words.is(at, sense::after))
        return mark::after;
    if (words.is(at, sense::since))
        return mark::since;
    if (words.is(at, sense::on) || words.is(at, sense::at) || words[at].text == "in" || words[at].text == "@")
        return mark::at;
    return std::nullopt;
}

bool is_filler(const tokens& words, std::size_t at) {
    return words.is(at, sense::filler);
}

// «Часа в 4», «часов в 10»; not «2 часа в 4».
bool says_about(const tokens& words, std::size_t at, std::size_t border) {
    if (at <= border || words[at].text != "в")
        return false;
    const std::string& word = words[at - 1].text;
    const bool about = word == "часа" || word == "часов" || word == "часиков";
    return about && (at < 2 || (!words.is_number(at - 2) && !words.is(at - 2, sense::number) &&
                                !words.is(at - 2, sense::half_more)));
}

// Takes the words that lead a piece into it: «не позднее», "by the", «до».
void lead(piece& found, const tokens& words, std::size_t border) {
    while (found.begin > border) {
        const std::size_t at = found.begin - 1;
        const bool negated = at > border && words.is(at - 1, sense::negation);
        if (words.is(at, sense::late) || words.is(at, sense::early)) {
            const std::size_t first = words[at].text == "than" && at > border ? at - 1 : at;
            const bool denied = first > border && words.is(first - 1, sense::negation);
            found.begin = denied ? first - 1 : first;
            // «Не раньше» bounds the other side and is no deadline.
            found.before = words.is(first, sense::early) ? (denied ? mark::since : mark::by)
                                                         : (denied ? mark::by : mark::after);
            return;
        }
        if (words.is(at, sense::negation)) {
            found.before = mark::denied;
            return;
        }
        const auto marked = mark_at(words, at);
        if (!marked && !is_filler(words, at))
            return;
        found.begin = at;
        if (marked && found.before == mark::none)
            found.before = *marked;
        if (marked && negated)
            found.before = mark::denied;
        if (marked == mark::at && found.time && says_about(words, found.begin, border))
            --found.begin;
    }
}

// «20-го закрою», «сделаю за 2 дня»: the word that promises goes with the date when it says nothing else.
void take_promise(piece& found, const tokens& words, std::size_t border) {
    const bool last = found.end + 1 >= words.size() || words[found.end + 1].kind == token_kind::mark;
    if (words.is(found.end, sense::promise) && last)
        ++found.end;
    else if (found.begin == border + 1 && words.is(border, sense::promise))
        found.begin = border;
}

std::vector<piece> pieces_of(const tokens& words, const present& now) {
    std::vector<piece> all;
    std::size_t border = 0;
    for (std::size_t at = 0; at < words.size();) {
        auto found = piece_at(words, at, now);
        if (!found) {
            ++at;
            continue;
        }
        lead(*found, words, border);
        take_promise(*found, words, border);
        at = std::max(found->end, at + 1);
        border = found->end;
        all.push_back(std::move(*found));
    }
    return all;
}

struct gap {
    bool open = true;  // nothing but marks and fillers
    bool either = false;
    bool words = false;
    bool punctuated = false;
};

gap between(const tokens& words, std::size_t from, std::size_t to) {
    gap found;
    for (std::size_t at = from; at < to; ++at) {
        const std::string& text = words[at].text;
        if (words[at].kind == token_kind::mark) {
            found.punctuated = true;
        } else if (words.is(at, sense::either) || text == "и" || text == "and") {
            found.either = true;
            found.open = false;
        } else if (!is_filler(words, at)) {
            found.open = false;
            found.words = true;
        }
    }
    return found;
}

int strength(mark which) {
    return which == mark::by ? 2 : which == mark::onto ? 1 : 0;
}

bool only_words_of_dates(const tokens& words, const piece& one) {
    for (std::size_t at = 0; at < words.size(); ++at)
        if ((at < one.begin || at >= one.end) && words[at].kind != token_kind::mark)
            return false;
    return true;
}

// A shy piece speaks when it is led, has company that is not shy, or is all that was said.
void hush(std::vector<group>& all, const tokens& words) {
    bool spoke = false;  // the group before
    for (auto& each : all) {
        const bool joined = each.alternative && spoke;
        const bool bold =
            std::any_of(each.pieces.begin(), each.pieces.end(), [](const piece& one) { return !one.shy; });
        std::erase_if(each.pieces, [&](const piece& one) {
            const bool led = one.before == mark::by || one.before == mark::onto ||
                             (one.before == mark::at && one.day.has_value());
            const bool bare = one.time && one.time->bare;  // a number and nothing else is no date
            return one.shy && !bold && !led && !(joined && one.day) &&
                   (bare || !only_words_of_dates(words, one));
        });
        spoke = !each.pieces.empty();
    }
    std::erase_if(all, [](const group& each) { return each.pieces.empty(); });
}

}  // namespace

std::vector<group> groups_of(const tokens& words, const present& now) {
    std::vector<group> all;
    for (auto& one : pieces_of(words, now)) {
        const gap apart =
            all.empty() ? gap{false, false, false, false} : between(words, all.back().end(), one.begin);
        const bool another_time = apart.either && !apart.words && one.time && !all.empty() &&
                                  all.back().pieces.back().time;  // «завтра в 10 или 11»
        if (another_time && !one.doubtful && all.back().pieces.back().doubtful) {  // «к 5 или 6 вечера»
            all.back().pieces.back().doubtful = false;
            all.back().pieces.back().day.reset();
        }
        if (!apart.open && !another_time) {
            all.emplace_back();
            all.back().alternative = apart.either && !apart.words;
            all.back().apart = apart.punctuated;
            if (all.back().alternative && all.size() > 1) {
                const group& first = all[all.size() - 2];
                one.begin = first.end();  // «или» goes with what it joins
                if (first.pieces.back().before == mark::denied)
                    one.before = mark::denied;
            }
        }
        all.back().pieces.push_back(std::move(one));
    }
    hush(all, words);
    for (auto& each : all) {
        for (const auto& one : each.pieces)
            if (strength(one.before) > strength(each.before))
                each.before = one.before;
        if (each.alternative && &each != &all.front())
            each.before = std::max(each.before, (&each - 1)->before,
                                   [](mark left, mark right) { return strength(left) < strength(right); });
    }
    for (std::size_t at = all.size(); at-- > 1;)  // «в пятницу или до субботы»
        if (all[at].alternative && strength(all[at].before) > strength(all[at - 1].before))
            all[at - 1].before = all[at].before;
    return all;
}

}  // namespace locale::when
