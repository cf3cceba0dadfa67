#include "dialogs/turn.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/limits.hpp"

namespace dialogs {

decision turn::finish() && {
    if (!more.empty())
        return {{}, std::move(more)};
    return {std::move(steps), {}};
}

const person* turn::find_person(user_id who) {
    const person* found = who == 0 ? nullptr : read.who.find(who);
    if (!found && who != 0)
        more.people.insert(who);
    return found;
}

bool turn::is_reachable(user_id who) {
    if (who == 0 || who == ctx.bot)
        return false;
    const person* found = find_person(who);
    return found && found->active && found->employee;
}

voice turn::speak_to(user_id who) {
    const auto chosen = locale::language_of(known.language_of(who));
    const person* found = find_person(who);
    const auto own = found ? locale::zone::find(found->time_zone) : std::nullopt;  // T99: often empty
    return {who, {chosen.value_or(ctx.tongue), own.value_or(ctx.clock), ctx.now}, ctx.working, ctx.portal};
}

std::string turn::name(user_id who, const voice& reader) {
    return who == 0 ? reader.say("wording.robot") : reader.name(find_person(who));
}

std::string turn::title(task_id id, const voice& reader) const {
    const auto record = find_task(id);
    return reader.task(id, record ? record->title : "");
}

std::optional<bool> turn::asks_reason(task_id id) const {
    const auto told = options_of(id);
    return told ? std::optional(told->asks_reason) : std::nullopt;
}

std::optional<deadline_options> turn::options_of(task_id id) const {
    const auto told = read.options.find(id);
    return told == read.options.end() ? std::nullopt : std::optional(told->second);
}

task turn::task_of(const guarded_task& record) {
    task same;
    same.id = record.id;
    same.title = record.title;
    same.due = record.accepted;
    same.responsible = record.responsible;
    same.creator = record.creator;
    same.status = record.status;
    same.group = record.group;
    return same;
}

const rules& turn::rules_for(user_id responsible, std::int64_t group) {
    if (!ctx.rules.special.empty()) {
        more.departments = more.departments || !read.departments_known;
        find_person(responsible);
    }
    return dialogs::rules_for(ctx.rules, read.who, responsible, group);
}

std::optional<approver> turn::approver_for(const task& of, user_id requester) {
    if (!read.departments_known)
        more.departments = true;
    find_person(of.responsible);
    std::set<user_id> candidates{of.creator, ctx.rules.default_approver,
                                 rules_for(of.responsible, of.group).approver};
    for (const department* here : read.who.departments_above(of.responsible)) {
        const auto heads = heads_of(*here);
        candidates.insert(heads.begin(), heads.end());
        candidates.insert(here->deputies.begin(), here->deputies.end());
    }
    for (const auto& each : ctx.rules.absent)
        if (dialogs::absence_of(ctx.rules, each.who, ctx.now) == &each)
            candidates.insert(each.substitute);
    for (const user_id who : candidates) {
        find_person(who);
        absence_of(who);
    }
    if (!more.empty())
        return std::nullopt;
    return find_approver(of, requester, read.who, ctx.rules, ctx.bot, ctx.integration_user, ctx.now,
                         read.away);
}

std::optional<approver> turn::approver_above(const task& of, const request& asked) {
    const user_id below = asked.instead_of != 0 ? asked.instead_of : asked.approver;
    if (!read.departments_known)
        more.departments = true;
    find_person(below);
    auto candidates = read.who.heads_above(below);
    for (const auto& each : ctx.rules.absent)
        if (dialogs::absence_of(ctx.rules, each.who, ctx.now) == &each && each.substitute != 0)
            candidates.push_back(each.substitute);
    for (const user_id who : candidates) {
        find_person(who);
        absence_of(who);
    }
    if (!more.empty())
        return std::nullopt;
    return find_approver_above(of, asked, read.who, ctx.rules, ctx.bot, ctx.integration_user, ctx.now,
                               read.away);
}

std::optional<absence> turn::absence_of(user_id who) {
    if (who != 0 && !read.away.contains(who))
        more.away.insert(who);
    return dialogs::absence_of(ctx.rules, read.away, who, ctx.now);
}

std::optional<guarded_task> turn::find_task(task_id id) const {
    const auto changed = tasks_.find(id);
    return changed != tasks_.end() ? changed->second : known.find_task(id);
}

std::optional<request> turn::find_request(request_id id) const {
    const auto changed = requests_.find(id);
    return changed != requests_.end() ? changed->second : known.find_request(id);
}

std::optional<request> turn::open_request(task_id task) const {
    for (const auto& [id, changed] : requests_)
        if (changed.task == task && is_open(changed.state))
            return changed;
    auto stored = known.open_request(task);
    if (stored && requests_.contains(stored->id))
        return std::nullopt;
    return stored;
}

request_id turn::next_request_id() const {
    const request_id next = known.next_request_id();
    return requests_.empty() ? next : std::max(next, requests_.rbegin()->first + 1);
}

std::vector<request> turn::open_requests_for(user_id approver) const {
    std::map<request_id, request> all;
    for (auto& each : known.open_requests_for(approver))
        all.emplace(each.id, std::move(each));
    for (const auto& [id, changed] : requests_)
        all[id] = changed;
    std::vector<request> his;
    for (auto& [id, each] : all)
        if (may_decide(each, approver) && is_open(each.state))
            his.push_back(std::move(each));
    return his;
}

approver_desk turn::desk_of(user_id approver) const {
    const auto changed = desks_.find(approver);
    return changed != desks_.end() ? changed->second : known.desk_of(approver);
}

bool turn::trusts(user_id approver, user_id person) const {
    const auto all = known.trusted_by(approver);
    return std::any_of(all.begin(), all.end(),
                       [&](const trust& each) { return each.person == person && each.until > ctx.now; });
}

// As they are after the steps of this turn; with those it changed.
std::vector<guarded_task> turn::as_changed(std::vector<guarded_task> stored) const {
    std::erase_if(stored, [&](const guarded_task& each) { return tasks_.contains(each.id); });
    for (const auto& [id, each] : tasks_)
        stored.push_back(each);
    std::sort(stored.begin(), stored.end(),
              [](const auto& one, const auto& other) { return one.id < other.id; });
    return stored;
}

std::vector<guarded_task> turn::questions_to(user_id who) const {
    auto found = as_changed(known.questions_to(who));
    std::erase_if(found, [&](const guarded_task& each) {
        return !each.asked || each.asked->author != who || !each.asked->outcome.empty();
    });
    return found;
}

std::vector<guarded_task> turn::asked_in(const std::string& slot) const {
    if (slot.empty())
        return {};
    auto found = as_changed(known.asked_in(slot));
    std::erase_if(found, [&](const guarded_task& each) { return !each.asked || each.asked->slot != slot; });
    return found;
}

conversation turn::conversation_with(user_id who) const {
    // A question nobody answered for a day is forgotten: what is typed then is about something else.
    constexpr std::chrono::hours patience{24};
    const auto changed = conversations_.find(who);
    if (changed != conversations_.end())
        return changed->second;
    auto stored = known.conversation_with(who);
    stored.who = who;
    if (stored.awaiting != question::nothing && ctx.now - stored.since <= patience)
        return stored;
    conversation fresh;
    fresh.who = who;
    fresh.step = stored.step;
    return fresh;
}

std::optional<expected_write> turn::find_write(task_id task, std::int64_t write) const {
    for (const auto& each : known.expected_writes(task))
        if (each.id == write && !settled_.contains(each.id))
            return each;
    return std::nullopt;
}

int turn::tolerated_elsewhere(task_id besides, user_id responsible, instant from, instant until) const {
    int moves = 0;
    for (const auto& each : known.tolerated_moves(responsible, from, until))
        moves += each.task != besides && !tasks_.contains(each.task) ? 1 : 0;
    for (const auto& [id, changed] : tasks_)
        moves += id != besides ? tolerated_within(changed.used, responsible, from, until) : 0;
    return moves;
}

std::vector<journal_row> turn::told_of(task_id task) const {
    auto rows = known.told_of(task);
    for (const step& each : steps) {
        const auto* note = std::get_if<journal>(&each);
        if (note != nullptr && note->task == task && is_telling(note->kind))
            rows.insert(rows.begin(), {ctx.now, *note});
    }
    return rows;
}

bool turn::has_pending_write(task_id task) const {
    if (written_.contains(task))
        return true;
    const auto all = known.expected_writes(task);
    return std::any_of(all.begin(), all.end(), [&](const expected_write& each) {
        return each.id != answered && !each.called_back && !settled_.contains(each.id);
    });
}

std::optional<silent_move> turn::find_move(task_id task) const {
    const auto changed = moves_.find(task);
    return changed != moves_.end() ? changed->second : known.find_move(task);
}

void turn::keep(const silent_move& record) {
    moves_[record.task] = record;
    then(save_move{record});
}

void turn::forget_move(task_id task) {
    moves_[task].reset();
    then(dialogs::forget_move{task});
}

void turn::keep(const guarded_task& record) {
    tasks_[record.id] = record;
    then(save_task{record});
}

void turn::keep(const request& record) {
    requests_[record.id] = record;
    then(save_request{record});
}

void turn::keep(const conversation& record) {
    conversations_[record.who] = record;
    then(save_conversation{record});
}

void turn::keep(const approver_desk& record) {
    desks_[record.who] = record;
    then(save_desk{record});
}

void turn::end_conversation(user_id who) {
    conversation over = conversation_with(who);
    if (over.awaiting == question::nothing)
        return;
    const int last_step = over.step;
    over = {};
    over.who = who;
    over.step = last_step;
    keep(over);
}

void turn::settle(std::int64_t write) {
    if (settled_.insert(write).second)
        then(settle_write{write});
}

void turn::call_back(std::int64_t write) {
    settled_.insert(write);
    then(dialogs::call_back{write});
}

void turn::write(const expected_write& what) {
    for (const auto& each : known.expected_writes(what.task))
        if (each.called_back && each.to == what.to)
            settle(each.id);  // a row of it counts as one of this
    written_.insert(what.task);
    then(write_deadline{what});
}

void turn::tell(user_id who, message what, std::string slot) {
    then(say{std::to_string(who), std::move(slot), std::move(what)});
}

void turn::tell(user_id who, std::string_view key, std::string_view label, std::string_view action) {
    const voice reader = speak_to(who);
    tell(who, message{reader.say(key), {{make_button(who, reader.say(label), action)}}});
}

void turn::amend(user_id who, const std::string& slot, message what) {
    const std::string dialog = std::to_string(who);
    std::erase_if(steps, [&](const step& each) {  // what is written over at once is not sent
        const auto* before = std::get_if<rewrite>(&each);
        return before != nullptr && before->dialog == dialog && before->slot == slot;
    });
    then(rewrite{dialog, slot, std::move(what)});
}

void turn::tell_administrators(std::string_view key, const locale::arguments& with) {
    for (const user_id who : ctx.rules.administrators)
        if (is_reachable(who))
            tell(who, speak_to(who).say(key, with));
}

button turn::make_button(user_id recipient, std::string label, std::string_view action, target about,
                         button_colour colour) const {
    button made;
    made.label = std::move(label);
    made.token = ctx.new_token();
    made.colour = colour;
    made.binding.action = std::string(action);
    made.binding.recipient = recipient;
    made.binding.task = about.task;
    made.binding.request = about.request;
    made.binding.card_version = about.version;
    made.binding.argument = std::move(about.argument);
    return made;
}

}  // namespace dialogs
