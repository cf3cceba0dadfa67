#include "table_life.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <set>

#include "bot/house.hpp"
#include "sandbox/oauth.hpp"
#include "sandbox/tasks.hpp"
#include "storage/journal.hpp"

namespace simulation {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using event_kind = bot::example_event::kind;

namespace {

constexpr auto settles_in = 2h;  // before anything happens, so that everybody was told
constexpr auto settles_down = 1min;
constexpr auto works_for = 1min;  // when it looks in between
constexpr auto has_until =
    50s;  // at the end: less than the minute that some examples end before a time is over

temper calm_mood(way_in way) {
    temper mood;
    mood.way = way;
    return mood;
}

bool comes_later(const bot::policy_example& what) {
    return what.guarded_since != dialogs::instant{};
}

moment begins_at(const bot::policy_example& what) {
    return (what.happens.empty() ? what.look : what.happens.front().at) - settles_in;
}

// Nothing happens after the bot has seen something, and to look later makes no difference: it can be there
// all the time.
bool may_watch(const bot::policy_example& what) {
    int changes = 0;
    bool over_by_then = false;
    for (const auto& event : what.happens) {
        changes += event.what == event_kind::writes ? 0 : 1;
        over_by_then = over_by_then || (event.to && *event.to <= what.look);
    }
    return changes <= 1 && !over_by_then;
}

std::string shown(const dialogs::deadline& due) {
    return bot::written(due, *locale::zone::find("Europe/Moscow"));
}

struct killable_io : asio::io_context {
    using asio::io_context::io_context;
    void die() { shutdown(); }
};

}  // namespace

struct table_life::process {
    explicit process(table_life& in) : clock(in.time_, 0ms), way(in.office_, clock) {
        const auto new_token = [&in] {
            std::string name = std::to_string(++in.names_);
            return std::string(22 - name.size(), 'x') + name;
        };
        rooms = std::make_unique<bot::house>(in.settings_, in.disk(),
                                             bot::house::surroundings{io, clock, way, new_token});
    }
    process(const process&) = delete;
    process& operator=(const process&) = delete;
    ~process() { io.die(); }

    process_clock clock;
    way_out way;
    killable_io io{1};
    std::unique_ptr<bot::house> rooms;
};

table_life::table_life(const bot::policy_example& what, const bot::example_company& in,
                       const bot::config& rules, way_in way, const std::filesystem::path& folder)
    : what_(what),
      in_(in),
      rules_(rules.policy),
      folder_(folder),
      mood_(calm_mood(way)),
      time_(begins_at(what)),
      book_(time_, false),
      office_(time_, book_, mood_, 1),
      settings_(settings(rules)) {
    office_.calm = true;
    office_.told = {[this](const auto& event) { at_the_door(event); },
                    [this](const auto& said, bool) { said_.push_back(said.text); }, [] {}};
    found_company();
    found_task();
}

table_life::~table_life() = default;

bool table_life::can_be_lived(const bot::policy_example& what) {
    static const std::set<event_kind> needs_talk{event_kind::bot_applies, event_kind::pauses,
                                                 event_kind::resumes, event_kind::tells_the_bot};
    return what.tolerated_elsewhere == 0 &&
           std::none_of(what.happens.begin(), what.happens.end(),
                        [](const auto& event) { return needs_talk.contains(event.what); });
}

// ---- The portal.

void table_life::found_company() {
    auto& portal = office_.portal;
    const auto service = portal.people.at(sandbox::service_user);
    portal.people.clear();
    portal.departments.clear();
    portal.tasks.clear();
    portal.people[service.id] = service;
    for (const auto& [id, each] : in_.who.people()) {
        auto& made = portal.people[id];
        made.id = id;
        made.name = in_.name_of(id);
        made.departments = each.departments;
        made.active = each.active;
        made.bot = !each.employee && each.name.empty();  // user.get does not show it (T100)
        made.guest = !each.employee && !made.bot;
        made.admin = id == service.id;
    }
    for (const auto& [id, each] : in_.who.departments())
        portal.departments[id] = {id, each.name, each.parent, each.head};
}

void table_life::found_task() {
    auto& portal = office_.portal;
    const auto& wanted = what_.at_first;
    sandbox::task_draft draft;
    draft.title = wanted.title;
    draft.created_by = wanted.creator;
    draft.responsible = wanted.responsible;
    draft.deadline = wanted.due;
    draft.new_card = wanted.chat != 0;
    auto& made = sandbox::create_task(portal, draft, {wanted.creator, false, "", std::nullopt});
    task_ = made.id;
    made.group = wanted.group;
    made.created = made.changed = made.activity = portal.now() - 120h;
    portal.raised.clear();
}

sandbox::task& table_life::task() {
    return office_.portal.tasks.at(task_);
}

// ---- The bot.

storage::opening table_life::disk() {
    storage::opening how;
    how.path = (folder_ / "guard.db").string();
    how.vfs = platter_.vfs();
    how.secrets = storage::secret_box(storage::secret_box::key{7});
    how.new_uuid = [this] {
        std::string name = std::to_string(++names_);
        return "00000000-0000-4000-8000-" + std::string(12 - name.size(), '0') + name;
    };
    return how;
}

bot::config table_life::settings(const bot::config& rules) const {
    bot::config all = rules;
    const auto& portal = office_.portal;
    all.portal.client_id = portal.set.client_id;
    all.portal.client_secret = portal.set.client_secret;
    all.portal.oauth_server = sandbox::auth_base(portal);
    all.portal.allowed_hosts = {"127.0.0.1"};
    all.portal.events = mood_.way == way_in::push ? bot::way_in::push : bot::way_in::pull;
    if (mood_.way == way_in::push)
        all.server.public_url = portal.set.handler;
    if (mood_.way == way_in::webhook)
        all.portal.webhook = portal.set.base + "/rest/" + std::to_string(sandbox::service_user) + "/" +
                             portal.set.webhook_secret + "/";
    return all;
}

// The rule takes it that everybody knows all rules; the bot tells of those of a workgroup or of a colleague
// with the first move under them.
void table_life::tell_of_all_rules(moment at) {
    storage::database made(disk());
    storage::transact(made, std::chrono::floor<std::chrono::seconds>(at), [&](storage::transaction& tx) {
        for (const auto& [who, person] : office_.portal.people) {
            tx.apply(dialogs::mark_told{who, dialogs::guard_mode::approval, "[guard]", ""});
            for (const auto& each : rules_.special)
                tx.apply(dialogs::mark_told{who, dialogs::guard_mode::approval, each.name, ""});
        }
    });
}

void table_life::start() {
    if (bot_)
        return;
    bot_ = std::make_unique<process>(*this);
    bot_->rooms->begin();
}

void table_life::stop() {
    bot_.reset();
}

void table_life::install() {
    if (mood_.way != way_in::webhook)
        office_.send(sandbox::installation(office_.portal, sandbox::service_user));
}

void table_life::at_the_door(const sandbox::delivery& event) {
    if (!bot_)
        return;
    bot::net::incoming_request asked;
    asked.method = "POST";
    asked.path = event.url.substr(office_.portal.set.handler.size());
    asked.content_type = "application/x-www-form-urlencoded";
    asked.body = event.body;
    asio::co_spawn(bot_->io, bot_->rooms->answer(std::move(asked)),
                   [](const std::exception_ptr& failure, const bot::net::response&) {
                       if (failure)
                           std::rethrow_exception(failure);
                   });
}

void table_life::run(moment until) {
    while (time_.now() < until) {
        if (bot_) {
            bot_->io.restart();
            bot_->io.poll();
        }
        const auto bell = bot_ ? bot_->clock.next() : std::nullopt;
        const auto plan = time_.next();
        const auto next = std::min(bell.value_or(until), plan.value_or(until));
        if (next >= until) {
            time_.jump(until);
        } else if (plan && *plan == next) {
            time_.do_next();
        } else {
            time_.jump(next);
            bot_->clock.ring();
        }
    }
}

// ---- The story.

void table_life::happen(const bot::example_event& event) {
    const sandbox::actor by{event.who, false, "", std::nullopt};
    sandbox::task_change change;
    switch (event.what) {
        case event_kind::moves:
            change.deadline = event.to;
            break;
        case event_kind::writes:
            sandbox::add_comment(office_.portal, task(), event.who, event.words, by);
            return office_.settle();
        case event_kind::hands_over:
            change.responsible = event.whom;
            break;
        case event_kind::names_creator:
            change.created_by = event.whom;
            break;
        case event_kind::puts_into_group:
            change.group = event.group;
            break;
        case event_kind::closes:
            change.status = sandbox::completed;
            break;
        case event_kind::reopens:
            change.status = sandbox::pending;
            break;
        case event_kind::bot_looks: {
            const bool was_there = bot_ != nullptr;
            start();
            run(event.at + works_for);
            if (!was_there)
                stop();
            return;
        }
        case event_kind::bot_applies:
        case event_kind::pauses:
        case event_kind::resumes:
        case event_kind::tells_the_bot:
            return;
    }
    sandbox::change_task(office_.portal, task(), change, by);
    office_.settle();
}

std::vector<std::string> table_life::differences() {
    const bool watches = may_watch(what_);
    const moment comes = comes_later(what_) ? moment(what_.guarded_since) : begins_at(what_);
    bool is_there = false;
    const auto come = [&] {
        is_there = true;
        run(comes);
        tell_of_all_rules(comes);
        start();
        install();
        run(comes + settles_down);
        if (!watches)
            stop();
    };
    for (const auto& event : what_.happens) {
        if (!is_there && event.at >= comes)
            come();
        run(event.at);
        happen(event);
    }
    if (!is_there)
        come();
    if (!watches)
        run(what_.look);
    start();
    run(time_.now() + has_until);
    stop();
    return compared(bot::play(what_, in_, rules_));
}

// ---- What came of it.

namespace {

bool is_told(const std::vector<std::string>& said, const std::string& words) {
    return std::any_of(said.begin(), said.end(),
                       [&](const auto& text) { return text.find(words) != std::string::npos; });
}

// Of the last move that the journal tells of; "" = it tells of none.
std::string last_ground(const std::vector<storage::journal::row>& rows) {
    std::string ground;
    for (const auto& row : rows)
        for (const auto* kind : {"accepted", "silent", "observed", "unapprovable"})
            if (row.what.kind == kind)
                ground = row.what.ground;
    return ground;
}

// Grounds the journal keeps nothing of: nothing changed.
bool is_journalled(const std::string& ground) {
    static const std::set<std::string> silent_ones{"", "no_change", "before_guard", "own_write", "closed"};
    return !silent_ones.contains(ground);
}

}  // namespace

std::vector<std::string> table_life::compared(const bot::example_outcome& by_the_rule) {
    std::vector<std::string> found;
    const auto expect = [&](const char* what, const std::string& wanted, const std::string& is) {
        if (wanted != is)
            found.push_back(std::string(what) + ": by the rule \"" + wanted + "\", lived \"" + is + "\"");
    };
    const bool put_back = by_the_rule.verdict.starts_with("put back");
    const bool stays = by_the_rule.verdict == "waits" || by_the_rule.verdict == "left alone";
    dialogs::deadline moved_to = what_.at_first.due;
    for (const auto& event : what_.happens)
        if (event.what == event_kind::moves)
            moved_to = event.to;
    expect("deadline", shown(stays ? moved_to : by_the_rule.held_to), shown(task().deadline));
    storage::database kept(disk());
    storage::look(kept, dialogs::instant{}, [&](const storage::transaction& tx) {
        const auto record = tx.find_task(task_);
        expect("held_to", shown(by_the_rule.held_to), shown(record ? record->accepted : task().deadline));
        const auto ground = by_the_rule.would_be.empty() ? by_the_rule.because : by_the_rule.would_be;
        if (is_journalled(ground))
            expect("because", ground, last_ground(storage::journal::of_task(tx, task_)));
        const auto asked = tx.open_request(task_);
        const bool wants_asked = by_the_rule.verdict == "put back and asked";
        expect("request", wants_asked ? in_.name_of(by_the_rule.approver) : "none",
               asked ? in_.name_of(asked->approver) : "none");
    });
    if (put_back && !is_told(said_, in_.name_of(by_the_rule.approver)))
        found.push_back("nobody was told that " + in_.name_of(by_the_rule.approver) + " decides");
    return found;
}

}  // namespace simulation
