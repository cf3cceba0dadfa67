// How many taps and sentences each job takes: the shortest way, and the one most people take. Who makes a job
// longer finds out here; README names the numbers.
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "office.hpp"

namespace dialogs {
namespace {

using o = office;

// An office whose people's taps and sentences are counted.
struct counted {
    office here;
    int taps = 0, sentences = 0;

    void taps_on(user_id who, std::string_view label) {
        here.presses(who, label);
        ++taps;
    }
    void writes(user_id who, const std::string& text) {
        here.says(who, text);
        ++sentences;
    }
    // What lies before the job is not counted.
    void has_asked(const std::string& words = "8017 до 22.12, клиент заболел", user_id who = o::maria) {
        here.says(who, words);
        here.presses(who, "Отправить");
    }
};

struct job {
    const char* name;
    int taps, sentences;
    std::function<void(counted&)> do_it;
    std::function<bool(const counted&)> is_done;
};
void PrintTo(const job& what, std::ostream* out) {
    *out << what.name;
}

request_state state_of(const counted& it, request_id id = 1) {
    const auto found = it.here.known.requests.find(id);
    return found == it.here.known.requests.end() ? request_state::failed : found->second.state;
}

std::function<bool(const counted&)> is(request_state state) {
    return [state](const counted& it) { return state_of(it) == state; };
}

std::vector<job> jobs() {
    return {
        {"ask_after_a_revert_shortest", 1, 1,
         [](counted& it) {
             it.here.slips();
             it.writes(o::maria, "клиент заболел");
             it.taps_on(o::maria, "Отправить");
         },
         is(request_state::pending)},
        {"ask_after_a_revert_usual", 3, 0,
         [](counted& it) {
             it.here.slips();
             it.taps_on(o::maria, "Запросить перенос");
             it.taps_on(o::maria, "Клиент не отвечает");
             it.taps_on(o::maria, "Отправить");
         },
         is(request_state::pending)},
        {"ask_in_one_message", 1, 1,
         [](counted& it) {
             it.writes(o::maria, "8017 до 22.12, клиент заболел");
             it.taps_on(o::maria, "Отправить");
         },
         is(request_state::pending)},
        {"ask_step_by_step", 4, 1,
         [](counted& it) {
             it.writes(o::maria, "перенести срок");
             it.taps_on(o::maria, "Согласовать замер");
             it.taps_on(o::maria, "вт 22.12");
             it.taps_on(o::maria, "Клиент не отвечает");
             it.taps_on(o::maria, "Отправить");
         },
         is(request_state::pending)},
        {"withdraw", 1, 0,
         [](counted& it) {
             it.has_asked();
             it.taps_on(o::maria, "Отозвать");
         },
         is(request_state::withdrawn)},
        {"remind", 1, 1,
         [](counted& it) {
             it.has_asked();
             it.writes(o::maria, "мои");
             it.taps_on(o::maria, "Напомнить");
         },
         [](const counted& it) { return it.here.only_request().reminded.has_value(); }},
        {"approve", 1, 0,
         [](counted& it) {
             it.has_asked();
             it.taps_on(o::boris, "Одобрить");
         },
         is(request_state::applying)},
        {"reject_with_a_ready_answer", 2, 0,
         [](counted& it) {
             it.has_asked();
             it.taps_on(o::boris, "Отклонить");
             it.taps_on(o::boris, "Срок жёсткий");
         },
         is(request_state::rejected)},
        {"reject_with_words", 1, 1,
         [](counted& it) {
             it.has_asked();
             it.taps_on(o::boris, "Отклонить");
             it.writes(o::boris, "Клиент ждать не будет");
         },
         is(request_state::rejected)},
        {"grant_another_date", 2, 0,
         [](counted& it) {
             it.has_asked();
             it.taps_on(o::boris, "Другая дата");
             it.taps_on(o::boris, "Одобрить: ");
         },
         is(request_state::applying)},
        {"ask_the_manager", 2, 0,
         [](counted& it) {
             it.has_asked();
             it.taps_on(o::boris, "Уточнить");
             it.taps_on(o::boris, "Клиент знает");
         },
         [](const counted& it) { return !it.here.only_request().question.empty(); }},
        {"answer_the_supervisor", 0, 1,
         [](counted& it) {
             it.has_asked();
             it.here.presses(o::boris, "Уточнить");
             it.here.presses(o::boris, "Клиент знает");
             it.writes(o::maria, "Да, сам просил");
         },
         [](const counted& it) { return !it.here.only_request().answer.empty(); }},
        {"clear_ten", 2, 1,
         [](counted& it) {
             for (task_id id = 9001; id <= 9010; ++id) {
                 it.here.add_task(id, "Договор " + std::to_string(id), o::maria, o::boris, o::december(21));
                 it.here.looks(id);
                 it.has_asked(std::to_string(id) + " до 22.12 18:00, клиент заболел");
             }
             it.writes(o::boris, "ждут меня");
             it.taps_on(o::boris, "Одобрить все до 1");
             it.taps_on(o::boris, "Одобрить 10");
             it.here.comes(it.here.now + std::chrono::minutes(2));
         },
         [](const counted& it) { return it.here.known.to_send.size() == 10; }},
    };
}

class Taps : public testing::TestWithParam<job> {};

TEST_P(Taps, AreNoMore) {
    counted it;
    GetParam().do_it(it);
    EXPECT_EQ(it.taps, GetParam().taps);
    EXPECT_EQ(it.sentences, GetParam().sentences);
    EXPECT_TRUE(GetParam().is_done(it)) << it.here.last(o::maria) << "\n" << it.here.last(o::boris);
}

INSTANTIATE_TEST_SUITE_P(Job, Taps, testing::ValuesIn(jobs()),
                         [](const auto& of) { return std::string(of.param.name); });

}  // namespace
}  // namespace dialogs
