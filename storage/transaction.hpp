#pragma once
// One atomic change to what the house remembers.
#include <functional>
#include <type_traits>
#include <utility>

#include "dialogs/memory.hpp"
#include "dialogs/steps.hpp"
#include "storage/database.hpp"

namespace storage {

// The view of the deciding code and the place where its steps are taken. Made by transact (may write) and
// look (may not) alone. Inbox, outbox, journal, people, portal and settings are functions over it, each in
// its own header.
class transaction final : public dialogs::memory {
public:
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;

    [[nodiscard]] instant now() const { return now_; }  // fixed for the whole transaction

    // Takes a step of a decision: see dialogs/steps.hpp. Throws database_error when the schema forbids it
    // (a second open request of a task, a closed request opened again, …) and then nothing of the transaction
    // holds.
    void apply(const dialogs::step& what);
    void apply(const std::vector<dialogs::step>& all);

    [[nodiscard]] std::optional<dialogs::guarded_task> find_task(dialogs::task_id id) const override;
    [[nodiscard]] std::vector<dialogs::guarded_task> tasks_of(dialogs::user_id responsible) const override;
    [[nodiscard]] std::vector<dialogs::expected_write> expected_writes(dialogs::task_id task) const override;
    [[nodiscard]] std::optional<dialogs::request> find_request(dialogs::request_id id) const override;
    [[nodiscard]] std::optional<dialogs::request> open_request(dialogs::task_id task) const override;
    [[nodiscard]] std::vector<dialogs::request> open_requests_by(dialogs::user_id requester) const override;
    [[nodiscard]] std::vector<dialogs::request> open_requests_for(dialogs::user_id approver) const override;
    [[nodiscard]] std::vector<dialogs::task_id> tasks_of_open_requests() const;
    [[nodiscard]] dialogs::request_id next_request_id() const override;
    [[nodiscard]] dialogs::approver_desk desk_of(dialogs::user_id approver) const override;
    [[nodiscard]] std::vector<dialogs::trust> trusted_by(dialogs::user_id approver) const override;
    [[nodiscard]] dialogs::conversation conversation_with(dialogs::user_id who) const override;
    [[nodiscard]] std::optional<dialogs::button_binding> binding(std::string_view token) const override;
    [[nodiscard]] dialogs::figures figures_of(dialogs::user_id who, instant since) const override;
    [[nodiscard]] std::string last_category_of(dialogs::user_id who) const override;
    [[nodiscard]] std::string language_of(dialogs::user_id who) const override;
    // Before the guard was switched on: now(), so that nothing that happened already can be reverted.
    [[nodiscard]] instant guarded_since() const override;
    [[nodiscard]] std::optional<dialogs::announced> announced_to(dialogs::user_id who,
                                                                 std::string_view about) const override;
    [[nodiscard]] std::vector<dialogs::held_notice> held_notices(dialogs::user_id who) const override;
    [[nodiscard]] bool reverts_under_way(dialogs::user_id who, dialogs::task_id besides) const override;
    [[nodiscard]] std::vector<dialogs::guarded_task> questions_to(dialogs::user_id who) const override;
    [[nodiscard]] std::vector<dialogs::guarded_task> asked_in(std::string_view slot) const override;
    [[nodiscard]] std::string slot_of(std::int64_t message) const override;
    [[nodiscard]] std::vector<dialogs::tolerated_move> tolerated_moves(dialogs::user_id responsible,
                                                                       instant from,
                                                                       instant until) const override;
    [[nodiscard]] std::vector<dialogs::journal_row> told_of(dialogs::task_id task) const override;
    [[nodiscard]] std::vector<dialogs::journal_row> put_back_since(instant since) const override;
    [[nodiscard]] bool unapprovable_told_since(instant since) const override;
    [[nodiscard]] std::vector<dialogs::expected_write> pending_reverts() const override;
    [[nodiscard]] std::optional<dialogs::silent_move> find_move(dialogs::task_id task) const override;
    [[nodiscard]] std::vector<dialogs::silent_move> lone_moves(dialogs::user_id author, instant from,
                                                               instant to) const override;
    [[nodiscard]] std::vector<dialogs::silent_move> moves_in(dialogs::wave_id id) const override;
    [[nodiscard]] std::vector<dialogs::task_id> waiting_moves() const override;
    [[nodiscard]] std::optional<dialogs::wave> find_wave(dialogs::wave_id id) const override;
    [[nodiscard]] std::optional<dialogs::wave> open_wave(dialogs::user_id author) const override;
    [[nodiscard]] std::vector<dialogs::wave> open_waves() const override;
    [[nodiscard]] dialogs::wave_id next_wave_id() const override;
    [[nodiscard]] std::vector<dialogs::pause> pauses() const override;
    [[nodiscard]] std::vector<dialogs::left_note> notes_of(dialogs::task_id task) const override;

    [[nodiscard]] database& home() const { return home_; }
    [[nodiscard]] connection& link() const { return home_.link(); }

private:
    template <class F>
    friend auto transact(database& on, instant now, F&& body);
    template <class F>
    friend auto look(database& on, instant now, F&& body);
    enum class intent { write, read };

    transaction(database& home, instant now, intent what_for);
    ~transaction() override;  // rolls back what was not committed
    void commit();

    database& home_;
    instant now_;
    bool open_ = true;
};

// Runs `body(transaction&)` in one IMMEDIATE transaction: commits when it returns, rolls back when it throws.
// `body` is a plain function, so a transaction is never held across a suspension point. When transact has
// returned, all of it is on disk; when it threw, nothing of it is. Transactions do not nest, and `body` lets
// every exception through: what failed halfway must not be committed.
template <class F>
auto transact(database& on, instant now, F&& body) {
    transaction tx(on, now, transaction::intent::write);
    if constexpr (std::is_void_v<std::invoke_result_t<F, transaction&>>) {
        std::invoke(std::forward<F>(body), tx);
        tx.commit();
    } else {
        auto value = std::invoke(std::forward<F>(body), tx);
        tx.commit();
        return value;
    }
}

// Runs `body(const transaction&)` on one state of the database, also of one opened read-only.
template <class F>
auto look(database& on, instant now, F&& body) {
    const transaction tx(on, now, transaction::intent::read);
    return std::invoke(std::forward<F>(body), tx);
}

}  // namespace storage
