// Spans of time from now or from a day: через 3 дня, in a week, +2d, a week from Friday.
#include <algorithm>
#include <array>

#include "locale/when_spans.hpp"

namespace locale::when {
namespace {

// after/from a day: «через 2 дня после пятницы», "a week from tomorrow".
found_piece from_a_day(const tokens& words, std::size_t begin, const duration& by, const present& now) {
    const bool after = words.is(by.end, sense::after) || words.is(by.end, sense::since);
    const bool before = words[by.end].text == "до" || words[by.end].text == "before";
    if (!after && !before)
        return std::nullopt;
    if (after && words.is(by.end + 1, sense::now))
        return offset_piece(begin, by.end + 2, exactly(now.today), by, 1, now);
    const auto base = longest({plain_day(words, by.end + 1, now), named_period(words, by.end + 1, now)});
    if (!base || !base->day)
        return std::nullopt;
    auto found = offset_piece(begin, base->end, *base->day, by, after ? 1 : -1, now);
    if (found && !words.is(begin, sense::through))
        found->day->whole_weeks = false;
    return found;
}

bool is_russian_through(const tokens& words, std::size_t at) {
    return words.is(at, sense::through) && !words.is_latin(at);
}

// «через день» may be tomorrow or every other day's day after tomorrow.
bool is_every_other(const tokens& words, std::size_t at) {
    return is_russian_through(words, at) && words[at + 1].text == "день";
}

std::size_t after_through(const tokens& words, std::size_t at) {
    if (words.is(at, sense::through)) {
        const bool less = words[at + 1].text == "less" || words[at + 1].text == "the";
        return at + (less ? 2 : 1) + (words[at + 2].text == "than" ? 1 : 0);
    }
    const bool inside = (words[at].text == "в" && words.is(at + 1, sense::within));
    return inside ? at + 2 : at;
}

bool says_how_many(const tokens& words, std::size_t at) {
    return words.is_number(at) || words.is(at, sense::number) || words.is(at, sense::half_more) ||
           words.is(at, sense::half) || words.is(at, sense::ordinal) || words.is(at, sense::end) ||
           words.is(at, sense::begin) || words.is(at, sense::middle) || words.is(at, sense::every) ||
           turn_at(words, at).has_value();
}

// «недели через две», «минут через 20», «рабочих дней через пять»: about so many. «3 недели через …» is not.
found_piece turned_offset(const tokens& words, std::size_t at, const present& now) {
    constexpr std::array<std::string_view, 15> many_of{"недели",  "недель", "недельки", "дня",    "дней",
                                                       "деньков", "часа",   "часов",    "часика", "минут",
                                                       "минуток", "месяца", "месяцев",  "года",   "лет"};
    const bool working = words.is(at, sense::working);
    const std::size_t unit = working ? at + 1 : at;
    if (std::find(many_of.begin(), many_of.end(), words[unit].text) == many_of.end() ||
        !is_russian_through(words, unit + 1) || (at > 0 && says_how_many(words, at - 1)))
        return std::nullopt;
    const auto many = read_amount(words, unit + 2);
    if (!many)
        return std::nullopt;
    std::optional<amount> other;  // «дней через 5-6», «недели через две или три»
    if (words.is_mark(many->end, "-") || words.is(many->end, sense::either))
        other = other_amount(words, many->end + 1);
    const std::size_t end = other ? other->end : many->end;
    auto span = static_cast<span_of>(unit_at(words, unit).value_or(value_of(span_of::second)));
    if (!stands_alone(words, end) || (working && span != span_of::day))
        return std::nullopt;
    if (working)
        span = span_of::working_day;
    spans by{std::vector<duration>(other ? 2 : 1), end};
    const bool added =
        add(by.all.front(), many->halves, span) && (!other || add(by.all.back(), other->halves, span));
    return added ? offset_piece(at, end, exactly(now.today), by, now) : std::nullopt;
}

// «За 3 дня успею», «сделаю за 2 дня», and not «за 3 дня не успел».
bool is_promised(const tokens& words, std::size_t at, std::size_t end) {
    if (words[end].text == "я" || words[end].text == "мы" || words[end].text == "точно")
        ++end;
    const bool before = at > 0 && words.is(at - 1, sense::promise);
    return words.is(end, sense::promise) || (before && !(at > 1 && words.is(at - 2, sense::negation)));
}

found_piece plus_offset(const tokens& words, std::size_t at, const present& now) {
    std::size_t place = words.is(at, sense::now) ? at + 1 : at;
    if (!words.is_mark(place, "+") || (at > 0 && words[at].glued && !words.is_mark(at - 1, "(")))
        return std::nullopt;
    const auto by = spans_at(words, place + 1, true);
    return by ? offset_piece(at, by->end, exactly(now.today), *by, now) : std::nullopt;
}

// One span of those at this place, which all end at `end`.
found_piece one_offset(const tokens& words, std::size_t at, duration by, std::size_t end,
                       const present& now) {
    by.end = end;
    if (auto found = from_a_day(words, at, by, now))
        return found;
    if (words[at].text == "за")
        return is_promised(words, at, end) ? offset_piece(at, end, exactly(now.today), by, 1, now)
                                           : std::nullopt;
    if (words.is(end, sense::ago)) {
        auto past = offset_piece(at, end + 1, exactly(now.today), by, -1, now);
        if (past)
            past->ago = true;
        return past;
    }
    if (after_through(words, at) == at && !words.is(end, sense::later))
        return std::nullopt;
    auto found =
        offset_piece(at, end + (words.is(end, sense::later) ? 1 : 0), exactly(now.today), by, 1, now);
    if (found && words[found->end].text == "time")  // in a fortnight's time
        ++found->end;
    return found;
}

// «не ответил в течение недели», "couldn't make it in 2 days": what was not done is no deadline.
bool has_failed(const tokens& words, std::size_t at) {
    constexpr std::array<std::string_view, 10> failed{"couldnt", "couldn't", "didnt",   "didn't", "hasnt",
                                                      "hasn't",  "havent",   "haven't", "wasnt",  "wasn't"};
    constexpr std::array<std::string_view, 6> past{"л", "ла", "ло", "ли", "лся", "лись"};
    constexpr std::size_t words_between = 4;
    for (std::size_t back = 1; back <= words_between && back <= at && words.is_word(at - back); ++back) {
        const std::size_t place = at - back;
        if (words.is_latin(at)) {
            const bool apart = words[place].text == "not" && place > 0 &&
                               (words[place - 1].text == "could" || words[place - 1].text == "did");
            if (apart || std::find(failed.begin(), failed.end(), words[place].text) != failed.end())
                return true;
        } else if (place > 0 && words[place - 1].text == "не" && words.is(at + 1, sense::within)) {
            return std::any_of(past.begin(), past.end(),
                               [&](auto ending) { return words[place].text.ends_with(ending); });
        }
    }
    return false;
}

}  // namespace

found_piece offset_day(const tokens& words, std::size_t at, const present& now) {
    if (auto found = plus_offset(words, at, now))
        return found;
    if (auto found = turned_offset(words, at, now))
        return found;
    const std::size_t place = after_through(words, at);
    const bool through = place > at;
    if (through && has_failed(words, at))
        return std::nullopt;
    const bool counted_back = words[at].text == "за";
    const bool unit_alone = is_russian_through(words, at) || words[at].text == "в";
    auto by = spans_at(words, counted_back ? at + 1 : place, counted_back || (through && unit_alone));
    if (!by && !through) {  // «неделю назад»
        by = spans_at(words, at, true);
        if (!by || !words.is(by->end, sense::ago))
            return std::nullopt;
    }
    if (!by || by->all.front().last == span_of::second)  // "in a sec" is no deadline
        return std::nullopt;
    found_piece found;
    for (const auto& each : by->all) {
        const auto one = one_offset(words, at, each, by->end, now);
        if (!one)
            return std::nullopt;
        join(found, one);
    }
    const bool plain = by->all.size() == 1 && through && !found->ago && found->end <= by->end + 1;
    if (plain && words.is(at + 1, sense::within) && words[at + 2].text == "дня")  // «в течение дня»
        found->day = exactly(now.today);
    if (plain && is_every_other(words, at) && found->end == by->end)
        found->day = one_of({plus_days(now.today, 1), plus_days(now.today, 2)});
    return found;
}

namespace {

template <std::size_t Count>
bool is_one_of(const tokens& words, std::size_t at, const std::array<std::string_view, Count>& known) {
    return std::find(known.begin(), known.end(), words[at].text) != known.end();
}

template <std::size_t Count>
std::size_t after_any(const tokens& words, std::size_t at, const std::array<std::string_view, Count>& known) {
    while (is_one_of(words, at, known))
        ++at;
    return at;
}

constexpr std::array<std::string_view, 2> more_words{"еще", "another"};

// «ещё 2 дня», "another week", "2 more days": the place of the span.
std::optional<std::size_t> more_at(const tokens& words, std::size_t at) {
    if (is_one_of(words, at, more_words))
        return at + 1;
    const auto many = read_amount(words, at);
    return many && words[many->end].text == "more" ? std::optional(at) : std::nullopt;
}

// «дай мне ещё», "give me", «перенеси срок на», "extend it by", «нужно ещё»: the place of the span.
std::optional<std::size_t> wish_at(const tokens& words, std::size_t at) {
    constexpr std::array<std::string_view, 3> give{"дай", "дайте", "give"};
    constexpr std::array<std::string_view, 6> to_whom{"мне", "нам", "me", "us", "пожалуйста", "please"};
    constexpr std::array<std::string_view, 4> need{"нужно", "надо", "need", "want"};
    constexpr std::array<std::string_view, 19> move{
        "перенеси",  "перенесите", "перенести", "сдвинь",   "сдвиньте", "сдвинуть", "продли",
        "продлите",  "продлить",   "отложи",    "отложите", "отложить", "подвинь",  "подвиньте",
        "подвинуть", "extend",     "move",      "postpone", "push"};
    constexpr std::array<std::string_view, 5> it{"срок", "дедлайн", "the", "deadline", "it"};
    if (at > 0 && words.is(at - 1, sense::negation))
        return std::nullopt;
    if (is_one_of(words, at, give))
        return after_any(words, after_any(words, at + 1, to_whom), more_words);
    if (is_one_of(words, at, need))
        return more_at(words, at + 1);
    if (!is_one_of(words, at, move))
        return at == 0 ? more_at(words, at) : std::nullopt;
    const std::size_t place = after_any(words, at + 1, it);
    const bool led = words[place].text == "на" || words[place].text == "by" || words[place].text == "for";
    return led ? std::optional(place + 1) : std::nullopt;
}

// «Дай минуту», "give me a sec": asks to wait, not to move a deadline.
bool is_a_moment(const duration& by) {
    constexpr minutes moment{10};
    return by.timed && by.months == 0 && by.days == 0 && by.working_days == 0 && by.time < moment;
}

}  // namespace

found_piece more_time(const tokens& words, std::size_t at, const present& now) {
    const auto place = now.due ? wish_at(words, at) : std::nullopt;
    const auto by = place ? spans_at(words, *place, true) : std::nullopt;
    if (!by || is_a_moment(by->all.front()))
        return std::nullopt;
    // «2 дня назад», «на 2 дня раньше», "2 more days before Friday", «ещё 2 дня клиент молчит».
    const std::size_t end = by->end;
    const bool otherwise = words.is(end, sense::ago) || words.is(end, sense::early) ||
                           words.is(end, sense::by) || words.is(end, sense::after) ||
                           words.is(end, sense::since) || words.is(end, sense::measure) ||
                           words.is(end, sense::counted);
    if (otherwise || (at == 0 && *place <= 1 && more_at(words, at) && words.is_unknown(end)))
        return std::nullopt;
    day_fact from;
    from.may_be.push_back(*now.due);
    return offset_piece(at, end, from, *by, now);
}

}  // namespace locale::when
