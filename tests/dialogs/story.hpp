#pragma once
// A story of one task, told as it happened, and looks of the bot at it. Keeps the portal's side (task,
// history, discussion) and the bot's (record, writes on their way).
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "company.hpp"
#include "dialogs/rule.hpp"

// "mon 10:00", "mon 10:00:30" in the week of 14 December 2026, "next fri 18:00" in the week after it.
dialogs::instant when(std::string_view words);
// The same, and "none".
dialogs::deadline due(std::string_view words);

class story {
public:
    // Maria's own task (she made it), due then; the guard is on since "mon 09:00".
    explicit story(std::string_view due_at = "fri 18:00");

    // ---- before the guard looks: how things are
    story& with_mode(dialogs::guard_mode mode);
    story& created_by(dialogs::user_id who);
    story& assigned_to(dialogs::user_id who);

    // ---- what people do in the portal
    story& moved(dialogs::user_id who, std::string_view to, std::string_view at);
    story& moved(dialogs::user_id who, dialogs::deadline to, dialogs::instant at);
    story& said(dialogs::user_id who, std::string text, std::string_view at);
    story& said(dialogs::user_id who, std::string text, dialogs::instant at);
    story& handed_over(dialogs::user_id who, dialogs::user_id to, dialogs::instant at);
    story& creator_became(dialogs::user_id who, dialogs::instant at);
    story& put_into_group(std::int64_t group, std::string_view at);
    story& status_became(int status, dialogs::instant at);
    story& closed(std::string_view at) { return status_became(5, when(at)); }
    story& reopened(std::string_view at) { return status_became(2, when(at)); }

    // ---- what the bot does
    // Looks, keeps the record, and settles what was recognised.
    dialogs::verdict looks(std::string_view at = "sun 12:00");
    dialogs::verdict looks(dialogs::instant at);
    // Decides a write (from where the task stands now); its row comes with `lands`.
    story& decides(dialogs::write_purpose purpose, dialogs::deadline to, dialogs::instant at);
    story& decides(dialogs::write_purpose purpose, std::string_view to, std::string_view at);
    // The oldest write that did not land yet reaches the portal. No row when the deadline is that already.
    story& lands(dialogs::instant at);
    story& lands(std::string_view at) { return lands(when(at)); }
    [[nodiscard]] bool has_writes_to_land() const { return landed_ < decided_.size(); }
    [[nodiscard]] dialogs::matter matter_at(dialogs::instant at) const;

    dialogs::policy rules;
    dialogs::directory who = company::everybody();
    dialogs::instant guarded_since;
    dialogs::guarded_task record;
    dialogs::task_facts portal;
    std::vector<dialogs::expected_write> expected;
    locale::calendar working;
    std::function<int(dialogs::user_id, dialogs::instant, dialogs::instant)> tolerated;  // in other tasks
    std::vector<dialogs::left_note> notes;
    std::optional<bool> asks_reason = false;  // the portal itself; nothing: it was not asked

private:
    dialogs::history_row& add_row(dialogs::user_id who, dialogs::history_field what, dialogs::instant at);
    std::int64_t next_row_ = 101;
    std::int64_t next_remark_ = 1;
    std::vector<dialogs::expected_write> decided_;
    std::size_t landed_ = 0;
};
