// Notes in the discussions of tasks on their way out. Comments carry no key of ours: before a note whose fate
// is unclear is sent again, it is looked for.
#include <algorithm>

#include "bot/engine.hpp"
#include "bot/log.hpp"
#include "bot/wire/outgoing.hpp"
#include "bot/wire/value.hpp"

namespace bot {

namespace {

constexpr std::size_t page_max = 50;  // messages of a chat at once

const dialogs::left_note& note_in(const storage::outbox::row& of) {
    return std::get<dialogs::leave_note>(of.what).what;
}

// The remark a note has become; "?" when it may lie beyond the page that was read.
std::string remark_of(const dialogs::left_note& note, const std::vector<dialogs::remark>& said,
                      const std::vector<dialogs::left_note>& others, dialogs::user_id author) {
    for (const auto& each : said) {
        const bool anothers = std::any_of(others.begin(), others.end(), [&](const auto& other) {
            return other.id != note.id && other.remark == each.key;
        });
        if (each.author == author && !anothers && dialogs::is_same(each, note))
            return each.key;
    }
    const bool all_newer =
        note.chat != 0 && said.size() >= page_max &&
        std::all_of(said.begin(), said.end(), [&](const auto& each) { return each.at > note.decided_at; });
    return all_newer ? "?" : "";
}

}  // namespace

engine::start engine::note_of(storage::outbox::row row) const {
    const auto& note = note_in(row);
    const bool checking = must_be_checked(row);
    errand what{0,
                {checking ? wire::look_for_note(note) : wire::leave_note(note, ctx_.has_options)},
                false,
                checking};
    return {std::move(what), send_under_way{{std::move(row)}, checking}};
}

void engine::noted(const send_under_way& sent, const wire::reply& answer, instant now) {
    const auto& of = sent.rows.front();
    const auto& note = note_in(of);
    const bool v3 = wire::leave_note(note, ctx_.has_options).v3 && !sent.checking;
    const auto what = answer.has_error() ? wire::remedy_for(answer.error(), v3) : wire::remedy::try_again;
    const bool refused = what == wire::remedy::give_up || what == wire::remedy::authorize_again;
    std::string remark;
    bool repeat = false;
    storage::transact(disk_, now, [&](storage::transaction& tx) {
        if (answer.has_error() && !refused)
            return failed(tx, of, answer.error());
        if (answer.has_value() && sent.checking) {
            const auto said = wire::read_discussion(note, answer.value());
            remark = remark_of(note, said, tx.notes_of(note.task), ctx_.integration_user);
            repeat = remark.empty();
        } else if (answer.has_value() && note.chat == 0) {
            remark = "c" + std::to_string(wire::to_int_or(answer.value(), 0));
        }
        if (repeat)
            return;
        if (!remark.empty() && remark != "?" && remark != "c0")
            tx.apply(dialogs::note_seen{note.id, remark});
        storage::outbox::delivered(tx, of.id);
    });
    if (repeat)
        not_written_.insert(of.id);
    if (repeat || (answer.has_error() && !refused))
        return;
    sent_once_.erase(of.id);
    if (refused)  // what is not wanted there is left out: it is a courtesy
        return log::warning("note_refused",
                            {{"task", std::to_string(note.task)}, {"code", answer.error().code}});
    log::info("note_left",
              {{"task", std::to_string(note.task)}, {"checked", sent.checking ? "true" : "false"}});
}

}  // namespace bot
