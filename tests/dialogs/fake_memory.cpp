#include "fake_memory.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "explained.hpp"

namespace dialogs {
namespace {

template <class... Cases>
struct overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
overloaded(Cases...) -> overloaded<Cases...>;

template <class Key, class Value>
std::optional<Value> found_in(const std::map<Key, Value>& all, const Key& key) {
    const auto found = all.find(key);
    return found == all.end() ? std::nullopt : std::optional<Value>(found->second);
}

}  // namespace

std::optional<guarded_task> fake_memory::find_task(task_id id) const {
    return found_in(tasks, id);
}

std::vector<guarded_task> fake_memory::tasks_of(user_id responsible) const {
    std::vector<guarded_task> own;
    for (const auto& [id, each] : tasks)
        if (each.responsible == responsible && !is_closed(each.status))
            own.push_back(each);
    std::stable_sort(own.begin(), own.end(), [](const auto& a, const auto& b) {
        return a.accepted.value_or(instant::max()) < b.accepted.value_or(instant::max());
    });
    return own;
}

std::vector<expected_write> fake_memory::expected_writes(task_id task) const {
    std::vector<expected_write> own;
    for (const auto& [id, each] : writes)
        if (each.task == task)
            own.push_back(each);
    return own;
}

std::optional<request> fake_memory::find_request(request_id id) const {
    return found_in(requests, id);
}

std::optional<request> fake_memory::open_request(task_id task) const {
    for (const auto& [id, each] : requests)
        if (each.task == task && is_open(each.state))
            return each;
    return std::nullopt;
}

std::vector<request> fake_memory::open_requests_by(user_id requester) const {
    std::vector<request> own;
    for (const auto& [id, each] : requests)
        if (each.requester == requester && is_open(each.state))
            own.push_back(each);
    return own;
}

std::vector<request> fake_memory::open_requests_for(user_id approver) const {
    std::vector<request> own;
    for (const auto& [id, each] : requests)
        if ((each.approver == approver || (each.above != 0 && each.above == approver)) && is_open(each.state))
            own.push_back(each);
    return own;
}

request_id fake_memory::next_request_id() const {
    return requests.empty() ? 1 : requests.rbegin()->first + 1;
}

approver_desk fake_memory::desk_of(user_id approver) const {
    auto own = found_in(desks, approver).value_or(approver_desk{});
    own.who = approver;
    return own;
}

std::vector<trust> fake_memory::trusted_by(user_id approver) const {
    std::vector<trust> own;
    for (const auto& [between, each] : trusts)
        if (between.first == approver)
            own.push_back(each);
    return own;
}

conversation fake_memory::conversation_with(user_id who) const {
    auto own = found_in(conversations, who).value_or(conversation{});
    own.who = who;
    return own;
}

std::optional<button_binding> fake_memory::binding(std::string_view token) const {
    const auto found = bindings.find(token);
    return found == bindings.end() ? std::nullopt : std::optional<button_binding>(found->second);
}

figures fake_memory::figures_of(user_id who, instant) const {
    figures own;
    for (const auto& row : rows) {
        if (row.person != who)
            continue;
        own.moved += row.kind == "accepted" &&
                             (row.ground == "reason" || row.ground == "auto_approve" || row.ground == "trust")
                         ? 1
                         : 0;
        own.put_back += row.kind == "put_back" ? 1 : 0;
        own.requests += row.kind == "requested" ? 1 : 0;
        own.approved += row.kind == "approved" && row.ground != "undone" ? 1 : 0;
    }
    return own;
}

std::string fake_memory::last_category_of(user_id who) const {
    for (auto row = rows.rbegin(); row != rows.rend(); ++row)
        if (row->person == who && (row->kind == "requested" || row->kind == "answered"))
            return row->ground;
    return {};
}

std::string fake_memory::language_of(user_id who) const {
    return found_in(languages, who).value_or("");
}

std::optional<announced> fake_memory::announced_to(user_id who, std::string_view about) const {
    return found_in(told, std::pair(who, std::string(about)));
}

bool fake_memory::unapprovable_told_since(instant moment) const {
    for (std::size_t i = rows.size(); i > 0; --i)
        if (rows[i - 1].kind == "told_unapprovable")
            return written[i - 1] >= moment;
    return false;
}

std::vector<held_notice> fake_memory::held_notices(user_id who) const {
    std::vector<held_notice> own;
    for (const auto& [task, since_then] : found_in(held, who).value_or(std::map<task_id, instant>{}))
        own.push_back({task, since_then});
    return own;
}

bool fake_memory::reverts_under_way(user_id who, task_id besides) const {
    return std::any_of(writes.begin(), writes.end(), [&](const auto& each) {
        const auto& write = each.second;
        const auto record = find_task(write.task);
        return write.purpose == write_purpose::revert && !write.called_back && write.task != besides &&
               record && (record->attempted_by == who || record->responsible == who);
    });
}

std::vector<guarded_task> fake_memory::questions_to(user_id who) const {
    std::vector<guarded_task> found;
    for (const auto& [id, each] : tasks)
        if (each.asked && each.asked->author == who && each.asked->outcome.empty())
            found.push_back(each);
    return found;
}

std::vector<guarded_task> fake_memory::asked_in(std::string_view slot) const {
    std::vector<guarded_task> found;
    for (const auto& [id, each] : tasks)
        if (each.asked && !slot.empty() && each.asked->slot == slot)
            found.push_back(each);
    return found;
}

std::string fake_memory::slot_of(std::int64_t message) const {
    const bool known = message > 0 && message <= static_cast<std::int64_t>(messages.size());
    return known ? messages[static_cast<std::size_t>(message - 1)].slot : std::string();
}

std::vector<tolerated_move> fake_memory::tolerated_moves(user_id responsible, instant from,
                                                         instant until) const {
    std::vector<tolerated_move> own;
    for (const auto& [id, each] : tasks)
        for (const auto& his : each.used.tallies)
            for (const instant at : his.tolerated)
                if (his.responsible == responsible && from <= at && at < until)
                    own.push_back({id, at});
    return own;
}

std::vector<journal_row> fake_memory::told_of(task_id task) const {
    std::vector<journal_row> found;
    for (std::size_t at = rows.size(); at-- > 0 && found.size() < 20;)
        if (rows[at].task == task && is_telling(rows[at].kind))
            found.push_back({written[at], rows[at]});
    return found;
}

std::vector<journal_row> fake_memory::put_back_since(instant moment) const {
    std::vector<journal_row> found;
    for (std::size_t at = rows.size(); at-- > 0 && found.size() < 100;)
        if (rows[at].kind == "put_back" && written[at] >= moment)
            found.push_back({written[at], rows[at]});
    return found;
}

std::vector<expected_write> fake_memory::pending_reverts() const {
    std::vector<expected_write> all;
    for (const auto& [id, each] : writes)
        if (each.purpose == write_purpose::revert && !each.called_back)
            all.push_back(each);
    return all;
}

std::optional<silent_move> fake_memory::find_move(task_id task) const {
    return found_in(silent_moves, task);
}

std::vector<silent_move> fake_memory::lone_moves(user_id author, instant from, instant to) const {
    std::vector<silent_move> all;
    for (const auto& [task, each] : silent_moves)
        if (each.author == author && each.wave == 0 && each.at >= from && each.at <= to)
            all.push_back(each);
    return all;
}

std::vector<silent_move> fake_memory::moves_in(wave_id id) const {
    std::vector<silent_move> all;
    for (const auto& [task, each] : silent_moves)
        if (each.wave == id)
            all.push_back(each);
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
        return a.from.value_or(instant::max()) < b.from.value_or(instant::max());
    });
    return all;
}

std::vector<task_id> fake_memory::waiting_moves() const {
    std::vector<task_id> all;
    for (const auto& [task, each] : silent_moves)
        if (each.fate == move_fate::waits)
            all.push_back(task);
    return all;
}

std::optional<wave> fake_memory::find_wave(wave_id id) const {
    return found_in(waves, id);
}

std::optional<wave> fake_memory::open_wave(user_id author) const {
    for (const auto& each : open_waves())
        if (each.author == author)
            return each;
    return std::nullopt;
}

std::vector<wave> fake_memory::open_waves() const {
    std::vector<wave> all;
    for (const auto& [id, each] : waves)
        if (each.state == wave_state::open)
            all.push_back(each);
    return all;
}

std::vector<pause> fake_memory::pauses() const {
    std::vector<pause> all;
    for (const auto& [since_then, each] : all_pauses)
        all.push_back(each);
    return all;
}

std::vector<left_note> fake_memory::notes_of(task_id task) const {
    std::vector<left_note> own;
    std::copy_if(notes.begin(), notes.end(), std::back_inserter(own),
                 [&](const left_note& each) { return each.task == task; });
    return own;
}

std::vector<std::string> fake_memory::journal_kinds() const {
    std::vector<std::string> kinds;
    for (const auto& row : rows)
        kinds.push_back(row.kind);
    return kinds;
}

void fake_memory::bind(const message& what) {
    for (const auto& row : what.rows)
        for (const auto& each : row)
            if (each.link.empty())
                bindings[each.token] = each.binding;
}

void fake_memory::check_requests() const {
    std::map<task_id, int> open;
    for (const auto& [id, each] : requests)
        if (is_open(each.state) && ++open[each.task] > 1)
            throw std::logic_error("two open requests about one task");
}

void fake_memory::apply(const std::vector<step>& steps, instant now) {
    for (const auto& each : steps) {
        std::visit(
            overloaded{[&](const save_task& it) { tasks[it.record.id] = it.record; },
                       [&](const forget_task& it) { tasks.erase(it.task); },
                       [&](const save_request& it) {
                           requests[it.record.id] = it.record;
                           check_requests();
                       },
                       [&](const save_conversation& it) {
                           conversations.erase(it.record.who);  // an ended one is forgotten, its step too
                           if (it.record.awaiting != question::nothing)
                               conversations[it.record.who] = it.record;
                       },
                       [&](const settle_write& it) { writes.erase(it.write); },
                       [&](const save_language& it) { languages[it.who] = it.code; },
                       [&](const mark_told& it) {
                           auto& word = told[{it.who, it.about}];
                           if (it.mode == guard_mode::observe || word.mode != it.mode)
                               word.since.reset();
                           word.mode = it.mode;
                           if (it.mode != guard_mode::observe && !word.since && (it.slot.empty() || delivers))
                               word.since = now;
                       },
                       [&](const forget_told& it) { undelivered.push_back(it.slot); },
                       [&](const journal& it) {
                           expect_explained(it.kind, it.ground);
                           rows.push_back(it);
                           written.push_back(now);
                       },
                       [&](const write_deadline& it) {
                           expected_write write = it.what;
                           write.id = next_write_++;
                           writes[write.id] = write;
                           to_send.push_back(write);
                       },
                       [&](const call_back& it) {
                           std::erase_if(to_send, [&](const auto& write) { return write.id == it.write; });
                           if (const auto found = writes.find(it.write); found != writes.end())
                               found->second.called_back = true;
                       },
                       [&](const say& it) {
                           bind(it.what);
                           messages.push_back({it.dialog, it.slot, it.what});
                       },
                       [&](const hold_notice& it) {
                           if (it.task != 0)
                               held[it.who][it.task] = now;
                           notices_due[it.who] = it.until;
                       },
                       [&](const notices_told& it) {
                           held.erase(it.who);
                           notices_due.erase(it.who);
                       },
                       [&](const leave_note& it) {
                           notes.push_back(it.what);
                           notes.back().id = static_cast<std::int64_t>(notes.size());
                       },
                       [&](const note_seen& it) {
                           notes.at(static_cast<std::size_t>(it.note - 1)).remark = it.remark;
                       },
                       [&](const look_later& it) { looks_due.emplace_back(it.at, it.task); },
                       [&](const look_again& it) { looks_again.push_back(it.task); },
                       [&](const save_move& it) {
                           if (it.record.wave != 0 && !waves.contains(it.record.wave))
                               throw std::logic_error("a move of a wave that is not known yet");
                           silent_moves[it.record.task] = it.record;
                       },
                       [&](const forget_move& it) { silent_moves.erase(it.task); },
                       [&](const save_wave& it) { waves[it.record.id] = it.record; },
                       [&](const wave_later& it) { waves_due.insert(it.author); },
                       [&](const save_pause& it) { all_pauses[it.record.since] = it.record; },
                       [&](const pause_later& it) { pauses_due.push_back(it.until); },
                       [&](const request_later& it) { requests_due.emplace(it.at, it.request); },
                       [&](const save_desk& it) { desks[it.record.who] = it.record; },
                       [&](const desk_later& it) { desks_due.emplace_back(it.at, it.who); },
                       [&](const save_trust& it) {
                           trusts[{it.record.approver, it.record.person}] = it.record;
                       },
                       [&](const rewrite& it) {
                           bind(it.what);
                           const auto newest =
                               std::find_if(messages.rbegin(), messages.rend(), [&](const auto& sent) {
                                   return sent.slot == it.slot && sent.dialog == it.dialog;
                               });
                           if (newest == messages.rend())
                               return;
                           newest->what = it.what;
                           ++newest->rewrites;
                       }},
            each);
    }
}

}  // namespace dialogs
