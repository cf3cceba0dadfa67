#include "engine_rig.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "bot/log.hpp"
#include "bot/wire/event.hpp"
#include "bot/wire/value.hpp"
#include "storage/outbox.hpp"
#include "storage/people.hpp"
#include "storage/portal.hpp"

namespace fakes {
namespace {

namespace wire = bot::wire;

storage::opening in_memory() {
    storage::opening how;
    how.path = ":memory:";
    storage::secret_box::key key{};
    key.fill(7);
    how.secrets = storage::secret_box(key);
    return how;
}

bool is_killed(fate how) {
    return how == fate::killed_before || how == fate::killed_after;
}

bool is_done(fate how) {
    return how == fate::fine || how == fate::answer_lost || how == fate::error_after ||
           how == fate::garbage_after || how == fate::killed_after || how == fate::disk_fails_after;
}

wire::refusal refusal_of(fate how) {
    switch (how) {
        case fate::not_sent:
            return {"NETWORK", "no route", 0, false};
        case fate::answer_lost:
            return {"NETWORK", "reset", 0, true};
        case fate::error_after:
            return {"INTERNAL_SERVER_ERROR", "", 500, true};
        case fate::garbage_before:
        case fate::garbage_after:
            return {"NOT_JSON", "", 502, true};
        case fate::query_limit:
            return {"QUERY_LIMIT_EXCEEDED", "", 503, false};
        case fate::plan_ended:
            return {"ACCESS_DENIED", "REST is available on commercial plans", 401, false};
        case fate::sending_failed:
            return {"SENDING_FAILED", "", 400, false};
        default:
            throw std::logic_error("not a refusal");
    }
}

}  // namespace

instant december(unsigned day, int hour, int minute) {
    const std::chrono::sys_days date =
        std::chrono::year(2026) / std::chrono::December / std::chrono::day(day);
    return instant(date) + std::chrono::hours(hour - 3) + std::chrono::minutes(minute);
}

std::string name_of(fate what) {
    static constexpr std::array names{"fine",           "not_sent",      "answer_lost",  "error_after",
                                      "garbage_before", "garbage_after", "query_limit",  "plan_ended",
                                      "sending_failed", "killed_before", "killed_after", "disk_fails_after"};
    return names.at(static_cast<std::size_t>(what));
}

engine_rig::engine_rig() : engine_rig(in_memory()) {}

engine_rig::engine_rig(storage::opening how)
    : how_(std::move(how)), database_(std::in_place, how_), disk(*database_), now(december(14, 10)) {
    working.clock = locale::zone::find("Europe/Moscow").value();
    bot::log::begin("error");
    rules.usual.mode = dialogs::guard_mode::reason;
    rules.usual.mass_limit = 0;
    rules.waits = {{}, {}, {}};  // settling down would live through the days
    rules.usual.categories = dialogs::default_categories();
    new_token = [this] { return "token" + std::to_string(++tokens_); };
    portal.now = now;
    portal.add_task(measure, portal_model::maria, portal_model::boris, december(18));
    storage::transact(disk, december(1, 9), [&](storage::transaction& tx) {
        storage::portal::switch_guard_on(tx);
        for (const auto who : {portal_model::maria, portal_model::boris, portal_model::anna})
            tx.apply(dialogs::mark_told{who});
    });
    storage::transact(disk, now, [&](storage::transaction& tx) {
        storage::people::save(tx, portal.people);
        storage::people::save_departments(tx, portal.departments);
    });
    restart();
}

dialogs::context engine_rig::context() {
    return {now,
            rules,
            working,
            locale::language::ru,
            working.clock,
            portal_model::bot,
            portal_model::service,
            "https://acme.bitrix24.ru",
            [this] { return new_token(); }};
}

void engine_rig::restart() {
    heart = std::make_unique<bot::engine>(disk, context());
    if (polls)
        heart->hear_only_when_told();
}

void engine_rig::restart_from_disk(const std::function<void()>& cut) {
    heart.reset();
    database_.reset();
    cut();
    database_.emplace(how_);
    restart();
}

void engine_rig::put(const dialogs::item& what, const std::string& coalescing_key) {
    storage::transact(disk, now, [&](storage::transaction& tx) {
        storage::inbox::put(tx, {wire::store_item(what), coalescing_key, ""});
    });
}

void engine_rig::touch(dialogs::task_id id) {
    put(dialogs::task_touched{id}, "task:" + std::to_string(id));
}

void engine_rig::moves(dialogs::user_id who, dialogs::task_id id, dialogs::deadline to) {
    portal.now = now;
    portal.move(who, id, to);
    deliver_news();
}

void engine_rig::deliver_news() {
    for (const auto id : std::exchange(portal.news, {}))
        touch(id);
}

void engine_rig::says(dialogs::user_id who, std::string text, instant at) {
    dialogs::said words;
    words.by = who;
    words.dialog = std::to_string(who);
    words.message = ++heard_;
    words.text = std::move(text);
    words.at = at;
    put(words);
}

void engine_rig::presses(dialogs::user_id who, std::string_view label) {
    const auto all = portal.told(who);
    for (auto sent = all.rbegin(); sent != all.rend(); ++sent)
        for (const auto& [shown, token] : sent->buttons)
            if (shown.starts_with(label))
                return put(dialogs::pressed{who, std::to_string(who), sent->id, token});
    throw std::logic_error("no button " + std::string(label) + " after:\n" + portal.seen_by_people());
}

std::string engine_rig::kind_of(const bot::errand& what) {
    const auto& method = what.calls.front().method;
    if (method == "tasks.task.update")
        return "write";
    if (method == "imbot.v2.Chat.Message.send")
        return "say";
    if (method == "task.commentitem.add")
        return "note";
    return method == "imbot.v2.Chat.Message.update" ? "rewrite" : "look";
}

std::vector<wire::reply> engine_rig::carry_out(const bot::errand& what,
                                               const std::set<dialogs::task_id>& stuck,
                                               const std::set<dialogs::task_id>& refused) {
    portal.now = now;
    std::vector<wire::reply> replies;
    for (const auto& each : what.calls) {
        const auto written =
            each.method == "tasks.task.update" ? wire::to_int_or(wire::at(each.params, "taskId"), 0) : 0;
        if (stuck.contains(written))
            replies.emplace_back(wire::refusal{"INTERNAL_SERVER_ERROR", "", 500, true});
        else if (refused.contains(written))
            replies.emplace_back(wire::refusal{"ERROR_CORE", "", 400, false});
        else
            replies.push_back(portal.answer(each.method, each.params));
    }
    return replies;
}

void engine_rig::disk_refuses(bool refuses) {
    disk.link().run(refuses ? "PRAGMA query_only = on" : "PRAGMA query_only = off");
}

bool engine_rig::live_through(const bot::errand& what, fate how) {
    std::vector<wire::reply> replies;
    if (is_done(how))
        replies = carry_out(what);
    now += 1s;
    if (meanwhile)
        meanwhile(kind_of(what));
    if (is_killed(how)) {
        deliver_news();
        restart();
        return false;
    }
    if (how != fate::fine && how != fate::disk_fails_after)
        replies.assign(what.calls.size(), refusal_of(how));
    disk_refuses(how == fate::disk_fails_after);
    try {
        heart->came_back(what.id, replies, now);
    } catch (const storage::database_error&) {
    }
    disk_refuses(false);
    if (!news_are_late)
        deliver_news();
    return true;
}

bool engine_rig::step() {
    if (!heart->next_due(now))
        deliver_news();
    const auto due = heart->next_due(now);
    if (!due)
        return false;
    now = std::max(now, *due);
    for (const auto& each : heart->run_due(now)) {
        const auto how = fated ? fated(errands.size(), each) : fate::fine;
        errands.push_back(kind_of(each));
        if (!live_through(each, how))
            return true;
    }
    return true;
}

void engine_rig::befalls(fate what, std::size_t first, std::size_t count) {
    fated = [=](std::size_t number, const bot::errand& errand) {
        const bool struck = number >= first && number < first + count;
        const bool can_be = what != fate::sending_failed || kind_of(errand) == "say";
        return struck && can_be ? what : fate::fine;
    };
}

void engine_rig::settle_down(int steps_max) {
    for (int steps = 0; step(); ++steps)
        if (steps >= steps_max)
            throw std::logic_error("it never comes to rest");
}

std::string engine_rig::what_waits() {
    std::string all;
    for (const char* sql : {"SELECT count(*) FROM inbox", "SELECT count(*) FROM outbox",
                            "SELECT count(*) FROM expected_write WHERE settled_at IS NULL"})
        if (const auto found = count(sql); found != 0)
            all += std::string(sql) + ": " + std::to_string(found) + "\n";
    return all;
}

}  // namespace fakes
