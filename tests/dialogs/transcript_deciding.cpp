#include "transcript_scenes.hpp"

namespace dialogs {
namespace {

using o = office;
using namespace std::chrono_literals;

void asks(play& p) {
    p.slipped();
    p.says(o::maria, {"клиент заболел", "the client is ill"});
    p.presses(o::maria, "button.send");
}

// The same, told shortly.
void has_asked(play& p, user_id who = o::maria) {
    p.here.slips(who);
    p.here.presses(who, p.label("button.ask_for"));
    p.here.says(who, p.in({"клиент заболел", "the client is ill"}));
    p.passes_over();
    p.presses(who, "button.send");
}

void has_asked_before(play& p) {
    p.here.slips();
    p.here.presses(o::maria, p.label("button.ask_for"));
    p.here.says(o::maria, p.in({"клиент заболел", "the client is ill"}));
    p.here.presses(o::maria, p.label("button.send"));
    p.tells({"Мария просит перенести срок на 22.12, карточка уже у Бориса.",
             "Maria asks for 22 Dec, and Boris has the card."});
    p.passes_over();
}

// The head of the department is from outside, and there is nobody above him.
void has_no_supervisor(play& p) {
    auto guest = *p.here.people.find(o::ivan);
    guest.employee = false;
    p.here.people.add(guest);
    p.here.people.add(department{1, p.in({"Компания", "Company"}), 0, 0});
    p.here.people.add(department{5, p.in({"Отдел продаж", "Sales"}), 1, o::ivan});
}

}  // namespace

void deciding(play& p) {
    p.chapter({"Решение", "The decision"});

    p.scene({"Одобрить", "Approve"});
    asks(p);
    p.presses(o::boris, "button.approve");
    p.portal_writes();

    p.scene({"Второй перенос: карточка говорит об этом", "A second move: the card says so"});
    has_asked_before(p);
    p.here.presses(o::boris, p.label("button.approve"));
    p.here.portal_writes();
    p.here.passes(1h);
    p.passes_over();
    p.slips(o::maria, o::measure, o::december(24));
    p.says(o::maria, {"клиент ещё болеет", "the client is still ill"});
    p.presses(o::maria, "button.send");

    p.scene({"Раньше срок двигали, а просят снова о первом",
             "It was moved earlier, and the first date is asked for"});
    p.here.looks();
    p.moved(o::boris, o::measure, o::december(16));
    p.commands(o::maria, "extend", {"8017 до 18.12, клиент заболел", "8017 till 18 Dec, the client is ill"});
    p.presses(o::maria, "button.send");

    p.scene({"Отклонить со словами", "Reject with words"});
    has_asked_before(p);
    p.presses(o::boris, "button.reject");
    p.says(o::boris, {"Спасибо!", "Thanks!"});
    p.says(o::boris, {"Срок жёсткий", "The date is fixed"});

    p.scene({"Отклонить без объяснений", "Reject without words"});
    has_asked_before(p);
    p.presses(o::boris, "button.reject");
    p.presses(o::boris, "button.reject_silently");

    p.scene({"Решить позже", "Decide later"});
    has_asked_before(p);
    p.presses(o::boris, "button.reject");
    p.presses(o::boris, "button.decide_later");

    p.scene({"Другая дата кнопкой", "Another date by a button"});
    has_asked_before(p);
    p.presses(o::boris, "button.other_date");
    p.presses(o::boris, "button.grant");
    p.portal_writes();

    p.scene({"Другая дата словами", "Another date in words"});
    has_asked_before(p);
    p.presses(o::boris, "button.other_date");
    p.says(o::boris, {"как-нибудь", "somehow"});
    p.says(o::boris, {"17.12", "17 Dec"});
    p.says(o::boris, {"в среду 23.12", "Wednesday 23 Dec"});
    p.presses(o::boris, "button.grant");
    p.portal_writes();

    p.scene({"У руководителя был свой черновик", "The supervisor was writing a request of his own"});
    p.here.portal.at(o::call).present->responsible = o::boris;
    has_asked_before(p);
    p.says(o::boris, {"8019 до 25.12", "8019 till 25 Dec"});
    p.presses(o::boris, "button.reject");

    p.scene({"Портал не записал срок", "The portal does not write the deadline"});
    has_asked_before(p);
    p.presses(o::boris, "button.approve");
    p.portal_refuses("ERROR_CORE");

    p.scene({"Портал принял запись и не изменил срок", "The portal takes it and changes nothing"});
    has_asked_before(p);
    p.presses(o::boris, "button.approve");
    const auto write = p.here.known.to_send.at(0);
    p.here.known.to_send.clear();
    p.happens(deadline_written{o::measure, write.id, ""});

    p.scene({"Запись в обсуждении о каждом возврате", "A note of each deadline put back"});
    p.here.rules.usual.note_reverts = true;
    p.slips(o::maria, o::measure, o::december(22));

    p.scene({"То же, решает руководитель", "The same, and the supervisor decides"});
    p.here.works_in(guard_mode::approval);
    p.here.rules.usual.note_reverts = true;
    p.comments(o::maria, o::measure, {"Клиент попросил позже", "The client asked for later"});
    p.slips(o::maria, o::measure, o::december(22));
}

void ends_of_requests(play& p) {
    p.chapter({"Запрос больше не нужен", "A request is not needed any more"});

    p.scene({"Отозвать", "Withdraw"});
    has_asked_before(p);
    const auto approve = p.token(o::boris, "button.approve");
    const auto withdraw = p.token(o::maria, "button.withdraw");
    p.presses(o::maria, "button.withdraw");
    p.presses_old(o::boris, p.label("button.approve"), approve);
    p.presses_old(o::maria, p.label("button.withdraw"), withdraw);

    p.scene({"Задачу закрыли", "The task is closed"});
    has_asked_before(p);
    p.here.closes(o::maria, o::measure);
    p.looks();

    p.scene({"Задачу удалили", "The task is deleted"});
    has_asked_before(p);
    p.happens(task_deleted{o::measure});

    p.scene({"Задачу передали другому", "The task is given to somebody else"});
    has_asked_before(p);
    p.here.hands_over(o::boris, o::measure, o::ivan);
    p.looks();

    p.scene({"Срок поставил руководитель", "The supervisor sets the deadline himself"});
    has_asked_before(p);
    p.moves(o::boris, o::measure, o::december(21));

    p.scene({"Срок уже такой", "The deadline is that already"});
    p.here.rules.usual.tolerance = 30min;
    p.slipped();
    p.says(o::maria, {"до 18.12 18:10, клиент заболел", "till 18 Dec 18:10, the client is ill"});
    p.presses(o::maria, "button.send");
    p.moves(o::maria, o::measure, o::december(18, 18, 20));

    p.scene({"Задача изменилась, пока карточка ждала", "The task changed while the card was waiting"});
    p.here.rules.usual.tolerance = 30min;
    has_asked_before(p);
    const auto seen = p.token(o::boris, "button.approve");
    p.here.puts(o::maria, o::measure, o::december(18, 18, 20));
    p.presses_old(o::boris, p.label("button.approve"), seen);

    p.scene({"Портал не показывает задачу", "The portal does not show the task"});
    has_asked_before(p);
    p.here.portal.erase(o::measure);
    p.presses(o::boris, "button.approve");

    p.scene({"Бота не было на связи", "The bot was away"});
    has_asked_before(p);
    p.happens(presses_lost{o::boris});

    p.scene({"Карточка не доходит до руководителя", "The card cannot reach the supervisor"});
    has_asked_before(p);
    p.happens(message_refused{o::boris, "request:1:card", "ACCESS_DENIED"});
}

void who_decides(play& p) {
    p.chapter({"Кто решает", "Who decides"});

    p.scene({"Руководитель в отпуске, его замещают", "The supervisor is away, and somebody stands in"});
    p.here.rules.absent = {{o::boris, o::december(14, 0), o::december(17, 0), o::ivan}};
    asks(p);

    p.scene({"Руководительница в отпуске", "The supervisor, a woman, is away"});
    auto boss = *p.here.people.find(o::boris);
    boss.gender = "F";
    boss.first_name = p.in({"Вера", "Vera"});
    boss.name = p.in({"Вера Орлова", "Vera Eagle"});
    p.here.people.add(boss);
    p.here.away[o::boris] = o::december(17, 0);
    has_asked(p);

    p.scene({"Пол руководителя не указан", "The portal does not know his gender"});
    auto unknown = *p.here.people.find(o::boris);
    unknown.gender.clear();
    p.here.people.add(unknown);
    p.here.away[o::boris] = o::december(17, 0);
    has_asked(p);

    p.scene({"Руководитель уходит в отпуск, пока запрос ждёт", "The supervisor goes away while it waits"});
    p.here.rules.absent = {{o::boris, o::december(15, 0), o::december(18, 0), o::ivan}};
    has_asked_before(p);
    const auto his = p.token(o::boris, "button.approve");
    p.here.passes(24h);
    p.looks();
    p.presses_old(o::boris, p.label("button.approve"), his);

    p.scene({"Задача самого руководителя: решает тот, кто выше", "A task of the supervisor himself"});
    p.here.portal.at(o::measure).present->responsible = o::boris;
    p.here.portal.at(o::measure).present->creator = o::boris;
    has_asked(p, o::boris);

    p.scene({"Руководителя нет, есть заместитель", "The post is vacant, and there is a deputy"});
    auto sales = *p.here.people.find_department(5);
    sales.head = 0;
    sales.deputies = {o::ivan};
    p.here.people.add(sales);
    has_asked(p);

    p.scene({"Руководитель не найден: решает постановщик", "No supervisor: the creator of the task decides"});
    has_no_supervisor(p);
    has_asked(p);

    p.scene(
        {"Руководитель не найден: решает назначенный в настройках", "No supervisor: whom the settings name"});
    has_no_supervisor(p);
    p.here.portal.at(o::measure).present->creator = o::maria;
    p.here.rules.default_approver = o::anna;
    has_asked(p);

    p.scene({"Коллега просит о чужой задаче из другого часового пояса",
             "A colleague asks about somebody else's task from another time zone"});
    has_asked(p, o::ivan);
    p.presses(o::boris, "button.approve");
    p.portal_writes();

    p.scene({"Дата позже, чем разрешает портал", "A date later than the portal allows"});
    p.here.options.latest = o::december(20);
    has_asked(p);
}

}  // namespace dialogs
