// Whoever presses and types anything in any order always gets an answer, is never stuck, and never has two
// requests open.
#include <gmock/gmock.h>

#include <random>

#include "office.hpp"

namespace dialogs {
namespace {

using o = office;

class talker {
public:
    explicit talker(unsigned seed) : chance_(seed) {}

    void acts(office& here) {
        const user_id who =
            one_of(std::vector<user_id>{o::maria, o::maria, o::maria, o::boris, o::boris, o::ivan});
        here.passes(std::chrono::minutes(below(40)));
        switch (below(12)) {
            case 0:
                return here.moves(who, any_task(), o::december(15 + static_cast<unsigned>(below(14)), 18));
            case 1:
                return here.portal_writes();
            case 2:
                return below(4) == 0 ? here.portal_refuses("ACCESS_DENIED") : here.portal_writes();
            case 3:
            case 4:
            case 5:
                return answered(here, who, [&] { here.says(who, any_words()); });
            case 6:
                return below(8) == 0 ? here.closes(who, any_task()) : here.looks(any_task());
            case 7:
                return answered(here, who, [&] { here.commands(who, any_command(), any_words()); });
            default:
                return presses_something(here, who);
        }
    }

private:
    template <class Deed>
    void answered(office& here, user_id who, Deed deed) {
        const std::size_t before = here.told(who).size();
        const int rewrites = rewrites_of(here);
        deed();
        EXPECT_TRUE(here.told(who).size() > before || rewrites_of(here) > rewrites)
            << "no answer; the last words were: " << here.last(who);
        EXPECT_LE(here.rounds, 5) << "it reads and reads";  // nothing is cached here
    }

    static int rewrites_of(const office& here) {
        int all = 0;
        for (const auto& each : here.known.messages)
            all += each.rewrites;
        return all;
    }

    void presses_something(office& here, user_id who) {
        std::vector<std::string> tokens{"forged"};
        for (const auto& [token, what] : here.known.bindings)
            if (what.recipient == who || below(10) == 0)
                tokens.push_back(token);
        const std::size_t recent = std::min<std::size_t>(tokens.size(), 12);
        const auto from = below(3) == 0 ? 0 : static_cast<int>(tokens.size() - recent);
        const auto index = static_cast<std::size_t>(from + below(static_cast<int>(tokens.size()) - from));
        answered(here, who, [&] { here.presses_token(who, tokens[index]); });
    }

    std::string any_words() {
        return one_of(std::vector<std::string>{"нужно до пятницы 15:00, клиент заболел",
                                               "25.12",
                                               "завтра",
                                               "вчера",
                                               "8017",
                                               "#8018 до 28.12",
                                               "да",
                                               "нет",
                                               "отправить",
                                               "изменить",
                                               "спасибо",
                                               "почему",
                                               "мои",
                                               "Ромашка",
                                               "клиент не берёт трубку",
                                               "23.12 или 24.12",
                                               "[b]жирно[/b] [user=all]",
                                               "",
                                               "\xFF\xC0",
                                               "ааааа",
                                               "через 2 рабочих дня",
                                               "31.12.2036",
                                               "перенести",
                                               "?",
                                               "next friday 5pm, waiting for papers",
                                               "Технический сбой",
                                               "/my",
                                               "/extend",
                                               ">>цитата",
                                               "😀"});
    }
    std::string any_command() {
        return one_of(std::vector<std::string>{"my", "help", "extend", "lang", "what"});
    }
    task_id any_task() { return one_of(std::vector<task_id>{o::measure, o::measure, o::offer, o::call}); }
    int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(chance_); }
    template <class Value>
    Value one_of(const std::vector<Value>& all) {
        return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
    }

    std::mt19937 chance_;
};

class random_talk : public testing::TestWithParam<unsigned> {};

TEST_P(random_talk, never_gets_the_bot_stuck_or_silent) {
    office here;
    here.rules.loop_limit = 50;
    talker anybody(GetParam());
    for (int deed = 0; deed < 120 && !HasFailure(); ++deed)
        anybody.acts(here);
    for (const user_id who : {o::maria, o::boris, o::ivan}) {
        here.says(who, "отмена");
        EXPECT_FALSE(here.known.conversations.contains(who));
        here.says(who, "помощь");
        EXPECT_THAT(here.last(who), testing::HasSubstr("Помогаю"));
    }
    for (int round = 0; round < 5; ++round)
        here.portal_writes();
    EXPECT_TRUE(here.known.writes.empty());
    for (const auto& [id, each] : here.known.requests)
        EXPECT_NE(each.state, request_state::applying);
}

INSTANTIATE_TEST_SUITE_P(seeds, random_talk, testing::Range(1U, 41U));

}  // namespace
}  // namespace dialogs
