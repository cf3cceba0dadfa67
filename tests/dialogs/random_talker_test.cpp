// Whoever presses and types anything in any order always gets an answer, is never stuck, and never has two
// requests open.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "office.hpp"

namespace dialogs {
namespace {

using o = office;

class talker {
public:
    explicit talker(unsigned seed) : chance_(seed) {}

    void acts(office& here) {
        const auto who =
            one_of(std::vector<user_id>{o::maria, o::maria, o::maria, o::boris, o::boris, o::ivan, o::anna});
        here.comes(here.now +
                   (below(50) == 0 ? std::chrono::hours(below(40)) : std::chrono::minutes(below(20))));
        const int deed = below(46);
        if (deed < 3)
            here.moves(one_of(std::vector<user_id>{o::maria, o::maria, o::ivan, o::boris}), any_task(),
                       o::december(15 + static_cast<unsigned>(below(16)), 18));
        else if (deed == 3)
            here.portal_refuses("ACCESS_DENIED");
        else if (deed < 8)
            here.portal_writes();
        else if (deed == 8 && below(5) == 0)
            here.closes(who, any_task());
        else if (deed == 9)
            here.looks(any_task());
        else if (deed < 13)
            presses_on(here, o::boris, ":card");
        else if (deed < 15)
            presses_on(here, o::maria, "inquiry:");
        else if (deed < 18)
            presses_in(here, who, "question:");
        else if (deed < 26)
            answered(here, who, [&] { here.says(who, any_words()); });
        else if (deed < 29)
            answered(here, who, [&] { here.commands(who, any_command(), any_words()); });
        else
            presses_something(here, who);
    }

private:
    template <class Deed>
    void answered(office& here, user_id who, Deed deed, const std::string& what = {}) {
        const std::size_t before = here.told(who).size();
        const int rewrites = rewrites_of(here);
        deed();
        here.due_looks();
        EXPECT_TRUE(here.told(who).size() > before || rewrites_of(here) > rewrites)
            << "no answer; the last words were: " << here.last(who) << " " << what;
        // Nothing is cached here: he, his tasks, the task, its people, those above them, who asked.
        EXPECT_LE(here.rounds, 7) << "it reads and reads";
    }

    // A button of his newest message in such a slot, when there is one.
    void presses_in(office& here, user_id who, std::string_view slot) {
        const auto all = here.told(who);
        const auto found = std::find_if(all.rbegin(), all.rend(), [&](const sent_message& each) {
            return each.slot.find(slot) != std::string::npos && !each.what.rows.empty();
        });
        if (found == all.rend())
            return;
        const button pressed = one_of(one_of(found->what.rows));
        answered(
            here, who, [&] { here.presses_token(who, pressed.token); }, pressed.label);
    }

    // The same, and then perhaps what it led to.
    void presses_on(office& here, user_id who, std::string_view slot) {
        presses_in(here, who, slot);
        if (below(2) == 0)
            presses_in(here, who, "question:");
        else
            answered(here, who, [&] { here.says(who, any_words()); });
    }

    static int rewrites_of(const office& here) {
        int all = 0;
        for (const auto& each : here.known.messages)
            all += each.rewrites;
        return all;
    }

    // Mostly a button of the newest messages, sometimes any button there ever was, of anybody, or a forged
    // one.
    void presses_something(office& here, user_id who) {
        std::vector<std::string> tokens;
        const auto all = here.told(who);
        for (std::size_t back = 1; back <= std::min<std::size_t>(all.size(), 3); ++back)
            for (const auto& row : all[all.size() - back].what.rows)
                for (const auto& each : row)
                    tokens.push_back(each.token);
        if (tokens.empty() || below(5) == 0) {
            tokens.emplace_back("forged");
            for (const auto& [token, what] : here.known.bindings)
                tokens.push_back(token);
        }
        // What is rarely offered is pressed as often as what lies everywhere.
        std::map<std::string, std::vector<std::string>> by_action;
        for (const auto& each : tokens)
            by_action[here.known.binding(each).value_or(button_binding{}).action].push_back(each);
        std::vector<std::vector<std::string>> kinds;
        for (auto& [does, all_of_it] : by_action)
            kinds.push_back(std::move(all_of_it));
        const auto token = one_of(one_of(kinds));
        const auto bound = here.known.binding(token);
        answered(
            here, who, [&] { here.presses_token(who, token); }, bound ? bound->action : token);
    }

    std::string any_words() {
        return one_of(std::vector<std::string>{"нужно до пятницы 15:00, клиент заболел",
                                               "25.12",
                                               "завтра",
                                               "вчера",
                                               "8017",
                                               "#8018 до 28.12",
                                               "8017 до 29.12, клиент заболел",
                                               "8018 до 23.12, клиент заболел",
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
                                               "ждут меня",
                                               "почему 8017",
                                               "почему",
                                               "?",
                                               "next friday 5pm, waiting for papers",
                                               "Технический сбой",
                                               "/my",
                                               "/extend",
                                               ">>цитата",
                                               "😀"});
    }
    std::string any_command() {
        return one_of(
            std::vector<std::string>{"my", "help", "extend", "lang", "what", "why", "pending", "pending"});
    }
    task_id any_task() { return one_of(std::vector<task_id>{o::measure, o::measure, o::offer, o::call}); }
    int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(chance_); }
    template <class Value>
    Value one_of(const std::vector<Value>& all) {
        return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
    }

    std::mt19937 chance_;
};

// Questions with buttons; each chat holds one at most.
void expect_one_live_question(const office& here, user_id who) {
    const auto all = here.told(who);
    const auto live = std::count_if(all.begin(), all.end(), [](const sent_message& each) {
        return each.slot.starts_with("question:") && !each.what.rows.empty();
    });
    EXPECT_LE(live, here.known.conversations.contains(who) ? 1 : 0) << here.last(who);
}

// Talks for a while, and says how often what happened.
std::map<std::string, int> talk(unsigned seed) {
    office here;
    here.rules.usual.loop_limit = 50;
    if (seed % 3 != 0)
        here.rules.usual.grace = std::chrono::minutes(30);
    if (seed % 2 == 0)
        here.rules.usual.after_revert = after_revert_rule::reason;
    if (seed % 4 != 0)
        here.rules.waits = {
            {0, std::chrono::hours(1)}, {0, std::chrono::hours(2)}, {0, std::chrono::hours(6)}};
    for (task_id id = 9001; seed % 4 == 0 && id <= 9014; ++id) {  // pages of them
        task made = here.portal.at(o::measure).present.value();
        made.id = id;
        made.title = "Звонок " + std::to_string(id);
        here.portal[id].present = made;
    }
    talker anybody(seed);
    for (int deed = 0; deed < 200 && !testing::Test::HasFailure(); ++deed) {
        anybody.acts(here);
        for (const user_id who : {o::maria, o::boris, o::ivan, o::anna})
            expect_one_live_question(here, who);
    }
    for (const user_id who : {o::maria, o::boris, o::ivan, o::anna}) {
        here.says(who, "отмена");
        const auto left = here.known.conversations.find(who);  // one of a day ago is forgotten as it is
        EXPECT_TRUE(left == here.known.conversations.end() ||
                    here.now - left->second.since > std::chrono::hours(24));
        here.says(who, "помощь");
        EXPECT_THAT(here.last(who), testing::HasSubstr("Помогаю"));
    }
    for (int round = 0; round < 5; ++round)
        here.portal_writes();
    EXPECT_TRUE(here.known.writes.empty());
    for (const auto& [id, each] : here.known.requests)
        EXPECT_NE(each.state, request_state::applying);
    std::map<std::string, int> happened;
    for (const auto& kind : here.known.journal_kinds())
        ++happened[kind];
    return happened;
}

TEST(random_talk, never_gets_the_bot_stuck_or_silent_and_leads_everywhere) {
    std::map<std::string, int> happened;
    for (unsigned seed = 1; seed <= 80 && !HasFailure(); ++seed) {
        SCOPED_TRACE(seed);
        for (const auto& [kind, times] : talk(seed))
            happened[kind] += times;
    }
    for (const char* kind :
         {"put_back", "requested", "approved", "applied", "rejected", "withdrawn", "failed", "obsolete",
          "answered", "reminded", "escalated", "expired", "inquired", "inquiry_answered", "trusted"})
        EXPECT_GE(happened[kind], 1) << kind;
}

}  // namespace
}  // namespace dialogs
