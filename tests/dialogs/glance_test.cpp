// What a list tells of a task is enough while nothing changed; else a look is asked for.
#include <gmock/gmock.h>

#include "office.hpp"

namespace dialogs {
namespace {

using testing::IsEmpty;
using testing::SizeIs;
using o = office;

// The decision about the task as a list shows it now.
decision glanced(office& here, task_id id = o::measure) {
    facts seen;
    seen.glances[id] = {here.portal.at(id).present, true};
    return decide(here.known, task_touched{id}, seen, here.about());
}

bool is_enough(office& here) {
    return glanced(here).more.empty();
}

office after_a_look() {
    office here;
    here.looks();
    return here;
}

TEST(glance, is_enough_for_a_task_that_stands_as_recorded) {
    auto here = after_a_look();
    const auto made = glanced(here);
    EXPECT_TRUE(made.more.empty());
    EXPECT_THAT(made.steps, IsEmpty());
}

TEST(glance, keeps_the_title_fresh) {
    auto here = after_a_look();
    here.portal.at(o::measure).present->title = "Замер, второй этаж";
    const auto made = glanced(here);
    ASSERT_THAT(made.steps, SizeIs(1));
    EXPECT_EQ(std::get<save_task>(made.steps[0]).record.title, "Замер, второй этаж");
}

TEST(glance, asks_for_a_look_at_a_task_nobody_knows) {
    office here;
    const auto made = glanced(here);
    EXPECT_EQ(made.more.tasks, std::set<task_id>{o::measure});
    EXPECT_THAT(made.steps, IsEmpty());
}

TEST(glance, asks_for_a_look_when_anything_the_rule_folds_over_differs) {
    const std::vector<std::function<void(task&)>> changes{[](task& it) { it.due = o::december(22); },
                                                          [](task& it) { it.due.reset(); },
                                                          [](task& it) { it.responsible = o::ivan; },
                                                          [](task& it) { it.creator = o::ivan; },
                                                          [](task& it) { it.status = 5; },
                                                          [](task& it) { it.group = 12; }};
    for (const auto& change : changes) {
        auto here = after_a_look();
        change(*here.portal.at(o::measure).present);
        EXPECT_FALSE(is_enough(here));
    }
}

TEST(glance, asks_for_a_look_when_the_list_leaves_the_task_out) {
    auto here = after_a_look();
    here.portal.at(o::measure).present.reset();
    const auto made = glanced(here);
    EXPECT_EQ(made.more.tasks, std::set<task_id>{o::measure}) << "the list does not tell why";
}

TEST(glance, asks_for_a_look_while_something_is_open) {
    auto writing = after_a_look();
    writing.moves(o::maria, o::measure, o::december(22));
    writing.puts(o::boris, o::measure, o::december(18));
    EXPECT_FALSE(is_enough(writing)) << "a write is expected";

    auto fighting = after_a_look();
    fighting.known.tasks.at(o::measure).fighting = true;
    EXPECT_FALSE(is_enough(fighting));

    auto missed = after_a_look();
    missed.known.tasks.at(o::measure).missing_looks = 1;
    EXPECT_FALSE(is_enough(missed)) << "looks in a row are counted";

    auto rowless = after_a_look();
    rowless.known.tasks.at(o::measure).last_move = accepted_move{0, rowless.now, o::december(17)};
    EXPECT_FALSE(is_enough(rowless)) << "its row may follow";
}

TEST(glance, asks_for_a_look_while_a_request_is_open) {
    office here;
    here.slips();
    here.presses(o::maria, "Запросить");
    here.says(o::maria, "клиент заболел, вернётся во вторник");
    here.presses(o::maria, "Отправить");
    ASSERT_THAT(here.known.requests, SizeIs(1));
    EXPECT_FALSE(is_enough(here));
}

// ---- A read-back, whose discussion was not read.

TEST(read_back, asks_for_the_discussion_only_when_a_row_must_be_judged_by_it) {
    office here;
    here.moves(o::maria, o::measure, o::december(22));
    const auto write = here.known.to_send.at(0);
    const auto read_back = [&] {
        facts seen;
        seen.tasks[o::measure] = here.portal.at(o::measure);
        seen.tasks[o::measure].discussion_known = false;
        seen.who = here.people;
        seen.departments_known = true;
        for (const auto& [id, each] : here.people.people())
            seen.away[id];
        seen.options[o::measure];
        return decide(here.known, deadline_written{o::measure, write.id, ""}, seen, here.about());
    };
    here.puts(o::service, o::measure, write.to);
    EXPECT_TRUE(read_back().more.empty()) << "our own row";
    here.puts(o::boris, o::measure, o::december(24));
    EXPECT_TRUE(read_back().more.empty()) << "Борис may move it as he likes";
    here.puts(o::maria, o::measure, o::december(25));
    const auto made = read_back();
    EXPECT_EQ(made.more.tasks, std::set<task_id>{o::measure}) << "she may have given a reason";
    EXPECT_THAT(made.steps, IsEmpty());
}

}  // namespace
}  // namespace dialogs
