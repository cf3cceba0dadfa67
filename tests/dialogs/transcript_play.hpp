#pragma once
// Scenes of the printed transcript: played in an office of the tests, and written down as anyone can read
// them.
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "office.hpp"

namespace dialogs {

// The same in both languages of the transcript.
struct both {
    std::string_view ru, en;
};

class play {
public:
    explicit play(locale::language tongue);

    void chapter(both title);
    // Begins in a new office; whatever differs from it is set in `here` before anything happens.
    void scene(both title);
    // Maria has so many tasks more, from 9001 on, due on 18.12.
    void has_many_tasks(task_id count);
    // What the reader has to know, or what happens without words.
    void tells(both what);

    // ---- What people do in the portal; the bot hears of it at once.
    void moves(user_id who, task_id id, deadline to);
    // … and the portal holds what the bot writes.
    void slips(user_id who, task_id id, deadline to);
    // … and what the bot says upon it is left out.
    void moved(user_id who, task_id id, deadline to);
    // The move most scenes begin with, to 22.12; what the bot says upon it is left out, the first scene shows
    // it.
    void slipped(user_id who = office::maria);
    void comments(user_id who, task_id id, both text);

    // ---- What people do in the chat.
    void says(user_id who, both text, std::string dialog = {});
    void replies(user_id who, std::string_view slot, both text);
    void commands(user_id who, std::string command, both arguments = {"", ""});
    // The newest button of that person whose label begins as this text of the catalogue does.
    void presses(user_id who, std::string_view key);
    // … or begins so.
    void presses_label(user_id who, std::string_view beginning);
    // A button that may be gone by now: as its token was.
    void presses_old(user_id who, std::string label, const std::string& token);
    std::string token(user_id who, std::string_view key) const;
    std::string label(std::string_view key) const;

    // ---- What happens by itself.
    void portal_writes();
    void portal_refuses(std::string code);
    void comes(instant until);
    // Anything else; what the bot says upon it is written down.
    void happens(const item& what);
    void looks(task_id id = office::measure);

    // Writes down what the bot has said since.
    void writes_down();
    // Leaves it out: an earlier scene shows it.
    void passes_over();

    std::string in(both text) const;
    [[nodiscard]] const std::string& text() const { return text_; }
    // Everything the bot said, as it was sent.
    [[nodiscard]] const std::vector<std::string>& sent() const { return sent_; }
    // Everything people wrote.
    [[nodiscard]] const std::vector<std::string>& typed() const { return typed_; }

    office here;

private:
    std::string name(user_id who) const;
    std::string title(task_id id) const;
    std::string date(const deadline& moment) const;
    void tells_of_move(user_id who, task_id id, const deadline& to);
    void line(const std::string& text) { text_ += text + "\n\n"; }
    void message_down(const sent_message& what, bool again);
    void pressed(user_id who, const std::string& label, const std::string& token);

    locale::language tongue_;
    std::string text_;
    std::vector<std::string> sent_, typed_;
    std::vector<sent_message> seen_;
    std::size_t notes_seen_ = 0;
};

}  // namespace dialogs
