#include "transcript_scenes.hpp"

namespace dialogs {
namespace {

using o = office;
using namespace std::chrono_literals;

void has_asked(play& p) {
    p.here.slips();
    p.here.says(o::maria, p.in({"клиент заболел", "the client is ill"}));
    p.here.presses(o::maria, p.label("button.send"));
    p.passes_over();
}

}  // namespace

void desk_and_help(play& p) {
    p.chapter({"Мои задачи, помощь и прочее", "My tasks, help and the rest"});

    p.scene({"Мои задачи и запросы", "My tasks and requests"});
    p.says(o::maria, {"мои", "my tasks"});
    has_asked(p);
    p.here.commands(o::maria, "extend",
                    p.in({"8018 до 24.12 ждём печать", "8018 till 24 Dec waiting for the stamp"}));
    p.here.presses(o::maria, p.label("button.send"));
    p.passes_over();
    p.commands(o::maria, "my");

    p.scene({"Изменить отправленный запрос", "Change a request that was sent"});
    has_asked(p);
    p.presses(o::maria, "button.change");
    p.says(o::maria, {"23.12", "23 Dec"});
    p.presses(o::maria, "button.send");

    p.scene({"Исправить своё сообщение", "Put a message right"});
    p.says(o::maria, {"8017 до 22.12, клиент заболл", "8017 till 22 Dec, the client is il"});
    said edited;
    edited.by = o::maria;
    edited.dialog = "27";
    edited.edited = true;
    edited.text = p.in({"8017 до 23.12, клиент заболел", "8017 till 23 Dec, the client is ill"});
    p.tells({"Мария исправляет сообщение: «8017 до 23.12, клиент заболел».",
             "Maria edits her message: “8017 till 23 Dec, the client is ill”."});
    p.happens(edited);

    p.scene({"Задач много; задач нет", "Many tasks; no tasks"});
    p.has_many_tasks(9);
    p.commands(o::maria, "my");
    p.commands(o::anna, "my");

    p.scene({"Помощь", "Help"});
    p.says(o::maria, {"помощь", "help"});

    p.scene({"Помощь тем, у кого что-то открыто", "Help for those with something open"});
    has_asked(p);
    p.commands(o::maria, "help");
    p.commands(o::boris, "help");

    p.scene({"Помощь, пока бот только наблюдает", "Help while the bot only watches"});
    p.here.rules.usual.mode = guard_mode::observe;
    p.commands(o::maria, "help");

    p.scene({"Непонятные слова, приветствие, спасибо, отмена", "Anything else, a greeting, thanks, cancel"});
    p.says(o::maria, {"Привет!", "Hello!"});
    p.says(o::maria, {"Спасибо!", "Thanks!"});
    p.says(o::maria, {"отмена", "cancel"});
    p.says(o::maria, {"абракадабра", "abracadabra"});

    p.scene({"Файл или голосовое сообщение", "A file or a voice message"});
    said file;
    file.by = o::maria;
    file.dialog = "27";
    file.has_file = true;
    p.tells({"Мария присылает файл.", "Maria sends a file."});
    p.happens(file);

    p.scene({"Общий чат", "A group"});
    p.says(o::maria, {"мои", "my tasks"}, "chat5");

    p.scene({"Язык", "The language"});
    p.commands(o::maria, "lang");
    p.commands(o::maria, "lang", {"ru", "en"});
}

void pauses(play& p) {
    p.chapter({"Пауза", "A pause"});

    p.scene({"Администратор ставит паузу", "An administrator pauses the guard"});
    p.here.rules.administrators = {o::olga, o::boris};
    p.says(o::olga, {"пауза", "pause"});
    p.commands(o::olga, "help");
    p.says(o::boris, {"продолжай", "resume"});
    p.commands(o::olga, "resume");

    p.scene({"Пауза до часа", "A pause until an hour"});
    p.here.rules.administrators = {o::olga, o::boris};
    p.commands(o::olga, "pause", {"2 часа", "2 hours"});
    p.commands(o::olga, "help");
    p.here.comes(o::december(14, 12, 1));
    p.happens(pause_over{});
    p.commands(o::olga, "help");

    p.scene({"На сколько?", "For how long?"});
    p.commands(o::olga, "pause", {"чуть-чуть", "a bit"});
    p.commands(o::olga, "pause", {"до 17 или до 18", "until 5pm or 6pm"});
    p.commands(o::olga, "pause", {"до 1.12.2026", "until 1 Dec 2026"});

    p.scene({"Не администратор", "Not an administrator"});
    p.commands(o::maria, "pause");
}

void for_administrators(play& p) {
    p.chapter({"Что узнают администраторы", "What administrators are told"});

    p.scene({"Срок кто-то двигает снова и снова", "Something moves the deadline again and again"});
    for (int again = 0; again < 3; ++again)
        p.here.slips();
    p.passes_over();
    p.slips(o::maria, o::measure, o::december(22));

    p.scene({"Вернуть срок не удалось", "The deadline could not be put back"});
    p.moves(o::maria, o::measure, o::december(22));
    p.portal_refuses("ACCESS_DENIED");

    p.scene({"Одобрить перенос некому", "Nobody can approve a move"});
    for (const user_id above : {o::boris, o::anna}) {
        person gone = *p.here.people.find(above);
        gone.employee = false;
        p.here.people.add(gone);
    }
    p.moves(o::maria, o::offer, o::december(24));
}

}  // namespace dialogs
