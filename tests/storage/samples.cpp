#include "samples.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace storage {

temporary_folder::temporary_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "storage-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("no folder for the test");
    path_ = name;
}
temporary_folder::~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

secret_box a_key(unsigned char filled_with) {
    secret_box::key key{};
    key.fill(filled_with);
    return secret_box(key);
}

opening in_memory() {
    return on_disk(":memory:");
}

opening on_disk(const std::string& path) {
    opening how;
    how.path = path;
    how.secrets = a_key();
    how.new_uuid = [count = 0]() mutable {
        const auto digits = std::to_string(++count);
        return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
    };
    return how;
}

opening to_look_at(const std::string& path) {
    opening how;
    how.path = path;
    how.how = access::read_only;
    return how;
}

dialogs::guarded_task a_task(dialogs::task_id id) {
    dialogs::guarded_task out;
    out.id = id;
    out.title = "Согласовать замер с ООО \"Ромашка\" [send=/x] '; DROP TABLE task;--";
    out.responsible = 27;
    out.creator = 13;
    out.status = 3;
    out.accepted = monday + 24h;
    out.original = monday + 20h;
    out.settled_row = 911;
    out.moves = 2;
    out.last_move = dialogs::accepted_move{27, monday - 5min, monday + 22h};
    out.used.tallies = {{27, monday + 20h, 2, {monday - 3h, monday - 25h}, true},
                        {28, std::nullopt, 0, {}, false}};
    out.used.last = dialogs::allowed_move{27, monday - 1min, monday + 20h, "reason", "c3157", 27};
    out.used.limit = "shift_max";
    out.earlier_moves = {{27, monday - 7min, std::nullopt}, {13, monday - 6min, monday + 21h}};
    out.spent_remarks = {"c3157", "m84877"};
    out.reverts = {monday - 30min, monday - 10min};
    out.fighting = true;
    out.missing_looks = 1;
    out.attempted = monday + 96h;
    out.attempted_by = 27;
    out.last_verdict = "silent";
    out.asked =
        dialogs::asked_move{912, 27, monday - 2min, monday + 13min, monday + 96h, "", "asked:8017:912"};
    out.answers = {{"b912", 27, monday - 1min, "клиент болеет \"гриппом\"", "client_away"}};
    return out;
}

dialogs::request a_request(dialogs::request_id id, dialogs::task_id task) {
    dialogs::request out;
    out.id = id;
    out.task = task;
    out.requester = 27;
    out.responsible = 27;
    out.approver = 13;
    out.approver_ground = "substitute";
    out.instead_of = 14;
    out.due = monday + 24h;
    out.status = 3;
    out.wanted = monday + 96h;
    out.category = "client_away";
    out.words = "клиент заболел";
    out.asked_at = monday;
    out.move_number = 3;
    out.held_since = monday + 1h;
    out.reminded = monday + 4h;
    out.went_up = monday + 8h;
    out.above = 7;
    out.reminded_above = monday + 9h;
    out.remind_soon = true;
    return out;
}

dialogs::expected_write a_write(dialogs::task_id task) {
    dialogs::expected_write out;
    out.task = task;
    out.from = monday + 96h;
    out.to = monday + 24h;
    out.judged_row = 912;
    out.decided_at = monday;
    return out;
}

dialogs::button a_button(const std::string& token) {
    dialogs::button out;
    out.label = "Запросить перенос на 22.12";
    out.token = token;
    out.binding = {"request_date", 27, 8017, 0, 1, "1798462800"};
    out.colour = dialogs::button_colour::primary;
    return out;
}

dialogs::message a_message(const std::string& text, const std::string& token) {
    dialogs::message out;
    out.text = text;
    if (!token.empty()) {
        dialogs::button link;
        link.label = "Задача";
        link.link = "/company/personal/user/27/tasks/task/view/8017/";
        out.rows = {{a_button(token)}, {link}};
    }
    return out;
}

dialogs::journal a_journal_row(const std::string& kind, dialogs::user_id person) {
    return {kind, 8017, person, 13, 0, monday + 24h, std::nullopt, 912, "reason", "клиент заболел, 3-й раз"};
}

dialogs::silent_move a_move(dialogs::task_id task) {
    return {task, 27, monday, monday + 24h, std::nullopt, "silent", "", 912, dialogs::move_fate::held, 1};
}

dialogs::wave a_wave() {
    dialogs::wave out;
    out.id = 1;
    out.author = 27;
    out.approver = 13;
    out.opened_at = out.first_at = out.last_at = monday;
    return out;
}

dialogs::left_note a_note(dialogs::task_id task) {
    return {0, task, 77, "Срок перенесён по запросу (Мария): «клиент [\xff]» $result[a]", monday, ""};
}

std::vector<dialogs::step> one_of_each() {
    dialogs::conversation talk;
    talk.who = 27;
    talk.awaiting = dialogs::question::reason;
    talk.task = 8017;
    talk.wanted = monday + 96h;
    talk.step = 2;
    talk.since = monday;
    auto apply = a_write();
    apply.purpose = dialogs::write_purpose::apply;
    apply.request = 1;
    return {
        dialogs::save_task{a_task()},
        dialogs::save_request{a_request()},
        dialogs::save_conversation{talk},
        dialogs::save_language{27, "en"},
        dialogs::mark_told{27, dialogs::guard_mode::reason, "", "told:27"},
        dialogs::forget_told{"told:27"},
        a_journal_row(),
        dialogs::write_deadline{apply},
        dialogs::say{"27", "card:1", a_message("⏱ Срок", "token-1")},
        dialogs::rewrite{"27", "card:1", a_message("Одобрено", "token-2")},
        dialogs::call_back{1},
        dialogs::settle_write{1},
        dialogs::forget_task{8017},
        dialogs::leave_note{a_note()},
        dialogs::note_seen{1, "c3157"},
        dialogs::hold_notice{27, 8018, monday + 20s},
        dialogs::notices_told{27},
        dialogs::save_wave{a_wave()},
        dialogs::save_move{a_move()},
        dialogs::save_pause{{monday, monday + 2h, 1, false}},
        dialogs::save_desk{{13, monday, {{1, monday + 24h, monday + 48h, 3}}, monday + 2min, 1}},
        dialogs::save_trust{{13, 27, monday, monday + 96h}},
        dialogs::forget_move{8017},
    };
}

std::string name_of(const dialogs::step& what) {
    constexpr std::array<const char*, std::variant_size_v<dialogs::step>> names{
        "save_task",   "forget_task",   "save_request", "save_conversation", "settle_write", "save_language",
        "mark_told",   "forget_told",   "journal",      "write_deadline",    "say",          "rewrite",
        "hold_notice", "notices_told",  "look_later",   "look_again",        "save_move",    "forget_move",
        "save_wave",   "wave_later",    "save_pause",   "pause_later",       "leave_note",   "note_seen",
        "call_back",   "request_later", "save_desk",    "desk_later",        "save_trust"};
    return names.at(what.index());
}

std::string everything_in(const database& db) {
    std::vector<std::string> tables;
    {
        statement q(db.link(), "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
        while (q.step())
            tables.push_back(q.text(0));
    }
    std::string out;
    for (const auto& table : tables) {
        std::vector<std::string> columns;
        const std::string about = "SELECT name FROM pragma_table_info('" + table + "')";
        {
            statement q(db.link(), about);
            while (q.step())
                columns.push_back(q.text(0));
        }
        std::string sql = "SELECT ''";
        for (const auto& column : columns)
            sql += " || quote(" + column + ") || '|'";
        sql += " FROM " + table + " ORDER BY 1";
        statement q(db.link(), sql);
        while (q.step())
            out += table + ": " + q.text(0) + "\n";
    }
    return out;
}

}  // namespace storage
