#include "people.hpp"

#include <algorithm>

#include "sandbox/acts.hpp"
#include "sandbox/messenger.hpp"
#include "sandbox/params.hpp"

namespace simulation {

using namespace std::chrono_literals;
using boost::json::object;
using sandbox::instant;
using std::chrono::hours;

namespace {

constexpr id_number olga = 1;
constexpr id_number team_lead = 14;
constexpr id_number the_team = 6;
constexpr milliseconds a_working_day = 10h;

const std::vector<std::string> reasons{"Клиент заболел, просил перенести", "Жду оплату от клиента",
                                       "Не дозвонился, попробую позже", "Коллега ещё не отдал чертежи",
                                       "Client is on holiday until next week"};
const std::vector<std::string> dates{"до пятницы 15:00", "завтра",         "послезавтра в 12",
                                     "через 3 дня",      "30.12 18:00",    "в понедельник",
                                     "до конца недели",  "next friday 5pm"};
const std::vector<std::string> commands{"/help",    "/my",       "/extend", "мои",     "помощь",
                                        "почему",   "отмена",    "спасибо", "перенос", "/lang en",
                                        "/lang ru", "/nonsense", "привет"};
const std::vector<std::string> rubbish{
    "ыыы",        "?",  "🙂", "12345", "[b]жирный[/b]", "$result[0]", "[send=1]x[/send]",
    "99.99.9999", "да", "нет",  "ок"};

std::string iso(instant at) {
    return sandbox::iso_utc(at);
}

}  // namespace

bool is_working_time(moment when) {
    const auto local = when + 3h;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto week = std::chrono::weekday(day).iso_encoding();
    const auto hour = std::chrono::floor<hours>(local - day).count();
    return week <= 5 && hour >= 9 && hour < 19;
}

people::people(agenda& time, diary& book, office& at, const temper& mood, std::uint64_t seed)
    : time_(time), book_(book), at_(at), mood_(mood), roll_(seed, "people") {
    hire();
}

// A team below the department, with a head of its own, and more managers.
void people::hire() {
    if (mood_.crowd == 0)
        return;
    auto& portal = at_.portal;
    const auto take_on = [&](id_number id, const char* name, id_number where) {
        sandbox::person who = portal.people.at(27);
        who.id = id;
        who.name = name;
        who.last_name = "Новый";
        who.departments = {where};
        portal.people[id] = who;
    };
    take_on(team_lead, "Глеб", 5);
    portal.departments[the_team] = {the_team, "Группа", 5, team_lead};
    chiefs_.push_back(team_lead);
    managers_.push_back(team_lead);
    for (std::size_t k = 0; k < mood_.crowd; ++k) {
        const auto id = static_cast<id_number>(31 + k);
        take_on(id, "Пётр", k % 2 == 0 ? the_team : 5);
        managers_.push_back(id);
    }
}

void people::begin() {
    for (const auto who : managers_)
        work_on(who, std::chrono::duration_cast<milliseconds>(a_working_day / mood_.moves_a_day),
                &people::manager_acts);
    for (const auto who : chiefs_)
        work_on(who, 3h, &people::chief_acts);
    work_on(13, std::chrono::duration_cast<milliseconds>(a_working_day / mood_.tasks_a_day),
            &people::new_task);
    work_on(olga, 30h, &people::chief_acts);
    work_on(0, 10h, &people::robot_acts);
}

// Does it again and again, in working time mostly.
void people::work_on(id_number who, milliseconds mean, void (people::*what)(id_number)) {
    const auto wait = roll_.waiting(mean) + 1s;
    time_.plan_in(wait, [this, who, mean, what] {
        if (!resting && (is_working_time(time_.now()) || roll_.chance(0.02)))
            (this->*what)(who);
        work_on(who, mean, what);
    });
}

// Dropped when everybody sleeps then.
void people::later(milliseconds delay, std::function<void()> what) {
    time_.plan_in(delay, [this, what = std::move(what)] {
        if (!resting)
            what();
    });
}

bool people::does(id_number who, std::string_view what, wish how) {
    how["user"] = who;
    how["do"] = what;
    const auto found = at_.portal.people.find(who);
    if (who != 0 && (found == at_.portal.people.end() || !found->second.active))
        return false;
    if (who == 0)
        how.erase("user");
    try {
        sandbox::act(at_.portal, how, true);
    } catch (const sandbox::act_refused&) {
        return false;
    }
    acts_[who].push_back(time_.now());
    const auto said = boost::json::serialize(how);
    book_.note(said);
    if (what == "say" || what == "press" || what == "forge_press")
        talks_.push_back({std::chrono::floor<std::chrono::seconds>(time_.now()), who,
                          what == "say" ? said + std::to_string(talks_.size()) : said});
    at_.settle();
    return true;
}

// ---- Tasks.

std::vector<id_number> people::tasks_of(id_number who, bool open) {
    std::vector<id_number> found;
    for (const auto& [id, each] : at_.portal.tasks)
        if ((who == 0 || each.responsible == who) && (each.status != sandbox::completed) == open)
            found.push_back(id);
    return found;
}

id_number people::some_task() {
    const auto all = tasks_of(0, true);
    return all.empty() ? 0 : roll_.one_of(all);
}

instant people::deadline_of(id_number task) {
    const auto found = at_.portal.tasks.find(task);
    const bool none = found == at_.portal.tasks.end() || !found->second.deadline;
    return none ? std::chrono::floor<hours>(time_.now()) + 24h : *found->second.deadline;
}

instant people::later_than(instant deadline) {
    const auto from = std::max<instant>(deadline, std::chrono::floor<hours>(time_.now()));
    return from + hours(1 + roll_.below(24 * 8));
}

void people::move(id_number who, id_number task, instant to) {
    does(who, "deadline", {{"task", task}, {"deadline", iso(to)}});
}

// In one of the many ways people have.
void people::move_away(id_number who, id_number task) {
    const auto was = deadline_of(task);
    const auto to = later_than(was);
    const auto comment = [=, this](const std::string& text) {
        does(who, "comment", {{"task", task}, {"text", text}});
    };
    const auto move_in = [=, this](milliseconds delay, instant where) {
        later(delay, [=, this] { move(who, task, where); });
    };
    switch (roll_.below(16)) {
        case 0:
        case 1:
        case 2:
            comment(roll_.one_of(reasons));
            return move_in(roll_.between(1s, 590s), to);
        case 3:
            comment(roll_.one_of(reasons));
            return move_in(roll_.between(605s, 900s), to);
        case 4:
            comment("ок");
            return move_in(30s, to);
        case 5:
            move(who, task, to);
            return later(roll_.between(1s, 300s), [=, this] { comment(roll_.one_of(reasons)); });
        case 6:
            return move(who, task, was - hours(1 + roll_.below(72)));
        case 7:
            move(who, task, was - hours(1 + roll_.below(72)));
            return move_in(roll_.between(5s, 580s), was);
        case 8:
            move(who, task, was - hours(1 + roll_.below(72)));
            return move_in(roll_.between(610s, 2000s), was);
        case 9:
            move(who, task, to);
            return move_in(roll_.between(1s, 900s), was);
        case 10:
            does(who, "deadline", {{"task", task}, {"deadline", ""}});
            return;
        case 11:
            for (int again = 0; again < 6; ++again)
                move_in(again * roll_.between(30s, 400s), to + hours(again));
            return;
        case 12:
            for (const auto each : tasks_of(who, true))
                move(who, each, later_than(deadline_of(each)));
            return;
        default:
            return move(who, task, to);
    }
}

void people::manager_acts(id_number who) {
    const auto mine = tasks_of(who, true);
    const auto task = mine.empty() ? 0 : roll_.one_of(mine);
    switch (roll_.below(20)) {
        case 0:
        case 1:
            does(who, "status", {{"task", task}, {"status", int(sandbox::completed)}});
            if (roll_.chance(0.2))
                later(roll_.waiting(30min), [=, this] { move(who, task, later_than(deadline_of(task))); });
            if (roll_.chance(0.4))
                later(roll_.waiting(2h), [=, this] { does(who, "reopen", {{"task", task}}); });
            return;
        case 2:
            return talk_first(who);
        case 3:
            does(who, "task",
                 {{"title", "Своя задача [b]жирная[/b]"},
                  {"responsible", who},
                  {"deadline", iso(later_than(std::chrono::floor<hours>(time_.now())))},
                  {"card", roll_.chance(0.5) ? "old" : "new"}});
            return;
        case 4:
            return make_mischief(who);
        default:
            if (task != 0)
                move_away(who, task);
    }
}

void people::new_task(id_number chief) {
    const auto responsible = roll_.one_of(managers_);
    const bool dated = roll_.chance(0.85);
    does(chief, "task",
         {{"title", "Задача № " + std::to_string(roll_.below(1000))},
          {"responsible", responsible},
          {"deadline", dated ? iso(later_than(std::chrono::floor<hours>(time_.now()))) : ""},
          {"card", roll_.chance(0.5) ? "old" : "new"}});
}

void people::chief_acts(id_number who) {
    const auto task = some_task();
    switch (roll_.below(8)) {
        case 0:
        case 1:
            return move(who, task, later_than(deadline_of(task)));
        case 2:
            return move(who, task, deadline_of(task) - hours(1 + roll_.below(48)));
        case 3:
            does(who, "responsible", {{"task", task}, {"responsible", roll_.one_of(managers_)}});
            return;
        case 4:
            does(who, "status", {{"task", task}, {"status", int(sandbox::completed)}});
            return;
        case 5:
            if (roll_.chance(0.5))
                does(who, "delete_task", {{"task", task}});
            return;
        case 6: {  // moves at the same time as the manager
            const auto to = later_than(deadline_of(task));
            const auto found = at_.portal.tasks.find(task);
            if (found == at_.portal.tasks.end())
                return;
            const auto manager = found->second.responsible;
            move(manager, task, later_than(to));
            return later(roll_.between(0ms, 3000ms), [=, this] { move(who, task, to); });
        }
        default:
            return talk_first(who);
    }
}

void people::robot_acts(id_number) {
    if (const auto task = some_task(); task != 0)
        does(0, "robot_deadline", {{"task", task}, {"deadline", iso(later_than(deadline_of(task)))}});
}

// ---- Talking to the bot.

id_number people::bot() const {
    return at_.portal.bots.empty() ? 0 : at_.portal.bots.begin()->first;
}

std::string people::something_to_say() {
    if (roll_.chance(mood_.nonsense))
        return roll_.one_of(roll_.chance(0.7) ? rubbish : commands);
    switch (roll_.below(4)) {
        case 0:
            return roll_.one_of(dates);
        case 1:
            return roll_.one_of(reasons);
        case 2:
            return "нужно " + roll_.one_of(dates) + ", " + roll_.one_of(reasons);
        default:
            return roll_.one_of(commands);
    }
}

void people::say(id_number who, const std::string& text) {
    if (bot() != 0)
        does(who, "say", {{"dialog", std::to_string(bot())}, {"text", text}});
}

void people::talk_first(id_number who) {
    say(who, something_to_say());
}

void people::hear(const sandbox::message& said) {
    const auto& in = at_.portal.chats.at(said.chat);
    if (in.kind != sandbox::chat_kind::direct)
        return;
    const auto who = sandbox::peer_in(in, said.author);
    auto& words = words_to_[who];
    if (words.empty() || words.back() != said.id)
        words.push_back(said.id);
    if (resting || !roll_.chance(mood_.talkativeness))
        return;
    const auto& recent = acts_[who];
    const auto busy = std::count_if(recent.rbegin(), recent.rend(),
                                    [&](moment each) { return each > time_.now() - 30min; });
    if (busy > 15)
        return;
    const auto delay = roll_.waiting(roll_.one_of<milliseconds>({10s, 10s, 2min, 1h, 8h, 30h}));
    later(delay, [this, who, id = said.id] { answer(who, id); });
}

void people::answer(id_number who, id_number message) {
    const auto found = at_.portal.messages.find(message);
    if (found == at_.portal.messages.end())
        return;
    does(who, "read", {{"dialog", std::to_string(bot())}});
    if (found->second.keyboard.is_array() && roll_.chance(0.75))
        return press_some(who, sandbox::message(found->second));
    if (roll_.chance(mood_.mischief))
        return make_mischief(who);
    say(who, something_to_say());
}

void people::press_some(id_number who, const sandbox::message& carrier) {
    static const std::vector<std::string> ways_on{
        "Запросить перенос на", "Отправить", "Одобрить", "Request", "Send", "Approve"};
    std::vector<std::size_t> buttons, forward;
    const auto& row = carrier.keyboard.get_array();
    for (std::size_t k = 0; k < row.size(); ++k)
        if (sandbox::text_member(row[k].as_object(), "TYPE") != "NEWLINE")
            buttons.push_back(k);
    for (const auto each : buttons)
        for (const auto& label : ways_on)
            if (sandbox::text_member(row[each].as_object(), "TEXT").starts_with(label))
                forward.push_back(each);
    if (buttons.empty())
        return;
    // Most people press what leads on.
    const auto which = !forward.empty() && roll_.chance(0.75) ? forward.front() : roll_.one_of(buttons);
    press(who, carrier, which);
    if (roll_.chance(mood_.mischief * 0.5))
        later(roll_.between(0ms, 4000ms), [=, this] { press(who, carrier, which); });
}

void people::press(id_number who, const sandbox::message& carrier, std::size_t button) {
    const auto& now = at_.portal.messages.at(carrier.id).keyboard;
    if (!now.is_array() || button >= now.get_array().size())
        return;
    const auto label = sandbox::text_member(now.get_array()[button].as_object(), "TEXT");
    const auto pressed = does(who, "press", {{"message", carrier.id}, {"button", button}});
    if (pressed)
        presses_.push_back({time_.now(), who, label});
}

// Old buttons, other people's buttons, unheard-of tokens.
void people::make_mischief(id_number who) {
    const auto& own = words_to_[who];
    if (own.empty())
        return;
    const auto& carrier = at_.portal.messages.at(roll_.one_of(own));
    if (roll_.chance(0.6) && carrier.keyboard.is_array())
        return press_some(who, sandbox::message(carrier));
    std::string token = "nobody-ever-made-this1";
    std::string command, label;
    for (const auto& [id, each] : at_.portal.messages)
        if (each.keyboard.is_array() && !each.keyboard.get_array().empty() && roll_.chance(0.1)) {
            const auto& button = each.keyboard.get_array().front().as_object();
            token = sandbox::text_member(button, "COMMAND_PARAMS");
            command = sandbox::text_member(button, "COMMAND");
            label = sandbox::text_member(button, "TEXT");
        }
    if (!command.empty() &&
        does(who, "forge_press",
             {{"message", carrier.id}, {"command", command}, {"params", token}, {"bot", carrier.author}}))
        presses_.push_back({time_.now(), who, label});
}

}  // namespace simulation
