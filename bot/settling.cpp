#include "bot/settling.hpp"

#include <algorithm>
#include <array>

#include "bot/log.hpp"
#include "bot/wire/event.hpp"
#include "bot/wire/fetch.hpp"
#include "bot/wire/people.hpp"
#include "bot/wire/setup.hpp"
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

}  // namespace

settling::settling(const config& settings, storage::database& disk, portal_client& portal,
                   people_cache& people, std::function<locale::instant()> now,
                   std::function<asio::awaitable<std::string>(std::int64_t)> drain)
    : settings_(settings),
      disk_(disk),
      portal_(portal),
      people_(people),
      now_(std::move(now)),
      drain_(std::move(drain)) {}

asio::awaitable<settled> settling::settle(std::string handler) {
    settled found;
    found.trouble = co_await introduce(found, !handler.empty());
    if (found.trouble.empty())
        found.trouble = co_await learn_to_speak(found, handler);
    if (found.trouble.empty())
        found.trouble = co_await register_bot(found, handler);
    if (found.trouble.empty() && settings_.portal.webhook.empty())
        found.trouble = co_await bind_events(found, handler);
    if (found.trouble.empty())
        found.trouble = co_await read_company(found.integration_user);
    if (found.trouble.empty())
        co_await read_structure(found);
    static constexpr std::array sources{"posted by the portal", "its offline queue",
                                        "the list of tasks, by the moment of their change"};
    found.findings.emplace_back("task_events", sources.at(static_cast<std::size_t>(found.tasks)));
    co_return found;
}

// Whose token it is, whether it is our application's, what it may do, what the portal can do, and the
// company's working time.
asio::awaitable<std::string> settling::introduce(settled& found, bool posted) {
    std::vector<wire::call> questions;
    for (auto each : {wire::get_profile(), wire::get_application(), wire::get_scopes(), wire::get_calendar(),
                      wire::list_newest_tasks(), wire::get_extended_queue()})
        questions.push_back(std::move(each));
    const auto replies = co_await portal_.batch(std::move(questions));
    for (const std::size_t k : {0U, 2U})
        if (replies[k].has_error())
            co_return code_of(replies[k].error());
    const auto who = wire::read_profile(replies[0].value());
    if (auto trouble = introduce_application(replies[1], found); !trouble.empty())
        co_return std::move(trouble);
    if (!who.administrator)
        co_return "token_user_is_no_administrator";
    if (const auto missing = wire::missing_scopes(replies[2].value()); !missing.empty()) {
        log::error("scopes_missing", {{"first", missing.front()}, {"count", std::to_string(missing.size())}});
        co_return "scopes_missing";
    }
    found.integration_user = who.user;
    found.administrator = who.administrator;
    read_working_time(replies[3], found);
    find_out(replies[4], replies[5], posted, found);
    auto question = wire::ask_v3();
    const auto v3 = co_await portal_.call(std::move(question));
    found.findings.emplace_back("rest_v3", wire::speaks_v3(v3) ? "yes" : "no");
    found.tasks_in_v3 = wire::tells_of_tasks_in_v3(v3);
    found.structure_in_v3 = wire::speaks_v3(v3) && wire::has_scope(replies[2].value(), "humanresources");
    found.findings.emplace_back("reasons_portal_asks_for",
                                found.tasks_in_v3 ? "yes" : "no: it takes REST v3 and the scope tasks");
    co_return "";
}

// An incoming webhook has no application (1.4).
std::string settling::introduce_application(const wire::reply& answer, settled& found) const {
    if (answer.has_value())
        found.findings.emplace_back("license", wire::read_license(answer.value()));
    if (!settings_.portal.webhook.empty())
        return "";
    if (answer.has_error())
        return code_of(answer.error());
    const auto application = wire::read_application(answer.value());
    if (application.code != settings_.portal.client_id)
        return "other_application";
    // An application with pages whose installFinish has not run: no events are sent (T30).
    return application.installed ? "" : "installation_not_finished";
}

void settling::read_working_time(const wire::reply& answer, settled& found) const {
    const auto zone = locale::zone::find(settings_.locale.time_zone).value_or(locale::zone());
    if (answer.has_error())  // the scope `calendar` is a comfort: without it Monday to Friday, 9 to 18
        log::warning("calendar_not_readable", {{"code", code_of(answer.error())}});
    found.findings.emplace_back("calendar",
                                answer.has_value() ? "yes" : "no: Monday to Friday, 9 to 18 is assumed");
    found.working.clock = zone;
    if (answer.has_value())
        found.working = wire::read_calendar(answer.value(), zone);
    found.working.days_off.insert(settings_.calendar.days_off.begin(), settings_.calendar.days_off.end());
    found.working.workdays.insert(settings_.calendar.workdays.begin(), settings_.calendar.workdays.end());
}

// The kind of task card, and where one hears of tasks when nothing is posted.
void settling::find_out(const wire::reply& tasks, const wire::reply& queue, bool posted,
                        settled& found) const {
    const auto new_card = tasks.has_value() ? wire::read_new_card(tasks.value()) : std::nullopt;
    const auto* card = !new_card ? "unknown: no task yet" : (*new_card ? "new (chat)" : "old (comments)");
    found.findings.emplace_back("task_card", card);
    const bool by_webhook = !settings_.portal.webhook.empty();
    const bool extended = !by_webhook && queue.has_value() && wire::read_feature(queue.value());
    if (!by_webhook)
        found.findings.emplace_back("extended_offline_queue",
                                    extended ? "yes" : "no: the portal's tariff has none");
    if (!posted)
        found.tasks = extended ? task_source::queue : task_source::list;
}

// Which API of bots the portal has (4.2).
asio::awaitable<std::string> settling::learn_to_speak(settled& found, std::string handler) {
    wire::dialect how;
    how.handler = handler;
    how.legacy = portal_.dialect().legacy;  // what is on its way to a portal known to be old stays so worded
    if (!settings_.portal.webhook.empty())
        how.bot_token = bot_token();
    portal_.speak(how);
    auto asking = wire::get_revision();
    const auto revision = co_await portal_.call(std::move(asking));
    if (revision.has_value() && wire::read_revision(revision.value()) < wire::revision_min)
        co_return "portal_too_old";
    if (revision.has_error() && !wire::is_unknown_method(revision.error()))
        co_return code_of(revision.error());
    how.legacy = false;
    std::string bots = "imbot.v2";
    if (revision.has_value())
        bots += " (" + std::to_string(wire::read_revision(revision.value())) + ")";
    if (revision.has_error()) {
        auto listing = wire::list_bots();
        const auto listed = co_await portal_.call(std::move(listing));
        how.legacy = listed.has_error() && wire::is_unknown_method(listed.error());
        if (listed.has_error() && !how.legacy)
            co_return code_of(listed.error());
    }
    if (how.legacy) {
        if (handler.empty())  // 4.15
            co_return "old_bots_cannot_be_polled";
        bots = "imbot, the old one: a message whose sending failed halfway may come twice";
    }
    portal_.speak(how);
    found.findings.emplace_back("bots", bots);
    co_return "";
}

// The same for ever: another token would be another owner.
std::string settling::bot_token() {
    return storage::transact(disk_, now_(), [&](storage::transaction& tx) {
        if (auto known = storage::portal::find_secret(tx, storage::portal::bot_token))
            return std::move(*known);
        auto made = storage::portal::new_bot_token();
        storage::portal::save_secret(tx, storage::portal::bot_token, made);
        return made;
    });
}

asio::awaitable<std::string> settling::register_bot(settled& found, std::string handler) {
    wire::bot_card card;
    card.name = locale::say(settings_.locale.language, "bot.name");
    card.work_position = locale::say(settings_.locale.language, "bot.position");
    card.webhook_url = handler;
    if (!settings_.portal.webhook.empty())  // another owner: the application's bot may be there already
        card.code += "_by_webhook";
    auto registering = wire::register_bot(card);
    const auto registered = co_await portal_.call(std::move(registering));
    if (registered.has_error())
        co_return code_of(registered.error());
    const auto is = wire::read_bot(registered.value());
    found.bot = is.id;
    if (found.bot == 0)
        co_return "no_bot_in_answer";
    found.was_posted_to = is.event_mode == "webhook";
    if (!handler.empty() && is.event_mode == "fetch" && drain_) {
        auto trouble = co_await drain_(found.bot);
        if (!trouble.empty())
            co_return std::move(trouble);
    }
    // Registering anew changes nothing and the portal does not tell the address (T40): always say it again.
    std::vector<wire::call> rest = wire::register_commands(found.bot);
    rest.push_back(wire::update_bot(found.bot, card));
    const auto replies = co_await portal_.batch(std::move(rest));
    co_return first_refusal(replies);
}

asio::awaitable<std::string> settling::bind_events(settled& found, std::string handler) {
    for (int round = 0; round < bind_rounds_max; ++round) {
        auto asking = wire::get_bindings();
        const auto bound = co_await portal_.call(std::move(asking));
        if (bound.has_error())
            co_return code_of(bound.error());
        const bool queue = found.tasks == task_source::queue;
        auto changes = wire::plan_bindings(bound.value(), {handler, queue});
        std::vector<wire::call> calls = std::move(changes.unbind);
        std::move(changes.bind.begin(), changes.bind.end(), std::back_inserter(calls));
        if (calls.empty())
            co_return "";
        const auto replies = co_await portal_.batch(std::move(calls));
        const bool no_queue = queue && std::any_of(replies.begin(), replies.end(), [](const auto& each) {
                                  return each.has_error() && wire::is_queue_refused(each.error());
                              });
        const auto refusal = first_refusal(replies);
        if (no_queue)  // the next round takes away what was bound
            found.tasks = task_source::list;
        else if (!refusal.empty() &&
                 round > 0)  // "exists already" is refused too (T25): the second look tells
            co_return refusal;
    }
    co_return "events_not_bound";
}

// Everybody active and the whole department tree; then whoever is guarded and was not told is told.
asio::awaitable<std::string> settling::read_company(dialogs::user_id integration_user) {
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
    auto trouble = co_await read_pages(portal_, 0, pages_max, people_page, take_people);
    if (trouble.empty())
        trouble = co_await read_pages(portal_, 0, pages_max, tree_page, take_tree);
    if (!trouble.empty())
        co_return trouble;
    storage::transact(disk_, now_(), [&](storage::transaction& tx) {
        people_.learn(tx, people, tree);
        storage::portal::switch_guard_on(tx);
        dialogs::guard_started news;
        for (const auto& each : people)
            if (each.active && each.employee && each.id != integration_user && has_news_for(tx, each.id))
                news.people.push_back(each.id);
        if (!news.people.empty())
            storage::inbox::put(tx, {wire::store_item(news), "guard_started", ""});
    });
    co_return "";
}

// He was not told yet how his deadlines are guarded, or it has changed since.
bool settling::has_news_for(const storage::transaction& tx, dialogs::user_id who) const {
    const auto told = tx.announced_to(who, "").value_or(dialogs::announced{});
    return told.mode != dialogs::mode_for(settings_.policy, people_.everybody(), who);
}

std::vector<dialogs::task_id> settling::tasks_that_wait(const storage::transaction& tx) {
    auto tasks = tx.tasks_of_open_requests();
    for (const auto& open : tx.open_waves())
        if (const auto moves = tx.moves_in(open.id); !moves.empty())
            tasks.push_back(moves.front().task);
    return tasks;
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
        const auto tasks = wire::read_changed_tasks(answer);
        for (const auto& each : tasks)
            found.push_back(
                {wire::store_item(dialogs::task_touched{each.id}), "task:" + std::to_string(each.id), ""});
        return tasks.size();
    };
    const std::size_t most = since ? sweep_pages_max : 0;
    const auto trouble = co_await read_pages(portal_, 0, most, changed_page, take_changed);
    if (!trouble.empty())
        co_return trouble;
    storage::transact(disk_, started, [&](storage::transaction& tx) {
        for (const auto& each : found)
            storage::inbox::put(tx, each);
        // A task that was deleted is in no list of changed ones: its request would wait for ever.
        // And nobody may touch one of many that wait for an answer, while the approver goes away.
        for (const auto id : tasks_that_wait(tx))
            storage::inbox::put(
                tx, {wire::store_item(dialogs::task_touched{id}), "task:" + std::to_string(id), ""});
        storage::portal::move_cursor(tx, sweep_cursor, wire::moment_text(started));
    });
    if (!found.empty())
        log::info("swept", {{"tasks", std::to_string(found.size())}});
    co_return "";
}

}  // namespace bot
