#include "dialogs/answered_question.hpp"

#include <algorithm>

#include "dialogs/approval.hpp"
#include "dialogs/more_time.hpp"
#include "dialogs/request_card.hpp"

namespace dialogs {
namespace {

std::string answer_of_approver(turn& t, const conversation& before, const voice& reader) {
    const auto of = t.find_request(before.request);
    if (!of)
        return reader.say("answered.again");
    locale::arguments with{{"task", t.title(of->task, reader)},
                           {"date", reader.date(date_at_stake(*of))},
                           {"outcome", outcome(t, *of, reader)}};
    switch (of->state) {
        case request_state::pending:
        case request_state::failed:
            return reader.say("answered.undecided", with);
        case request_state::applying:
        case request_state::applied:
            return reader.say("answered.granted", with);
        default:
            return reader.say("answered.decided", with);
    }
}

// The key of what became of a draft that is over.
std::string_view end_of_draft(turn& t, const conversation& draft) {
    const auto made = t.open_request(draft.task);
    if (!made || made->requester != draft.who || t.known.find_request(made->id))
        return "answered.discarded";
    return made->state == request_state::applying ? "answered.taken" : "answered.sent";
}

// The summary, when something in it is changed.
std::string draft_line(turn& t, const conversation& draft, const voice& reader) {
    const auto record = t.find_task(draft.task);
    if (!record || !draft.wanted)
        return reader.say("answered.again");
    return reader.say("answered.draft",
                      {{"task", reader.task(draft.task, record->title)},
                       {"old", reader.date(record->accepted)},
                       {"new", reader.date(draft.wanted)},
                       {"move", reader.move(record->accepted, draft.wanted, record->moves + 1)},
                       {"reason", reader.reason(draft.category, draft.words)}});
}

std::string answer_in_draft(turn& t, const conversation& before, const conversation& now,
                            const voice& reader) {
    if (before.awaiting == question::confirm)
        return draft_line(t, before, reader);
    if (before.awaiting == question::task && now.task != 0)
        return reader.say("answered.task", {{"task", t.title(now.task, reader)}});
    if (before.awaiting == question::date && now.wanted)
        return reader.say("answered.date", {{"date", reader.date(now.wanted)}});
    if (!now.category.empty() && before.awaiting != question::task && before.awaiting != question::date)
        return reader.say("answered.reason", {{"reason", reader.reason(now.category, now.words)}});
    return reader.say("answered.again");
}

std::string answer(turn& t, const conversation& before, const conversation& now) {
    const voice reader = t.speak_to(before.who);
    if (before.awaiting == question::answer)
        return reader.say(now.awaiting == question::answer ? "answered.again" : "answered.taken");
    if (is_approval(before.awaiting)) {
        const bool asked_again = is_approval(now.awaiting) && now.request == before.request;
        return asked_again ? reader.say("answered.again") : answer_of_approver(t, before, reader);
    }
    if (is_draft(now.awaiting))
        return answer_in_draft(t, before, now, reader);
    return reader.say(now.awaiting != question::nothing ? "answered.set_aside" : end_of_draft(t, before));
}

}  // namespace

std::string question_slot(const conversation& open) {
    return "question:" + std::to_string(open.who) + ":" + std::to_string(open.step);
}

int next_step(const conversation& before, instant now) {
    const auto since = now - instant(std::chrono::sys_days(std::chrono::year(2020) / 1 / 1));
    return std::max(before.step + 1, static_cast<int>(since.count()));
}

void close_answered_questions(turn& t) {
    for (const auto& [who, now] : t.talks()) {
        conversation before = t.known.conversation_with(who);
        before.who = who;
        const bool goes_on = now.awaiting == before.awaiting && now.step == before.step;
        const bool has_message =
            before.awaiting != question::nothing && before.awaiting != question::inquiry_answer;
        if (has_message && !goes_on)
            t.amend(who, question_slot(before), {answer(t, before, now), {}});
    }
}

}  // namespace dialogs
