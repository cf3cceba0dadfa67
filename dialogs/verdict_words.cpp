#include "dialogs/verdict_words.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "dialogs/limit_words.hpp"
#include "dialogs/markup.hpp"
#include "dialogs/moments.hpp"
#include "dialogs/request_card.hpp"
#include "dialogs/rule.hpp"
#include "dialogs/standing.hpp"

namespace dialogs {
namespace {

using locale::arguments;

// One task as it is explained to one reader.
struct telling {
    turn& t;
    const guarded_task& record;
    const voice& reader;
    std::vector<journal_row> rows;  // newest first
    std::vector<moment> moments;    // empty when the portal does not show the task
    const task* present = nullptr;

    [[nodiscard]] const moment* moment_of(std::int64_t row) const {
        const auto found = std::find_if(moments.begin(), moments.end(),
                                        [&](const moment& each) { return row != 0 && each.row.id == row; });
        return found == moments.end() ? nullptr : &*found;
    }
};

telling telling_of(turn& t, const guarded_task& record, const voice& reader) {
    telling about{t, record, reader, t.told_of(record.id), {}, nullptr};
    const auto seen = t.read.tasks.find(record.id);
    if (seen != t.read.tasks.end() && seen->second.present) {
        about.moments = deadline_moments(seen->second);
        about.present = &*seen->second.present;
    }
    return about;
}

std::string change_line(const telling& about, const deadline& from, const deadline& to, user_id author,
                        instant at) {
    const voice& reader = about.reader;
    const std::string difference = reader.difference(from, to);
    return reader.say(difference.empty() ? "why.change" : "why.change_by",
                      {{"from", reader.date(from)},
                       {"to", reader.date(to)},
                       {"difference", difference},
                       {"who", about.t.name(author, reader)},
                       {"when", reader.date(at)}});
}

std::string change_line(const telling& about, const moment& last, const deadline& held_to) {
    return change_line(about, held_to, last.row.due_to, last.row.author, last.row.at);
}

// The judged row behind a deadline that was put back, or could not be.
const journal_row& change_behind(const telling& about, const journal_row& verdict) {
    const auto silent = std::find_if(about.rows.begin(), about.rows.end(), [&](const journal_row& each) {
        return each.what.kind == "silent" && each.at <= verdict.at &&
               (verdict.what.kind == "failed" || each.what.to == verdict.what.to);
    });
    const bool has_one =
        verdict.what.kind == "put_back" || verdict.what.kind == "fight" || verdict.what.kind == "failed";
    return has_one && silent != about.rows.end() ? *silent : verdict;
}

instant made_at(const telling& about, const journal_row& change) {
    const moment* found = about.moment_of(change.what.row);
    return found != nullptr ? found->row.at : change.at;
}

// Where the task was then.
std::int64_t group_at(const telling& about, const journal_row& change) {
    const moment* found = about.moment_of(change.what.row);
    return found != nullptr ? found->held.group : about.record.group;
}

const rules& rules_at(const telling& about, const journal_row& change) {
    return rules_for(in_force(about.t.ctx.rules, made_at(about, change)), about.t.read.who, change.what.other,
                     group_at(about, change));
}

// Why it was his to move, by the roles of the moment.
std::string exemption_line(const telling& about, const journal_row& change) {
    const moment* found = about.moment_of(change.what.row);
    const auto& record = about.record;
    const roles held = found != nullptr
                           ? found->held
                           : roles{change.what.other, record.creator, record.status, record.group};
    const policy& then = in_force(about.t.ctx.rules, made_at(about, change));
    const auto because =
        exemption_of(change.what.person, held, about.t.read.who, then, about.t.ctx.rules.administrators);
    return about.reader.say("why.exempt." + std::string(because.empty() ? "once" : because));
}

std::string leeway_in_words(const rules& held_to, const voice& reader) {
    if (held_to.tolerance_same_day)
        return reader.say("why.same_day");
    return reader.count("amount.minutes", held_to.tolerance.count());
}

std::string ground_line(const telling& about, const journal_row& change) {
    const voice& reader = about.reader;
    const std::string& kind = change.what.kind;
    if (change.what.ground == "exempt")
        return exemption_line(about, change);
    std::string key = key_of_ground(kind, change.what.ground);
    if (!locale::has(reader.reader().tongue, key))
        key = key_of_ground(kind, "other");
    const rules& held_to = rules_at(about, change);
    const std::string why =
        reader.say(key, {{"window", reader.count("why.window", held_to.reason_window.count())},
                         {"leeway", leeway_in_words(held_to, reader)}});
    const std::string limit = limit_in_words(change.what.ground, held_to, about.record, reader);
    return limit.empty() ? why : why + " " + limit;
}

std::string policy_line(const telling& about, const journal_row& change) {
    const policy& then = in_force(about.t.ctx.rules, made_at(about, change));
    const auto* given = special_for(then, about.t.read.who, change.what.other, group_at(about, change));
    if (given == nullptr || given->name.empty())
        return {};
    return about.reader.say("why.by_policy", {{"name", shown_title(given->name, 80)}});
}

// Who would have decided, had it not only been watched.
std::string would_ask_line(const telling& about, const journal_row& verdict) {
    const auto asked = std::find_if(about.rows.begin(), about.rows.end(), [&](const journal_row& each) {
        return each.what.kind == "would_ask" && each.what.row == verdict.what.row;
    });
    if (asked == about.rows.end())
        return {};
    return asked->what.person == 0
               ? about.reader.say("why.would_ask_nobody")
               : about.reader.say("why.would_ask", {{"who", about.t.name(asked->what.person, about.reader)}});
}

// What came of a change that was not accepted.
std::string end_line(const telling& about, const journal_row& verdict) {
    const voice& reader = about.reader;
    const std::string& kind = verdict.what.kind;
    if (kind == "put_back")
        return reader.say("why.put_back", {{"when", reader.date(verdict.at)}});
    if (kind == "fight")
        return reader.say("why.fight");
    if (kind == "failed")
        return reader.say("why.failed", {{"why", refusal_in_words(verdict.what.ground, reader)}});
    if (kind == "observed")
        return would_ask_line(about, verdict);
    if (kind != "silent")
        return {};
    if (about.t.has_pending_write(about.record.id))
        return reader.say("why.under_way");
    const bool back = about.present != nullptr && whole_minutes(about.present->due) == about.record.accepted;
    return back ? reader.say("why.back_already") : std::string();
}

void add(std::string& text, const std::string& line) {
    if (!line.empty())
        text += "\n" + line;
}

std::string reason_line(const telling& about, std::string_view category, std::string_view words) {
    if (words.empty() && (category.empty() || category == "undone"))
        return {};
    return about.reader.say("card.reason", {{"reason", about.reader.reason(category, words)}});
}

std::string judged_lines(const telling& about, const journal_row& verdict) {
    const journal_row& change = change_behind(about, verdict);
    std::string text =
        change_line(about, verdict.what.kind == "put_back" ? verdict.what.from : change.what.from,
                    change.what.to, change.what.person, made_at(about, change));
    add(text, ground_line(about, verdict.what.ground == "mass" ? verdict : change));
    add(text, reason_line(about, "", change.what.words));
    add(text, end_line(about, verdict));
    add(text, policy_line(about, change));
    return text;
}

// By a request that was decided.
std::string applied_lines(const telling& about, const journal_row& verdict) {
    const voice& reader = about.reader;
    std::string text =
        change_line(about, verdict.what.from, verdict.what.to, verdict.what.person, verdict.at);
    const auto of = about.t.find_request(verdict.what.request);
    if (!of)
        return text;
    const arguments with{{"who", about.t.name(of->decided_by, reader)},
                         {"when", reader.date(of->decided_at.value_or(verdict.at))}};
    add(text, reader.say(of->category == "undone"                ? "why.undone"
                         : of->approver_ground == "auto_approve" ? "why.auto_approved"
                         : of->approver_ground == "trust"        ? "why.trusted"
                         : of->decided_by == 0                   ? "why.returned"
                                                                 : "why.applied",
                         with));
    add(text, reason_line(about, of->category == "undone" ? "" : of->category, of->words));
    return text;
}

bool is_verdict(const journal_row& row) {
    const bool of_request = row.what.kind == "rejected" || row.what.kind == "expired" ||
                            row.what.kind == "would_ask" ||
                            (row.what.kind == "failed" && row.what.request != 0);
    const bool of_a_wish = row.what.kind == "unapprovable" && row.what.ground.empty();
    return !of_request && !of_a_wish;
}

// A change that waits for the task to be opened again.
bool waits_closed(const telling& about) {
    return about.present != nullptr && is_closed(about.present->status) && !about.moments.empty() &&
           whole_minutes(about.present->due) != about.record.accepted &&
           !about.t.has_pending_write(about.record.id);
}

std::string verdict_lines(const telling& about) {
    const voice& reader = about.reader;
    if (waits_closed(about))
        return change_line(about, about.moments.back(), about.record.accepted) + "\n" +
               reader.say("why.closed");
    if (const auto& asked = about.record.asked; asked && asked->outcome.empty())
        return change_line(about, about.record.accepted, asked->to, asked->author, asked->at) + "\n" +
               reader.say("why.asked", {{"until", reader.date(asked->until)}});
    const auto verdict = std::find_if(about.rows.begin(), about.rows.end(), is_verdict);
    if (verdict != about.rows.end())
        return verdict->what.kind == "applied" ? applied_lines(about, *verdict)
                                               : judged_lines(about, *verdict);
    const bool before = !about.moments.empty() && about.moments.back().row.at < about.t.known.guarded_since();
    if (!before)
        return reader.say("why.untouched");
    const moment& last = about.moments.back();
    return change_line(about, last, last.row.due_from) + "\n" + reader.say("why.before_guard");
}

std::string outcome_line(const telling& about, const request& of) {
    return about.reader.say("why.request", {{"date", about.reader.date(of.wanted)},
                                            {"outcome", outcome(about.t, of, about.reader)}});
}

// Of the request that is open, or was rejected or not answered since.
std::string request_line(const telling& about) {
    const voice& reader = about.reader;
    if (const auto open = about.t.open_request(about.record.id)) {
        if (open->state != request_state::pending)
            return outcome_line(about, *open);
        return reader.say("revert.request_is_pending", {{"date", reader.date(open->wanted)},
                                                        {"who", about.t.name(open->approver, reader)}});
    }
    for (const auto& row : about.rows) {
        if (is_verdict(row))
            break;
        const bool ended = row.what.kind == "rejected" || row.what.kind == "expired";
        if (const auto of = about.t.find_request(row.what.request); of && ended)
            return outcome_line(about, *of);
    }
    return {};
}

}  // namespace

std::string key_of_ground(std::string_view kind, std::string_view ground) {
    if (kind == "paused")
        return "why.accepted.paused";
    const std::string_view judged = kind == "put_back" ? "silent" : kind;
    const std::string key = "why." + std::string(judged);
    return judged == "unapprovable" || judged == "held" ? key : key + "." + std::string(ground);
}

std::string last_verdict_in_words(turn& t, const guarded_task& record, const voice& reader) {
    const telling about = telling_of(t, record, reader);
    std::string text = reader.say(
        "why.task", {{"task", reader.task(record.id, record.title)},
                     {"date", reader.date(about.present != nullptr ? about.present->due : record.accepted)}});
    add(text, verdict_lines(about));
    add(text, request_line(about));
    return text;
}

}  // namespace dialogs
