#include "checks.hpp"

#include <algorithm>

#include "bot/wire/event.hpp"
#include "bot/wire/form.hpp"
#include "sandbox/messenger.hpp"
#include "sandbox/params.hpp"
#include "storage/journal.hpp"
#include "violation.hpp"

namespace simulation {

using namespace std::chrono_literals;
using storage::statement;

namespace {

instant seconds(moment at) {
    return std::chrono::floor<std::chrono::seconds>(at);
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// "…/tasks/task/view/8017/…"
id_number task_in(const std::string& text) {
    constexpr std::string_view mark = "/tasks/task/view/";
    const auto at = text.find(mark);
    return at == std::string::npos ? 0 : std::atoll(text.c_str() + at + mark.size());
}

bool says_put_back(const std::string& text) {
    return text.starts_with("⏱ Срок задачи") || text.starts_with("⏱ The deadline of “");
}
bool says_applied(const std::string& text) {
    return text.starts_with("✅ Новый срок задачи") || text.starts_with("✅ The new deadline of “");
}
bool is_announcement(const std::string& text) {
    return has(text, "под присмотром") || has(text, "I look after the deadlines");
}

// What the text says in bold, without the task's name, which people wrote.
std::string bold_in(const std::string& text) {
    const auto from = text.find("[b]", std::min(text.find("[/url]"), text.size()));
    const auto to = from == std::string::npos ? from : text.find("[/b]", from);
    return to == std::string::npos ? "" : text.substr(from + 3, to - from - 3);
}

// Whether a text may mean this moment, read in this zone: "вт 22.12, 18:00".
bool may_mean(const std::string& shown, const due& date, const std::string& zone) {
    if (!date)
        return !has(shown, ":");
    const auto iso = sandbox::iso_in(zone, *date);  // 2026-12-22T18:00:00+03:00
    const bool russian = has(shown, iso.substr(8, 2) + "." + iso.substr(5, 2));
    return has(shown, iso.substr(11, 5)) && (russian || !has(shown, "."));
}

std::vector<std::pair<id_number, due>> dates_of(const sandbox::task& what) {
    std::vector<std::pair<id_number, due>> all;
    for (const auto& row : what.history)
        if (row.field == "DEADLINE") {
            const auto to = sandbox::number_in(row.to).value_or(0);
            all.emplace_back(row.user, to == 0 ? due() : due(instant(std::chrono::seconds(to))));
        }
    return all;
}

}  // namespace

checks::checks(const agenda& time, office& at, const people& folk, const temper& mood, open_disk disk)
    : time_(time), at_(at), people_(folk), mood_(mood), disk_(std::move(disk)), quiet_at_(time.now()) {}

void checks::figures::add(const figures& other) {
    tasks += other.tasks;
    put_back += other.put_back;
    applied += other.applied;
    requests += other.requests;
    messages += other.messages;
    kept += other.kept;
    quiet += other.quiet;
    reminders += other.reminders;
    went_up += other.went_up;
    expired += other.expired;
}

void checks::remember_company() {
    companies_.push_back({seconds(time_.now()), at_.portal.departments, at_.portal.people});
}

// Stays open over kills: so the bot's own connection is not the last, and leaves the log behind as a kill
// does.
storage::connection& checks::eye() {
    if (!eye_) {
        const auto where = disk_();
        eye_ = std::make_unique<storage::connection>(where.path, storage::access::read_only, where.vfs);
    }
    return *eye_;
}

// ---- 6: acknowledged is on disk.

void checks::event_kept(const sandbox::delivery& event, id_number bot) {
    const auto read = bot::wire::read_form(event.body);
    const auto meant = bot::wire::read_event(read.tree, bot);
    if (meant.items.empty())
        return;
    ++counted_.kept;
    if (meant.once_key.empty()) {
        statement q(eye(), "SELECT 1 FROM inbox WHERE coalescing_key = ?");
        if (!meant.coalescing_key.empty() && !q.put(meant.coalescing_key).step())
            throw violation(6, "acknowledged and not on disk: " + meant.coalescing_key);
        return;
    }
    statement q(eye(), "SELECT 1 FROM seen WHERE once_key = ?");
    if (!q.put(meant.once_key).step())
        throw violation(6, "acknowledged and not on disk: " + meant.once_key);
    if (!seen_.insert(meant.once_key).second)
        return;
    if (bot_is_another_ && event.event == "ONIMBOTV2JOINCHAT")
        return;  // who was greeted once is not greeted again
    const auto data = sandbox::object_member(read.tree.as_object(), "data");
    const auto who = sandbox::number_member(sandbox::object_member(data, "user"), "id").value_or(0);
    ++talk_[who].kept;
}

void checks::killed() {
    for (const auto& key : seen_) {
        statement q(eye(), "SELECT 1 FROM seen WHERE once_key = ?");
        if (!q.put(key).step())
            throw violation(6, "acknowledged and forgotten by a kill: " + key);
    }
}

// ---- 4: announced is applied; 5: nothing twice.

void checks::bot_spoke(const sandbox::message& said, bool is_new) {
    const auto& in = at_.portal.chats.at(said.chat);
    if (in.kind != sandbox::chat_kind::direct)
        return;
    const auto reader = sandbox::peer_in(in, said.author);
    ++talk_[reader].spoken;
    if (!is_new)
        return;
    ++counted_.messages;
    words_.push_back({reader, said.text, said.uuid, time_.now()});
    if (is_announcement(said.text))
        announced_at_.emplace(reader, seconds(time_.now()));
    check_announcement(said, reader);
}

void checks::check_announcement(const sandbox::message& said, id_number reader) {
    const bool put_back = says_put_back(said.text);
    if (!put_back && !says_applied(said.text))
        return;
    ++(put_back ? counted_.put_back : counted_.applied);
    if (mood_.observes)
        throw violation(4, "an observer says that it wrote: " + said.text);
    const auto found = at_.portal.tasks.find(task_in(said.text));
    if (found == at_.portal.tasks.end())
        return;  // deleted meanwhile
    const auto zone = at_.portal.people.at(reader).zone.value_or("");
    const auto shown = bold_in(said.text);
    const auto dates = dates_of(found->second);
    const bool held = std::any_of(dates.begin(), dates.end(),
                                  [&](const auto& each) { return may_mean(shown, each.second, zone); });
    if (!held)
        throw violation(4, "announced and never held by the portal: " + said.text);
}

// Since the last quiet moment all causes have been worked off, so each message of this time has a cause of
// this time: a word or a press of somebody, or a change of the task it speaks of.
void checks::check_doubles() {
    std::map<std::pair<id_number, std::string>, std::uint64_t> copies;
    for (const auto& each : words_)
        ++copies[{each.to, each.text}];
    const auto since_quiet = [&](const std::vector<moment>& acts) {
        return static_cast<std::uint64_t>(
            std::count_if(acts.begin(), acts.end(), [&](moment each) { return each >= quiet_at_; }));
    };
    for (const auto& [which, count] : copies) {
        const auto& [to, text] = which;
        if (count == 1)
            continue;
        std::uint64_t causes = 0;
        const auto task = at_.portal.tasks.find(task_in(text));
        if (task != at_.portal.tasks.end())
            for (const auto& row : task->second.history)
                causes += row.at >= seconds(quiet_at_) && row.field == "DEADLINE" &&
                                  (!says_put_back(text) || row.user == sandbox::service_user)
                              ? 1U
                              : 0U;
        const auto acted = people_.acts().find(to);
        if (!says_put_back(text) && !says_applied(text) && acted != people_.acts().end())
            causes += since_quiet(acted->second);
        if (task == at_.portal.tasks.end() && task_in(text) != 0)
            continue;  // a task that is gone tells nothing any more
        if (count > causes)
            throw violation(5, "said " + std::to_string(count) + " times to " + std::to_string(to) + " for " +
                                   std::to_string(causes) + " causes: " + text);
    }
}

// ---- 7: the bucket.

void checks::bucket_overflowed() {
    throw violation(7, "QUERY_LIMIT_EXCEEDED of our own making");
}

// ---- When all is quiet.

void checks::all_is_quiet() {
    ++counted_.quiet;
    check_leftovers(eye());
    check_tasks(eye());
    check_requests(eye());
    check_waiting(eye());
    check_approvals(eye());
    check_conversations(eye());
    check_answers();
    check_doubles();
    words_.clear();
    talk_.clear();
    seen_.clear();
    words_lost_ = false;
    quiet_at_ = time_.now();
}

bool checks::was_dismissed(const std::string& whom) const {
    return std::any_of(companies_.begin(), companies_.end(), [&](const company& each) {
        const auto found = each.people.find(std::atoll(whom.c_str()));
        return found != each.people.end() && !found->second.active;
    });
}

// 9: nothing is stuck.
void checks::check_leftovers(storage::connection& disk) {
    const std::string now = std::to_string(seconds(time_.now()).time_since_epoch().count());
    for (const std::string& what :
         {"SELECT coalesce(min(body), '') FROM inbox WHERE state = 'waiting' AND NOT (not_before > " + now +
              " AND body LIKE '%\"request_due\"%')",
          std::string("SELECT coalesce(min(kind || ' ' || order_key || ' ' || attempts || ' ' || "
                      "coalesce(last_error, "
                      "'')), '')"
                      " FROM outbox WHERE state = 'waiting'"),
          std::string(
              "SELECT coalesce(min(body || ' ' || last_error), '') FROM inbox WHERE state = 'given_up'")}) {
        statement q(disk, what);
        q.step();
        if (!q.text(0).empty())
            throw violation(9, what + ": " + q.text(0));
    }
    statement given_up(disk, "SELECT kind, dialog, last_error FROM outbox WHERE state = 'given_up'");
    while (given_up.step())
        if (!was_dismissed(given_up.text(1)))
            throw violation(
                9, "given up: " + given_up.text(0) + " to " + given_up.text(1) + " for " + given_up.text(2));
}

knowledge checks::learn(storage::connection& disk) const {
    knowledge known;
    known.companies = companies_;
    known.writer = sandbox::service_user;
    known.administrators = {1, sandbox::service_user};
    std::map<id_number, instant> told;
    statement choices(disk, "SELECT person, since FROM told WHERE about = '' AND since IS NOT NULL");
    while (choices.step())
        told[choices.integer(0)] = choices.moment(1);
    const auto find_in = [](const std::map<id_number, instant>& all, id_number who) {
        const auto found = all.find(who);
        return found == all.end() ? std::optional<instant>() : found->second;
    };
    known.told_at = [=](id_number who) { return find_in(told, who); };
    known.heard_at = [=, this](id_number who) { return find_in(announced_at_, who); };
    known.guarded_since =
        instant(std::chrono::seconds(disk.integer("SELECT coalesce(max(since), 0) FROM guard")));
    known.grace = mood_.grace;
    known.spoke = [this](id_number who, instant from, instant until) {
        const auto& talks = people_.talks();
        return std::any_of(talks.begin(), talks.end(), [&](const talk& each) {
            return each.who == who && seconds(each.at) >= from && seconds(each.at) <= until;
        });
    };
    statement judged_rows(disk, "SELECT row FROM journal WHERE row > 0");
    while (judged_rows.step())
        known.judged_rows.insert(judged_rows.integer(0));
    statement granted(
        disk, "SELECT task, decided_at, due, granted FROM request WHERE granted IS NOT NULL ORDER BY id");
    while (granted.step())
        known.granted.push_back(
            {granted.integer(0), granted.moment(1), granted.maybe_moment(2), granted.moment(3)});
    return known;
}

// 1: silent moves are put back; 2: right ones are not.
void checks::check_tasks(storage::connection& disk) {
    const auto known = learn(disk);
    for (const auto& [id, each] : at_.portal.tasks) {
        if (each.status == sandbox::completed)
            continue;
        ++counted_.tasks;
        if (mood_.observes) {
            for (const auto& row : each.history)
                if (row.user == sandbox::service_user)
                    throw violation(2, "an observer wrote: task " + std::to_string(id));
            continue;
        }
        const auto said = judged(at_.portal, each, known);
        if (!said.right)
            throw violation(said.silent ? 1 : 2, said.why);
    }
}

// A message with buttons that go somewhere.
bool checks::lies_before(std::int64_t who, std::int64_t id) const {
    const auto sent = at_.portal.messages.find(id);
    return sent != at_.portal.messages.end() && !sent->second.deleted &&
           at_.portal.bots.contains(sent->second.author) && sent->second.keyboard.is_array() &&
           at_.portal.chats.at(sent->second.chat).members.contains(who);
}

// 3: open requests lie before somebody who can decide.
void checks::check_requests(storage::connection& disk) {
    statement q(disk,
                "SELECT r.id, r.state, r.approver, r.task, m.message, l.message FROM request r"
                " LEFT JOIN sent_message m ON m.slot = 'request:' || r.id || ':card'"
                " LEFT JOIN sent_message l ON l.slot = 'pending:' || r.approver"
                " WHERE r.state IN ('pending', 'applying', 'failed')");
    while (q.step()) {
        const auto name =
            "request " + std::to_string(q.integer(0)) + " of task " + std::to_string(q.integer(3));
        if (q.text(1) == "applying")
            throw violation(3, name + " is being applied for ever");
        if (!at_.portal.tasks.contains(q.integer(3)))
            throw violation(3, name + " is open and its task is gone");
        const auto approver = q.integer(2);
        if (!at_.portal.people.at(approver).active)
            continue;  // heard of when the task is looked at next
        // On a card, or among others in the list that stands for them.
        if (!lies_before(approver, q.integer(4)) && !lies_before(approver, q.integer(5)))
            throw violation(3, name + " has no live card before " + std::to_string(approver));
    }
}

// 3: time passes for each of them, and nobody hears of one twice a day, nor when he does not work.
void checks::check_waiting(storage::connection& disk) {
    statement waiting(disk,
                      "SELECT r.id, r.asked_at, (SELECT count(*) FROM inbox WHERE state = 'waiting'"
                      " AND body = '{\"kind\":\"request_due\",\"request\":' || r.id || '}')"
                      " FROM request r WHERE r.state IN ('pending', 'failed')");
    while (waiting.step()) {
        const auto name = "request " + std::to_string(waiting.integer(0));
        if (waiting.integer(2) == 0)
            throw violation(3, name + " waits without an hour");
        // It ends after 40 working hours; a day more, for what came when nobody works.
        if (working_hours_since(waiting.moment(1)) > 49)
            throw violation(3, name + " waits without an end");
    }
    const auto count = [&](const char* sql) { return static_cast<std::uint64_t>(disk.integer(sql)); };
    counted_.reminders = count("SELECT count(*) FROM journal WHERE kind = 'reminded'");
    counted_.went_up = count("SELECT count(*) FROM journal WHERE kind = 'escalated' AND other > 0");
    counted_.expired = count("SELECT count(*) FROM journal WHERE kind = 'expired'");
    statement told(disk, "SELECT request, other, at FROM journal WHERE kind = 'reminded' ORDER BY id");
    std::set<std::string> days;
    while (told.step()) {
        const auto at = told.moment(2);
        const auto name = std::to_string(told.integer(1)) + " of request " + std::to_string(told.integer(0));
        const auto zone = at_.portal.people.at(told.integer(1)).zone.value_or("");
        const auto local = sandbox::iso_in(zone.empty() ? "Europe/Moscow" : zone, at);
        if (!days.insert(name + local.substr(0, 10)).second)
            throw violation(3, "reminded twice a day: " + name + ", " + local);
        if (const auto hour = local.substr(11, 2); hour < "09" || hour > "18")
            throw violation(3, "reminded out of hours: " + name + ", " + local);
    }
}

// In Moscow, nine to six, Monday to Friday.
long checks::working_hours_since(instant from) const {
    long hours = 0;
    for (auto at = from; at + 1h <= seconds(time_.now()); at += 1h)
        hours += is_working_time(at) && is_working_time(at + 1h) ? 1 : 0;
    return hours;
}

// A request is approved by a press of its approver, never otherwise.
void checks::check_approvals(storage::connection& disk) {
    statement q(disk,
                "SELECT id, decided_by, asked_at, decided_at, requester, responsible, category,"
                " approver_ground FROM request"
                " WHERE granted IS NOT NULL AND decided_at >= ?");
    q.put(seconds(quiet_at_));
    while (q.step()) {
        ++counted_.requests;
        const auto by = q.integer(1);
        // A move accepted after all is asked for and decided by one press, for a day after it was put back.
        const auto since = q.text(6) == "undone" ? q.moment(3) - std::chrono::hours(24) : q.moment(2);
        const auto& presses = people_.presses();
        const bool trusted = q.text(7) == "trust" &&
                             std::any_of(presses.begin(), presses.end(), [&](const pressed_button& each) {
                                 const bool trusting = each.label.starts_with("Доверять до") ||
                                                       each.label.starts_with("Trust until");
                                 return each.who == by && trusting && seconds(each.at) <= q.moment(3);
                             });
        const bool pressed =
            trusted || std::any_of(presses.begin(), presses.end(), [&](const pressed_button& each) {
                const bool approving = has(each.label, "Одобрить") || has(each.label, "Approve") ||
                                       each.label.starts_with("Принять перенос") ||
                                       each.label.starts_with("Accept the move");
                return each.who == by && approving && seconds(each.at) >= since &&
                       seconds(each.at) <= q.moment(3);
            });
        if (!pressed || by == q.integer(4) || by == q.integer(5))
            throw violation(3, "request " + std::to_string(q.integer(0)) + " was approved by nobody who may");
    }
}

// 8: whoever talks is answered …
void checks::check_answers() {
    if (mood_.way != way_in::push && !words_lost_) {  // nothing is lost on the way
        std::vector<talk> heard;
        for (const auto& each : people_.talks())
            if (each.at >= quiet_at_ && std::find(heard.begin(), heard.end(), each) == heard.end())
                heard.push_back(each);
        for (const auto& each : heard)
            ++talk_[each.who].kept;
    }
    for (const auto& [who, each] : talk_) {
        const auto person = at_.portal.people.find(who);
        if (person == at_.portal.people.end() || !person->second.active)
            continue;
        if (each.spoken < each.kept)
            throw violation(8, std::to_string(who) + " said " + std::to_string(each.kept) +
                                   " things and was answered " + std::to_string(each.spoken) + " times");
    }
}

// … and every conversation can be left: everybody said so before the quiet.
void checks::check_conversations(storage::connection& disk) {
    statement q(disk, "SELECT person, awaiting FROM conversation WHERE awaiting <> 'nothing' AND since > ?");
    q.put(seconds(time_.now() - 24h));  // an older question is forgotten by itself
    while (q.step()) {
        const auto person = at_.portal.people.find(q.integer(0));
        const auto acted = people_.acts().find(q.integer(0));
        const bool left = acted != people_.acts().end() && !acted->second.empty() && person->second.active;
        if (left)
            throw violation(8, std::to_string(q.integer(0)) + " cannot leave: " + q.text(1));
    }
}

void checks::disk_is_whole() {
    storage::database disk(disk_());
    for (const auto& each : disk.damage())
        throw violation(9, "the database is damaged: " + each);
    const auto found = storage::look(
        disk, instant{}, [](const storage::transaction& tx) { return storage::journal::verify(tx); });
    if (!found.whole)
        throw violation(9, "row " + std::to_string(found.wrong_row) + " of the journal is " + found.what);
}

}  // namespace simulation
