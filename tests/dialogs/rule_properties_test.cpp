// What holds of the rule whatever happens: random stories, the same at each run.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "story.hpp"

using namespace dialogs;
using namespace company;
using kind = verdict::kind;

namespace {

constexpr unsigned stories = 1'000;
constexpr int deeds_each = 14;

struct deed {
    enum class sort { move, remark, hand_over, new_creator, status } what = sort::move;
    user_id by = 0;
    user_id to_whom = 0;
    deadline to;
    int status = 2;
    instant at{};
};

class dice {
public:
    explicit dice(unsigned seed) : engine_(seed) {}
    int below(int limit) { return static_cast<int>(engine_() % static_cast<unsigned>(limit)); }
    bool one_in(int count) { return below(count) == 0; }
    template <class Values>
    auto pick(const Values& values) {
        return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
    }

private:
    std::mt19937 engine_;
};

deadline some_deadline(dice& roll) {
    const std::vector<deadline> all{due("thu 18:00"),      due("fri 18:00"), due("fri 18:20"),
                                    due("fri 18:40"),      due("sat 18:00"), due("next mon 18:00"),
                                    due("next tue 18:00"), due("none")};
    return roll.pick(all);
}

deed some_deed(dice& roll, instant at) {
    const std::vector<user_id> people{maria, maria, petr, boris, director, admin, oleg, guest, nobody};
    const std::vector<user_id> workers{maria, petr, oleg};
    deed one;
    one.by = roll.pick(people);
    one.to_whom = roll.pick(workers);
    one.to = some_deadline(roll);
    one.at = at;
    const int what = roll.below(22);
    if (what >= 11)
        one.what = what < 16 ? deed::sort::remark : what < 18 ? deed::sort::status : deed::sort::hand_over;
    if (what == 21)
        one.what = deed::sort::new_creator;
    const std::vector<int> statuses{2, 3, 5};
    one.status = roll.pick(statuses);
    return one;
}

std::vector<deed> some_deeds(dice& roll) {
    std::vector<deed> all;
    instant at = when("mon 08:55");
    for (int count = 0; count < deeds_each; ++count) {
        at += std::chrono::seconds(1 + roll.below(360));  // a look within one second may miss a remark
        all.push_back(some_deed(roll, at));
    }
    return all;
}

void happen(story& tale, const deed& one) {
    const task& present = *tale.portal.present;
    if (one.what == deed::sort::remark)
        tale.said(one.by, "because of the client", one.at);
    else if (one.what == deed::sort::move && one.to != present.due)  // the portal writes no row for the same
        tale.moved(one.by, one.to, one.at);
    else if (one.what == deed::sort::hand_over && one.to_whom != present.responsible)
        tale.handed_over(one.by, one.to_whom, one.at);
    else if (one.what == deed::sort::new_creator && one.to_whom != present.creator)
        tale.creator_became(one.to_whom, one.at);
    else if (one.what == deed::sort::status && one.status != present.status)
        tale.status_became(one.status, one.at);
}

void limit(rules& held_to, dice& roll) {
    if (roll.one_in(5))
        held_to.mode = guard_mode::approval;
    if (roll.one_in(3))
        held_to.tolerance_moves_week = 1 + roll.below(4);
    if (roll.one_in(3))
        held_to.moves_max = 1 + roll.below(3);
    if (roll.one_in(3))
        held_to.shift_max = std::chrono::days(1 + roll.below(4));
    if (roll.one_in(3))
        held_to.handover = {0, std::chrono::minutes(roll.below(3) * 15)};
}

story fresh_story(dice& roll) {
    story tale(roll.one_in(5) ? "none" : "fri 18:00");
    tale.rules.administrators = {admin};
    if (roll.one_in(4))
        tale.rules.usual.robots = robot_rule::judge;
    if (roll.one_in(4))
        tale.rules.departments = {sales};
    if (roll.one_in(3))
        tale.rules.usual.tolerance = std::chrono::minutes(30);
    else if (roll.one_in(3))
        tale.rules.usual.tolerance_same_day = true;
    limit(tale.rules.usual, roll);
    if (const int others = roll.below(3); others > 0)
        tale.tolerated = [others](user_id who, instant, instant) { return who == maria ? others : 0; };
    return tale;
}

// What was decided for ever; what a put_back leaves for the conversation is not part of it.
guarded_task decided(guarded_task record) {
    record.attempted.reset();
    record.attempted_by = 0;
    record.last_verdict.clear();
    record.used.limit.clear();
    return record;
}

std::vector<std::string> judged(const std::vector<judged_change>& changes) {
    std::vector<std::string> lines;
    for (const auto& change : changes)
        lines.push_back(std::to_string(change.row.id) + " " + change.ground + " " + change.limit + " " +
                        change.remark);
    return lines;
}

}  // namespace

TEST(Property, ManyLooksJudgeAsOneLook) {
    int put_back = 0;
    for (unsigned seed = 1; seed <= stories; ++seed) {
        SCOPED_TRACE(seed);
        dice roll(seed);
        story whole = fresh_story(roll);
        story often = whole;
        std::vector<judged_change> changes;
        bool reverted = false;
        const auto look_often = [&] {
            const auto seen = often.looks();
            changes.insert(changes.end(), seen.changes.begin(), seen.changes.end());
            const auto accepts = [](const auto& change) { return change.accepted; };
            if (std::any_of(seen.changes.begin(), seen.changes.end(), accepts))
                reverted = false;
            reverted = reverted || seen.what == kind::put_back;
        };
        for (const deed& one : some_deeds(roll)) {
            happen(whole, one);
            happen(often, one);
            if (roll.one_in(3))
                look_often();
        }
        look_often();
        const auto once = whole.looks();
        ASSERT_EQ(decided(once.record), decided(often.record));
        ASSERT_EQ(judged(once.changes), judged(changes));
        if (once.what == kind::put_back) {
            ASSERT_TRUE(reverted);
        }
        put_back += once.what == kind::put_back ? 1 : 0;
    }
    EXPECT_GT(put_back, static_cast<int>(stories) / 10) << "the stories are too tame to prove anything";
}

TEST(Property, RepeatedAndShuffledRowsAndRemarksChangeNothing) {
    for (unsigned seed = 1; seed <= stories; ++seed) {
        SCOPED_TRACE(seed);
        dice roll(seed);
        story straight = fresh_story(roll);
        for (const deed& one : some_deeds(roll))
            happen(straight, one);
        story tangled = straight;
        auto& rows = tangled.portal.history;
        for (std::size_t count = rows.size(); count > 0; --count)
            rows.push_back(roll.pick(rows));
        std::shuffle(rows.begin(), rows.end(), std::mt19937(seed));
        auto& talk = tangled.portal.discussion;
        for (std::size_t count = talk.size(); count > 0; --count)
            talk.push_back(roll.pick(talk));
        const auto one = straight.looks();
        const auto other = tangled.looks();
        ASSERT_EQ(one.what, other.what);
        ASSERT_EQ(one.record, other.record);
        ASSERT_EQ(judged(one.changes), judged(other.changes));
    }
}

TEST(Property, FoldingAgainFoldsNothing) {
    for (unsigned seed = 1; seed <= stories; ++seed) {
        SCOPED_TRACE(seed);
        dice roll(seed);
        story tale = fresh_story(roll);
        for (const deed& one : some_deeds(roll))
            happen(tale, one);
        const auto first = tale.looks();
        const auto again = tale.looks();
        ASSERT_TRUE(again.changes.empty());
        ASSERT_EQ(again.record, first.record);
        ASSERT_EQ(again.kept.size(), first.kept.size());
        ASSERT_NE(again.what, kind::put_back);
    }
}

// A look that began before another one and comes after it.
TEST(Property, AStaleLookChangesNothing) {
    for (unsigned seed = 1; seed <= stories; ++seed) {
        SCOPED_TRACE(seed);
        dice roll(seed);
        story tale = fresh_story(roll);
        std::vector<task_facts> as_it_was;
        for (const deed& one : some_deeds(roll)) {
            happen(tale, one);
            as_it_was.push_back(tale.portal);
        }
        const auto first = tale.looks();
        story late = tale;
        late.portal = roll.pick(as_it_was);
        const auto stale = late.looks();
        ASSERT_TRUE(stale.changes.empty());
        ASSERT_NE(stale.what, kind::put_back);
        late.portal = tale.portal;
        ASSERT_EQ(late.looks().record, first.record);
    }
}

namespace {

int worth(const judged_change& change) {
    return change.accepted ? 2 : change.ground == "asked" ? 1 : 0;
}

}  // namespace

// The same past, the same move, once with a reason before it and once without: with it the move fares no
// worse, however much is used up. (Of a whole story that is not so: a reason that let an earlier move stand
// uses up what a later one would have stood by.)
TEST(Property, AReasonNeverMakesTheVerdictOnItsMoveWorse) {
    int better = 0;
    int asked = 0;
    for (unsigned seed = 1; seed <= stories; ++seed) {
        SCOPED_TRACE(seed);
        dice roll(seed);
        story silent = fresh_story(roll);
        const auto deeds = some_deeds(roll);
        for (const deed& one : deeds)
            happen(silent, one);
        if (is_closed(silent.portal.present->status))
            silent.status_became(2, deeds.back().at);
        silent.looks();
        deed move = some_deed(roll, deeds.back().at + std::chrono::minutes(11));
        move.what = deed::sort::move;
        if (move.to == silent.portal.present->due)
            continue;
        story spoken = silent;
        spoken.said(move.by, "because of the client", move.at - std::chrono::seconds(1));
        happen(silent, move);
        happen(spoken, move);
        const auto without = silent.looks();
        const auto with = spoken.looks();
        ASSERT_EQ(without.changes.size(), 1u);
        ASSERT_EQ(with.changes.size(), 1u);
        ASSERT_GE(worth(with.changes[0]), worth(without.changes[0]));
        ASSERT_FALSE(without.what == kind::stands && with.what == kind::put_back);
        better += worth(with.changes[0]) > worth(without.changes[0]) ? 1 : 0;
        asked += with.changes[0].limit.empty() ? 0 : 1;
    }
    EXPECT_GT(better, static_cast<int>(stories) / 20) << "no reason ever helped: the stories prove nothing";
    EXPECT_GT(asked, static_cast<int>(stories) / 100) << "no limit was ever passed";
}

// The same where the reason is given after the move, while there is time.
TEST(Property, AnAnswerInTheGraceNeverMakesTheVerdictOnItsMoveWorse) {
    int better = 0;
    for (unsigned seed = 1; seed <= stories; ++seed) {
        SCOPED_TRACE(seed);
        dice roll(seed);
        story silent = fresh_story(roll);
        const auto deeds = some_deeds(roll);
        for (const deed& one : deeds)
            happen(silent, one);
        if (is_closed(silent.portal.present->status))
            silent.status_became(2, deeds.back().at);
        silent.looks(deeds.back().at);
        deed move = some_deed(roll, deeds.back().at + std::chrono::minutes(11));
        move.what = deed::sort::move;
        if (move.to == silent.portal.present->due)
            continue;
        silent.rules.usual.grace = std::chrono::minutes(10);
        happen(silent, move);
        story spoken = silent;
        const auto last_of = [&](story& tale) {
            auto first = tale.looks(move.at + std::chrono::seconds(5));
            auto last = tale.looks(move.at + std::chrono::minutes(11));
            return first.changes.empty() ? last : first;
        };
        spoken.said(move.by, "because of the client", move.at + std::chrono::minutes(5));
        const auto without = last_of(silent);
        const auto with = last_of(spoken);
        ASSERT_EQ(without.changes.size(), 1u);
        ASSERT_EQ(with.changes.size(), 1u);
        ASSERT_GE(worth(with.changes[0]), worth(without.changes[0]));
        ASSERT_FALSE(without.what == kind::stands && with.what == kind::put_back);
        better += worth(with.changes[0]) > worth(without.changes[0]) ? 1 : 0;
    }
    EXPECT_GT(better, static_cast<int>(stories) / 20) << "no answer ever helped: the stories prove nothing";
}

// Of a whole story it holds where nothing can be used up.
TEST(Property, AReasonNeverMakesAVerdictWorse) {
    int better = 0;
    for (unsigned seed = 1; seed <= stories; ++seed) {
        SCOPED_TRACE(seed);
        dice roll(seed);
        story start = fresh_story(roll);
        start.rules.usual.mode = guard_mode::reason;
        start.rules.usual.tolerance_moves = deeds_each;
        start.rules.usual.tolerance_moves_week = 0;
        start.rules.usual.moves_max = 0;
        const auto deeds = some_deeds(roll);
        story silent = start;
        for (const deed& one : deeds)
            happen(silent, one);
        deed added = roll.pick(deeds);
        added.what = deed::sort::remark;  // just before something its author did
        auto talkative = deeds;
        talkative.insert(std::find_if(talkative.begin(), talkative.end(),
                                      [&](const deed& one) { return one.at >= added.at; }),
                         added);
        story spoken = start;
        for (const deed& one : talkative)
            happen(spoken, one);
        const auto without = silent.looks().what;
        const auto with = spoken.looks().what;
        ASSERT_FALSE(without == kind::stands && with == kind::put_back);
        better += without == kind::put_back && with == kind::stands ? 1 : 0;
    }
    EXPECT_GT(better, static_cast<int>(stories) / 200) << "no reason ever helped: the stories prove nothing";
}

// Where the task ends, when somebody is asked first: an added reason never brings about that it is put back.
TEST(Property, AReasonNeverMakesAVerdictWorseWithGrace) {
    int better = 0;
    int waited = 0;
    for (unsigned seed = 1; seed <= stories; ++seed) {
        SCOPED_TRACE(seed);
        dice roll(seed);
        story start = fresh_story(roll);
        start.rules.usual.mode = guard_mode::reason;
        start.rules.usual.tolerance_moves = deeds_each;
        start.rules.usual.tolerance_moves_week = 0;
        start.rules.usual.moves_max = 0;
        start.rules.usual.grace = std::chrono::minutes(1 + roll.below(30));
        const auto deeds = some_deeds(roll);
        deed added = roll.pick(deeds);
        added.what = deed::sort::remark;
        added.at += std::chrono::seconds(roll.below(600));
        auto talkative = deeds;
        talkative.insert(std::find_if(talkative.begin(), talkative.end(),
                                      [&](const deed& one) { return one.at >= added.at; }),
                         added);
        const auto whole = [&](const std::vector<deed>& all) {
            story tale = start;
            for (const deed& one : all)
                happen(tale, one);
            const auto first = tale.looks(all.back().at).what;
            waited += first == kind::wait ? 1 : 0;
            const auto last = tale.looks().what;
            return first == kind::put_back ? first : last;
        };
        const auto without = whole(deeds);
        const auto with = whole(talkative);
        ASSERT_FALSE(without == kind::stands && with == kind::put_back);
        better += without == kind::put_back && with == kind::stands ? 1 : 0;
    }
    EXPECT_GT(better, static_cast<int>(stories) / 100);
    EXPECT_GT(waited, static_cast<int>(stories) / 10);
}

TEST(Property, WithGraceEveryChangeIsJudgedOnceAndNothingWaitsForEver) {
    int waited = 0;
    for (unsigned seed = 1; seed <= stories; ++seed) {
        SCOPED_TRACE(seed);
        dice roll(seed);
        story tale = fresh_story(roll);
        tale.rules.usual.grace = std::chrono::minutes(1 + roll.below(30));
        std::set<std::int64_t> judged_rows;
        const auto look = [&](instant at) {
            auto seen = tale.looks(at);
            for (const auto& change : seen.changes)
                ASSERT_TRUE(judged_rows.insert(change.row.id).second) << change.row.id;
            waited += seen.until ? 1 : 0;
            if (seen.until) {
                ASSERT_EQ(tale.looks(at).record, seen.record);
            }
            if (seen.what == kind::put_back || seen.what == kind::mend)
                tale.decides(write_purpose::revert, seen.record.accepted, at).lands(at);
        };
        instant at{};
        for (const deed& one : some_deeds(roll)) {
            at = one.at;
            happen(tale, one);
            look(at);
        }
        if (is_closed(tale.portal.present->status))
            tale.status_became(2, at);
        for (int rounds = 0; rounds < 3; ++rounds)
            look(at += std::chrono::minutes(31));
        ASSERT_EQ(tale.portal.present->due, tale.record.accepted);
        ASSERT_TRUE(!tale.record.asked || !tale.record.asked->outcome.empty());
    }
    EXPECT_GT(waited, static_cast<int>(stories) / 2);
}

namespace {

// The bot and the portal together: looks at random moments, writes that land late, people in between.
class loop {
public:
    explicit loop(unsigned seed) : roll_(seed), tale_(fresh_story(roll_)) {}

    void run() {
        for (const deed& one : some_deeds(roll_)) {
            now_ = one.at;
            happen(tale_, one);
            if (roll_.one_in(8))
                tale_.decides(write_purpose::apply, some_deadline(roll_), now_);
            if (roll_.one_in(2))
                look();
            if (tale_.has_writes_to_land() && roll_.one_in(2))
                tale_.lands(now_);
        }
        if (is_closed(tale_.portal.present->status))
            tale_.status_became(2, now_);
        for (int rounds = 0; rounds < 10 && (rounds == 0 || tale_.has_writes_to_land()); ++rounds) {
            while (tale_.has_writes_to_land())
                tale_.lands(++now_);
            look();
        }
    }

    void look() {
        const auto seen = tale_.looks(now_);
        for (const auto& change : seen.changes) {
            changes_[change.row.id] = change;
            if (change.accepted)
                rightful_ = change.row.due_to;
        }
        EXPECT_EQ(seen.record.accepted, rightful_) << "neither earlier nor later than what was accepted last";
        if (seen.what == kind::put_back || seen.what == kind::mend) {
            EXPECT_NE(seen.record.accepted, tale_.portal.present->due) << "a write that writes nothing";
            tale_.decides(seen.what == kind::mend ? write_purpose::mend : write_purpose::revert,
                          seen.record.accepted, now_);
        }
        puts_back_ += seen.what == kind::put_back ? 1 : 0;
        mends_ += seen.what == kind::mend ? 1 : 0;
    }

    [[nodiscard]] const story& tale() const { return tale_; }
    [[nodiscard]] const std::map<std::int64_t, judged_change>& changes() const { return changes_; }
    [[nodiscard]] int puts_back() const { return puts_back_; }
    [[nodiscard]] int mends() const { return mends_; }

private:
    dice roll_;
    story tale_;
    deadline rightful_ = tale_.record.accepted;
    instant now_{};
    std::map<std::int64_t, judged_change> changes_;  // by row
    int puts_back_ = 0;
    int mends_ = 0;
};

}  // namespace

TEST(Property, ATaskEndsWhereItIsHeldToAndNothingRightfulIsLeftReverted) {
    int puts_back = 0;
    int mends = 0;
    for (unsigned seed = 1; seed <= stories; ++seed) {
        SCOPED_TRACE(seed);
        loop world(seed);
        world.run();
        ASSERT_FALSE(world.tale().has_writes_to_land()) << "the bot fights itself";
        ASSERT_TRUE(world.tale().expected.empty()) << "a write of ours was not recognised";
        const deadline ends = world.tale().portal.present->due;
        ASSERT_EQ(ends, world.tale().record.accepted);
        deadline rightful = world.tale().record.accepted;
        for (const auto& [row, change] : world.changes()) {
            if (change.row.author == director) {
                ASSERT_TRUE(change.accepted) << row;
            }
            if (change.accepted)
                rightful = change.row.due_to;
        }
        ASSERT_EQ(ends, rightful) << "the last rightful change is what stands";
        puts_back += world.puts_back();
        mends += world.mends();
    }
    EXPECT_GT(puts_back, static_cast<int>(stories) / 5);
    EXPECT_GT(mends, 20) << "nobody was ever overwritten: the stories prove nothing";
}
