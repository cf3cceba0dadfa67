#include "transcript_scenes.hpp"

namespace dialogs {
namespace {

using o = office;

constexpr both ill{"клиент заболел", "the client is ill"};

void by_buttons(play& p) {
    p.scene({"Два нажатия и одна фраза", "Two taps and a sentence"});
    p.slips(o::maria, o::measure, o::december(22));
    p.presses(o::maria, "button.ask_for");
    p.says(o::maria, {"клиент попросил после праздника", "the client asked for after the holiday"});
    p.presses(o::maria, "button.send");

    p.scene({"Готовая причина, слова по желанию", "A ready reason; words if one likes"});
    p.slipped();
    p.presses(o::maria, "button.ask_for");
    p.presses(o::maria, "reason.payment");
    p.says(o::maria, {"счёт ещё не подписан", "the invoice is not signed yet"});

    p.scene({"Другая причина: нужны слова", "Another reason: words are needed"});
    p.slipped();
    p.presses(o::maria, "button.ask_for");
    p.presses(o::maria, "reason.other");
    p.says(o::maria, {"ааааааа", "aaaaaaa"});
    p.says(o::maria, {"сломался принтер", "the printer is broken"});

    p.scene({"Прежде чем отправить, всё можно изменить", "All can be changed before it is sent"});
    p.slipped();
    p.says(o::maria, ill);
    p.says(o::maria, {"нет", "no"});
    p.presses(o::maria, "button.change_date");
    p.says(o::maria, {"24.12", "24 Dec"});
    p.presses(o::maria, "button.change");
    p.presses(o::maria, "button.change_reason");
    p.presses(o::maria, "reason.technical");
    p.presses(o::maria, "button.change");
    p.presses(o::maria, "button.change_task");
    p.presses_label(o::maria, p.in({"Выслать КП", "Send the offer"}));
    p.says(o::maria, {"хм", "hm"});
    p.presses(o::maria, "button.discard");
}

void in_words(play& p) {
    p.scene({"Весь запрос одним сообщением", "The whole request in one message"});
    p.says(o::maria, {"замер с Ромашкой нужно до пятницы 25.12 15:00, клиент заболел",
                      "the visit with Daisy till Friday 25 Dec 3pm, the client is ill"});
    p.says(o::maria, {"да", "yes"});

    p.scene({"Причина сразу после возврата", "The reason right after the deadline came back"});
    p.slipped();
    p.says(o::maria, ill);

    p.scene({"Без задачи: бот спрашивает, о какой речь", "Without a task the bot asks which one"});
    p.says(o::maria, {"перенести", "extend"});
    p.says(o::maria, {"про луну", "about the moon"});
    p.presses_label(o::maria, p.in({"Выслать КП", "Send the offer"}));
    p.presses_label(o::maria, p.in({"ср 23.12", "Wed 23 Dec"}));

    p.scene({"Задач много: список листается", "Many tasks: the list has pages"});
    p.has_many_tasks(7);
    p.commands(o::maria, "extend");
    p.presses(o::maria, "button.more");
    p.presses(o::maria, "button.back");

    p.scene({"Команда с номером задачи", "The command with the number of a task"});
    p.commands(o::maria, "extend", {"8018 24.12 ждём печать", "8018 24 Dec waiting for the stamp"});

    p.scene({"Новый запрос вместо прежнего", "A new request instead of the earlier one"});
    p.slipped();
    p.says(o::maria, ill);
    p.presses(o::maria, "button.send");
    p.says(o::maria,
           {"8017 до 25.12, клиент заболел надолго", "8017 till 25 Dec, the client is ill for longer"});
    p.presses(o::maria, "button.send");

    p.scene({"Вопрос о решении посреди запроса", "A question in the middle of a request"});
    p.slipped();
    p.presses(o::maria, "button.other_date");
    p.says(o::maria, {"почему", "why"});
}

void that_cannot_be(play& p) {
    p.scene({"Номер не тот", "The number is wrong"});
    p.commands(o::maria, "extend", {"#8019 до 25.12", "#8019 till 25 Dec"});
    p.commands(o::maria, "extend", {"#999999 до 25.12", "#999999 till 25 Dec"});

    p.scene({"Запрос не нужен", "No request is needed"});
    p.here.portal.at(o::measure).present->due.reset();
    p.commands(o::maria, "extend", {"8017 до 25.12", "8017 till 25 Dec"});
    p.here.closes(o::maria, o::offer);
    p.commands(o::maria, "extend", {"#8018 до 25.12", "#8018 till 25 Dec"});
    p.commands(o::maria, "extend");
    p.here.rules.usual.mode = guard_mode::observe;
    p.commands(o::ivan, "extend", {"8019 до 25.12", "8019 till 25 Dec"});

    p.scene({"Об этой задаче уже просит другой", "Somebody else is asking about this task already"});
    p.slipped(o::ivan);
    p.presses(o::ivan, "button.ask_for");
    p.presses(o::ivan, "reason.technical");
    p.presses(o::ivan, "button.send");
    p.says(o::maria, {"8017 до 25.12, клиент заболел", "8017 till 25 Dec, the client is ill"});

    p.scene({"Перенос уже одобрен", "The move is approved already"});
    p.slipped();
    p.says(o::maria, ill);
    p.presses(o::maria, "button.send");
    p.presses(o::boris, "button.approve");
    p.says(o::maria, {"8017 до 25.12, клиент заболел", "8017 till 25 Dec, the client is ill"});

    p.scene({"Решать некому", "There is nobody to decide"});
    p.slips(o::maria, o::offer, o::december(22));
    for (const user_id above : {o::boris, o::anna}) {
        person gone = *p.here.people.find(above);
        gone.employee = false;
        p.here.people.add(gone);
    }
    p.says(o::maria, ill);
}

void old_buttons(play& p) {
    p.scene({"Кнопки прежних вопросов", "Buttons of earlier questions"});
    p.slipped();
    p.presses(o::maria, "button.ask_for");
    const auto old = p.token(o::maria, "reason.technical");
    p.says(o::maria, ill);
    p.presses_old(o::maria, p.label("reason.technical"), old);
    p.presses(o::maria, "button.discard");
    p.presses_old(o::maria, p.label("reason.technical"), old);
    p.presses_old(o::ivan, p.label("reason.technical"), old);
    p.presses_old(o::maria, p.label("button.send"), "forged");
}

}  // namespace

void asking_for_time(play& p) {
    p.chapter({"Запрос нового срока", "Asking for more time"});
    by_buttons(p);
    in_words(p);
    that_cannot_be(p);
    old_buttons(p);
}

void dates_of_requests(play& p) {
    p.chapter({"Даты", "Dates"});

    p.scene({"Даты нет, она в прошлом, слишком рано или слишком далеко",
             "No date, one in the past, too early or too far"});
    p.slipped();
    p.presses(o::maria, "button.other_date");
    p.says(o::maria, {"когда-нибудь потом", "some other time"});
    p.says(o::maria, {"1.12.2026", "1 Dec 2026"});
    p.says(o::maria, {"17.12", "17 Dec"});
    p.says(o::maria, {"31.12.2036", "31 Dec 2036"});
    p.presses_label(o::maria, p.in({"пт 25.12", "Fri 25 Dec"}));

    p.scene({"Две даты сразу", "Two dates at once"});
    p.slipped();
    p.presses(o::maria, "button.other_date");
    p.says(o::maria, {"23.12 или 24.12", "23 Dec or 24 Dec"});
    p.presses_label(o::maria, p.in({"чт 24.12", "Thu 24 Dec"}));

    p.scene({"Нерабочий день", "A day off"});
    p.slipped();
    p.says(o::maria, {"до 26.12, клиент заболел", "till 26 Dec, the client is ill"});
    p.presses_label(o::maria, p.in({"пн 28.12", "Mon 28 Dec"}));

    p.scene({"Сроки по всему году", "Deadlines all over the year"});
    for (unsigned month = 1; month <= 12; ++month) {
        task made;
        made.id = 9000 + month;
        made.title = p.in({"Отчёт за месяц ", "Report of month "}) + std::to_string(month);
        made.responsible = month <= 6 ? o::maria : o::ivan;
        made.creator = o::boris;
        made.due = instant(std::chrono::sys_days(std::chrono::year(2027) / std::chrono::month(month) /
                                                 std::chrono::day(month + 4))) +
                   std::chrono::hours(15);
        p.here.portal[made.id].present = made;
    }
    p.commands(o::maria, "my");
    p.commands(o::ivan, "my");

    p.scene({"Сдвиг в часах и минутах", "A shift of hours and minutes"});
    p.here.rules.usual.loop_limit = 9;
    p.slips(o::maria, o::measure, o::december(18, 19, 30));
    p.slips(o::maria, o::measure, o::december(18, 20));
    p.slips(o::maria, o::measure, o::december(18, 18, 40));
    p.slips(o::maria, o::measure, o::december(19, 12));
}

}  // namespace dialogs
