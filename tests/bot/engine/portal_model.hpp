#pragma once
// A portal small enough to see through: it answers calls as the protocol has it, keeps what it was told, and
// counts. No sockets, no pace, no mistakes of its own: those are the tests'.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/wire/call.hpp"
#include "dialogs/people.hpp"
#include "dialogs/task.hpp"

namespace fakes {

namespace json = boost::json;
using locale::instant;

class portal_model {
public:
    static constexpr dialogs::user_id anna = 7, boris = 13, maria = 27, service = 99;
    static constexpr std::int64_t bot = 456;

    struct message {
        std::int64_t id = 0;
        std::string dialog;
        std::string text;
        std::string uuid;
        std::vector<std::pair<std::string, std::string>> buttons;  // label and token
        friend bool operator==(const message&, const message&) = default;
    };

    // A small sales department: Анна above all, Борис heads sales, Мария works there.
    portal_model();

    // Answers a call; parameters as they are sent singly or, all strings, in a batch.
    bot::wire::reply answer(const std::string& method, const json::value& params);

    // What people do by hand.
    void add_task(dialogs::task_id id, dialogs::user_id responsible, dialogs::user_id creator, instant due);
    void move(dialogs::user_id who, dialogs::task_id id, dialogs::deadline to);
    void comment(dialogs::user_id who, dialogs::task_id id, std::string text);

    [[nodiscard]] dialogs::deadline due(dialogs::task_id id) const { return tasks.at(id).present->due; }
    // How many of the task's deadline rows are the bot's own.
    [[nodiscard]] int own_rows(dialogs::task_id id) const;
    [[nodiscard]] std::vector<message> told(dialogs::user_id who) const;
    // Everything people see, as text: equal texts, equal ends.
    [[nodiscard]] std::string seen_by_people() const;

    instant now{};
    std::map<dialogs::task_id, dialogs::task_facts> tasks;
    std::map<dialogs::task_id, instant> changed_at;
    std::vector<dialogs::person> people;
    std::vector<dialogs::department> departments;
    std::vector<message> messages;
    bool comments_open = true;
    std::vector<dialogs::task_id> news;  // tasks whose ONTASKUPDATE was not delivered yet

private:
    bot::wire::reply get_task(const json::value& params) const;
    bot::wire::reply get_history(const json::value& params) const;
    bot::wire::reply get_comments(const json::value& params) const;
    bot::wire::reply add_comment(const json::value& params);
    bot::wire::reply list_tasks(const json::value& params) const;
    bot::wire::reply update_task(const json::value& params);
    bot::wire::reply get_people(const json::value& params) const;
    bot::wire::reply get_departments(const json::value& params) const;
    bot::wire::reply send(const json::value& params);
    bot::wire::reply rewrite(const json::value& params);

    std::int64_t next_row_ = 100;
    std::int64_t next_message_ = 1;
};

}  // namespace fakes
