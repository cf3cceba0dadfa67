#include "transcript_scenes.hpp"

namespace dialogs {
namespace {

using o = office;
using namespace std::chrono_literals;

constexpr both asked_later{"Клиент попросил перенести встречу", "The client asked to meet later"};

void asks_why(play& p, user_id who = o::maria, task_id task = o::measure) {
    const std::string number = std::to_string(task);
    const std::string ru = "почему " + number, en = "why " + number;
    p.says(who, {ru, en});
}

void moves_with_a_reason(play& p, deadline to = o::december(22)) {
    p.here.writes(o::maria, o::measure, p.in(asked_later));
    p.here.passes(2min);
    p.moved(o::maria, o::measure, to);
}

void put_back(play& p) {
    p.scene({"Срок вернулся: перенос без причины", "It was put back: a move without a reason"});
    p.slipped();
    asks_why(p);

    p.scene({"Прежний срок ещё записывается", "The earlier deadline is on its way"});
    p.moved(o::maria, o::measure, o::december(22));
    asks_why(p);

    p.scene({"Автор вернул срок сам", "Its author was quicker"});
    p.moved(o::maria, o::measure, o::december(22));
    p.here.passes(1min);
    p.here.puts(o::maria, o::measure, o::december(18));
    p.portal_writes();
    asks_why(p);

    p.scene({"Решает руководитель", "The supervisor decides"});
    p.here.works_in(guard_mode::approval);
    moves_with_a_reason(p);
    p.here.portal_writes();
    p.passes_over();
    asks_why(p);

    p.scene({"Запрос отклонён", "The request was rejected"});
    p.here.works_in(guard_mode::approval);
    moves_with_a_reason(p);
    p.here.portal_writes();
    p.here.presses(o::boris, p.label("button.reject"));
    p.here.says(o::boris, p.in({"Срок жёсткий", "The date is fixed"}));
    p.passes_over();
    asks_why(p);

    p.scene({"Переносов уже много; у отдела свои правила", "Moves enough; the department has its own rules"});
    special_rules own;
    own.name = p.in({"продажи", "sales"});
    own.departments = {5};
    own.hold = p.here.rules.usual;
    own.hold.moves_max = 1;
    p.here.rules.special = {own};
    moves_with_a_reason(p, o::december(21));
    p.here.passes(1h);
    moves_with_a_reason(p);
    p.here.portal_writes();
    p.passes_over();
    asks_why(p);

    p.scene({"Слишком далеко от первого срока", "Too far from the first deadline"});
    p.here.rules.usual.shift_max = std::chrono::days(2);
    moves_with_a_reason(p);
    p.here.portal_writes();
    p.passes_over();
    asks_why(p);

    p.scene({"Портал не даёт вернуть срок", "The portal does not let the bot put it back"});
    p.moved(o::maria, o::measure, o::december(22));
    p.here.portal_refuses("ACCESS_DENIED");
    p.passes_over();
    asks_why(p);

    p.scene({"Срок двигает робот", "A robot moves the deadline"});
    p.here.rules.usual.loop_limit = 1;
    p.slipped();
    p.moved(o::maria, o::measure, o::december(23));
    asks_why(p);

    p.scene({"Бот ждёт ответа автора", "The bot waits for an answer"});
    p.here.rules.usual.grace = 15min;
    p.moved(o::maria, o::measure, o::december(22));
    asks_why(p, o::boris);

    p.scene({"Один из многих переносов", "One of many moves"});
    p.here.rules.usual.mass_limit = 1;
    p.tells({"Мария разом меняет сроки многих задач.", "Maria changes the deadlines of many tasks at once."});
    p.here.looks(o::offer);
    p.here.puts(o::maria, o::measure, o::december(22));
    p.here.puts(o::maria, o::offer, o::december(23));
    p.here.together = {o::measure, o::offer};
    p.here.looks();
    p.here.looks(o::offer);
    p.here.together.clear();
    asks_why(p);
    p.here.passes(1min);
    p.here.handle(wave_due{o::maria});
    p.passes_over();
    p.presses(o::boris, "button.mass_accept");
    asks_why(p);
}

void stands(play& p) {
    p.scene({"Новый срок остался: причина, раньше прежнего, робот, допуск",
             "It stands: a reason, an earlier date, a robot, the leeway"});
    moves_with_a_reason(p);
    asks_why(p);
    p.moved(o::maria, o::measure, o::december(17));
    asks_why(p);
    p.moved(0, o::measure, o::december(19));
    asks_why(p);
    p.here.rules.usual.tolerance = 30min;
    p.here.passes(1min);
    p.moved(o::maria, o::measure, o::december(19, 18, 20));
    asks_why(p);
    p.here.rules.usual.tolerance_same_day = true;
    asks_why(p);

    p.scene({"Новый срок остался: автору причина не нужна", "It stands: its author needs no reason"});
    p.here.rules.exempt_users = {o::ivan};
    p.here.portal.at(o::measure).present->creator = o::service;
    unsigned day = 20;
    for (const user_id author : {o::boris, o::ivan, o::service, o::olga}) {
        p.moved(author, o::measure, o::december(++day));
        asks_why(p);
    }
    p.here.portal.at(o::measure).present->responsible = o::anna;
    p.here.passes(1min);
    p.moved(o::anna, o::measure, o::december(30));
    asks_why(p, o::anna);

    p.scene({"Тогда он был руководителем, сейчас уже нет", "He was the supervisor then and is no longer"});
    p.moved(o::boris, o::measure, o::december(24));
    p.here.people.add(department{5, p.in({"Отдел продаж", "Sales"}), 1, o::ivan});
    p.here.portal.at(o::measure).present->creator = o::ivan;
    asks_why(p);

    p.scene({"Первый срок задачи; автор сам вернул свой перенос",
             "The first deadline of a task; a move its author took back"});
    p.here.portal.at(o::measure).present->due.reset();
    p.here.looks();
    p.moved(o::maria, o::measure, o::december(22));
    asks_why(p);
    p.here.passes(20min);
    p.here.writes(o::maria, o::measure, p.in(asked_later));
    p.moved(o::maria, o::measure, o::december(24));
    p.here.passes(1min);
    p.moved(o::maria, o::measure, o::december(23));
    p.here.passes(1min);
    p.moved(o::maria, o::measure, o::december(24));
    asks_why(p);

    p.scene({"Новый ответственный назначает свой срок", "The new responsible person sets his date"});
    p.here.looks();
    p.here.hands_over(o::boris, o::measure, o::ivan);
    p.here.passes(1min);
    p.moved(o::ivan, o::measure, o::december(22));
    asks_why(p, o::boris);

    p.scene({"Тогда была пауза", "There was a pause then"});
    p.here.looks();
    p.here.commands(o::olga, "pause");
    p.moved(o::maria, o::measure, o::december(22));
    asks_why(p);

    p.scene({"Тогда ещё не было сказано", "It was not told then"});
    p.here.known.told.clear();
    p.moved(o::maria, o::measure, o::december(22));
    asks_why(p);

    p.scene({"Сообщить о возврате было некому", "There was nobody to tell"});
    p.here.rules.usual.robots = robot_rule::judge;
    auto gone = *p.here.people.find(o::maria);
    gone.active = false;
    p.here.people.add(gone);
    p.moved(0, o::measure, o::december(22));
    asks_why(p, o::boris);

    p.scene({"Одобрить было некому", "Nobody could approve"});
    p.here.people.add(department{1, p.in({"Компания", "Company"}), 0, 0});
    p.here.people.add(department{5, p.in({"Отдел продаж", "Sales"}), 1, o::ivan});
    auto guest = *p.here.people.find(o::ivan);
    guest.employee = false;
    p.here.people.add(guest);
    p.moved(o::maria, o::offer, o::december(25));
    asks_why(p, o::maria, o::offer);

    p.scene({"Новый срок поставлен по запросу", "The new deadline came by a request"});
    p.slipped();
    p.here.presses(o::maria, p.label("button.ask_for"));
    p.here.presses(o::maria, p.label("reason.colleague"));
    p.here.presses(o::maria, p.label("button.send"));
    p.here.presses(o::boris, p.label("button.approve"));
    p.passes_over();
    asks_why(p);
    p.here.portal_writes();
    p.passes_over();
    asks_why(p);

    p.scene({"Причину назвали после возврата", "A reason after it was put back"});
    p.here.rules.usual.after_revert = after_revert_rule::reason;
    p.slipped();
    p.here.says(o::maria, p.in({"клиент заболел", "the client is ill"}));
    p.here.portal_writes();
    p.passes_over();
    asks_why(p);
}

void only_watched(play& p) {
    p.scene({"Бот только наблюдает", "The bot only watches"});
    p.here.rules.usual.mode = guard_mode::observe;
    p.here.rules.usual.moves_max = 1;
    p.moved(o::maria, o::measure, o::december(21));
    asks_why(p);
    p.here.passes(5min);
    moves_with_a_reason(p);
    asks_why(p);
    p.here.passes(20min);
    moves_with_a_reason(p, o::december(23));
    asks_why(p);
    p.here.rules.usual.moves_max = 0;
    p.here.rules.usual.shift_max = std::chrono::days(3);
    p.here.passes(20min);
    moves_with_a_reason(p, o::december(30));
    asks_why(p);
    p.here.rules.groups = {77};
    p.here.passes(5min);
    p.moved(o::maria, o::measure, o::december(31));
    asks_why(p);

    p.scene({"Бот только наблюдает, и решать было бы некому", "It watches, and nobody could have decided"});
    p.here.rules.usual.mode = guard_mode::observe;
    for (const user_id above : {o::boris, o::anna}) {
        person gone = *p.here.people.find(above);
        gone.employee = false;
        p.here.people.add(gone);
    }
    p.moved(o::maria, o::offer, o::december(24));
    asks_why(p, o::maria, o::offer);
}

void nothing_to_tell(play& p) {
    p.scene({"Срок не меняли; меняли до начала", "Nobody changed it; or before the guard began"});
    p.here.looks();
    asks_why(p);
    p.here.now = o::december(1, 8);
    p.here.puts(o::maria, o::offer, o::december(21, 12));
    p.here.now = o::december(14, 10);
    p.here.looks(o::offer);
    asks_why(p, o::maria, o::offer);

    p.scene({"Изменение в закрытой задаче", "A change in a closed task"});
    p.here.looks();
    p.here.closes(o::maria, o::measure);
    p.here.passes(1min);
    p.moved(o::maria, o::measure, o::december(22));
    asks_why(p);

    p.scene({"О какой задаче?", "Which task?"});
    p.says(o::maria, {"почему", "why"});
    p.here.looks();
    p.here.looks(o::offer);
    p.commands(o::maria, "why");

    p.scene({"Задача его не касается, или бот её не знает",
             "No business of his, or a task the bot does not know"});
    p.slipped();
    asks_why(p, o::ivan);
    p.commands(o::maria, "why", {"123456", "123456"});
    p.here.rules.departments = {5};
    p.here.rules.groups = {77};
    p.commands(o::maria, "why", {"123456", "123456"});

    p.scene({"Спрашивают о правиле, которого бот уже не знает", "A rule the bot does not know any more"});
    moves_with_a_reason(p);
    p.passes_over();
    for (const char* kind : {"accepted", "silent", "observed"}) {
        p.here.known.rows.back().kind = kind;
        p.here.known.rows.back().ground = "of_an_earlier_version";
        asks_why(p);
    }
}

}  // namespace

void why_so(play& p) {
    p.chapter({"Почему срок такой", "Why a deadline is what it is"});
    put_back(p);
    stands(p);
    only_watched(p);
    nothing_to_tell(p);
}

void accepted_after_all(play& p) {
    p.chapter({"Перенос принимают после возврата", "A move is accepted after all"});

    p.scene({"Руководитель принимает перенос", "The supervisor accepts the move"});
    p.slipped();
    asks_why(p, o::boris);
    const auto accept = p.token(o::boris, "button.accept_move");
    asks_why(p, o::anna);
    const auto annas = p.token(o::anna, "button.accept_move");
    p.presses(o::boris, "button.accept_move");
    p.presses_old(o::anna, p.label("button.accept_move") + p.in({"22.12", "22 Dec"}), annas);
    p.portal_writes();
    p.presses_old(o::boris, p.label("button.accept_move") + p.in({"22.12", "22 Dec"}), accept);
    asks_why(p);

    p.scene({"Запрос уже есть: принять значит одобрить его", "A request is there: accepting approves it"});
    p.slipped();
    asks_why(p, o::olga);
    p.here.says(o::maria, p.in({"клиент заболел", "the client is ill"}));
    p.here.presses(o::maria, p.label("button.send"));
    p.passes_over();
    p.presses(o::olga, "button.accept_move");

    p.scene({"Просят уже о другой дате", "Another date is asked for already"});
    p.slipped();
    asks_why(p, o::boris);
    p.here.says(o::maria, p.in({"нужно до 25.12, клиент заболел", "till 25 Dec, the client is ill"}));
    p.here.presses(o::maria, p.label("button.send"));
    p.passes_over();
    p.presses(o::boris, "button.accept_move");

    p.scene({"Он больше не руководитель", "He is the supervisor no longer"});
    p.slipped();
    asks_why(p, o::boris);
    p.here.people.add(department{5, p.in({"Отдел продаж", "Sales"}), 1, o::ivan});
    p.presses(o::boris, "button.accept_move");

    p.scene({"Прошли сутки", "A day is over"});
    p.slipped();
    asks_why(p, o::boris);
    p.here.passes(25h);
    p.presses(o::boris, "button.accept_move");

    p.scene({"Дата уже прошла", "The date is over"});
    p.here.portal.at(o::offer).present->due = o::december(14, 11);
    p.moved(o::maria, o::offer, o::december(14, 12));
    p.here.portal_writes();
    p.passes_over();
    asks_why(p, o::boris, o::offer);
    p.here.passes(3h);
    p.presses(o::boris, "button.accept_move");

    p.scene({"Задача с тех пор изменилась", "The task has changed since"});
    p.slipped();
    asks_why(p, o::boris);
    p.here.puts(o::boris, o::measure, o::december(17));
    p.presses(o::boris, "button.accept_move");
}

}  // namespace dialogs
