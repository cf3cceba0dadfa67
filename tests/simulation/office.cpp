#include "office.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sandbox/oauth.hpp"
#include "sandbox/params.hpp"
#include "sandbox/rest.hpp"

namespace simulation {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using bot::net::answer;

enum class office::fate {
    fine,
    not_sent,
    lost_before,
    lost_after,
    bad_gateway,
    garbage,
    error_after,
    slow,
    limited,
    sending_failed,
    expired
};

namespace {

constexpr auto send_method = "imbot.v2.Chat.Message.send";
constexpr auto update_method = "imbot.v2.Chat.Message.update";

sandbox::settings of_simulation(std::uint64_t seed, const temper& mood) {
    sandbox::settings set;
    set.seed = seed;
    set.keep_log = false;
    set.without = mood.without;
    if (mood.narrow)
        set.bucket_capacity = 12;
    return set;
}

bool is_about(const bot::net::outgoing_request& what, std::string_view method) {
    return what.target.find(method) != std::string::npos;
}

sandbox::web_request as_web_request(const bot::net::outgoing_request& what, const std::string& host) {
    sandbox::web_request asked;
    const auto question = std::min(what.target.find('?'), what.target.size());
    asked.method = what.method;
    asked.path = what.target.substr(0, question);
    if (question < what.target.size())
        asked.query = what.target.substr(question + 1);
    asked.content_type = what.content_type;
    asked.body = what.body;
    asked.host = host;
    return asked;
}

answer page(int status, std::string body) {
    answer given;
    given.status = status;
    given.body = std::move(body);
    return given;
}

answer nothing(answer::how outcome) {
    answer given;
    given.outcome = outcome;
    given.trouble = "simulated";
    return given;
}

std::string name_of(const bot::net::outgoing_request& what) {
    const auto path = what.target.substr(0, what.target.find('?'));
    return path.substr(path.rfind('/', path.size() - 2) + 1);
}

}  // namespace

office::office(agenda& time, diary& book, const temper& mood, std::uint64_t seed)
    : portal(sandbox::found_portal(
          of_simulation(seed, mood),
          [&time] { return std::chrono::time_point_cast<std::chrono::milliseconds>(time.now()); })),
      time_(time),
      book_(book),
      mood_(mood),
      roll_(seed, "office") {}

// ---- Requests.

office::fate office::fate_of(const bot::net::outgoing_request& what) {
    if (calm)
        return fate::fine;
    if (time_.now() < down_until_)
        return down_by_network_ ? fate::not_sent : fate::bad_gateway;
    const bool is_oauth = is_about(what, "/oauth/");
    if (is_oauth && !roll_.chance(0.3))
        return fate::fine;  // a lost pair costs an installation
    double left = roll_.fraction();
    const std::pair<double, fate> all[] = {
        {mood_.not_sent, fate::not_sent},
        {mood_.lost_before, fate::lost_before},
        {mood_.lost_after, fate::lost_after},
        {mood_.bad_gateway, fate::bad_gateway},
        {mood_.garbage, fate::garbage},
        {mood_.error_after, fate::error_after},
        {mood_.slow, fate::slow},
        {mood_.limited, fate::limited},
        {mood_.expired, fate::expired},
        {is_about(what, send_method) ? mood_.sending_failed : 0, fate::sending_failed}};
    for (const auto& [probability, which] : all) {
        left -= probability;
        if (left < 0)
            return which;
    }
    return fate::fine;
}

void office::launch(const std::shared_ptr<flight>& ask, bot::net::address whom,
                    bot::net::outgoing_request what) {
    ++requests_;
    const auto how = fate_of(what);
    auto on_the_way = roll_.between(20ms, 150ms);
    if (how == fate::slow)
        on_the_way = roll_.between(1000ms, 58000ms);
    else if (how == fate::not_sent)
        on_the_way = roll_.between(1ms, 10000ms);
    time_.plan_in(on_the_way, [this, ask, how, what = sent{std::move(what), whom.host + ":" + whom.port}] {
        arrive(ask, how, what);
    });
}

void office::arrive(const std::shared_ptr<flight>& ask, fate how, const sent& what) {
    if (ask->orphaned && roll_.chance(0.5))
        return book_.note("a dead process' request is lost");
    auto given = answered(how, what);
    if (how != fate::fine)
        book_.note(name_of(what) + " fails: " + std::to_string(static_cast<int>(how)) + ", status " +
                   std::to_string(given.status));
    else if (book_.aloud())
        book_.note(name_of(what) + " " + std::to_string(given.status));
    const bool late = how == fate::slow || how == fate::lost_before || how == fate::lost_after;
    come_back(ask, late ? roll_.between(50ms, 15000ms) : roll_.between(20ms, 200ms), std::move(given));
}

answer office::answered(fate how, const sent& what) {
    switch (how) {
        case fate::not_sent:
            return nothing(answer::how::not_sent);
        case fate::lost_before:
            return nothing(answer::how::maybe_sent);
        case fate::bad_gateway:
            return page(502, "<html>502 Bad Gateway</html>");
        case fate::limited:
            return page(503, R"({"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"})");
        default:
            break;
    }
    if (how == fate::expired)
        sandbox::expire_access_tokens(portal);
    auto given = passed_on(how, what);
    if (how == fate::lost_after)
        return nothing(answer::how::maybe_sent);
    if (how == fate::garbage)
        return page(200, "<html>The portal is tired.</html>");
    if (how == fate::error_after)
        return page(500, R"({"error":"INTERNAL_SERVER_ERROR","error_description":""})");
    return given;
}

// Whether the message of this request is there already.
bool office::was_sent(const bot::net::outgoing_request& what) const {
    boost::system::error_code failed;
    const auto body = boost::json::parse(what.body, failed);
    if (failed || !body.is_object())
        return false;
    const auto uuid = sandbox::text_member(sandbox::object_member(body.get_object(), "fields"), "templateId");
    const auto found = portal.sent_templates.find(sandbox::lower_case(uuid));
    return found != portal.sent_templates.end() && found->second.first != 0;
}

// What the portal makes of it.
answer office::passed_on(fate how, const sent& what) {
    const auto asked = as_web_request(what, what.host);
    // A UUID that has a message cannot be burnt, and a portal that refuses the bot does not get so far.
    const bool would_send = portal.befallen == sandbox::trouble::none && !was_sent(what);
    if (how == fate::sending_failed && would_send)
        portal.faults.rest.push_back({"imbot.v2.chat.message.send", 1, 1, 0, "error:SENDING_FAILED"});
    auto given = is_about(what, "/oauth/token") ? sandbox::token_response(portal, asked)
                                                : sandbox::rest_response(portal, asked);
    portal.faults.rest.clear();
    if (given.status == 503 && given.body.find("QUERY_LIMIT_EXCEEDED") != std::string::npos)
        told.bucket_overflowed();
    hear_the_bot(what);
    settle();
    auto back = page(given.status, std::move(given.body));
    for (const auto& [name, value] : given.headers)
        if (name == "Location")
            back.location = value;
    return back;
}

void office::come_back(const std::shared_ptr<flight>& ask, milliseconds after, answer with) {
    time_.plan_in(after, [ask, with = std::move(with)]() mutable {
        ask->answer = std::move(with);
        if (ask->bell != nullptr)
            ask->bell->cancel();
    });
}

// Tells of new messages of the bot and of rewritten ones.
void office::hear_the_bot(const bot::net::outgoing_request& what) {
    for (auto each = portal.messages.upper_bound(last_message_); each != portal.messages.end(); ++each) {
        last_message_ = each->first;
        if (portal.bots.contains(each->second.author))
            told.bot_spoke(sandbox::message(each->second), true);
    }
    if (!is_about(what, update_method))
        return;
    boost::system::error_code failed;
    const auto body = boost::json::parse(what.body, failed);
    if (failed || !body.is_object())
        return;
    const auto which = sandbox::number_member(body.get_object(), "messageId").value_or(0);
    if (const auto found = portal.messages.find(which); found != portal.messages.end())
        told.bot_spoke(sandbox::message(found->second), false);
}

void office::break_down(moment until) {
    down_until_ = until;
    down_by_network_ = roll_.chance(0.5);
    book_.note(down_by_network_ ? "the network is down" : "the portal is down");
}

// ---- Events.

void office::settle() {
    sandbox::flush_events(portal);
    for (auto& each : std::exchange(portal.outbox, {}))
        send(std::move(each));
}

void office::send(sandbox::delivery event) {
    const bool cut_off = time_.now() < down_until_ && down_by_network_;
    if (!calm && (cut_off || roll_.chance(mood_.event_lost)))
        return book_.note(event.event + " is lost");
    auto delay = roll_.between(20ms, 300ms);
    if (!calm && roll_.chance(mood_.event_late))
        delay = roll_.waiting(30s);
    const bool twice = !calm && roll_.chance(mood_.event_repeated);
    if (twice)
        time_.plan_in(delay + roll_.waiting(5s), [this, event] { told.at_the_door(event); });
    time_.plan_in(delay, [this, event = std::move(event)] { told.at_the_door(event); });
}

void office::tidy() {
    portal.log.clear();
    std::erase_if(portal.access_tokens,
                  [&](const auto& each) { return each.second.expires < portal.now() - 1h; });
}

// ---- The bot's end.

way_out::~way_out() {
    for (const auto& each : under_way_)
        each->orphaned = true;
}

asio::awaitable<answer> way_out::ask(bot::net::address whom, bot::net::outgoing_request what,
                                     std::chrono::milliseconds patience) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer bell(executor);
    const auto mine = std::make_shared<flight>();
    struct boarding {
        ~boarding() { of->bell = nullptr; }
        flight* of;
    };
    const boarding waits{mine.get()};
    mine->bell = &bell;
    under_way_.insert(mine);
    to_.launch(mine, std::move(whom), std::move(what));
    co_await time_.wait(bell, patience);
    under_way_.erase(mine);
    if (!mine->answer)
        co_return nothing(answer::how::maybe_sent);
    co_return std::move(*mine->answer);
}

}  // namespace simulation
