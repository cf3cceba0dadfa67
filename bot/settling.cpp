#include "bot/settling.hpp"

#include <algorithm>

#include "bot/log.hpp"
#include "bot/wire/event.hpp"
#include "bot/wire/people.hpp"
#include "bot/wire/setup.hpp"
#include "bot/wire/tasks.hpp"
#include "bot/wire/value.hpp"
#include "storage/inbox.hpp"
#include "storage/people.hpp"
#include "storage/portal.hpp"

namespace bot {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t pages_max = 400;  // 20,000 people: beyond, they are read as they are met
constexpr auto sweep_overlap = 2min;    // 5.3: CHANGED_DATE has whole seconds
constexpr int bind_rounds_max = 3;      // a portal that shows other addresses than it was told is left alone
constexpr std::size_t sweep_pages_max = 4000;  // 200,000 tasks: a portal that ends no list ends here
constexpr std::string_view sweep_cursor = "changed_tasks";

std::string code_of(const wire::refusal& why) {
    return why.code.empty() ? "refused" : why.code;
}

// "" when none of the replies is a refusal, else the code of the first that is.
std::string first_refusal(const std::vector<wire::reply>& replies) {
    for (const auto& each : replies)
        if (each.has_error())
            return code_of(each.error());
    return "";
}

}  // namespace

settling::settling(const config& settings, storage::database& disk, portal_client& portal,
                   people_cache& people, std::function<locale::instant()> now)
    : settings_(settings), disk_(disk), portal_(portal), people_(people), now_(std::move(now)) {}

asio::awaitable<settled> settling::settle(std::string handler) {
    settled found;
    found.trouble = co_await introduce(found);
    if (found.trouble.empty())
        found.trouble = co_await register_bot(found, handler);
    if (found.trouble.empty())
        found.trouble = co_await bind_events(handler);
    if (found.trouble.empty())
        found.trouble = co_await read_company();
    co_return found;
}

// Whose token it is, whether it is our application's, what it may do, and the company's working time.
asio::awaitable<std::string> settling::introduce(settled& found) {
    std::vector<wire::call> questions;
    for (auto each : {wire::get_profile(), wire::get_application(), wire::get_scopes(), wire::get_calendar()})
        questions.push_back(std::move(each));
    const auto replies = co_await portal_.batch(std::move(questions));
    for (std::size_t k = 0; k < 3; ++k)
        if (replies[k].has_error())
            co_return code_of(replies[k].error());
    const auto who = wire::read_profile(replies[0].value());
    const auto application = wire::read_application(replies[1].value());
    if (application.code != settings_.portal.client_id)
        co_return "other_application";
    if (!application.installed)  // an application with pages whose installFinish has not run: no events are
                                 // sent (T30)
        co_return "installation_not_finished";
    if (!who.administrator)
        co_return "token_user_is_no_administrator";
    if (const auto missing = wire::missing_scopes(replies[2].value()); !missing.empty()) {
        log::error("scopes_missing", {{"first", missing.front()}, {"count", std::to_string(missing.size())}});
        co_return "scopes_missing";
    }
    found.integration_user = who.user;
    const auto zone = locale::zone::find(settings_.locale.time_zone).value_or(locale::zone());
    if (replies[3].has_error())  // the scope `calendar` is a comfort: without it Monday to Friday, 9 to 18
        log::warning("calendar_not_readable", {{"code", code_of(replies[3].error())}});
    found.working.clock = zone;
    if (replies[3].has_value())
        found.working = wire::read_calendar(replies[3].value(), zone);
    found.working.days_off.insert(settings_.calendar.days_off.begin(), settings_.calendar.days_off.end());
    found.working.workdays.insert(settings_.calendar.workdays.begin(), settings_.calendar.workdays.end());
    co_return "";
}

asio::awaitable<std::string> settling::register_bot(settled& found, const std::string& handler) {
    auto asking = wire::get_revision();
    const auto revision = co_await portal_.call(std::move(asking));
    if (revision.has_error())
        co_return code_of(revision.error());
    if (wire::read_revision(revision.value()) < wire::revision_min)
        co_return "portal_too_old";
    wire::bot_card card;
    card.name = locale::say(settings_.locale.language, "bot.name");
    card.work_position = locale::say(settings_.locale.language, "bot.position");
    card.webhook_url = handler;
    auto registering = wire::register_bot(card);
    const auto registered = co_await portal_.call(std::move(registering));
    if (registered.has_error())
        co_return code_of(registered.error());
    found.bot = wire::read_bot(registered.value()).id;
    if (found.bot == 0)
        co_return "no_bot_in_answer";
    // Registering anew changes nothing and the portal does not tell the address (T40): always say it again.
    std::vector<wire::call> rest = wire::register_commands(found.bot);
    rest.push_back(wire::update_bot(found.bot, card));
    const auto replies = co_await portal_.batch(std::move(rest));
    co_return first_refusal(replies);
}

asio::awaitable<std::string> settling::bind_events(const std::string& handler) {
    for (int round = 0; round < bind_rounds_max; ++round) {
        auto asking = wire::get_bindings();
        const auto bound = co_await portal_.call(std::move(asking));
        if (bound.has_error())
            co_return code_of(bound.error());
        auto changes = wire::plan_bindings(bound.value(), handler);
        std::vector<wire::call> calls = std::move(changes.unbind);
        std::move(changes.bind.begin(), changes.bind.end(), std::back_inserter(calls));
        if (calls.empty())
            co_return "";
        const auto replies = co_await portal_.batch(std::move(calls));
        const auto refusal = first_refusal(replies);
        if (!refusal.empty() && round > 0)  // "exists already" is refused too (T25): the second look tells
            co_return refusal;
    }
    co_return "events_not_bound";
}

asio::awaitable<std::string> settling::read_pages(std::size_t most, const page_call& ask,
                                                  const page_taker& take) {
    for (std::size_t page = 0; page < most; ++page) {
        auto asking = ask(page * wire::page_size);
        const auto answer = co_await portal_.call(std::move(asking));
        if (answer.has_error())
            co_return code_of(answer.error());
        if (take(answer.value()) < wire::page_size)
            break;
    }
    co_return "";
}

// Everybody active and the whole department tree; then whoever is guarded and was not told is told.
asio::awaitable<std::string> settling::read_company() {
    std::vector<dialogs::person> people;
    std::vector<dialogs::department> tree;
    const auto appending = [](auto& all, auto some) {
        std::move(some.begin(), some.end(), std::back_inserter(all));
        return some.size();
    };
    const page_call people_page = wire::active_people, tree_page = wire::departments;
    const page_taker take_people = [&](const auto& answer) {
        return appending(people, wire::read_people(answer));
    };
    const page_taker take_tree = [&](const auto& answer) {
        return appending(tree, wire::read_departments(answer));
    };
    auto trouble = co_await read_pages(pages_max, people_page, take_people);
    if (trouble.empty())
        trouble = co_await read_pages(pages_max, tree_page, take_tree);
    if (!trouble.empty())
        co_return trouble;
    storage::transact(disk_, now_(), [&](storage::transaction& tx) {
        people_.learn(tx, people, tree);
        storage::portal::switch_guard_on(tx);
        dialogs::guard_started news;
        for (const auto& each : people)
            if (each.active && each.employee && !tx.told_at(each.id))
                news.people.push_back(each.id);
        if (!news.people.empty())
            storage::inbox::put(tx, {wire::store_item(news), "guard_started", ""});
    });
    co_return "";
}

asio::awaitable<std::string> settling::sweep() {
    const auto started = now_();
    const auto cursor = storage::look(disk_, started, [](const storage::transaction& tx) {
        return storage::portal::cursor(tx, sweep_cursor);
    });
    const auto since = cursor.empty() ? std::optional(started) : wire::parse_moment(cursor);
    std::vector<storage::inbox::arrival> found;
    const page_call changed_page = [&](std::size_t start) {
        return wire::list_changed_tasks(*since - sweep_overlap, static_cast<std::int64_t>(start));
    };
    const page_taker take_changed = [&](const auto& answer) {
        const auto tasks = wire::read_tasks(answer);
        for (const auto& each : tasks)
            found.push_back(
                {wire::store_item(dialogs::task_touched{each.id}), "task:" + std::to_string(each.id), ""});
        return tasks.size();
    };
    const std::size_t most = since ? sweep_pages_max : 0;
    const auto trouble = co_await read_pages(most, changed_page, take_changed);
    if (!trouble.empty())
        co_return trouble;
    storage::transact(disk_, started, [&](storage::transaction& tx) {
        for (const auto& each : found)
            storage::inbox::put(tx, each);
        storage::portal::move_cursor(tx, sweep_cursor, wire::moment_text(started));
    });
    if (!found.empty())
        log::info("swept", {{"tasks", std::to_string(found.size())}});
    co_return "";
}

}  // namespace bot
