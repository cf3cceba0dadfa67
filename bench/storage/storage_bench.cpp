// What an event costs the database when it is empty and when it holds 1,000,000 tasks and 10,000,000 journal
// rows. Usage: storage_bench FOLDER [TASKS JOURNAL_ROWS]. Makes its databases in FOLDER and removes them.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <random>

#include "storage/inbox.hpp"
#include "storage/journal.hpp"
#include "storage/outbox.hpp"

namespace {

using namespace storage;
using namespace std::chrono_literals;

constexpr instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 10h};
constexpr std::int64_t people = 500;
constexpr int events = 5000;
constexpr int group = 50;  // arrivals and decisions in one commit

struct spent {
    double wall_ms = 0, cpu_ms = 0;
};

double cpu_ms() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto ms = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    };
    return ms(used.ru_utime) + ms(used.ru_stime);
}

spent measured(const std::function<void()>& work) {
    const auto begun = std::chrono::steady_clock::now();
    const auto cpu = cpu_ms();
    work();
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begun;
    return {wall.count(), cpu_ms() - cpu};
}

opening at(const std::filesystem::path& file) {
    opening how;
    how.path = file.string();
    storage::secret_box::key key{};
    key.fill(7);
    how.secrets = secret_box(key);
    return how;
}

// Taken off while millions of rows are written, and put back after: triggers and indexes of a table.
std::vector<std::string> strip(connection& db, const std::string& table) {
    std::vector<std::string> texts, drops;
    {
        const std::string asked = "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = '" + table +
                                  "' AND type IN ('index', 'trigger') AND sql IS NOT NULL";
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

// A shortcut, for this alone: the codes of the journal's rows are zeros, so `verify` would refuse them.
// Writing the next row costs the same, for it looks at the newest code only.
void fill(connection& db, std::int64_t tasks, std::int64_t rows) {
    db.run("PRAGMA journal_mode = delete; PRAGMA journal_mode = off; PRAGMA synchronous = off;");
    const auto person = "1 + i % " + std::to_string(people);
    db.run(numbers_to(tasks) + "INSERT INTO task SELECT i, 'Согласовать замер с клиентом ' || i, " + person +
           ", 13,"
           " CASE i % 10 WHEN 0 THEN 3 ELSE 5 END, 1795428000 + i % 9999 * 60, 1795428000, i, 1, NULL, NULL, "
           "NULL,"
           " '[]', '[]', '[]', 0, 0, NULL, 0, 'accepted' FROM n");
    const auto stripped = strip(db, "journal");
    const auto second = "1795428000 - 63072000 + i * 63072000 / " + std::to_string(rows);
    db.run(numbers_to(rows) + "INSERT INTO journal SELECT i, " + second +
           ", CASE i % 3 WHEN 0 THEN 'put_back' ELSE 'accepted' END, 1 + i % " + std::to_string(tasks) +
           ", " + person +
           ", 13, 0, 1795428000, 1795514400, i, 'reason', 'клиент попросил позже', zeroblob(32), "
           "zeroblob(32) FROM n");
    for (const auto& each : stripped)
        db.run(each);
    db.run("ANALYZE; DELETE FROM sqlite_stat1;");  // as the program leaves it: without statistics
}

dialogs::guarded_task a_task(dialogs::task_id id) {
    dialogs::guarded_task out;
    out.id = id;
    out.title = "Согласовать замер с клиентом";
    out.responsible = 1 + id % people;
    out.creator = 13;
    out.status = 3;
    out.accepted = now + 24h;
    out.original = now + 24h;
    out.last_verdict = "silent";
    return out;
}

void decide(transaction& tx, const inbox::item& taken) {
    const dialogs::task_id id = std::atoll(taken.body.c_str());
    auto record = tx.find_task(id).value_or(a_task(id));
    const auto open = tx.expected_writes(id).size() + (tx.open_request(id) ? 1U : 0U);
    const auto figures = tx.figures_of(record.responsible, now - 24h * 30);
    record.moves += static_cast<int>(open) + (figures.moved > 0 ? 1 : 0);
    tx.apply(dialogs::save_task{record});
    tx.apply(dialogs::journal{"put_back", id, record.responsible, 13, 0, now, now, 912, "silent", ""});
    dialogs::expected_write write;
    write.task = id;
    write.from = now + 96h;
    write.to = now + 24h;
    write.judged_row = 912;
    write.decided_at = now;
    tx.apply(dialogs::write_deadline{write});
    inbox::handled(tx, taken);
}

// Each event's whole way: put, waiting, decided, sent.
void live_through(database& db, std::mt19937& dice, std::int64_t tasks) {
    for (int done = 0; done < events; done += group) {
        transact(db, now, [&](transaction& tx) {
            for (int n = 0; n < group; ++n) {
                const auto id = std::to_string(1 + static_cast<std::int64_t>(dice()) % tasks);
                inbox::put(tx, {id, "task:" + id, ""});
            }
        });
        transact(db, now, [&](transaction& tx) {
            for (const auto& each : inbox::waiting(tx, inbox::lane::hints, group))
                decide(tx, each);
        });
        transact(db, now, [&](transaction& tx) {
            for (const auto& each : outbox::due(tx, outbox::sort::deadlines, group)) {
                tx.apply(dialogs::settle_write{std::get<dialogs::write_deadline>(each.what).what.id});
                outbox::delivered(tx, each.id);
            }
        });
    }
}

void print(const char* what, const spent& cost, double times) {
    std::printf("  %-44s %8.1f us wall, %8.1f us CPU\n", what, cost.wall_ms * 1e3 / times,
                cost.cpu_ms * 1e3 / times);
}

void wait_in(database& db) {
    transact(db, now, [](transaction& tx) {
        for (int n = 0; n < 10000; ++n) {
            const auto id = std::to_string(n + 1);
            inbox::put(tx, {id, "task:" + id, ""});
            dialogs::expected_write write;
            write.task = n + 1;
            write.decided_at = now;
            tx.apply(dialogs::write_deadline{write});
        }
    });
}

void measure_what_waits(const opening& how) {
    std::optional<database> db;
    db.emplace(how);
    print("10,000 put and 10,000 written, a commit, each", measured([&] { wait_in(*db); }), 10000);
    db.reset();
    print("opening with 10,000 events waiting", measured([&] { db.emplace(how); }), 1);
    const auto ask = [&](const char* what, const std::function<void(const transaction&)>& body) {
        print(what, measured([&] {
                  for (int n = 0; n < 100; ++n)
                      look(*db, now, body);
              }),
              100);
    };
    ask("inbox::waiting(50)", [](const auto& tx) { inbox::waiting(tx, inbox::lane::hints, 50); });
    ask("inbox::next_due", [](const auto& tx) { inbox::next_due(tx, inbox::lane::hints); });
    ask("inbox::measure", [](const auto& tx) { inbox::measure(tx); });
    ask("outbox::due(50)", [](const auto& tx) { outbox::due(tx, outbox::sort::deadlines, 50); });
    ask("outbox::next_due", [](const auto& tx) { outbox::next_due(tx); });
    ask("outbox::measure", [](const auto& tx) { outbox::measure(tx); });
    ask("figures of 30 days", [](const auto& tx) { static_cast<void>(tx.figures_of(27, now - 24h * 30)); });
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    std::printf("  most memory so far: %ld MB\n", used.ru_maxrss / 1024);
}

void bench(const std::filesystem::path& file, std::int64_t tasks, std::int64_t rows) {
    std::printf("%lld tasks, %lld journal rows\n", static_cast<long long>(tasks),
                static_cast<long long>(rows));
    {
        database made(at(file));
        if (rows > 0)
            print("filling, in all", measured([&] { fill(made.link(), tasks, rows); }), 1);
    }
    {
        database db(at(file));
        std::mt19937 dice(7);
        for (int round = 0; round < 3; ++round)
            print("an event: put, decided, sent",
                  measured([&] { live_through(db, dice, std::max<std::int64_t>(tasks, 1000000)); }), events);
    }
    measure_what_waits(at(file));
    for (const char* end : {"", "-wal", "-shm", ".lock"})
        std::filesystem::remove(file.string() + end);
}

}  // namespace

int main(int count, char** words) {
    if (count != 2 && count != 4) {
        std::cerr << "usage: storage_bench FOLDER [TASKS JOURNAL_ROWS]\n";
        return 2;
    }
    const std::filesystem::path folder = words[1];
    bench(folder / "empty.db", 0, 0);
    bench(folder / "full.db", count == 4 ? std::atoll(words[2]) : 1'000'000,
          count == 4 ? std::atoll(words[3]) : 10'000'000);
}
