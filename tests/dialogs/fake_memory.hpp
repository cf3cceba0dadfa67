#pragma once
// What the house remembers, on maps: a decision's steps are applied as storage would, and what was said is
// kept to be read.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dialogs/memory.hpp"
#include "dialogs/steps.hpp"

namespace dialogs {

struct sent_message {
    std::string dialog;
    std::string slot;
    message what;
    int rewrites = 0;
};

class fake_memory : public memory {
public:
    std::optional<guarded_task> find_task(task_id id) const override;
    std::vector<guarded_task> tasks_of(user_id responsible) const override;
    std::vector<expected_write> expected_writes(task_id task) const override;
    std::optional<request> find_request(request_id id) const override;
    std::optional<request> open_request(task_id task) const override;
    std::vector<request> open_requests_by(user_id requester) const override;
    std::vector<request> open_requests_for(user_id approver) const override;
    request_id next_request_id() const override;
    approver_desk desk_of(user_id approver) const override;
    std::vector<trust> trusted_by(user_id approver) const override;
    conversation conversation_with(user_id who) const override;
    std::optional<button_binding> binding(std::string_view token) const override;
    figures figures_of(user_id who, instant since) const override;
    std::string last_category_of(user_id who) const override;
    std::string language_of(user_id who) const override;
    instant guarded_since() const override { return since; }
    std::optional<announced> announced_to(user_id who, std::string_view about) const override;
    std::vector<held_notice> held_notices(user_id who) const override;
    bool reverts_under_way(user_id who, task_id besides) const override;
    std::vector<guarded_task> questions_to(user_id who) const override;
    std::vector<guarded_task> asked_in(std::string_view slot) const override;
    // A message's number is its place among `messages`, from 1.
    std::string slot_of(std::int64_t message) const override;
    std::vector<tolerated_move> tolerated_moves(user_id responsible, instant from,
                                                instant until) const override;
    std::vector<journal_row> told_of(task_id task) const override;
    bool unapprovable_told_since(instant since) const override;
    std::vector<journal_row> put_back_since(instant since) const override;

    std::vector<expected_write> pending_reverts() const override;
    std::optional<silent_move> find_move(task_id task) const override;
    std::vector<silent_move> lone_moves(user_id author, instant from, instant to) const override;
    std::vector<silent_move> moves_in(wave_id id) const override;
    std::vector<task_id> waiting_moves() const override;
    std::optional<wave> find_wave(wave_id id) const override;
    std::optional<wave> open_wave(user_id author) const override;
    std::vector<wave> open_waves() const override;
    wave_id next_wave_id() const override { return static_cast<wave_id>(waves.size()) + 1; }
    std::vector<pause> pauses() const override;
    std::vector<left_note> notes_of(task_id task) const override;

    // One decision, in order. At most one open request a task, as the schema has it: std::logic_error
    // otherwise.
    void apply(const std::vector<step>& steps, instant now);

    [[nodiscard]] std::vector<std::string> journal_kinds() const;

    instant since{};
    std::map<task_id, guarded_task> tasks;
    std::map<std::int64_t, expected_write> writes;  // not settled
    std::vector<expected_write> to_send;            // decided and not yet sent
    std::map<request_id, request> requests;
    std::map<user_id, conversation> conversations;
    std::map<std::string, button_binding, std::less<>> bindings;
    std::map<user_id, std::string> languages;
    std::map<std::pair<user_id, std::string>, announced> told;
    bool delivers = true;                  // announcements, at once
    std::vector<std::string> undelivered;  // slots of announcements that never arrived
    std::map<user_id, std::map<task_id, instant>> held;
    std::map<user_id, instant> notices_due;  // when, if anything is held
    std::vector<std::pair<instant, task_id>> looks_due;
    std::vector<task_id> looks_again;
    std::set<std::pair<instant, request_id>> requests_due;
    std::map<task_id, silent_move> silent_moves;
    std::map<wave_id, wave> waves;
    std::set<user_id> waves_due;
    std::map<user_id, approver_desk> desks;
    std::vector<std::pair<instant, user_id>> desks_due;
    std::map<std::pair<user_id, user_id>, trust> trusts;  // by who trusts whom
    std::map<instant, pause> all_pauses;                  // by their beginning
    std::vector<instant> pauses_due;
    std::vector<left_note> notes;
    std::vector<journal> rows;
    std::vector<instant> written;  // when, each of the rows
    std::vector<sent_message> messages;

private:
    void bind(const message& what);
    void check_requests() const;
    std::int64_t next_write_ = 1;
};

}  // namespace dialogs
