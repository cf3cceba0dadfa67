// The day the portal opens: a small sales department with some work in hand.

#include "sandbox/messenger.hpp"
#include "sandbox/portal.hpp"
#include "sandbox/tasks.hpp"

namespace sandbox {
namespace {

using namespace std::chrono_literals;

void hire(portal& p, person who) {
    p.people[who.id] = std::move(who);
}

void hire_everybody(portal& p) {
    person olga{1, "Ольга", "", "Белова", "Администратор", "", "#8474c8", "F", {1}};
    olga.admin = true;
    person service{service_user, "Служба", "", "сроков", "Служебная учётная запись", "", "#7c8b9c", "M", {1}};
    service.admin = true;
    service.can_be = false;
    hire(p, olga);
    hire(p, {7, "Анна", "Викторовна", "Соколова", "Директор", "Europe/Moscow", "#c2554d", "F", {1}});
    hire(p, {13, "Борис", "", "Орлов", "Руководитель отдела продаж", std::nullopt, "#3f7fb5", "M", {5}});
    hire(p, {27, "Мария", "", "Иванова", "Менеджер", "Europe/Moscow", "#2f9e73", "F", {5}});
    hire(p, {28, "Иван", "", "Петров", "Менеджер", "Asia/Yekaterinburg", "#c98a2b", "M", {5}});
    hire(p, service);
    p.departments[1] = {1, "Компания", 0, 7};
    p.departments[5] = {5, "Отдел продаж", 1, 13};
}

void open_team_chat(portal& p) {
    chat team;
    team.id = 5;
    team.title = "Отдел продаж";
    team.owner = 13;
    team.members = {7, 13, 27, 28};
    p.chats[5] = team;
    message hello;
    hello.id = next_id(p, id_of::message);
    hello.chat = 5;
    hello.author = 13;
    hello.at = p.now() - 26h;
    hello.text = "Коллеги, сроки по клиентам держим в задачах. Если сдвигаем, пишем почему.";
    p.messages[hello.id] = hello;
    p.chats[5].messages.push_back(hello.id);
    for (const id_number member : team.members)
        p.chats[5].last_read[member] = hello.id;
}

// 18:00 in Moscow, `days_off` days after the next Friday that is at least a day and a half away.
instant friday_evening(const portal& p, int days_off) {
    using namespace std::chrono;
    sys_days day = ceil<days>(p.now() + 36h);
    while (weekday{day} != Friday)
        day += days{1};
    return day + days{days_off} + 15h;
}

task& assign(portal& p, const char* title, id_number from, id_number to, std::optional<instant> deadline,
             bool new_card) {
    task_draft draft;
    draft.title = title;
    draft.created_by = from;
    draft.responsible = to;
    draft.deadline = deadline;
    draft.new_card = new_card;
    task& t = create_task(p, draft, {from, false, "", std::nullopt});
    t.created = t.changed = t.activity = p.now() - 120h;
    return t;
}

void assign_work(portal& p) {
    const task& visit = assign(p, "Согласовать замер с ООО \"Ромашка\"", 13, 27, friday_evening(p, 0), true);
    add_comment(p, p.tasks[visit.id], 13, "Адрес и телефон в карточке клиента. Позвони, пожалуйста, заранее.",
                {13, false, "", std::nullopt});
    assign(p, "Выслать КП: Завод \"Прогресс\"", 27, 27, friday_evening(p, -1), false);
    assign(p, "Перезвонить: Сидоров", 13, 28, friday_evening(p, 3), true);
    assign(p, "Подготовить договор для \"Вектор\"", 7, 13, friday_evening(p, 5), false);
    assign(p, "Собрать отзывы по заказу № 317", 13, 27, friday_evening(p, 4), true);
    assign(p, "Обновить прайс для дилеров", 13, 27, std::nullopt, false);
    assign(p, "Встреча с \"СтройГарант\": итоги", 13, 28, friday_evening(p, 6), true);
    task& done = assign(p, "Отправить образцы: \"Лазурь\"", 28, 28, p.now() - 30h, false);
    done.status = completed;
    done.closed = p.now() - 28h;
    for (auto& [id, m] : p.messages)
        if (m.chat == visit.chat)
            m.at = p.now() - 100h;
}

}  // namespace

std::string random_text(portal& p, std::size_t length) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::uniform_int_distribution<std::size_t> pick(0, letters.size() - 1);
    std::string text;
    while (text.size() < length)
        text += letters[pick(p.random)];
    return text;
}

portal found_portal(settings set, std::function<moment()> clock) {
    portal p;
    p.set = std::move(set);
    p.clock = std::move(clock);
    p.random.seed(p.set.seed);
    p.tidied = p.now();
    p.last_id[static_cast<int>(id_of::row)] = 16400;
    p.last_id[static_cast<int>(id_of::message)] = 84800;
    p.last_id[static_cast<int>(id_of::chat)] = 2536;
    p.last_id[static_cast<int>(id_of::bot_event)] = 1000;
    p.last_id[static_cast<int>(id_of::command)] = 77;
    p.last_id[static_cast<int>(id_of::binding)] = 458;
    p.last_id[static_cast<int>(id_of::offline_row)] = 1180;
    p.last_id[static_cast<int>(id_of::file)] = 137;
    constexpr std::string_view hex = "0123456789abcdef";
    for (auto* text : {&p.app.member_id, &p.app.application_token})
        for (int i = 0; i < 32; ++i)
            *text += hex[p.random() % 16];
    hire_everybody(p);
    open_team_chat(p);
    assign_work(p);
    p.raised.clear();
    return p;
}

}  // namespace sandbox
