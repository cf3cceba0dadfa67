#include "transcript_scenes.hpp"

namespace dialogs {
namespace {

using o = office;

constexpr both asked_later{"Клиент попросил перенести встречу", "The client asked to meet later"};

void limits(play& p) {
    p.scene({"Причина есть, но переносов уже много", "There is a reason, but there were moves enough"});
    p.here.rules.usual.moves_max = 1;
    p.comments(o::maria, o::measure, asked_later);
    p.moves(o::maria, o::measure, o::december(21));
    p.here.passes(std::chrono::hours(2));
    p.comments(o::maria, o::measure, asked_later);
    p.slips(o::maria, o::measure, o::december(22));

    p.scene({"Причина есть, но новый срок слишком далеко от первого",
             "There is a reason, but the new deadline is too far from the first one"});
    p.here.rules.usual.shift_max = std::chrono::days(5);
    p.comments(o::maria, o::measure, asked_later);
    p.slips(o::maria, o::measure, o::december(30));
}

void of_a_colleague(play& p) {
    p.scene({"Коллега перенёс чужую задачу", "A colleague moves somebody else's task"});
    p.slips(o::ivan, o::measure, o::december(22));

    p.scene({"Коллега убрал срок чужой задачи", "A colleague removes the deadline of somebody else's task"});
    p.slips(o::ivan, o::measure, std::nullopt);

    p.scene({"Коллега перенёс чужую задачу с причиной, а решает руководитель",
             "A colleague moves somebody else's task with a reason, and the supervisor decides"});
    p.here.works_in(guard_mode::approval);
    p.comments(o::ivan, o::measure, asked_later);
    p.slips(o::ivan, o::measure, o::december(22));

    p.scene({"Коллега объясняет словами, почему перенёс чужую задачу",
             "A colleague says in words why he moved somebody else's task"});
    p.slipped(o::ivan);
    p.says(o::ivan, {"клиент попросил позже, Мария в курсе", "the client asked for later, Maria knows"});
}

void enough_after_all(play& p) {
    p.here.rules.usual.after_revert = after_revert_rule::reason;
}

void a_reason_returns_it(play& p) {
    p.scene({"После возврата достаточно назвать причину", "After that a reason is enough"});
    enough_after_all(p);
    p.slips(o::maria, o::measure, o::december(22));
    p.presses(o::maria, "button.return_to");
    p.presses(o::maria, "reason.payment");
    p.portal_writes();

    p.scene({"То же, но портал не записал срок", "The same, but the portal does not write it"});
    enough_after_all(p);
    p.slipped();
    p.says(o::maria, {"клиент заболел", "the client is ill"});
    p.portal_refuses("ACCESS_DENIED");
}

}  // namespace

void moves_put_back(play& p) {
    p.chapter({"Срок вернулся", "A deadline is put back"});

    p.scene({"Перенос без причины", "A move without a reason"});
    p.slips(o::maria, o::measure, o::december(22));

    p.scene({"Перенос с причиной: бот молчит", "A move with a reason: the bot says nothing"});
    p.comments(o::maria, o::measure, asked_later);
    p.moves(o::maria, o::measure, o::december(22));

    p.scene({"Срок убрали совсем", "The deadline is removed"});
    p.slips(o::maria, o::measure, std::nullopt);

    p.scene({"Решает руководитель, причины нет", "The supervisor decides, and there is no reason"});
    p.here.works_in(guard_mode::approval);
    p.slips(o::maria, o::measure, o::december(22));

    p.scene({"Решает руководитель, причина названа: запрос уходит сам",
             "The supervisor decides, and there is a reason: the request goes by itself"});
    p.here.works_in(guard_mode::approval);
    p.comments(o::maria, o::measure, asked_later);
    p.slips(o::maria, o::measure, o::december(22));

    p.scene({"Решает руководитель, срок убрали с причиной",
             "The supervisor decides, and the deadline was removed with a reason"});
    p.here.works_in(guard_mode::approval);
    p.comments(o::maria, o::measure, asked_later);
    p.slips(o::maria, o::measure, std::nullopt);

    p.scene({"Запрос отозван раньше, чем вернулся прежний срок",
             "The request is withdrawn before the deadline is back"});
    p.here.works_in(guard_mode::approval);
    p.comments(o::maria, o::measure, asked_later);
    p.moves(o::maria, o::measure, o::december(22));
    p.presses(o::maria, "button.withdraw");
    p.portal_writes();

    p.scene({"Новый перенос, пока запрос ждёт решения", "Another move while a request is waiting"});
    p.slipped();
    p.here.says(o::maria, p.in({"клиент заболел", "the client is ill"}));
    p.here.presses(o::maria, p.label("button.send"));
    p.passes_over();
    p.here.passes(std::chrono::minutes(20));
    p.slips(o::maria, o::measure, o::december(23));

    p.scene({"Портал сам ограничивает число переносов", "The portal itself limits the number of moves"});
    p.here.options.moves_max = 1;
    p.slips(o::maria, o::measure, o::december(22));

    limits(p);
    of_a_colleague(p);
    a_reason_returns_it(p);
}

}  // namespace dialogs
