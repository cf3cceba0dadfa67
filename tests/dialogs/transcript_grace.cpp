#include "transcript_scenes.hpp"

namespace dialogs {
namespace {

using o = office;
using namespace std::chrono_literals;

constexpr both ill{"клиент заболел", "the client is ill"};

// Left out, an earlier scene shows it.
void was_asked(play& p, deadline to = o::december(22)) {
    p.here.rules.usual.grace = 15min;
    p.tells({"Мария меняет срок без причины, и бот спрашивает о ней.",
             "Maria changes the deadline without a reason, and the bot asks for it."});
    p.here.moves(o::maria, o::measure, to);
    p.passes_over();
}

void is_asked(play& p) {
    p.here.rules.usual.grace = 15min;
    p.moves(o::maria, o::measure, o::december(22));
}

void are_asked_together(play& p) {
    p.here.rules.usual.grace = 15min;
    p.here.awaited = {o::maria};
    p.moves(o::maria, o::measure, o::december(22));
    p.here.awaited = {};
    p.moves(o::maria, o::offer, o::december(23));
}

void were_asked_together(play& p) {
    p.here.rules.usual.grace = 15min;
    p.tells({"Мария меняет сроки двух задач без причины, и бот спрашивает об обеих.",
             "Maria changes two deadlines without a reason, and the bot asks about both."});
    p.here.awaited = {o::maria};
    p.here.moves(o::maria, o::measure, o::december(22));
    p.here.awaited = {};
    p.here.moves(o::maria, o::offer, o::december(23));
    p.passes_over();
}

void about_one(play& p) {
    p.scene({"Бот спрашивает о причине; ответ кнопкой", "The bot asks for the reason; answered by a button"});
    is_asked(p);
    p.presses(o::maria, "reason.no_answer");

    p.scene({"Ответ своими словами", "Answered in words"});
    was_asked(p);
    p.presses(o::maria, "reason.other");
    p.says(o::maria, {"сломалась машина", "the car broke down"});

    p.scene({"Ответа нет", "No answer"});
    was_asked(p);
    const auto late = p.token(o::maria, "reason.no_answer");
    p.comes(o::december(14, 10, 15));
    p.portal_writes();
    p.presses_old(o::maria, p.label("reason.no_answer"), late);

    p.scene({"Вернуть срок по кнопке", "Put back by a button"});
    was_asked(p);
    p.presses(o::maria, "button.take_back");
    p.portal_writes();

    p.scene({"Срок вернули вручную", "Moved back by hand"});
    was_asked(p);
    p.here.passes(5min);
    p.moves(o::maria, o::measure, o::december(18));

    p.scene({"Срок поставил руководитель", "The supervisor sets the deadline"});
    was_asked(p);
    p.here.passes(5min);
    p.moves(o::boris, o::measure, o::december(21));

    p.scene({"Задачу удалили", "The task is deleted"});
    was_asked(p);
    p.happens(task_deleted{o::measure});

    p.scene({"Срок убрали, решает руководитель", "The deadline is removed, and the supervisor decides"});
    p.here.works_in(guard_mode::approval);
    p.here.rules.usual.grace = 15min;
    p.moves(o::maria, o::measure, std::nullopt);

    p.scene({"Перенос согласует руководитель", "The supervisor decides on the move"});
    p.here.works_in(guard_mode::approval);
    is_asked(p);
    p.presses(o::maria, "reason.payment");
    p.portal_writes();

    p.scene({"Время вышло во время паузы", "The time is over in a pause"});
    was_asked(p);
    p.here.passes(1min);
    p.here.commands(o::olga, "pause");
    p.passes_over();
    p.comes(o::december(14, 10, 16));

    p.scene({"Пока бот ждал ответа, переносов стало много", "Many moves while the bot was waiting"});
    p.here.rules.usual.mass_limit = 1;
    was_asked(p);
    p.here.moves(o::maria, o::offer, o::december(23));
    p.passes_over();
    p.comes(o::december(14, 10, 16));
}

void about_several(play& p) {
    p.scene({"Две задачи порознь: о какой речь?", "Two tasks apart: which one?"});
    was_asked(p);
    p.here.passes(1min);
    p.here.moves(o::maria, o::offer, o::december(23));
    p.passes_over();
    p.says(o::maria, ill);
    p.presses(o::maria, "button.for_all");

    p.scene({"Две задачи вместе", "Two tasks together"});
    are_asked_together(p);
    p.comments(o::maria, o::measure, ill);
    p.looks();
    p.comes(o::december(14, 10, 16));

    p.scene({"Две задачи вместе, одну поправил руководитель", "Two together, one is set by the supervisor"});
    were_asked_together(p);
    p.here.passes(5min);
    p.moves(o::boris, o::measure, o::december(21));

    p.scene({"Вернуть оба срока", "Both are put back by a button"});
    were_asked_together(p);
    p.presses(o::maria, "button.take_back_all");
    p.portal_writes();

    p.scene({"Две задачи вместе, решает руководитель", "Two together, and the supervisor decides"});
    p.here.works_in(guard_mode::approval);
    are_asked_together(p);
}

constexpr task_id first = 9001;

void has_many_tasks(play& p, task_id count) {
    p.here.rules.usual.mass_limit = 2;
    p.has_many_tasks(count);
    for (task_id id = first; id < first + count; ++id)
        p.here.looks(id);
}

void moves_all(play& p, task_id count, task_id from = first) {
    for (task_id id = from; id < from + count; ++id) {
        p.here.puts(o::maria, id, o::december(id == first + 1 ? 23 : 22));
        p.here.together.push_back(id);
    }
    for (task_id id = from; id < from + count; ++id)
        p.here.looks(id);
    p.here.together.clear();
    p.writes_down();
}

void card_comes(play& p) {
    p.here.passes(1min);
    for (const user_id who : std::exchange(p.here.known.waves_due, {}))
        p.happens(wave_due{who});
}

void many(play& p, task_id count) {
    has_many_tasks(p, count);
    p.tells(
        {"Мария разом переносит сроки многих задач.", "Maria moves the deadlines of many tasks at once."});
    moves_all(p, count);
    card_comes(p);
}

// Left out, the first scene shows it.
void asked_many(play& p, task_id count) {
    has_many_tasks(p, count + 1);  // and leaves one alone
    p.tells({"Мария разом переносит сроки многих задач, карточка уже у Бориса.",
             "Maria moves the deadlines of many tasks at once, and Boris has the card."});
    for (task_id id = first; id < first + count; ++id) {
        p.here.puts(o::maria, id, o::december(22));
        p.here.together.push_back(id);
    }
    for (task_id id = first; id < first + count; ++id)
        p.here.looks(id);
    p.here.together.clear();
    p.here.passes(1min);
    for (const user_id who : std::exchange(p.here.known.waves_due, {}))
        p.here.handle(wave_due{who});
    p.passes_over();
}

void of_one_person(play& p) {
    p.scene({"Сотрудник разом перенёс много задач; руководитель согласен",
             "Many tasks are moved at once; the supervisor accepts"});
    many(p, 7);
    p.presses(o::boris, "button.mass_show");
    p.presses(o::boris, "button.mass_accept");

    p.scene({"Руководитель не согласен", "The supervisor does not accept"});
    asked_many(p, 3);
    p.presses(o::boris, "button.mass_put_back");
    p.portal_writes();
    p.commands(o::maria, "why", {"9001", "9001"});

    p.scene({"Длинный список", "A long list"});
    asked_many(p, 24);
    p.presses(o::boris, "button.mass_show");
    p.presses_label(o::boris, p.label("button.mass_show_more"));

    p.scene({"Часть успела вернуться", "Some were put back before"});
    has_many_tasks(p, 3);
    for (task_id id = first; id < first + 3; ++id)
        p.here.moves(o::maria, id, o::december(22));
    p.here.portal_writes();
    p.writes_down();
    card_comes(p);
    p.presses(o::boris, "button.mass_show");

    p.scene({"Пока карточка ждала, задач стало больше", "More tasks while the card was waiting"});
    asked_many(p, 3);
    const auto old = p.token(o::boris, "button.mass_accept");
    moves_all(p, 1, first + 3);
    p.presses_old(o::boris, p.label("button.mass_accept"), old);

    p.scene({"Руководитель не согласен, осталась одна задача",
             "The supervisor does not accept the one that is left"});
    asked_many(p, 3);
    for (task_id id = first + 1; id < first + 3; ++id)
        p.here.moves(o::boris, id, o::december(21));
    p.passes_over();
    card_comes(p);
    p.presses(o::boris, "button.mass_put_back");
    p.portal_writes();

    p.scene({"Задачи удалили", "The tasks are deleted"});
    asked_many(p, 3);
    for (task_id id = first; id < first + 3; ++id)
        p.here.handle(task_deleted{id});
    card_comes(p);

    p.scene({"Вопрос перешёл к другому", "The question goes to somebody else"});
    asked_many(p, 3);
    p.here.rules.absent = {{o::boris, o::december(14, 0), o::december(21, 0), o::anna}};
    p.looks(first);

    p.scene({"Карточка не доходит", "The card cannot be delivered"});
    asked_many(p, 3);
    p.happens(message_refused{o::boris, "mass:1:13", "USER_NOT_FOUND"});
}

// The bot puts back several at once, and tells of all in one message.
void several_are_put_back(play& p, user_id who = o::maria) {
    p.tells(who == o::maria
                ? both{"Мария меняет сроки двух задач, и оба возвращаются.",
                       "Maria changes two deadlines, and both are put back."}
                : both{"Иван меняет сроки двух задач Марии, и оба возвращаются.",
                       "Ivan changes the deadlines of two tasks of Maria's, and both are put back."});
    for (const task_id id : {o::measure, o::offer}) {
        p.here.looks(id);
        p.here.puts(who, id, o::december(28));
    }
    for (const task_id id : {o::measure, o::offer})
        p.here.looks(id);
    for (const auto& write : std::exchange(p.here.known.to_send, {})) {
        p.here.puts(o::service, write.task, write.to);
        p.here.handle(deadline_written{write.task, write.id, ""});
    }
    p.writes_down();
}

}  // namespace

void time_to_answer(play& p) {
    p.chapter({"Сначала вопрос, потом возврат", "First a question, then the deadline is put back"});
    about_one(p);
    about_several(p);
}

void many_moves(play& p) {
    p.chapter({"Много переносов сразу", "Many moves at once"});

    p.scene({"Вернулось несколько сроков", "Several deadlines are put back"});
    several_are_put_back(p);

    p.scene({"Вернулось несколько сроков, один перенос с причиной, решает руководитель",
             "Several are put back, one with a reason, and the supervisor decides"});
    p.here.works_in(guard_mode::approval);
    p.here.writes(o::maria, o::measure, p.in({"Клиент попросил позже", "The client asked for later"}));
    several_are_put_back(p);

    p.scene({"Коллега перенёс несколько чужих задач", "A colleague moves several tasks of somebody else"});
    several_are_put_back(p, o::ivan);

    p.scene({"То же с причиной, решает руководитель", "The same with a reason, and the supervisor decides"});
    p.here.works_in(guard_mode::approval);
    p.here.writes(o::ivan, o::measure, p.in({"Клиент попросил позже", "The client asked for later"}));
    several_are_put_back(p, o::ivan);

    of_one_person(p);
}

}  // namespace dialogs
