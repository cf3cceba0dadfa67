#include "bot/example_story.hpp"

#include <algorithm>
#include <optional>

#include "dialogs/approver.hpp"
#include "dialogs/revert_notice.hpp"

namespace bot {

namespace {

using namespace dialogs;
using event_kind = example_event::kind;

class example_story {
public:
    example_story(const policy_example& of, const example_company& company, const policy& rules)
        : of_(of), company_(company), rules_(rules) {
        portal_.present = of.at_first;
        working_.clock = company.clock;
    }

    example_outcome play() {
        for (const auto& each : of_.happens)
            happen(each);
        // What an answer brought about is the outcome, unless more happened since.
        const auto answered = out_;
        look(of_.look);
        return is_answered_ && out_.verdict == "stands" && answered.verdict.starts_with("put back") &&
                       out_.rows.size() == answered.rows.size()
                   ? answered
                   : out_;
    }

private:
    void happen(const example_event& event) {
        auto& task = *portal_.present;
        switch (event.what) {
            case event_kind::moves:
                return move(event.who, event.to, event.at);
            case event_kind::writes:
                portal_.discussion.push_back(
                    {"c" + std::to_string(portal_.discussion.size() + 1), event.who, event.at, event.words});
                return;
            case event_kind::hands_over:
                return change(event, history_field::responsible, task.responsible, event.whom);
            case event_kind::names_creator:
                return change(event, history_field::creator, task.creator, event.whom);
            case event_kind::puts_into_group:
                return change(event, history_field::group, task.group, event.group);
            case event_kind::closes:
                return change(event, history_field::status, task.status, 5);
            case event_kind::reopens:
                return change(event, history_field::status, task.status, 2);
            case event_kind::tells_the_bot:
                return answer(event);
            case event_kind::pauses:
                pauses_.push_back({event.at, std::nullopt, event.who, false});
                return;
            case event_kind::resumes:
                if (!pauses_.empty())
                    pauses_.back().until = event.at;
                return;
            case event_kind::bot_looks:
                look(event.at);
                if (out_.verdict.starts_with("put back")) {
                    record_->reverts.push_back(event.at);
                    write(write_purpose::revert, record_->accepted, event.at);
                }
                return;
            case event_kind::bot_applies:
                look(event.at);
                return write(write_purpose::apply, event.to, event.at);
        }
    }

    // An answer to the question that is open, if one is.
    void answer(const example_event& event) {
        if (!record_ || !record_->asked || record_->asked->author != event.who ||
            !record_->asked->outcome.empty() || event.at > record_->asked->until)
            return;
        record_->answers.push_back(
            {"b" + std::to_string(record_->asked->row), event.who, event.at, event.words, {}});
        look(event.at);
        is_answered_ = true;
    }

    history_row& add_row(user_id author, history_field what, instant at) {
        history_row row;
        row.id = static_cast<std::int64_t>(portal_.history.size()) + 1;
        row.at = at;
        row.author = author;
        row.what = what;
        return portal_.history.emplace_back(row);
    }

    void move(user_id author, const deadline& to, instant at) {
        auto& row = add_row(author, history_field::deadline, at);
        row.due_from = portal_.present->due;
        row.due_to = portal_.present->due = to;
    }

    template <class Value>
    void change(const example_event& event, history_field what, Value& of, std::int64_t to) {
        auto& row = add_row(event.who, what, event.at);
        row.from = of;
        row.to = to;
        of = static_cast<Value>(to);
    }

    // Lands at once.
    void write(write_purpose purpose, const deadline& to, instant at) {
        expected_write write;
        write.id = ++writes_;
        write.task = record_->id;
        write.from = portal_.present->due;
        write.to = to;
        write.purpose = purpose;
        write.judged_row = record_->settled_row;
        write.decided_at = at;
        expected_.push_back(write);
        move(company_.service, to, at);
    }

    void look(instant at) {
        if (!record_)
            record_ = first_sight(portal_, of_.guarded_since);
        matter of{rules_,
                  *record_,
                  portal_,
                  expected_,
                  company_.who,
                  company_.service,
                  of_.guarded_since,
                  at,
                  company_.clock,
                  working_,
                  [&](auto...) { return of_.tolerated_elsewhere; },
                  pauses_};
        auto found = judge(of);
        of.without_grace = found.until && approver_for(found.offence->row.author, at) == 0;
        if (of.without_grace)
            found = judge(of);
        std::erase_if(expected_, [&](const expected_write& write) {
            const auto& rows = found.recognised;
            return std::find(rows.begin(), rows.end(), write.id) != rows.end();
        });
        record_ = found.record;
        out_.rows.insert(out_.rows.end(), found.changes.begin(), found.changes.end());
        if (!found.changes.empty())
            explain(found.changes.back());
        if (!found.kept.empty())
            explain(found.kept.back());
        follow(found, at);
        out_.held_to = record_->accepted;
    }

    void explain(const judged_change& change) {
        out_.because = change.limit.empty() || change.accepted ? change.ground : change.limit;
        out_.would_be = change.would_be;
    }

    // What the bot makes of a verdict, as dialogs::follow does.
    void follow(const verdict& found, instant at) {
        const auto& move = found.offence;
        const auto& held_to = move ? rules_for(rules_, company_.who, move->responsible, move->group)
                                   : rules_of(*record_, rules_, company_.who);
        out_.verdict = found.what == verdict::kind::wait ? "waits" : "stands";
        out_.approver = approver_for(portal_.present->responsible, at);
        if (found.what == verdict::kind::put_back && held_to.mode != guard_mode::observe)
            return put_back(found, held_to, at);
        record_->fighting = record_->fighting && portal_.present->due != record_->accepted;
        if (record_->fighting)
            out_.verdict = "left alone";
    }

    void put_back(const verdict& found, const rules& held_to, instant at) {
        const user_id author = found.record.attempted_by;
        const user_id told = is_reachable(author) ? author : portal_.present->responsible;
        out_.approver = approver_for(told, at);
        if (!is_reachable(told) || out_.approver == 0) {
            out_.because = is_reachable(told) ? "nobody_to_ask" : "nobody_to_tell";
            record_ = let_stand(found, portal_);
            return;
        }
        if (is_paused(pauses_, at)) {
            out_.verdict = "waits";
            return;
        }
        record_->fighting = loop_limit_reached(*record_, held_to, at);
        if (record_->fighting)
            out_.verdict = "left alone";
        else
            out_.verdict = is_asked(found, at) ? "put back and asked" : "put back";
    }

    // A date that can be asked for, by somebody the bot can speak to.
    [[nodiscard]] bool is_asked(const verdict& found, instant at) const {
        return found.offence && found.offence->ground == "asked" && attempted_date(found.record, at) &&
               is_reachable(found.offence->row.author);
    }

    [[nodiscard]] bool is_reachable(user_id id) const {
        const person* known = company_.who.find(id);
        return known && known->active && known->employee;
    }

    [[nodiscard]] user_id approver_for(user_id requester, instant at) const {
        const auto found =
            find_approver(*portal_.present, requester, company_.who, rules_, 0, company_.service, at);
        return found ? found->who : 0;
    }

    const policy_example& of_;
    const example_company& company_;
    const policy& rules_;
    locale::calendar working_;  // Monday to Friday, nine to six
    task_facts portal_;
    std::optional<guarded_task> record_;
    std::vector<expected_write> expected_;
    std::vector<dialogs::pause> pauses_;
    std::int64_t writes_ = 0;
    bool is_answered_ = false;
    example_outcome out_;
};

}  // namespace

example_outcome play(const policy_example& of, const example_company& company, const policy& policy) {
    return example_story(of, company, policy).play();
}

}  // namespace bot
