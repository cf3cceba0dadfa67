// The same random steps on the database and on plain maps: what the deciding code sees must be the same.
#include <gmock/gmock.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <random>

#include "samples.hpp"

namespace storage {
namespace {

using dialogs::request_state;

// What dialogs::memory promises, as simply as it can be said.
class model {
public:
    std::map<dialogs::task_id, dialogs::guarded_task> tasks;
    std::map<dialogs::request_id, dialogs::request> requests;
    std::map<dialogs::user_id, dialogs::conversation> talks;
    std::map<std::int64_t, dialogs::expected_write> writes;
    std::int64_t writes_made = 0;
    std::vector<dialogs::left_note> notes;
    std::map<dialogs::user_id, std::string> languages;
    std::map<dialogs::user_id, instant> told;
    std::vector<std::pair<instant, dialogs::journal>> rows;
    std::map<std::string, dialogs::button_binding> buttons;
    std::map<dialogs::user_id, std::map<dialogs::task_id, instant>> held;
    std::map<dialogs::task_id, dialogs::silent_move> moves;
    std::map<dialogs::wave_id, dialogs::wave> waves;
    std::map<instant, dialogs::pause> pauses;
    std::map<dialogs::user_id, dialogs::approver_desk> desks;
    std::map<std::pair<dialogs::user_id, dialogs::user_id>, dialogs::trust> trusts;

    [[nodiscard]] std::vector<dialogs::silent_move> moves_of(
        const std::function<bool(const dialogs::silent_move&)>& wanted) const {
        std::vector<dialogs::silent_move> out;
        for (const auto& [task, each] : moves)
            if (wanted(each))
                out.push_back(each);
        return out;
    }
    [[nodiscard]] std::optional<dialogs::wave> open_wave(dialogs::user_id author) const {
        for (const auto& [id, each] : waves)
            if (each.author == author && each.state == dialogs::wave_state::open)
                return each;
        return std::nullopt;
    }

    void take(const dialogs::step& what, instant now) {
        std::visit([&](const auto& step) { take_one(step, now); }, what);
    }

    [[nodiscard]] std::vector<dialogs::request> open(
        const std::function<bool(const dialogs::request&)>& wanted) const {
        std::vector<dialogs::request> out;
        for (const auto& [id, each] : requests)
            if (is_open(each.state) && wanted(each))
                out.push_back(each);
        return out;
    }

    [[nodiscard]] std::string last_category_of(dialogs::user_id who) const {
        for (auto each = rows.rbegin(); each != rows.rend(); ++each)
            if (each->second.person == who &&
                (each->second.kind == "requested" || each->second.kind == "answered"))
                return each->second.ground;
        return {};
    }

    [[nodiscard]] dialogs::figures figures_of(dialogs::user_id who, instant since) const {
        dialogs::figures out;
        for (const auto& [at, row] : rows) {
            const bool counts = row.person == who && at >= since;
            out.moved += counts && row.kind == "accepted" && row.ground == "reason" ? 1 : 0;
            out.put_back += counts && row.kind == "put_back" ? 1 : 0;
        }
        for (const auto& [id, each] : requests) {
            const bool granted = each.state == request_state::applying ||
                                 each.state == request_state::applied || each.state == request_state::failed;
            if (each.category == "undone")
                continue;
            out.requests += each.requester == who && each.asked_at >= since ? 1 : 0;
            out.approved += each.requester == who && granted && *each.decided_at >= since ? 1 : 0;
        }
        return out;
    }

    [[nodiscard]] std::vector<dialogs::tolerated_move> tolerated_moves(dialogs::user_id responsible,
                                                                       instant from, instant until) const {
        std::vector<dialogs::tolerated_move> out;
        for (const auto& [id, task] : tasks)
            for (const auto& his : task.used.tallies)
                for (const auto at : his.tolerated)
                    if (his.responsible == responsible && from <= at && at < until)
                        out.push_back({id, at});
        std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
            return std::pair(a.at, a.task) < std::pair(b.at, b.task);
        });
        return out;
    }

    // Newest first, with the words that tell them apart.
    [[nodiscard]] std::vector<std::string> noted(
        const std::function<bool(instant, const dialogs::journal&)>& wanted, std::size_t most) const {
        std::vector<std::string> out;
        for (auto each = rows.rbegin(); each != rows.rend() && out.size() < most; ++each)
            if (wanted(each->first, each->second))
                out.push_back(each->second.words);
        return out;
    }

    [[nodiscard]] bool reverts_under_way(dialogs::user_id who, dialogs::task_id besides) const {
        return std::any_of(writes.begin(), writes.end(), [&](const auto& each) {
            const auto record = tasks.find(each.second.task);
            return each.second.purpose == dialogs::write_purpose::revert && !each.second.called_back &&
                   each.second.task != besides && record != tasks.end() &&
                   (record->second.attempted_by == who || record->second.responsible == who);
        });
    }

    // In the order of ids.
    [[nodiscard]] std::vector<dialogs::guarded_task> asked(
        const std::function<bool(const dialogs::asked_move&)>& wanted) const {
        std::vector<dialogs::guarded_task> out;
        for (const auto& [id, each] : tasks)
            if (each.asked && wanted(*each.asked))
                out.push_back(each);
        return out;
    }

private:
    void take_one(const dialogs::save_task& step, instant) { tasks[step.record.id] = step.record; }
    void take_one(const dialogs::forget_task& step, instant) {
        tasks.erase(step.task);
        for (auto& [who, notices] : held)
            notices.erase(step.task);
        std::erase_if(writes, [&](const auto& each) { return each.second.task == step.task; });
    }
    void take_one(const dialogs::save_request& step, instant) { requests[step.record.id] = step.record; }
    void take_one(const dialogs::save_conversation& step, instant) { talks[step.record.who] = step.record; }
    void take_one(const dialogs::settle_write& step, instant) { writes.erase(step.write); }
    void take_one(const dialogs::call_back& step, instant) {
        if (const auto found = writes.find(step.write); found != writes.end())
            found->second.called_back = true;
    }
    void take_one(const dialogs::save_language& step, instant) { languages[step.who] = step.code; }
    void take_one(const dialogs::mark_told& step, instant now) { told.emplace(step.who, now); }
    void take_one(const dialogs::forget_told&, instant) {}
    void take_one(const dialogs::journal& step, instant now) { rows.emplace_back(now, step); }
    void take_one(const dialogs::write_deadline& step, instant) {
        auto write = step.what;
        write.id = ++writes_made;
        writes[write.id] = write;
    }
    void take_one(const dialogs::say& step, instant) {
        for (const auto& row : step.what.rows)
            for (const auto& each : row)
                if (each.link.empty())
                    buttons[each.token] = each.binding;
    }
    void take_one(const dialogs::rewrite&, instant) {}
    void take_one(const dialogs::hold_notice& step, instant now) {
        if (step.task != 0)
            held[step.who][step.task] = now;
    }
    void take_one(const dialogs::notices_told& step, instant) { held.erase(step.who); }
    void take_one(const dialogs::look_later&, instant) {}
    void take_one(const dialogs::look_again&, instant) {}
    void take_one(const dialogs::save_move& step, instant) { moves[step.record.task] = step.record; }
    void take_one(const dialogs::forget_move& step, instant) { moves.erase(step.task); }
    void take_one(const dialogs::save_wave& step, instant) { waves[step.record.id] = step.record; }
    void take_one(const dialogs::wave_later&, instant) {}
    void take_one(const dialogs::save_pause& step, instant) { pauses[step.record.since] = step.record; }
    void take_one(const dialogs::pause_later&, instant) {}
    void take_one(const dialogs::request_later&, instant) {}
    void take_one(const dialogs::save_desk& step, instant) { desks[step.record.who] = step.record; }
    void take_one(const dialogs::desk_later&, instant) {}
    void take_one(const dialogs::save_trust& step, instant) {
        trusts[{step.record.approver, step.record.person}] = step.record;
    }
    void take_one(const dialogs::leave_note& step, instant) {
        notes.push_back(step.what);
        notes.back().id = static_cast<std::int64_t>(notes.size());
    }
    void take_one(const dialogs::note_seen& step, instant) {
        for (auto& each : notes)
            if (each.id == step.note)
                each.remark = step.remark;
    }
};

// Steps as a sound decision makes them.
class chance {
public:
    explicit chance(unsigned seed) : random_(seed) {}

    std::int64_t up_to(std::int64_t most) {
        return std::uniform_int_distribution<std::int64_t>(0, most)(random_);
    }
    bool one_in(std::int64_t n) { return up_to(n - 1) == 0; }
    dialogs::deadline deadline() {
        return one_in(4) ? dialogs::deadline{} : monday + std::chrono::minutes(up_to(9999));
    }
    dialogs::task_id task() { return 1 + up_to(7); }
    dialogs::user_id person() { return 1 + up_to(3); }

    dialogs::step step(const model& known, instant now) {
        switch (up_to(13)) {
            case 0:
                return dialogs::save_task{guarded_task()};
            case 1:
                return dialogs::forget_task{task()};
            case 2:
            case 3:
                return dialogs::save_request{request(known, now)};
            case 4:
                return dialogs::save_conversation{{person(), dialogs::question::date, task(), deadline(),
                                                   "payment", "w", up_to(3), static_cast<int>(up_to(9)),
                                                   now}};
            case 5:
                return one_in(3) ? dialogs::step(dialogs::call_back{1 + up_to(known.writes_made)})
                                 : dialogs::step(dialogs::settle_write{1 + up_to(known.writes_made)});
            case 6:
                return one_in(2) ? dialogs::step(dialogs::save_language{person(), one_in(2) ? "ru" : "en"})
                                 : dialogs::step(dialogs::mark_told{person()});
            case 7:
                return dialogs::journal{one_in(4)   ? (one_in(2) ? "seen" : "requested")
                                        : one_in(2) ? "accepted"
                                                    : "put_back",
                                        task(),
                                        person(),
                                        person(),
                                        0,
                                        deadline(),
                                        deadline(),
                                        1,
                                        one_in(2)   ? "reason"
                                        : one_in(2) ? "payment"
                                                    : "",
                                        "words " + std::to_string(++rows_)};
            case 8: {
                dialogs::expected_write write = a_write(task());
                write.from = deadline();
                write.to = deadline();
                return dialogs::write_deadline{write};
            }
            case 12:
                return one_in(2)
                           ? dialogs::step(dialogs::leave_note{a_note(task())})
                           : dialogs::step(dialogs::note_seen{up_to(9), "c" + std::to_string(1 + up_to(9))});
            case 9:
                return one_in(4) ? dialogs::step(dialogs::notices_told{person()})
                                 : dialogs::step(dialogs::hold_notice{person(), up_to(8), now});
            case 10:
                return one_in(3) ? desk_or_trust(now) : wave_or_pause(known, now);
            case 11:
                return one_in(4) ? dialogs::step(dialogs::forget_move{task()}) : save_move(known, now);
            default:
                return dialogs::say{"27", one_in(2) ? "card" : "",
                                    a_message("x", "token-" + std::to_string(++tokens_))};
        }
    }

private:
    dialogs::guarded_task guarded_task() {
        auto out = a_task(task());
        out.responsible = person();
        out.status = one_in(4) ? 5 : 2;
        out.accepted = deadline();
        out.attempted = deadline();
        out.attempted_by = up_to(4);
        if (one_in(2))
            out.last_move.reset();
        if (one_in(3))
            out.asked.reset();
        else
            out.asked->author = person();
        if (out.asked && one_in(2))
            out.asked->outcome = "silent";
        if (out.asked && one_in(2))
            out.asked->slot = one_in(2) ? "asked:1:1" : "";
        out.spent_remarks.resize(static_cast<std::size_t>(up_to(2)));
        out.reverts.resize(static_cast<std::size_t>(up_to(2)));
        out.used.tallies.resize(1);
        out.used.tallies.front().responsible = person();
        for (auto count = up_to(3); count > 0; --count)
            out.used.tallies.front().tolerated.push_back(monday + std::chrono::minutes(up_to(9)));
        return out;
    }

    dialogs::step save_move(const model& known, instant now) {
        dialogs::silent_move out = a_move(task());
        out.author = person();
        out.at = now - std::chrono::minutes(up_to(20));
        out.from = deadline();
        out.to = deadline();
        out.wave = known.waves.empty() ? 0 : up_to(static_cast<std::int64_t>(known.waves.size()));
        out.fate = out.wave == 0 && one_in(2)   ? dialogs::move_fate::waits
                   : out.wave != 0 && one_in(2) ? dialogs::move_fate::held
                                                : dialogs::move_fate::put_back;
        return dialogs::save_move{out};
    }

    dialogs::step desk_or_trust(instant now) {
        if (one_in(2))
            return dialogs::save_trust{{person(), 5 + up_to(2), now, now + std::chrono::hours(up_to(90))}};
        dialogs::approver_desk out;
        out.who = person();
        out.listed_at = one_in(2) ? dialogs::deadline(now) : std::nullopt;
        out.agreed.resize(static_cast<std::size_t>(up_to(3)));
        for (auto& each : out.agreed)
            each = {1 + up_to(9), deadline(), now, 2};
        if (!out.agreed.empty())
            out.agreed_until = now + 2min;
        out.step = static_cast<int>(up_to(5));
        return dialogs::save_desk{out};
    }

    dialogs::step wave_or_pause(const model& known, instant now) {
        if (one_in(3))
            return dialogs::save_pause{{now, one_in(2) ? deadline() : std::nullopt, person(), false}};
        const auto author = person();
        dialogs::wave out = a_wave();
        out.id = static_cast<dialogs::wave_id>(known.waves.size()) + 1;
        if (const auto open = known.open_wave(author))
            out = *open;
        out.author = author;
        out.last_at = now;
        ++out.card_version;
        out.state = static_cast<dialogs::wave_state>(up_to(3));
        return dialogs::save_wave{out};
    }

    dialogs::request request(const model& known, instant now) {
        const auto of = task();
        const auto open = known.open([&](const auto& each) { return each.task == of; });
        if (open.empty()) {
            auto made = a_request(static_cast<dialogs::request_id>(known.requests.size()) + 1, of);
            made.requester = made.responsible = person();
            made.approver = 10 + person();
            made.above = one_in(2) ? 0 : 20 + person();
            if (made.above == 0)
                made.reminded_above.reset();
            made.category = one_in(4) ? "undone" : made.category;
            made.asked_at = now;
            return made;
        }
        auto next = open.front();
        next.state = static_cast<request_state>(up_to(7));
        next.granted = next.wanted;
        next.decided_at = now;
        next.decided_by = next.approver;
        next.card_version += static_cast<int>(up_to(1));
        next.reminded = one_in(2) ? std::optional(now) : std::nullopt;
        next.remind_soon = one_in(2);
        if (one_in(2))
            next.held_since = now;
        return next;
    }

    std::mt19937 random_;
    int tokens_ = 0;
    int rows_ = 0;
};

void expect_same_tasks(const transaction& tx, const model& known) {
    for (dialogs::task_id id = 1; id <= 8; ++id) {
        const auto found = known.tasks.find(id);
        EXPECT_EQ(tx.find_task(id), found == known.tasks.end() ? std::nullopt : std::optional(found->second));
        std::vector<dialogs::expected_write> writes;
        for (const auto& [number, each] : known.writes)
            if (each.task == id)
                writes.push_back(each);
        EXPECT_EQ(tx.expected_writes(id), writes);
        std::vector<dialogs::left_note> notes;
        std::copy_if(known.notes.begin(), known.notes.end(), std::back_inserter(notes),
                     [&](const auto& each) { return each.task == id; });
        EXPECT_EQ(tx.notes_of(id), notes);
        const auto open = known.open([&](const auto& each) { return each.task == id; });
        EXPECT_EQ(tx.open_request(id), open.empty() ? std::nullopt : std::optional(open.front()));
    }
}

void expect_same_people(const transaction& tx, const model& known, instant now) {
    for (dialogs::user_id who = 1; who <= 4; ++who) {
        std::vector<dialogs::guarded_task> mine;
        for (const auto& [id, each] : known.tasks)
            if (each.responsible == who && !dialogs::is_closed(each.status))
                mine.push_back(each);
        std::stable_sort(mine.begin(), mine.end(), [](const auto& a, const auto& b) {
            return std::pair(!a.accepted, a.accepted) < std::pair(!b.accepted, b.accepted);
        });
        EXPECT_EQ(tx.tasks_of(who), mine);
        EXPECT_EQ(tx.open_requests_by(who),
                  known.open([&](const auto& each) { return each.requester == who; }));
        EXPECT_EQ(tx.open_requests_for(10 + who),
                  known.open([&](const auto& each) { return each.approver == 10 + who; }));
        EXPECT_EQ(tx.open_requests_for(20 + who),
                  known.open([&](const auto& each) { return each.above == 20 + who; }));
        dialogs::conversation none;
        none.who = who;
        const auto talk = known.talks.find(who);
        EXPECT_EQ(tx.conversation_with(who), talk == known.talks.end() ? none : talk->second);
        const auto language = known.languages.find(who);
        EXPECT_EQ(tx.language_of(who), language == known.languages.end() ? "" : language->second);
        const auto told = known.told.find(who);
        EXPECT_EQ(tx.announced_to(who, "").value_or(dialogs::announced{}).since,
                  told == known.told.end() ? std::nullopt : std::optional(told->second));
        EXPECT_EQ(tx.figures_of(who, now - 30min), known.figures_of(who, now - 30min));
        EXPECT_EQ(tx.last_category_of(who), known.last_category_of(who));
        std::vector<dialogs::held_notice> notices;
        if (const auto own = known.held.find(who); own != known.held.end())
            for (const auto& [task, since] : own->second)
                notices.push_back({task, since});
        EXPECT_EQ(tx.held_notices(who), notices);
        EXPECT_EQ(tx.questions_to(who),
                  known.asked([&](const auto& of) { return of.author == who && of.outcome.empty(); }));
        EXPECT_EQ(tx.tolerated_moves(who, monday + 3min, monday + 8min),
                  known.tolerated_moves(who, monday + 3min, monday + 8min));
        for (const dialogs::task_id besides : {0, 1})
            EXPECT_EQ(tx.reverts_under_way(who, besides), known.reverts_under_way(who, besides));
    }
}

std::vector<std::string> words_of(const std::vector<dialogs::journal_row>& rows) {
    std::vector<std::string> out;
    for (const auto& each : rows)
        out.push_back(each.what.words);
    return out;
}

void expect_same_journal(const transaction& tx, const model& known, instant now) {
    for (dialogs::task_id id = 1; id <= 8; ++id)
        EXPECT_EQ(words_of(tx.told_of(id)), known.noted(
                                                [&](instant, const dialogs::journal& row) {
                                                    return row.task == id && dialogs::is_telling(row.kind);
                                                },
                                                20));
    EXPECT_EQ(
        words_of(tx.put_back_since(now - 30min)),
        known.noted([&](instant at,
                        const dialogs::journal& row) { return row.kind == "put_back" && at >= now - 30min; },
                    100));
}

void expect_same_moves(const transaction& tx, const model& known, instant now) {
    std::vector<dialogs::task_id> waiting;
    for (dialogs::task_id id = 1; id <= 8; ++id) {
        const auto found = known.moves.find(id);
        EXPECT_EQ(tx.find_move(id), found == known.moves.end() ? std::nullopt : std::optional(found->second));
        if (found != known.moves.end() && found->second.fate == dialogs::move_fate::waits)
            waiting.push_back(id);
    }
    EXPECT_EQ(tx.waiting_moves(), waiting);
    std::size_t open = 0;
    for (dialogs::user_id who = 1; who <= 4; ++who) {
        EXPECT_EQ(tx.open_wave(who), known.open_wave(who));
        open += known.open_wave(who) ? 1U : 0U;
        EXPECT_THAT(tx.lone_moves(who, now - 10min, now),
                    testing::UnorderedElementsAreArray(known.moves_of([&](const auto& each) {
                        return each.author == who && each.wave == 0 && each.at >= now - 10min &&
                               each.at <= now;
                    })));
    }
    EXPECT_EQ(tx.open_waves().size(), open);
    for (const auto& each : known.waves) {
        const auto id = each.first;  // clang 14 captures no structured bindings
        EXPECT_EQ(tx.find_wave(id), each.second);
        EXPECT_THAT(tx.moves_in(id), testing::UnorderedElementsAreArray(
                                         known.moves_of([&](const auto& move) { return move.wave == id; })));
    }
    EXPECT_EQ(tx.next_wave_id(), static_cast<dialogs::wave_id>(known.waves.size()) + 1);
    for (dialogs::user_id who = 1; who <= 4; ++who) {
        const auto desk = known.desks.find(who);
        dialogs::approver_desk empty;
        empty.who = who;
        EXPECT_EQ(tx.desk_of(who), desk == known.desks.end() ? empty : desk->second);
        std::vector<dialogs::trust> trusted;
        for (const auto& [between, each] : known.trusts)
            if (between.first == who)
                trusted.push_back(each);
        EXPECT_EQ(tx.trusted_by(who), trusted);
    }
    std::vector<dialogs::pause> pauses;
    for (const auto& [since, each] : known.pauses)
        pauses.push_back(each);
    EXPECT_EQ(tx.pauses(), pauses);
}

void expect_same(const transaction& tx, const model& known, instant now) {
    expect_same_moves(tx, known, now);
    expect_same_tasks(tx, known);
    expect_same_people(tx, known, now);
    EXPECT_EQ(tx.asked_in("asked:1:1"), known.asked([](const auto& of) { return of.slot == "asked:1:1"; }));
    expect_same_journal(tx, known, now);
    for (const auto& [id, each] : known.requests)
        EXPECT_EQ(tx.find_request(id), each);
    EXPECT_EQ(tx.next_request_id(), static_cast<dialogs::request_id>(known.requests.size()) + 1);
    for (const auto& [token, bound] : known.buttons)
        EXPECT_EQ(tx.binding(token), bound);
}

class Model : public testing::TestWithParam<unsigned> {};

TEST_P(Model, SeesTheSameAsPlainMaps) {
    database db(in_memory());
    model known;
    chance by(GetParam());
    auto now = monday;
    for (int round = 0; round < 150 && !HasFailure(); ++round) {
        now += std::chrono::seconds(by.up_to(120));
        const bool fails = by.one_in(5);
        auto then = known;
        const auto body = [&](transaction& tx) {
            for (auto steps = by.up_to(4); steps >= 0; --steps) {
                const auto step = by.step(then, now);
                then.take(step, now);
                tx.apply(step);
            }
            expect_same(tx, then, now);
            if (fails)
                throw std::runtime_error("taken back");
        };
        if (fails) {
            EXPECT_THROW(transact(db, now, body), std::runtime_error);
        } else {
            transact(db, now, body);
            known = then;
        }
        look(db, now, [&](const transaction& tx) {
            expect_same(tx, known, now);
            return 0;
        });
    }
    EXPECT_TRUE(db.damage().empty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, Model, testing::Range(1U, 9U));

}  // namespace
}  // namespace storage
