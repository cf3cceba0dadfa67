// The power goes after every single operation on the disk. What was acknowledged must be there whole, what
// was under way wholly or not at all. GUARD_POWER_SUBSETS=N tries N random subsets of the unsynced at each
// cut.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>
#include <unordered_set>

#include "power_disk.hpp"
#include "samples.hpp"
#include "storage/inbox.hpp"
#include "storage/journal.hpp"
#include "storage/outbox.hpp"
#include "storage/people.hpp"
#include "storage/portal.hpp"
#include "storage/pruning.hpp"

namespace storage {
namespace {

const std::string name = "guard.db";

opening on(const recording_disk& disk) {
    auto how = on_disk(name);
    how.vfs = disk.vfs();
    return how;
}

// A run of the program, and what was known to be on disk at each moment of it.
struct history {
    struct moment {
        std::size_t operations = 0;  // that were done when the commit had returned
        std::string everything;
    };
    std::vector<disk_operation> operations;
    std::vector<moment> acknowledged;
};

// How a run may differ from the program's own settings.
struct weakness {
    std::string pragmas;                                       // run after opening
    std::function<bool(const std::string&)> sync_is_honest{};  // by file
};

class runner {
public:
    explicit runner(weakness with) : with_(std::move(with)) {
        disk_.is_honest = with_.sync_is_honest;
        restart();
    }

    // A clean end and a new start: the log is worked off and removed.
    void restart() {
        db_.reset();
        db_.emplace(on(disk_));
        db_->link().run("PRAGMA wal_autocheckpoint = 24; " + with_.pragmas);
        acknowledge();
    }
    void commit(const std::function<void(transaction&)>& body) {
        now_ += 1s;
        transact(*db_, now_, body);
        acknowledge();
    }
    history finish() {
        db_.reset();
        return {disk_.operations(), std::move(known_)};
    }

private:
    void acknowledge() { known_.push_back({disk_.operations().size(), everything_in(*db_)}); }

    weakness with_;
    recording_disk disk_{{{name, ""}}};  // the file is made, and its name synced, before SQLite sees it
    std::optional<database> db_;
    instant now_ = monday;
    std::vector<history::moment> known_;
};

void arrive(transaction& tx, int first, int count) {
    for (int n = first; n < first + count; ++n)
        inbox::put(tx, {"touched " + std::to_string(n), "task:" + std::to_string(n / 2),
                        "event:" + std::to_string(n)});
}

inbox::item oldest(const transaction& tx) {
    const auto hints = inbox::waiting(tx, inbox::lane::hints, 1);
    return hints.empty() ? inbox::waiting(tx, inbox::lane::people, 1).at(0) : hints.at(0);
}

// What one decision brings about.
void decide(transaction& tx, dialogs::task_id task) {
    const auto taken = oldest(tx);
    auto record = a_task(task);
    record.title = std::string(600, 'x');
    tx.apply(dialogs::save_task{record});
    tx.apply(a_journal_row("put_back"));
    tx.apply(dialogs::write_deadline{a_write(task)});
    const auto place = std::to_string(task);
    tx.apply(dialogs::say{"27", "card:" + place, a_message("⏱ Срок", "token-" + place)});
    inbox::handled(tx, taken);
}

void send_all(transaction& tx) {
    for (const auto which : {outbox::sort::deadlines, outbox::sort::messages})
        for (const auto& row : outbox::due(tx, which, 50))
            outbox::delivered(tx, row.id, std::holds_alternative<dialogs::say>(row.what) ? row.id + 500 : 0,
                              9);
}

// A day of the bot in small: installed, told who is who, busy, its tokens renewed, restarted, busy again.
history live(weakness with = {}) {
    runner run(std::move(with));
    run.commit([](auto& tx) {
        portal::save(tx, {"a1", "https://acme.bitrix24.ru/rest/", "", 1, true, 456});
        portal::save_tokens(tx, {"access 0", "refresh 0", monday});
        portal::switch_guard_on(tx);
        people::save_departments(tx, {{1, "Компания", 0, 13}, {2, "Продажи", 1, 14}});
    });
    for (int round = 0; round < 6; ++round) {
        run.commit([&](auto& tx) { arrive(tx, round * 5, 5); });
        run.commit([&](auto& tx) { decide(tx, 100 + round); });
        run.commit([&](auto& tx) { inbox::postponed(tx, oldest(tx).id, monday + 60s, "no answer"); });
        run.commit(send_all);
        if (round % 2 == 1)
            run.commit([&](auto& tx) {
                const auto n = std::to_string(round);
                portal::save_tokens(tx, {"access " + n, "refresh " + n, monday + 3600s});
            });
        if (round == 2)
            run.restart();
    }
    run.commit([](auto& tx) { prune(tx, 100); });
    return run.finish();
}

// ---- Cutting.

std::string with_length(const std::string& bytes) {
    return std::to_string(bytes.size()) + ":" + bytes;
}
std::size_t fingerprint(const disk_image& files) {
    std::string all;
    for (const auto& [file, bytes] : files)
        all += with_length(file) + with_length(bytes);
    return std::hash<std::string>{}(all);
}

// What is wrong with a database after the power came back, or "".
std::string complaint_about(const opening& how, const history& of, std::size_t cut) {
    std::size_t sure = of.acknowledged.size();  // the last acknowledged moment
    for (std::size_t k = 0; k < of.acknowledged.size() && of.acknowledged[k].operations <= cut; ++k)
        sure = k;
    try {
        database db(how);
        if (const auto damage = db.damage(); !damage.empty())
            return "damaged: " + damage.front();
        const auto chain = look(db, monday, [](const transaction& tx) { return journal::verify(tx); });
        if (!chain.whole)
            return "the journal is " + chain.what;
        if (sure == of.acknowledged.size())
            return "";  // the first start was not over: it may begin again
        const auto found = everything_in(db);
        if (found == of.acknowledged[sure].everything)
            return "";
        const bool is_next =
            sure + 1 < of.acknowledged.size() && found == of.acknowledged[sure + 1].everything;
        return is_next ? "" : "what is there is no state that was committed last";
    } catch (const std::exception& why) {
        return std::string("it does not open: ") + why.what();
    }
}

struct findings {
    std::size_t images = 0;
    std::string complaint;  // the first; "" when all is well
};

class cutter {
public:
    explicit cutter(const history& of) : of_(of) {}

    // Looks at what may be left after `cut` operations. Every subset is tried once for what had been
    // promised.
    void look_at(disk_image files, std::size_t cut) {
        std::size_t promised = 0;
        for (const auto& each : of_.acknowledged)
            promised += each.operations <= cut ? 1 : 0;
        if (!seen_.insert(fingerprint(files) * 31 + promised).second)
            return;
        ++found.images;
        auto complaint = found.images % 64 == 0 ? complaint_about_files(files, cut) : "";
        if (complaint.empty()) {
            spare_.replace(std::move(files));
            complaint = complaint_about(on(spare_), of_, cut);
        }
        if (!complaint.empty() && found.complaint.empty())
            found.complaint = "after operation " + std::to_string(cut) + ": " + complaint;
    }

    findings found;

private:
    // The same on the machine's own disk, with the VFS the program uses.
    std::string complaint_about_files(const disk_image& files, std::size_t cut) {
        const temporary_folder folder;
        for (const auto& [file, bytes] : files)
            std::ofstream(folder.file(file), std::ios::binary) << bytes;
        return complaint_about(on_disk(folder.file(name)), of_, cut);
    }

    const history& of_;
    recording_disk spare_;
    std::unordered_set<std::size_t> seen_;
};

// One random subset: mostly kept, mostly lost or half and half, some sectors torn.
std::function<sector_fate(std::size_t)> by_chance(std::mt19937& dice) {
    const auto kept = 10 + dice() % 80;
    return [&dice, kept](std::size_t) {
        const auto thrown = dice() % 100;
        if (thrown < 90)
            return thrown < kept ? sector_fate::kept : sector_fate::lost;
        return thrown < 95 ? sector_fate::zeros : sector_fate::half;
    };
}

int subsets_a_cut() {
    const char* wanted = std::getenv("GUARD_POWER_SUBSETS");
    return wanted == nullptr ? 1 : std::atoi(wanted);
}

findings cut_everywhere(const history& of, int subsets) {
    cutter cuts(of);
    platter disk({{name, ""}});
    std::mt19937 dice(7);
    for (std::size_t cut = 0; cut <= of.operations.size() && cuts.found.complaint.empty(); ++cut) {
        cuts.look_at(disk.left([](std::size_t) { return sector_fate::lost; }), cut);
        cuts.look_at(disk.left([](std::size_t) { return sector_fate::kept; }), cut);
        for (int n = 0; n < subsets && disk.unsynced() > 0; ++n)
            cuts.look_at(disk.left(by_chance(dice)), cut);
        if (cut == of.operations.size())
            break;
        // Before a sync the most is unsynced: each prefix of it.
        if (of.operations[cut].what == disk_operation::kind::synced)
            for (std::size_t kept = 1; kept < disk.unsynced(); ++kept)
                cuts.look_at(disk.left([kept](std::size_t n) {
                    return n < kept ? sector_fate::kept : sector_fate::lost;
                }),
                             cut);
        disk.take(of.operations[cut]);
    }
    return cuts.found;
}

std::size_t count_of(const history& of, disk_operation::kind what, const std::string& file) {
    return static_cast<std::size_t>(
        std::count_if(of.operations.begin(), of.operations.end(),
                      [&](const auto& each) { return each.what == what && each.file == file; }));
}

TEST(PowerLoss, LeavesAllThatWasAcknowledgedAndNothingByHalves) {
    const auto day = live();
    using kind = disk_operation::kind;
    ASSERT_GT(count_of(day, kind::synced, name), 5u) << "the log was worked off several times";
    ASSERT_GE(count_of(day, kind::removed, name + "-wal"), 2u) << "and removed at a clean end";
    const auto cuts = cut_everywhere(day, subsets_a_cut());
    EXPECT_EQ(cuts.complaint, "");
    EXPECT_GT(cuts.images, day.operations.size());
    RecordProperty("operations", static_cast<int>(day.operations.size()));
    RecordProperty("images", static_cast<int>(cuts.images));
    std::cout << day.operations.size() << " operations, " << cuts.images << " images\n";
}

// ---- The test can fail: each of these is a way to lose what was acknowledged.

TEST(PowerLoss, IsNoticedWhenSqliteDoesNotSync) {
    EXPECT_NE(cut_everywhere(live({"PRAGMA synchronous = off;"}), 0).complaint, "");
}

TEST(PowerLoss, IsNoticedWhenSqliteSyncsTheLogAtCheckpointsAlone) {
    EXPECT_NE(cut_everywhere(live({"PRAGMA synchronous = normal;"}), 0).complaint, "");
}

TEST(PowerLoss, IsNoticedWhenTheDiskLiesAboutTheLog) {
    EXPECT_NE(cut_everywhere(live({"", [](const auto& file) { return file == name; }}), 0).complaint, "");
}

TEST(PowerLoss, IsNoticedWhenTheDiskLiesAboutTheDatabase) {
    EXPECT_NE(cut_everywhere(live({"", [](const auto& file) { return file != name; }}), 0).complaint, "");
}

// What a disk with torn writes leaves is told from what it should hold: the cut itself works.
TEST(PowerLoss, TearsWhatWasNotSynced) {
    platter disk({{"a", std::string(1024, 'o')}});
    disk.take({disk_operation::kind::written, "a", 256, std::string(1024, 'n')});
    const auto all = [&](sector_fate how) { return disk.left([how](std::size_t) { return how; }).at("a"); };
    EXPECT_EQ(all(sector_fate::lost), std::string(1024, 'o'));
    EXPECT_EQ(all(sector_fate::kept), std::string(256, 'o') + std::string(1024, 'n'));
    EXPECT_EQ(all(sector_fate::zeros), std::string(256, 'o') + std::string(1024, '\0'));
    EXPECT_EQ(all(sector_fate::half).substr(0, 512),
              std::string(256, 'o') + std::string(128, 'n') + std::string(128, 'o'));
    disk.take({disk_operation::kind::synced, "a", 0, {}});
    EXPECT_EQ(all(sector_fate::lost), std::string(256, 'o') + std::string(1024, 'n'));
}

}  // namespace
}  // namespace storage
