// What the database costs the bot when it holds little and when it holds 1,000,000 tasks and 10,000,000
// journal rows, and when much waits. Usage: storage_bench FOLDER [TASKS JOURNAL_ROWS]. Makes its databases in
// FOLDER and removes them.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <numeric>
#include <random>
#include <vector>

#include "dialogs/decide.hpp"
#include "storage/inbox.hpp"
#include "storage/journal.hpp"
#include "storage/outbox.hpp"

namespace {

using namespace storage;
using namespace std::chrono_literals;

constexpr instant monday{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 10h};
constexpr std::int64_t people = 500, head = 501, service = 502, bot = 503;
constexpr std::int64_t small_tasks = 10'000, small_rows = 10'000;
constexpr int rounds = 7;     // small against full, in turn
constexpr int events = 1000;  // of a kind, a round
constexpr int group = 50;     // arrivals and decisions in one commit
constexpr int waiting_events = 10'000;

double cpu_us() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto us = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
    };
    return us(used.ru_utime) + us(used.ru_stime);
}

double cpu_us_of(int times, const std::function<void()>& work) {
    const auto before = cpu_us();
    work();
    return (cpu_us() - before) / times;
}

opening at(const std::filesystem::path& file) {
    opening how;
    how.path = file.string();
    storage::secret_box::key key{};
    key.fill(7);
    how.secrets = secret_box(key);
    return how;
}

// Taken off while millions of rows are written, and put back after: the triggers of a table.
std::vector<std::string> strip(connection& db, const std::string& table) {
    std::vector<std::string> texts, drops;
    {
        const std::string asked =
            "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = '" + table + "' AND type = 'trigger'";
        statement q(db, asked);
        while (q.step()) {
            drops.push_back("DROP " + q.text(0) + " " + q.text(1));
            texts.push_back(q.text(2));
        }
    }
    for (const auto& each : drops)
        db.run(each);
    return texts;
}

std::string numbers_to(std::int64_t count) {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
           std::to_string(count) + ") ";
}

// Every tenth task is open, and held to a day in December; each was put back once. The indexes grow with the
// rows, as they do in life: made at the end their pages would be full to the brim. A shortcut, for this
// alone: the codes of the journal's rows are zeros, so `verify` would refuse them. Writing the next row costs
// the same, for it looks at the newest code only.
void fill(connection& db, std::int64_t tasks, std::int64_t rows) {
    db.run("PRAGMA journal_mode = delete; PRAGMA journal_mode = off; PRAGMA synchronous = off;");
    db.run("INSERT INTO guard VALUES (1, 1790000000)");
    db.run(numbers_to(people) + "INSERT INTO choice SELECT i, '', 1790000000 FROM n");
    const auto person = "1 + i % " + std::to_string(people);
    db.run(numbers_to(tasks) +
           "INSERT INTO task(id, title, responsible, creator, status, accepted, original, settled_row, moves,"
           " earlier_moves, spent_remarks, reverts, fighting, missing_looks, attempted, attempted_by, "
           "last_verdict)"
           " SELECT i, 'Согласовать замер с клиентом ' || i, " +
           person + ", " + std::to_string(head) +
           ", CASE i % 10 WHEN 0 THEN 3 ELSE 5 END, 1796428800 + i % 9999 * 60, 1795428000, i, 1, '[]', '[]',"
           " '[1790000000]', 0, 0, 1796428800, 7, 'silent' FROM n");
    const auto stripped = strip(db, "journal");
    const auto second = "1795428000 - 63072000 + i * 63072000 / " + std::to_string(rows);
    db.run(numbers_to(rows) + "INSERT INTO journal SELECT i, " + second +
           ", CASE i % 3 WHEN 0 THEN 'put_back' ELSE 'accepted' END, 1 + i % " + std::to_string(tasks) +
           ", " + person +
           ", 501, 0, 1795428000, 1795514400, i, 'reason', 'клиент попросил позже', zeroblob(32), "
           "zeroblob(32) FROM n");
    for (const auto& each : stripped)
        db.run(each);
    db.run("ANALYZE; DELETE FROM sqlite_stat1;");  // as the program leaves it: without statistics
}

// In a process of its own, for the indexes of millions of rows are made in memory.
void make(const std::filesystem::path& file, std::int64_t tasks, std::int64_t rows) {
    const auto child = fork();
    if (child == 0) {
        fill(database(at(file)).link(), tasks, rows);
        sync();  // or the kernel writes it while others are measured
        _exit(0);
    }
    int ended = 0;
    if (child < 0 || waitpid(child, &ended, 0) != child || ended != 0)
        throw std::runtime_error("the database could not be filled");
}

// The bot around one database: what happens to an event between its arrival and the last answer of the
// portal, with the transactions the engine makes; the portal's answers are made up.
class guarded_company {
public:
    guarded_company(const std::filesystem::path& file, std::int64_t tasks) : db(at(file)), tasks_(tasks) {
        working.clock = clock;
        rules.usual.mode = dialogs::guard_mode::reason;
        rules.usual.mass_limit = 0;
        read.who.add(dialogs::department{1, "Отдел продаж", 0, head});
        for (std::int64_t who = 1; who <= service; ++who)
            read.who.add(dialogs::person{who, "Мария Иванова", "Мария", "F", true, true, "", {1}});
        read.departments_known = true;
        turn_to_open_ones();
    }

    // A task was changed in something that is none of our business: one glance is enough.
    void foreign_events() {
        now += 2h;
        for (int done = 0; done < events; done += group) {
            arrive([&] { return 1 + static_cast<std::int64_t>(dice_()) % tasks_; });
            decide(inbox::lane::hints, [&](const transaction& tx, dialogs::task_id id) {
                read.glances[id].present = as_recorded(tx, id);
            });
        }
    }

    // A silent move: judged, put back, read back and told.
    void reverts() {
        now += 2h;
        for (int done = 0; done < events; done += group) {
            arrive([&] { return open_.at(next_open_++ % open_.size()); });
            decide(inbox::lane::hints,
                   [&](const transaction& tx, dialogs::task_id id) { move_silently(tx, id); });
            write_deadlines();
            decide(inbox::lane::people, [](const auto&, auto) {});
            say_what_is_to_be_said();
        }
    }

    database db;
    instant now = monday;

private:
    void turn_to_open_ones() {
        for (std::int64_t id = 10; id <= tasks_; id += 10)
            open_.push_back(id);
        std::shuffle(open_.begin(), open_.end(), dice_);
    }

    static dialogs::task as_recorded(const transaction& tx, dialogs::task_id id) {
        const auto record = tx.find_task(id).value();
        return {id, record.title, record.accepted, record.responsible, record.creator, record.status, 0, 1};
    }

    void move_silently(const transaction& tx, dialogs::task_id id) {
        auto& seen = read.tasks[id];
        seen.present = as_recorded(tx, id);
        auto& row = seen.history.emplace_back();
        row.id = ++newest_row_;
        row.at = now;
        row.author = seen.present->responsible;
        row.due_from = seen.present->due;
        seen.present->due = row.due_to = *row.due_from + 24h;
    }

    void arrive(const std::function<dialogs::task_id()>& next) {
        transact(db, now, [&](transaction& tx) {
            for (int n = 0; n < group; ++n) {
                const auto id = std::to_string(next());
                inbox::put(tx, {id, "task:" + id, ""});
            }
        });
    }

    // The body of an item: the task, and the deadline write that was answered, if it is about one.
    static dialogs::item item_of(const std::string& body) {
        const auto task = std::atoll(body.c_str());
        const auto at = body.find('/');
        if (at == std::string::npos)
            return dialogs::task_touched{task};
        return dialogs::deadline_written{task, std::atoll(body.c_str() + at + 1), ""};
    }

    void decide(inbox::lane which, const std::function<void(const transaction&, dialogs::task_id)>& look_at) {
        const dialogs::context ctx{now,
                                   rules,
                                   working,
                                   locale::language::ru,
                                   clock,
                                   bot,
                                   service,
                                   "https://acme.bitrix24.ru",
                                   [this] { return token(); }};
        std::vector<inbox::item> taken;
        look(db, now, [&](const transaction& tx) {
            taken = inbox::waiting(tx, which, group);
            for (const auto& each : taken) {
                static_cast<void>(dialogs::what_to_read(tx, item_of(each.body), ctx));
                if (which == inbox::lane::hints)
                    look_at(tx, std::atoll(each.body.c_str()));
            }
        });
        transact(db, now, [&](transaction& tx) {
            for (const auto& each : taken) {
                const auto decided = dialogs::decide(tx, item_of(each.body), read, ctx);
                if (!decided.more.empty())
                    throw std::logic_error("the made-up portal does not tell enough");
                inbox::handled(tx, each);
                take_steps(tx, decided.steps);
            }
        });
    }

    static void take_steps(transaction& tx, const std::vector<dialogs::step>& steps) {
        for (const auto& step : steps) {
            tx.apply(step);
            if (const auto* held = std::get_if<dialogs::hold_notice>(&step))
                inbox::put(tx, {"0/0", "notices:" + std::to_string(held->who), "", held->until + 24h * 365});
        }
    }

    void write_deadlines() {
        std::vector<outbox::row> sent;
        transact(db, now, [&](transaction& tx) { sent = outbox::due(tx, outbox::sort::deadlines, group); });
        look(db, now, [&](const transaction& tx) { outbox::next_due(tx); });
        transact(db, now, [&](transaction& tx) {
            for (const auto& each : sent) {
                const auto& write = std::get<dialogs::write_deadline>(each.what).what;
                auto& seen = read.tasks.at(write.task);
                auto& row = seen.history.emplace_back(seen.history.back());
                row.id = ++newest_row_;
                row.author = service;
                row.due_from = write.from;
                seen.present->due = row.due_to = write.to;
                outbox::delivered(tx, each.id);
                inbox::put(tx, {std::to_string(write.task) + "/" + std::to_string(write.id), "", ""});
            }
        });
    }

    void say_what_is_to_be_said() {
        std::vector<outbox::row> sent;
        do {
            transact(db, now,
                     [&](transaction& tx) { sent = outbox::due(tx, outbox::sort::messages, group); });
            for (const auto& each : sent) {
                look(db, now, [&](const transaction& tx) { outbox::next_due(tx); });
                transact(db, now,
                         [&](transaction& tx) { outbox::delivered(tx, each.id, ++newest_message_, bot); });
                ++told;
            }
        } while (!sent.empty());
        read.tasks.clear();
        read.glances.clear();
    }

    std::string token() {
        auto digits = std::to_string(++newest_token_);
        return std::string(22 - digits.size(), 'a') + digits + std::to_string(dice_() % 10);
    }

public:
    std::int64_t told = 0;  // messages

private:
    std::int64_t tasks_;
    std::mt19937 dice_{7};
    std::vector<dialogs::task_id> open_;
    std::size_t next_open_ = 0;
    std::int64_t newest_row_ = 100'000'000, newest_message_ = 0, newest_token_ = 0;
    locale::zone clock;
    locale::calendar working;
    dialogs::policy rules;
    dialogs::facts read;
};

struct tally {
    std::vector<double> small, full;

    void print(const char* what) {
        const auto middle = [](std::vector<double>& of) {
            std::sort(of.begin(), of.end());
            return of.at(of.size() / 2);
        };
        std::vector<double> ratios;
        for (std::size_t k = 0; k < small.size(); ++k)
            ratios.push_back(full[k] / small[k]);
        const auto times = middle(ratios);
        std::printf("| %s | %.0f | %.0f | %.2f (%.2f–%.2f) |\n", what, middle(small), middle(full), times,
                    ratios.front(), ratios.back());
    }
};

void compare(guarded_company& small, guarded_company& full) {
    tally foreign, reverted;
    const auto spend = [](tally& into, guarded_company& one, guarded_company& other, const auto& work) {
        into.small.push_back(cpu_us_of(events, [&] { (one.*work)(); }));
        into.full.push_back(cpu_us_of(events, [&] { (other.*work)(); }));
    };
    small.reverts(), full.reverts();  // warm
    for (int round = 0; round < rounds; ++round) {
        spend(foreign, small, full, &guarded_company::foreign_events);
        spend(reverted, small, full, &guarded_company::reverts);
    }
    std::printf("| us of CPU an event | small | full | full to small |\n|---|---|---|---|\n");
    foreign.print("a change that is none of our business");
    reverted.print("a silent move: judged, put back, told");
    std::printf("\nMessages sent: %lld and %lld\n", static_cast<long long>(small.told),
                static_cast<long long>(full.told));
}

void let_wait(guarded_company& in) {
    transact(in.db, in.now, [&](transaction& tx) {
        for (int n = 0; n < waiting_events; ++n) {
            const auto id = std::to_string(n + 1);
            inbox::put(tx, {id, "task:" + id, ""});
            inbox::put(tx, {"press " + id, "", "press:" + id});
            dialogs::expected_write write;
            write.task = n + 1;
            write.decided_at = in.now;
            tx.apply(dialogs::write_deadline{write});
            tx.apply(dialogs::say{std::to_string(1 + n % people), "", {"x", {}}});
        }
    });
}

void measure_what_waits(guarded_company& in, const std::filesystem::path& file) {
    const auto print = [](const char* what, double us) { std::printf("| %s | %.1f |\n", what, us); };
    std::printf("\n| with 10,000 of each sort waiting | us of CPU |\n|---|---|\n");
    print("putting all four sorts, each", cpu_us_of(4 * waiting_events, [&] { let_wait(in); }));
    print("opening a copy that was not closed", cpu_us_of(1, [&] {
              std::filesystem::copy_file(file, file.string() + ".copy");
              std::filesystem::copy_file(file.string() + "-wal", file.string() + ".copy-wal");
              const database opened(at(file.string() + ".copy"));
          }));
    const auto ask = [&](const char* what, const std::function<void(const transaction&)>& body) {
        print(what, cpu_us_of(100, [&] {
                  for (int n = 0; n < 100; ++n)
                      look(in.db, in.now, body);
              }));
    };
    using inbox::lane;
    using outbox::sort;
    ask("inbox::waiting(hints, 50)", [](const auto& tx) { inbox::waiting(tx, lane::hints, 50); });
    ask("inbox::waiting(people, 50)", [](const auto& tx) { inbox::waiting(tx, lane::people, 50); });
    ask("inbox::next_due(hints)", [](const auto& tx) { inbox::next_due(tx, lane::hints); });
    ask("inbox::next_due(people)", [](const auto& tx) { inbox::next_due(tx, lane::people); });
    ask("inbox::held_back", [](const auto& tx) { inbox::held_back(tx); });
    ask("outbox::due(deadlines, 50)", [](const auto& tx) { outbox::due(tx, sort::deadlines, 50); });
    ask("outbox::due(messages, 50)", [](const auto& tx) { outbox::due(tx, sort::messages, 50); });
    ask("outbox::next_due", [](const auto& tx) { outbox::next_due(tx); });
    ask("reverts_under_way", [](const auto& tx) { static_cast<void>(tx.reverts_under_way(head, 1)); });
    ask("inbox::measure", [](const auto& tx) { inbox::measure(tx); });
    ask("outbox::measure", [](const auto& tx) { outbox::measure(tx); });
    const auto month_ago = in.now - 24h * 30;
    ask("figures_of", [=](const auto& tx) { static_cast<void>(tx.figures_of(27, month_ago)); });
}

void clear_away(const std::filesystem::path& file) {
    for (const char* end : {"", "-wal", "-shm", ".lock", ".copy", ".copy-wal", ".copy-shm", ".copy.lock"})
        std::filesystem::remove(file.string() + end);
}

long most_memory_mb() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss / 1024;
}

}  // namespace

int main(int count, char** words) {
    if (count != 2 && count != 4) {
        std::cerr << "usage: storage_bench FOLDER [TASKS JOURNAL_ROWS]\n";
        return 2;
    }
    const std::filesystem::path folder = words[1];
    const auto small = folder / "small.db", full = folder / "full.db";
    const std::int64_t tasks = count == 4 ? std::atoll(words[2]) : 1'000'000;
    const std::int64_t rows = count == 4 ? std::atoll(words[3]) : 10'000'000;
    make(small, small_tasks, small_rows);
    make(full, tasks, rows);
    {
        guarded_company few(small, small_tasks), many(full, tasks);
        compare(few, many);
        measure_what_waits(few, small);
    }
    std::printf("\nMost memory: %ld MB\n", most_memory_mb());
    clear_away(small);
    clear_away(full);
}
