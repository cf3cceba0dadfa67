#include "overheard.hpp"

// The catalogue itself, its two speaking functions under other names: the program is linked with those below
// instead of the library's.
#define say say_unheard
#define say_count say_count_unheard
#include "locale/catalogue.cpp"
#undef say
#undef say_count

namespace locale {
namespace {

std::map<std::string, std::set<std::string>>& heard() {
    static std::map<std::string, std::set<std::string>> all;
    return all;
}

}  // namespace

const std::map<std::string, std::set<std::string>>& overheard() {
    return heard();
}

std::string say(language which, std::string_view key, const arguments& with) {
    std::string text = say_unheard(which, key, with);
    heard()[std::string(key)].insert(text);
    return text;
}

std::string say_count(language which, std::string_view key, long count, const arguments& with) {
    std::string text = say_count_unheard(which, key, count, with);
    heard()[std::string(key)].insert(text);
    return text;
}

}  // namespace locale
