#include "transcript_scenes.hpp"

namespace dialogs {
namespace {

using o = office;
using namespace std::chrono_literals;

// A request in one message; what the bot says upon it is left out.
void has_asked(play& p, task_id id, both words, user_id who = o::maria) {
    p.here.says(who, p.in(words));
    p.here.presses(who, p.label("button.send"));
    p.tells({id == o::measure ? "Мария просит перенести срок замера, карточка уже у Бориса."
             : who == o::ivan ? "Иван просит о задаче «Перезвонить»."
                              : "Мария просит о задаче «Выслать КП».",
             id == o::measure ? "Maria asks for more time for the measuring, and Boris has the card."
             : who == o::ivan ? "Ivan asks about his call."
                              : "Maria asks about the offer."});
    p.passes_over();
}

void has_asked(play& p) {
    has_asked(p, o::measure, {"8017 до 22.12, клиент заболел", "8017 till 22 Dec, the client is ill"});
}
void has_asked_for_offer(play& p) {
    has_asked(p, o::offer, {"8018 до 23.12, ждём печать", "8018 till 23 Dec, waiting for the stamp"});
}
void has_asked_for_call(play& p) {
    has_asked(p, o::call, {"8019 до 18.12 20:00, клиент занят", "8019 till 18 Dec 8pm, the client is busy"},
              o::ivan);
}

void has_asked_in_silence(play& p, task_id id) {
    p.here.looks(id);
    p.here.says(o::maria,
                std::to_string(id) + p.in({" до 21.12, клиент заболел", " till 21 Dec, the client is ill"}));
    p.here.presses(o::maria, p.label("button.send"));
}

// Seven requests of Maria, from 9001 on, a working day later each.
void has_asked_for_seven(play& p) {
    p.has_many_tasks(7);
    for (task_id id = 9001; id <= 9007; ++id) {
        has_asked_in_silence(p, id);
        if (id == 9005)
            p.passes_over();
    }
    p.tells({"Мария просит перенести семь сроков. Пять запросов пришли карточками, дальше приходит список.",
             "Maria asks about seven deadlines. Five came as cards, then comes a list."});
}

}  // namespace

void requests_that_wait(play& p) {
    p.chapter({"Запрос ждёт ответа", "A request waits"});

    p.scene({"Напоминание через четыре рабочих часа", "A reminder after four working hours"});
    has_asked(p);
    p.comes(o::december(14, 14));
    p.presses(o::boris, "button.card");

    p.scene({"Напоминание о нескольких сразу", "A reminder of several"});
    has_asked(p);
    has_asked_for_offer(p);
    p.comes(o::december(14, 14, 30));
    p.presses(o::boris, "button.card_one");
    p.presses(o::boris, "button.approve_one");

    p.scene({"Запросов больше десяти: названы первые", "More than ten: the first are named"});
    p.has_many_tasks(12);
    for (task_id id = 9001; id <= 9012; ++id)
        has_asked_in_silence(p, id);
    p.passes_over();
    p.comes(o::december(14, 14, 30));

    p.scene({"Менеджер просит напомнить", "The manager asks to remind"});
    has_asked(p);
    p.commands(o::maria, "my");
    p.presses(o::maria, "button.remind");
    p.presses(o::maria, "button.remind");
    p.commands(o::maria, "my");

    p.scene({"Напомнить о двух; рабочий день кончился", "Two of them, after hours"});
    p.here.now = o::december(14, 17, 50);
    has_asked(p);
    has_asked_for_offer(p);
    p.here.comes(o::december(14, 20));
    p.passes_over();
    p.commands(o::maria, "my");
    p.presses(o::maria, "button.remind_one");

    p.scene({"Ответа нет восемь рабочих часов: запрос идёт выше", "No answer for eight hours: it goes up"});
    has_asked(p);
    p.here.comes(o::december(14, 17));
    p.passes_over();
    p.comes(o::december(15, 9, 1));
    p.commands(o::maria, "my");

    p.scene({"Выше идут сразу несколько", "Several go up"});
    has_asked(p);
    has_asked_for_offer(p);
    has_asked_for_call(p);
    p.here.comes(o::december(14, 17));
    p.passes_over();
    p.comes(o::december(15, 9, 2));

    p.scene({"Ответа нет неделю: запрос закрыт", "No answer for a week: it is closed"});
    has_asked(p);
    p.here.comes(o::december(18, 13));
    p.passes_over();
    p.comes(o::december(18, 15));
    p.presses(o::boris, "button.look_again");

    p.scene({"Закрыты несколько; рассматривать уже нечего",
             "Several are closed, and nothing is left to look at"});
    has_asked(p);
    has_asked_for_offer(p);
    p.here.comes(o::december(18, 13));
    p.passes_over();
    p.comes(o::december(18, 15));
    p.presses_label(o::boris, "1. ");
    p.presses_label(o::boris, "1. ");
    p.here.closes(o::maria, o::offer);
    p.presses_label(o::boris, "2. ");

    p.scene({"Рассмотреть снова хочет тот, кто уже не решает", "Looked at again by one who decides no more"});
    has_asked(p);
    p.here.comes(o::december(18, 15));
    p.passes_over();
    p.tells({"Отдел принимает Иван.", "Ivan takes over the department."});
    auto sales = *p.here.people.find_department(5);
    sales.head = o::ivan;
    p.here.people.add(sales);
    p.presses(o::boris, "button.look_again");

    p.scene({"Менеджер не ответил на вопрос", "The manager did not answer a question"});
    has_asked(p);
    p.here.presses(o::boris, p.label("button.inquire"));
    p.here.presses(o::boris, p.label("inquiry.ready.why_then"));
    p.here.comes(o::december(18, 13));
    p.passes_over();
    p.comes(o::december(18, 15));

    p.scene({"Напоминать некому", "Nobody is there to be reminded"});
    has_asked(p);
    for (const user_id who : {o::boris, o::anna}) {
        auto gone = *p.here.people.find(who);
        gone.active = false;
        p.here.people.add(gone);
    }
    p.commands(o::maria, "my");
    p.presses(o::maria, "button.remind");

    p.scene({"Одобрено, но портал так и не записал", "Approved, but never written by the portal"});
    has_asked(p);
    p.here.presses(o::boris, p.label("button.approve"));
    p.here.portal_refuses("ACCESS_DENIED");
    p.here.comes(o::december(18, 13));
    p.passes_over();
    p.comes(o::december(18, 15));
    p.says(o::maria, {"почему 8017", "why 8017"});
}

void supervisors_desk(play& p) {
    p.chapter({"Стол руководителя", "The supervisor's desk"});

    p.scene({"Ничего не ждёт; два запроса", "Nothing waits; two requests"});
    p.commands(o::boris, "help");
    p.says(o::boris, {"ждут меня", "waiting for me"});
    p.here.looks(o::offer);
    has_asked(p, o::measure,
              {"8017 до 21.12 18:00, клиент заболел", "8017 till 21 Dec 6pm, the client is ill"});
    has_asked_for_offer(p);
    p.commands(o::boris, "pending");
    p.presses(o::boris, "button.open_one");

    p.scene({"В тот же день уже есть другой срок", "Another deadline is due that day"});
    p.here.looks(o::offer);
    p.here.says(o::maria,
                p.in({"8017 до 21.12 12:00, клиент заболел", "8017 till 21 Dec noon, the client is ill"}));
    p.presses(o::maria, "button.send");

    p.scene({"Больше пяти карточек: дальше список", "More than five cards: then a list"});
    has_asked_for_seven(p);
    p.writes_down();
    p.presses(o::boris, "button.pending_more");

    p.scene({"Одобрить разом", "Approve several together"});
    has_asked(p);
    has_asked_for_call(p);
    p.commands(o::boris, "pending");
    p.presses(o::boris, "button.list_together");
    p.presses(o::boris, "button.agree_together");
    p.comes(p.here.now + 2min);
    p.portal_writes();

    p.scene({"Отменить; применить сейчас; слишком поздно", "Cancel; apply now; too late"});
    has_asked(p);
    has_asked_for_call(p);
    p.commands(o::boris, "pending", {"2", "2"});
    p.presses(o::boris, "button.not_now");
    p.commands(o::boris, "pending", {"2", "2"});
    p.presses(o::boris, "button.agree_together");
    p.presses(o::boris, "button.think_again");
    p.commands(o::boris, "pending", {"2", "2"});
    const auto agree = p.token(o::boris, "button.agree_together");
    p.presses(o::boris, "button.agree_together");
    p.presses_old(o::boris, p.in({"Одобрить 2", "Approve 2"}), agree);
    const auto apply = p.token(o::boris, "button.apply_now");
    p.presses(o::boris, "button.apply_now");
    p.presses_old(o::boris, p.label("button.apply_now"), apply);
    p.commands(o::boris, "pending", {"1", "1"});

    p.scene({"Пока решения ждут, кое-что меняется", "Things change while the decisions wait"});
    has_asked(p);
    has_asked_for_call(p);
    has_asked_for_offer(p);
    p.commands(o::boris, "pending", {"5", "5"});
    p.presses(o::boris, "button.agree_together");
    p.tells({"Мария отзывает один запрос, а другую задачу взяли в работу.",
             "Maria withdraws one of them, and work on another task begins."});
    p.here.presses(o::maria, p.label("button.withdraw"));
    p.here.portal.at(o::call).present->status = 3;
    p.passes_over();
    p.comes(p.here.now + 2min);

    p.scene({"Пока решения ждут, руководителя замещают", "Somebody stands in while the decisions wait"});
    has_asked(p);
    p.here.commands(o::boris, "pending", p.in({"2", "2"}));
    p.here.presses(o::boris, p.label("button.agree_together"));
    p.passes_over();
    p.here.rules.absent = {{o::boris, o::december(14, 0), o::december(18, 0), o::ivan}};
    p.comes(p.here.now + 2min);

    p.scene({"Ни один не одобрен; список устарел", "None is approved; the list is out of date"});
    has_asked(p);
    p.commands(o::boris, "pending", {"2", "2"});
    const auto old = p.token(o::boris, "button.agree_together");
    p.presses(o::boris, "button.agree_together");
    p.here.now = o::december(22, 18, 1);
    p.happens(desk_due{o::boris});
    p.here.presses(o::maria, p.label("button.withdraw"));
    p.passes_over();
    p.presses_old(o::boris, p.in({"Одобрить 1", "Approve 1"}), old);

    p.scene({"Больше двадцати: сначала самые срочные", "More than twenty: the most urgent first"});
    p.has_many_tasks(21);
    for (task_id id = 9001; id <= 9021; ++id)
        has_asked_in_silence(p, id);
    p.passes_over();
    p.commands(o::boris, "pending", {"1", "1"});

    p.scene({"Доверять до конца недели", "Trust until the end of the week"});
    has_asked(p);
    p.presses(o::boris, "button.trust");
    p.here.says(o::maria, p.in({"8018 до 22.12, ждём печать", "8018 till 22 Dec, waiting for the stamp"}));
    p.presses(o::maria, "button.send");
    p.portal_writes();
    p.says(o::maria, {"почему 8018", "why 8018"});
    p.commands(o::boris, "pending");
    p.presses(o::boris, "button.trust_no_more");
    p.presses(o::boris, "button.trust_no_more");

    p.scene(
        {"Доверие, когда каждый перенос одобряет руководитель", "Trust where every move needs an approval"});
    p.here.works_in(guard_mode::approval);
    has_asked(p);
    p.here.presses(o::boris, p.label("button.trust"));
    p.passes_over();
    p.comments(o::maria, o::offer, {"Ждём печать", "Waiting for the stamp"});
    p.moves(o::maria, o::offer, o::december(22));
    p.says(o::maria, {"почему 8018", "why 8018"});

    p.scene({"Небольшие переносы согласования не требуют", "Small requests need no approval"});
    p.here.rules.usual.auto_approve = 1;
    p.here.among_ourselves.insert(0);
    p.says(o::maria, {"8018 до 22.12, ждём печать", "8018 till 22 Dec, waiting for the stamp"});
    p.presses(o::maria, "button.send");
    p.portal_writes();
    p.says(o::maria, {"почему 8018", "why 8018"});

    p.scene(
        {"То же, когда каждый перенос одобряет руководитель", "The same where every move needs an approval"});
    p.here.works_in(guard_mode::approval);
    p.here.rules.usual.auto_approve = 1;
    p.comments(o::maria, o::offer, {"Ждём печать", "Waiting for the stamp"});
    p.moves(o::maria, o::offer, o::december(22));
    p.says(o::maria, {"почему 8018", "why 8018"});

    p.scene({"Уточнить", "Ask the manager"});
    has_asked(p);
    p.presses(o::boris, "button.inquire");
    p.says(o::boris, {"Во вторник он точно сможет?", "Will he be there on Tuesday?"});
    p.says(o::maria, {"Да, договорились", "Yes, we agreed on it"});
    p.replies(o::maria, "inquiry:1", {"И ещё одно", "One more thing"});
    p.presses(o::boris, "button.approve");
    p.replies(o::maria, "inquiry:1", {"И ещё одно", "One more thing"});

    p.scene(
        {"Готовый вопрос, а менеджер занят другим запросом", "A ready question while the manager is busy"});
    has_asked(p);
    p.here.says(o::maria, p.in({"/extend 8018", "/extend 8018"}));
    p.passes_over();
    p.presses(o::boris, "button.inquire");
    p.presses(o::boris, "inquiry.ready.why_then");
    p.presses(o::maria, "button.answer");
    p.says(o::maria, {"отмена", "cancel"});

    p.scene({"Вопрос задан, запрос передан выше: второй руководитель видит его",
             "A question, seen by the one above too"});
    has_asked(p);
    p.here.comes(o::december(15, 9, 1));
    p.passes_over();
    p.presses(o::boris, "button.inquire");
    p.presses(o::boris, "inquiry.ready.client_knows");

    p.scene({"Автора запроса не спросить", "The author of the request cannot be asked"});
    has_asked(p);
    auto gone = *p.here.people.find(o::maria);
    gone.active = false;
    p.here.people.add(gone);
    p.presses(o::boris, "button.inquire");
    p.presses(o::boris, "inquiry.ready.why_then");

    p.scene({"Отклонить готовым ответом", "Reject with a ready answer"});
    has_asked(p);
    p.presses(o::boris, "button.reject");
    p.presses(o::boris, "reject.ready.call_me");
}

}  // namespace dialogs
