#include "world.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/json/parse.hpp>

#include "bot/house.hpp"
#include "sandbox/oauth.hpp"
#include "sandbox/params.hpp"
#include "violation.hpp"

namespace simulation {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto a_day = std::chrono::milliseconds(24h);
constexpr int handlers_max = 200'000;  // of one moment: beyond, the bot is busy with nothing

// Monday, nine o'clock in Moscow.
const moment beginning = std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 6h;

struct killable_io : asio::io_context {
    using asio::io_context::io_context;
    // Whatever waits is gone, without being told.
    void die() { shutdown(); }
};

dialogs::policy rules(const temper& mood) {
    dialogs::policy wanted;
    wanted.usual.mode = mood.observes ? dialogs::guard_mode::observe : dialogs::guard_mode::reason;
    wanted.usual.mass_limit = 0;  // the oracle knows what is put back at once
    wanted.usual.grace = mood.grace;
    wanted.administrators = {1};
    if (mood.hurries)
        wanted.waits = {{0, 1h}, {0, 2h}, {0, 6h}};
    wanted.usual.categories = dialogs::default_categories();
    return wanted;
}

}  // namespace

// ---- The bot.

struct world::process {
    process(world& in, const bot::config& settings, storage::opening disk)
        : clock(in.time_, in.mood_.clock_ahead), way(in.office_, clock) {
        const auto new_token = [&in] {
            std::string name = std::to_string(++in.names_);
            return std::string(22 - name.size(), 'x') + name;
        };
        rooms = std::make_unique<bot::house>(settings, std::move(disk),
                                             bot::house::surroundings{io, clock, way, new_token});
    }
    process(const process&) = delete;
    process& operator=(const process&) = delete;
    ~process() { io.die(); }  // frames that wait go first: they know the rooms

    process_clock clock;
    way_out way;
    killable_io io{1};
    std::unique_ptr<bot::house> rooms;
};

world::world(life what, const std::filesystem::path& folder)
    : what_(what),
      folder_(folder),
      mood_(drawn(what.seed)),
      roll_(what.seed, "world"),
      time_(beginning),
      book_(time_, what.aloud),
      office_(time_, book_, mood_, what.seed),
      people_(time_, book_, office_, mood_, what.seed),
      checks_(time_, office_, people_, mood_, [this] { return disk(); }),
      misfortunes_(time_, book_, office_, mood_, what.seed,
                   {[this] { install(); },
                    [this] {
                        if (bot_)
                            kill();
                    },
                    [this] { checks_.bot_was_removed(); }}) {
    office_.told = {[this](const auto& event) { at_the_door(event); },
                    [this](const auto& said, bool is_new) {
                        if (is_new || what_.aloud)
                            book_.note((is_new ? "bot: " : "bot, anew: ") + said.text);
                        checks_.bot_spoke(said, is_new);
                        if (is_new)
                            people_.hear(said);
                    },
                    [this] {
                        book_.note("the bucket overflows");
                        checks_.bucket_overflowed();
                    }};
    checks_.remember_company();
}

world::~world() {
    bot_.reset();
}

storage::opening world::disk() {
    storage::opening how;
    how.path = (folder_ / "guard.db").string();
    how.vfs = platter_.vfs();
    storage::secret_box::key key{};
    key.fill(7);
    how.secrets = storage::secret_box(key);
    how.new_uuid = [this] {
        std::string name = std::to_string(++names_);
        return "00000000-0000-4000-8000-" + std::string(12 - name.size(), '0') + name;
    };
    return how;
}

bot::config world::settings() const {
    bot::config all;
    all.server.public_url = office_.portal.set.handler;
    all.portal.client_id = office_.portal.set.client_id;
    all.portal.client_secret = office_.portal.set.client_secret;
    all.portal.oauth_server = sandbox::auth_base(office_.portal);
    all.portal.allowed_hosts = {"127.0.0.1", "127.0.0.2", "127.0.0.3"};
    all.policy = rules(mood_);
    if (mood_.narrow)
        all.portal.burst = 9;
    all.portal.poll_interval = mood_.poll_interval;
    all.portal.events = mood_.way == way_in::push ? bot::way_in::push : bot::way_in::pull;
    if (mood_.way != way_in::push)
        all.server.public_url.clear();
    if (mood_.way == way_in::webhook)
        all.portal.webhook = office_.portal.set.base + "/rest/" + std::to_string(sandbox::service_user) +
                             "/" + office_.portal.set.webhook_secret + "/";
    return all;
}

void world::start() {
    if (bot_)
        return;
    book_.note("the bot starts");
    bot_ = std::make_unique<process>(*this, settings(), disk());
    bot_->rooms->begin();
}

void world::kill() {
    book_.note("the bot is killed");
    ++so_far_.kills;
    handlers_to_live_ = 0;
    bot_.reset();
    checks_.killed();
    milliseconds away = roll_.between(500ms, 20000ms);
    if (roll_.chance(0.1))
        away = roll_.between(60s, 7200s);
    else if (roll_.chance(0.03))
        away = roll_.between(10h, 60h);
    time_.plan_in(away, [this] { start(); });
}

// All that can be done at this moment; killed in the middle of it when that is due.
void world::run_process() {
    if (!bot_)
        return;
    bot_->io.restart();
    for (int handlers = 0; bot_->io.poll_one() > 0; ++handlers) {
        ++so_far_.handlers;
        if (handlers > handlers_max)
            throw violation(9, "the bot is busy with nothing");
        if (handlers_to_live_ > 0 && --handlers_to_live_ == 0)
            return kill();
    }
}

void world::step(moment until) {
    run_process();
    const auto bell = bot_ ? bot_->clock.next() : std::nullopt;
    const auto plan = time_.next();
    const auto next = std::min(bell.value_or(until), plan.value_or(until));
    if (next >= until)
        return time_.jump(until);
    if (plan && *plan == next)
        return time_.do_next();
    time_.jump(next);
    bot_->clock.ring();
}

// ---- What happens to it.

void world::repeatedly(double times_a_day, void (world::*what)()) {
    if (times_a_day <= 0)
        return;
    const auto mean = std::chrono::duration_cast<milliseconds>(a_day / times_a_day);
    time_.plan_in(roll_.waiting(mean), [this, times_a_day, what] {
        if (!office_.calm)
            (this->*what)();
        repeatedly(times_a_day, what);
    });
}

void world::plan_kill() {
    if (bot_ && handlers_to_live_ == 0)
        handlers_to_live_ = 1 + static_cast<int>(roll_.below(60));
}

void world::befall() {
    misfortunes_.befall();
}

void world::outage() {
    office_.break_down(time_.now() + (roll_.chance(0.7) ? roll_.waiting(3min) : roll_.waiting(2h)));
}

// A head goes, or comes back; a department gets another.
void world::reorganise() {
    auto& portal = office_.portal;
    const auto team = portal.departments.find(6);
    if (team == portal.departments.end())
        return;
    auto& lead = portal.people.at(14);
    if (!lead.active)
        lead.active = true;
    else if (roll_.chance(0.5))
        lead.active = false;
    else
        team->second.head = team->second.head == 0 ? 14 : 0;
    book_.note(std::string("the team's lead is ") + (lead.active ? "there" : "dismissed") + ", its head " +
               std::to_string(team->second.head));
    checks_.remember_company();
}

void world::at_the_door(const sandbox::delivery& event) {
    if (!bot_)
        return book_.note(event.event + " finds the door closed");
    bot::net::incoming_request asked;
    asked.method = "POST";
    asked.path = event.url.substr(office_.portal.set.handler.size());
    asked.content_type = "application/x-www-form-urlencoded";
    asked.body = event.body;
    ++so_far_.events;
    auto answering = bot_->rooms->answer(std::move(asked));
    asio::co_spawn(bot_->io, std::move(answering),
                   [this, event](const std::exception_ptr& failure, const bot::net::response& given) {
                       if (failure)
                           std::rethrow_exception(failure);
                       book_.note(event.event + " " + std::to_string(given.status));
                       if (event.event == "ONAPPINSTALL" && given.status == 200)
                           installed_ = true;
                       else if (given.status == 200)
                           checks_.event_kept(
                               event, office_.portal.bots.empty() ? 0 : office_.portal.bots.begin()->first);
                   });
}

void world::install() {
    if (mood_.way == way_in::webhook)
        return;
    book_.note("the administrator installs");
    office_.send(sandbox::installation(office_.portal, sandbox::service_user));
}

// The administrator looks whether all is well.
void world::look_after() {
    if (!bot_)
        return;
    if (!installed_)
        return install();
    bot::net::incoming_request asked;
    asked.method = "GET";
    asked.path = "/readyz";
    auto answering = bot_->rooms->answer(std::move(asked));
    asio::co_spawn(bot_->io, std::move(answering),
                   [this](const std::exception_ptr& failure, const bot::net::response& given) {
                       if (failure)
                           std::rethrow_exception(failure);
                       const auto says = [&](const char* what) {
                           return given.body.find(what) != std::string::npos;
                       };
                       if (!misfortunes_.are_there() && (says("must_authorize_again") || says("uninstalled")))
                           install();
                   });
}

// ---- Nights: all is mended and everybody sleeps, so that what was begun can come to its end.

void world::plan_night(int day) {
    const auto one_o_clock = beginning + day * a_day + 16h;
    time_.plan(one_o_clock, [this] { begin_night(); });
    time_.plan(one_o_clock + 150min, [this] { end_night(); });
}

void world::begin_night() {
    book_.note("night");
    office_.calm = people_.resting = true;
    office_.mend();
    misfortunes_.mend();
    handlers_to_live_ = 0;
    start();
    // Again and again, as the bot may have lost what it needs for answering.
    for (const auto when : {1s, 900s, 1800s})
        time_.plan_in(when, [this] { look_after(); });
    time_.plan_in(120min, [this] {
        for (const auto& [who, each] : office_.portal.people)
            if (each.active && !each.bot)
                people_.cancel(who);
    });
}

void world::end_night() {
    office_.tidy();
    checks_.all_is_quiet();
    book_.note("morning");
    office_.calm = people_.resting = false;
}

outcome world::live() {
    try {
        start();
        install();
        const auto until = beginning + what_.days * a_day;
        for (int day = 0; day < what_.days; ++day)
            plan_night(day);
        people_.begin();
        repeatedly(24, &world::look_after);
        repeatedly(mood_.kills_a_day, &world::plan_kill);
        repeatedly(mood_.outages_a_day, &world::outage);
        repeatedly(mood_.installations_a_day, &world::install);
        repeatedly(mood_.misfortunes_a_day, &world::befall);
        repeatedly(mood_.dismissals_a_day, &world::reorganise);
        while (time_.now() < until)
            step(until);
        bot_.reset();
        checks_.disk_is_whole();
    } catch (const std::exception& found) {
        so_far_.violation = found.what();
        so_far_.last = book_.last();
    }
    so_far_.days = std::chrono::duration<double, std::ratio<86400>>(time_.now() - beginning).count();
    so_far_.requests = office_.requests();
    so_far_.digest = book_.digest();
    so_far_.counted = checks_.counted();
    return so_far_;
}

}  // namespace simulation
