#pragma once
// A small sales department around the deciding code: a portal of tasks, people who move deadlines, write and
// press, and the bot's answers. Everything decided is applied at once; deadline writes wait until the portal
// is let do them.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/decide.hpp"
#include "fake_memory.hpp"

namespace dialogs {

class office {
public:
    // Monday 14.12.2026, 10:00 in Moscow. Task 8017 of Мария, created by Борис, is due on Friday 18.12,
    // 18:00.
    static constexpr user_id olga = 1, anna = 7, boris = 13, maria = 27, ivan = 28, service = 99, bot = 456;
    static constexpr task_id measure = 8017, offer = 8018, call = 8019;

    office();

    // A moment on the Moscow clock of December 2026.
    static instant december(unsigned day, int hour = 18, int minute = 0);
    void passes(std::chrono::minutes time) { now += time; }
    // Everybody has been told of this mode.
    void works_in(guard_mode mode);

    // A further task.
    void add_task(task_id id, std::string title, user_id responsible, user_id creator, deadline due);
    // What people do in the portal, without the bot hearing of it yet.
    void puts(user_id who, task_id id, deadline due);
    void writes(user_id who, task_id id, std::string text);
    void closes(user_id who, task_id id);
    void hands_over(user_id who, task_id id, user_id to);
    void puts_into(user_id who, task_id id, std::int64_t group);  // a workgroup; 0: none

    // Until then; the hours that were set come on the way.
    void comes(instant until);
    // Those that have come.
    void due_looks();
    void due_requests();

    // What reaches the bot.
    void handle(const item& happened);
    void looks(task_id id = measure) { handle(task_touched{id}); }
    void moves(user_id who, task_id id, deadline due);
    void says(user_id who, std::string text, std::string dialog = {});
    // The same, heard now: by the portal's clock it was said or pressed then.
    void said_at(instant at, user_id who, std::string text);
    void pressed_at(instant at, user_id who, std::string_view label);
    // In reply to the newest message in a slot that begins so.
    void replies(user_id who, std::string_view slot, std::string text);
    void commands(user_id who, std::string command, std::string words = {});
    // Presses the newest button of that person whose label begins so; std::logic_error when there is none.
    void presses(user_id who, std::string_view label);
    void presses_token(user_id who, std::string token);
    // The portal does what the bot had written: history row, answer, event.
    void portal_writes();
    void portal_refuses(std::string code);
    // The notes left so far stand in the discussion, each as a comment of the service account.
    void portal_shows_notes();
    // Moves silently and lets the bot put it back.
    void slips(user_id who = maria, task_id id = measure, deadline due = december(22));

    // What was said to somebody, newest last.
    std::vector<sent_message> told(user_id who) const;
    std::string last(user_id who) const;
    std::string everything(user_id who) const;
    std::vector<std::string> buttons(user_id who) const;  // of his newest message
    std::vector<std::string> labels(const message& what) const;
    std::string token(user_id who, std::string_view label) const;
    const sent_message& in_slot(const std::string& slot) const;
    const message& card() const { return in_slot("request:1:card").what; }
    const message& receipt() const { return in_slot("request:1:mine").what; }
    deadline due(task_id id = measure) const { return portal.at(id).present->due; }
    std::vector<journal> noted(const std::string& kind) const;  // rows of the journal
    request only_request() const { return known.requests.at(1); }

    instant now;
    policy rules;
    locale::calendar working;
    directory people;
    std::map<task_id, task_facts> portal;
    fake_memory known;
    int rounds = 0;  // of reading, for the last item
    locale::language tongue = locale::language::ru;
    std::set<user_id> awaited;      // people responsible for tasks that wait for a look
    std::vector<task_id> together;  // read in one look with whatever is looked at
    deadline_options options;       // the portal's own, of each task
    portal_absences away;
    std::set<std::int64_t> among_ourselves;  // workgroups without guests
    std::optional<instant> heard;            // up to when people were listened to; nothing: all that was said

    context about() { return make_context(); }

private:
    context make_context();
    facts read(const needs& wanted) const;
    history_row& add_row(task_id id, user_id who, history_row::field what);
    std::int64_t next_row_ = 100;
    std::int64_t next_message_ = 1;
    int next_token_ = 1;
    std::size_t notes_shown_ = 0;
};

}  // namespace dialogs
