#include "busy_day.hpp"

#include <algorithm>
#include <stdexcept>

#include "bot/wire/value.hpp"
#include "storage/people.hpp"

namespace fakes {
namespace {

constexpr auto way_there = 100ms;
constexpr auto way_back = 300ms;
constexpr double leak_per_second = 2;

dialogs::guarded_task record_of(const dialogs::task& present) {
    dialogs::guarded_task record;
    record.id = present.id;
    record.title = present.title;
    record.responsible = present.responsible;
    record.creator = present.creator;
    record.status = present.status;
    record.accepted = record.original = present.due;
    return record;
}

}  // namespace

busy_day::busy_day(int tasks, int managers)
    : tasks_(tasks), managers_(managers), begun_(rig.now), now_(begun_), level_at_(begun_) {
    for (const auto who : this->managers())
        rig.portal.people.push_back(
            {who, "Менеджер " + std::to_string(who), "Менеджер", "F", true, true, "", {5}});
    for (dialogs::task_id id = first_task; id < first_task + tasks_; ++id)
        rig.portal.add_task(id, manager_of(id), portal_model::boris, december(18));
    storage::transact(rig.disk, december(1, 9), [&](storage::transaction& tx) {
        for (const auto who : this->managers())
            tx.apply(dialogs::mark_told{who});
    });
    storage::transact(rig.disk, rig.now, [&](storage::transaction& tx) {
        storage::people::save(tx, rig.portal.people);
        for (dialogs::task_id id = first_task; id < first_task + tasks_; ++id)
            tx.apply(dialogs::save_task{record_of(*rig.portal.tasks.at(id).present)});
    });
    rig.restart();
}

dialogs::user_id busy_day::manager_of(dialogs::task_id id) const {
    return first_manager + id % managers_;
}

std::vector<dialogs::user_id> busy_day::managers() const {
    std::vector<dialogs::user_id> all;
    for (int i = 0; i < managers_; ++i)
        all.push_back(first_manager + i);
    return all;
}

void busy_day::at(std::chrono::milliseconds after, std::function<void()> what) {
    to_come_.emplace(now_ + after, std::move(what));
}

void busy_day::deliver_news() {
    for (const auto id : std::exchange(rig.portal.news, {}))
        rig.touch(id);
}

void busy_day::start(bot::errand what) {
    const int life = life_;
    if (const auto wait = pace.until_room(now_); !what.urgent && wait > 0ms)
        return at(wait, [this, what = std::move(what), life] {
            if (life == life_)
                start(what);
        });
    requests.push_back(what);
    const auto wait = pace.book(now_);
    at(wait + way_there, [this, what = std::move(what), life] {
        if (life == life_)
            arrives(what);
    });
}

void busy_day::arrives(const bot::errand& what) {
    level_ = std::max(0.0, level_ - leak_per_second * static_cast<double>((now_ - level_at_).count()) / 1000);
    level_at_ = now_;
    fullest = std::max(fullest, ++level_);
    const auto how = fated ? fated(what) : fate::fine;
    std::vector<bot::wire::reply> replies;
    if (how == fate::killed_before || how == fate::not_sent) {
        replies.assign(what.calls.size(), bot::wire::refusal{"NETWORK", "", 0, how == fate::killed_before});
    } else {
        rig.now = now();
        replies = rig.carry_out(what, stuck, refused);
        if (how == fate::answer_lost)
            replies.assign(what.calls.size(), bot::wire::refusal{"NETWORK", "reset", 0, true});
        at(way_back, [this] { deliver_news(); });
    }
    if (how == fate::killed_before || how == fate::killed_after) {
        ++life_;
        rig.restart();
        return;
    }
    const int life = life_;
    at(way_back, [this, what, replies, life] {
        if (life == life_)
            comes_back(what, replies);
    });
}

void busy_day::comes_back(const bot::errand& what, const std::vector<bot::wire::reply>& replies) {
    rig.heart->came_back(what.id, replies, now());
    if (engine_rig::kind_of(what) == "say") {
        requests_when_told = requests.size();
        told_after = lasted();
    }
    if (answered)
        answered();
}

void busy_day::passes() {
    while (lasted() < 1h) {
        rig.now = now();
        for (auto& each : rig.heart->run_due(now()))
            start(std::move(each));
        const auto due = rig.heart->next_due(now());
        if (!due && to_come_.empty())
            return;
        if (due && (to_come_.empty() || moment(*due) < to_come_.begin()->first)) {
            if (moment(*due) <= now_ && rig.heart->under_way() == 0 && to_come_.empty())
                throw std::logic_error("something is due and is not done");
            now_ = std::max(moment(*due), now_ + 1ms);
            continue;
        }
        now_ = std::max(now_, to_come_.begin()->first);
        const auto what = std::move(to_come_.begin()->second);
        to_come_.erase(to_come_.begin());
        what();
    }
    throw std::logic_error("it never comes to rest");
}

}  // namespace fakes
