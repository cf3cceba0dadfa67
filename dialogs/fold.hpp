#pragma once
// The fold of a task's deadline changes over its record: each row judged in order, once.
#include <optional>
#include <string>
#include <vector>

#include "dialogs/evidence.hpp"
#include "dialogs/moments.hpp"
#include "dialogs/rule.hpp"

namespace dialogs {

// Own rows bear the portal's clock, decisions ours.
inline constexpr std::chrono::seconds clocks_differ_by{5};
// How long the author of a move may take it back.
inline constexpr std::chrono::minutes takes_back_within{10};
// How long the author of a move may put a slip right: then only where it ends counts.
inline constexpr std::chrono::minutes slips_within{2};

// Keeps for the conversation what was put back, and why.
void blame(guarded_task& record, const judged_change& offence, const deadline& attempted);

class fold {
public:
    // `of` must show the task and outlive the fold.
    explicit fold(const matter& of);

    // All rows that are not judged yet, up to `end` of deadline_moments.
    void take_rows(std::size_t end);
    // A change no row tells of: from the accepted deadline to the present one, by nobody known.
    void take_rowless();

    [[nodiscard]] const guarded_task& record() const { return record_; }
    [[nodiscard]] const std::vector<moment>& moments() const { return moments_; }
    [[nodiscard]] const std::vector<judged_change>& changes() const { return changes_; }
    [[nodiscard]] bool keeps_rows() const { return !kept_.empty(); }
    [[nodiscard]] const std::optional<judged_change>& offence() const { return offence_; }
    // The last judged row is a write of ours over a rightful change.
    [[nodiscard]] bool wrote_late() const { return wrote_late_; }
    // Writes of ours whose row is still to come.
    [[nodiscard]] const std::vector<expected_write>& awaited() const { return awaited_; }

    // The verdict's parts, without the kind.
    [[nodiscard]] verdict outcome() const;
    // The same, of the rows before the offence alone; there must be one.
    [[nodiscard]] verdict before_offence() const;

private:
    void take(const moment& at);
    void judge(const moment& at);
    void judge_own(const moment& at, const expected_write& write);
    void settle(judged_change change, const moment& at);
    void begin_with(const judged_change& change, const moment& at);
    void remember_move(const judged_change& change, const moment& at, const deadline& was);
    void forget_rowless(const history_row& row);
    void refresh();
    [[nodiscard]] std::optional<expected_write> take_expected(const history_row& row);
    [[nodiscard]] std::string rightful_ground(const moment& at) const;
    [[nodiscard]] const rules& rules_at(const moment& at) const;
    [[nodiscard]] std::string standing(const moment& at) const;
    [[nodiscard]] bool is_entitled(const moment& at) const;
    [[nodiscard]] bool takes_back(const history_row& row) const;
    [[nodiscard]] bool overwrote(const history_row& row, const expected_write& write) const;

    // How things were before the offence.
    struct past {
        guarded_task record;
        std::vector<accepted_move> moves;
        std::size_t changes = 0, recognised = 0;
    };

    // fold_leeway.cpp
    void open_tallies(const moment& at);
    tally& tally_at(const moment& at);
    bool tolerate(judged_change& change, const moment& at);
    bool tolerance_is_used_up(const moment& at);
    bool is_near(const deadline& from, const moment& at);
    bool sets_own_date(judged_change& change, const moment& at);
    void weigh(judged_change& change, const moment& at);
    std::string limit_passed(const moment& at);
    void spend(const judged_change& change, const moment& at);
    void begin_move(const judged_change& change, const moment& at, const deadline& before);
    void count(const judged_change& change, const moment& at, const deadline& was);
    void book(const std::string& ground, const moment& at, instant moved_at, int more);
    [[nodiscard]] bool is_just_given(const moment& at) const;
    [[nodiscard]] const allowed_move* slip_before(const moment& at) const;
    [[nodiscard]] const remark* reason_of(const moment& at, const rules& held_to) const;
    [[nodiscard]] instant answered_until(const history_row& row, const rules& held_to) const;
    const remark* reason_portal_asked_for(const moment& at, const rules& held_to);

    const matter& of_;
    std::vector<remark> discussion_;  // with what was answered in the chat
    talk talk_;                       // of all of it
    guarded_task record_;
    std::vector<moment> moments_;
    std::vector<accepted_move> moves_;  // earlier_moves and last_move of the record
    std::vector<expected_write> awaited_;
    std::vector<moment> kept_;
    std::vector<judged_change> changes_;
    std::vector<std::int64_t> recognised_;
    std::optional<judged_change> offence_;
    past before_offence_;
    bool wrote_late_ = false;
    bool lacks_discussion_ = false;
    bool lacks_options_ = false;
};

}  // namespace dialogs
