#pragma once
// What storage tests are made of: a folder that goes away, a database with fixed keys, and one valid thing of
// each kind.
#include <filesystem>
#include <string>
#include <vector>

#include "storage/database.hpp"
#include "storage/transaction.hpp"

namespace storage {

using namespace std::chrono_literals;

constexpr instant monday{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 10h};

// A folder of its own for a test, removed at the end.
class temporary_folder {
public:
    temporary_folder();
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder();
    [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

secret_box a_key(unsigned char filled_with = 7);
// With UUIDs that count: 00000000-0000-4000-8000-000000000001, …
opening in_memory();
opening on_disk(const std::string& path);
opening to_look_at(const std::string& path);

dialogs::guarded_task a_task(dialogs::task_id id = 8017);
dialogs::request a_request(dialogs::request_id id = 1, dialogs::task_id task = 8017);
dialogs::expected_write a_write(dialogs::task_id task = 8017);
dialogs::left_note a_note(dialogs::task_id task = 8017);
dialogs::button a_button(const std::string& token);
dialogs::message a_message(const std::string& text, const std::string& token = {});
dialogs::journal a_journal_row(const std::string& kind = "accepted", dialogs::user_id person = 27);

// One of each kind of step; they may be taken one after the other on an empty database.
dialogs::silent_move a_move(dialogs::task_id task = 8017);  // held in a_wave
dialogs::wave a_wave();
std::vector<dialogs::step> one_of_each();
std::string name_of(const dialogs::step& what);

// Every row of every table as text: equal texts, equal databases.
std::string everything_in(const database& db);

}  // namespace storage
