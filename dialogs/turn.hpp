#pragma once
// One decision in the making: what is known and read, the steps taken so far, and what turned out to be
// missing. The subjects (task_watch, more_time, approval, desk) add to it; each sees what those before it in
// the same turn decided.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "dialogs/approver.hpp"
#include "dialogs/decide.hpp"
#include "dialogs/wording.hpp"

namespace dialogs {

// What a button is about.
struct target {
    task_id task = 0;
    request_id request = 0;
    int version = 0;  // of the request's card, or the step of a conversation
    std::string argument{};
};

class turn {
public:
    turn(const memory& state, const facts& seen, const context& about)
        : known(state), read(seen), ctx(about), said_at(about.now) {}

    const memory& known;
    const facts& read;
    const context& ctx;
    instant said_at;  // when what is decided on was said or pressed; else now
    std::vector<step> steps;
    needs more;

    void then(step next) { steps.push_back(std::move(next)); }
    // Steps, unless something was missing.
    decision finish() &&;

    // People. One who was not read yet is noted as missing, and nullptr.
    const person* find_person(user_id who);
    // Whether messages reach him: an active employee.
    bool is_reachable(user_id who);
    voice speak_to(user_id who);
    // His name as this reader sees it; nobody (0) is a robot.
    std::string name(user_id who, const voice& reader);
    // His absence now, by the configuration or the portal; what the portal says of it is read first.
    std::optional<absence> absence_of(user_id who);
    // Who would decide; the people and departments he is sought among are read first.
    std::optional<approver> approver_for(const task& of, user_id requester);
    // Who is above the one who decides this request, read first as well.
    std::optional<approver> approver_above(const task& of, const request& asked);
    // A task's title as this reader's link to it.
    std::string title(task_id id, const voice& reader) const;
    // The rules a person's tasks are held to; what decides it and was not read yet is noted as missing.
    const rules& rules_for(user_id responsible, std::int64_t group = 0);
    const rules& rules_of(const guarded_task& record) { return rules_for(record.responsible, record.group); }
    // The task as the rule and the approver see it, from the record alone.
    static task task_of(const guarded_task& record);

    // The portal's own options of this task; whether it requires a reason. Nothing: not read yet.
    [[nodiscard]] std::optional<deadline_options> options_of(task_id id) const;
    [[nodiscard]] std::optional<bool> asks_reason(task_id id) const;

    // Records, with what this turn changed.
    std::optional<guarded_task> find_task(task_id id) const;
    std::optional<request> find_request(request_id id) const;
    std::optional<request> open_request(task_id task) const;
    request_id next_request_id() const;
    std::vector<request> open_requests_for(user_id who) const;  // that he may decide, by id
    // Those this turn changed.
    [[nodiscard]] const std::map<request_id, request>& requests() const { return requests_; }
    approver_desk desk_of(user_id approver) const;
    // Small requests of this person are approved at once now.
    bool trusts(user_id approver, user_id person) const;
    // Questions about silent moves: those still open to him, those of one message.
    std::vector<guarded_task> questions_to(user_id who) const;
    std::vector<guarded_task> asked_in(const std::string& slot) const;
    conversation conversation_with(user_id who) const;
    // Those this turn changed.
    [[nodiscard]] const std::map<user_id, conversation>& talks() const { return conversations_; }
    std::optional<expected_write> find_write(task_id task, std::int64_t write) const;
    // Moves within the tolerance of his other tasks, for the rule (rule.hpp).
    [[nodiscard]] int tolerated_elsewhere(task_id besides, user_id responsible, instant from,
                                          instant until) const;
    // The newest rows of the journal that tell what became of a task's deadline, newest first.
    [[nodiscard]] std::vector<journal_row> told_of(task_id task) const;
    // A write of this task that is to be sent, or was and is not settled.
    bool has_pending_write(task_id task) const;

    // What became of a task's last silent move, with what this turn changed.
    std::optional<silent_move> find_move(task_id task) const;
    void keep(const silent_move& record);
    void forget_move(task_id task);
    // Whether the guard is paused now.
    [[nodiscard]] bool is_paused() const { return dialogs::is_paused(known.pauses(), ctx.now); }

    void keep(const guarded_task& record);
    void keep(const request& record);
    void keep(const conversation& record);
    void keep(const approver_desk& record);
    void end_conversation(user_id who);
    void settle(std::int64_t write);
    void call_back(std::int64_t write);
    // Decides a deadline write; a task has one under way at a time.
    void write(const expected_write& what);

    // Messages to a person's private chat.
    void tell(user_id who, message what, std::string slot = {});
    void tell(user_id who, std::string text) { tell(who, message{std::move(text), {}}); }
    // One text of the catalogue, with one button below.
    void tell(user_id who, std::string_view key, std::string_view label, std::string_view action);
    void amend(user_id who, const std::string& slot, message what);
    void tell_administrators(std::string_view key, const locale::arguments& with = {});
    button make_button(user_id recipient, std::string label, std::string_view action, target about = {},
                       button_colour colour = button_colour::base) const;

    // Tasks looked at in this turn: a second look at the same facts finds nothing new.
    std::set<task_id> looked;
    // The write this turn brings the portal's answer to; 0: none. It is on its way no longer.
    std::int64_t answered = 0;
    // Tasks whose author wants his silent move put back now, though he has time to answer.
    std::set<task_id> waived;
    // People told in this turn that their deadlines are guarded.
    std::set<user_id> announced;
    bool unapprovable_told = false;  // the administrators, that somebody's move could not be approved

private:
    std::vector<guarded_task> as_changed(std::vector<guarded_task> stored) const;

    std::map<task_id, guarded_task> tasks_;
    std::map<request_id, request> requests_;
    std::map<user_id, conversation> conversations_;
    std::map<user_id, approver_desk> desks_;
    std::map<task_id, std::optional<silent_move>> moves_;
    std::set<std::int64_t> settled_;
    std::set<task_id> written_;  // tasks a write was decided for in this turn
};

}  // namespace dialogs
