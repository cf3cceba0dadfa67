#include "transcript_play.hpp"

#include <algorithm>
#include <stdexcept>

#include "locale/catalogue.hpp"
#include "locale/date_words.hpp"

namespace dialogs {
namespace {

using o = office;

void rename(office& here, user_id who, const char* name, const char* first_name) {
    person known = *here.people.find(who);
    known.name = name;
    known.first_name = first_name;
    here.people.add(known);
}

void speak_english(office& here) {
    here.tongue = locale::language::en;
    rename(here, o::olga, "Olga Adams", "Olga");
    rename(here, o::anna, "Anna Falcon", "Anna");
    rename(here, o::boris, "Boris Eagle", "Boris");
    rename(here, o::maria, "Maria Ivanova", "Maria");
    rename(here, o::ivan, "Ivan Peters", "Ivan");
    rename(here, o::service, "Deadline service", "The service");
    here.people.add(department{1, "Company", 0, o::anna});
    here.people.add(department{5, "Sales", 1, o::boris});
    here.portal.at(o::measure).present->title = "Agree the visit with Daisy Ltd";
    here.portal.at(o::offer).present->title = "Send the offer to Progress Plant";
    here.portal.at(o::call).present->title = "Call back: Smith";
}

office furnished(locale::language tongue) {
    office here;
    if (tongue == locale::language::en)
        speak_english(here);
    for (auto& [id, task] : here.portal)
        task.present->others = std::vector<user_id>{};  // nobody from outside reads the notes
    return here;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

// Text that Markdown shows as it is.
std::string plain(std::string_view text) {
    constexpr std::string_view special = "\\`*_<>#[]|";
    std::string safe;
    for (const char each : text) {
        if (special.find(each) != std::string_view::npos)
            safe += '\\';
        safe += each;
    }
    return replaced(std::move(safe), "\xE2\x81\xA0", "");
}

// The bot's BB code: bold stays bold, a link is set in italics.
std::string as_markdown(std::string_view bb) {
    std::string text;
    while (!bb.empty()) {
        const auto open = bb.find('[');
        text += plain(bb.substr(0, open));
        if (open == std::string_view::npos)
            break;
        const auto close = bb.find(']', open);
        const auto tag = close == std::string_view::npos ? "" : bb.substr(open, close + 1 - open);
        if (tag == "[b]" || tag == "[/b]")
            text += "**";
        else if (tag.starts_with("[url=") || tag == "[/url]")
            text += '_';
        else {
            text += plain("[");
            bb.remove_prefix(open + 1);
            continue;
        }
        bb.remove_prefix(close + 1);
    }
    return text;
}

std::string in_code(const std::string& label) {
    return "`[" + replaced(label, "`", "'") + "]`";
}

std::string quoted(const message& what) {
    std::string block = "> " + replaced(as_markdown(what.text), "\n", "\\\n> ");
    block = replaced(std::move(block), "> \\\n", ">\n");
    block = replaced(std::move(block), "\\\n>\n", "\n>\n");
    for (const auto& row : what.rows) {
        block += &row == &what.rows.front() ? "\n>\n> " : "\\\n> ";
        for (const auto& each : row)
            block += (&each == &row.front() ? "" : " ") + in_code(each.label);
    }
    return block;
}

bool same(const sent_message& one, const sent_message& other) {
    const auto labels = [](const message& what) {
        std::vector<std::string> all;
        for (const auto& row : what.rows)
            for (const auto& each : row)
                all.push_back(each.label);
        return all;
    };
    return one.what.text == other.what.text && labels(one.what) == labels(other.what);
}

}  // namespace

play::play(locale::language tongue) : here(furnished(tongue)), tongue_(tongue) {}

std::string play::in(both text) const {
    return std::string(tongue_ == locale::language::ru ? text.ru : text.en);
}

void play::chapter(both title) {
    line("## " + in(title));
}

void play::scene(both title) {
    here = furnished(tongue_);
    seen_.clear();
    notes_seen_ = 0;
    line("### " + in(title));
}

void play::has_many_tasks(task_id count) {
    for (task_id id = 9001; id <= 9000 + count; ++id) {
        task made;
        made.id = id;
        made.title = in({"Позвонить клиенту ", "Call client "}) + std::to_string(id - 9000);
        made.responsible = o::maria;
        made.creator = o::boris;
        made.due = o::december(18);
        here.portal[id].present = made;
    }
}

void play::tells(both what) {
    line("*" + in(what) + "*");
}

std::string play::name(user_id who) const {
    const person* known = here.people.find(who);
    return known ? known->first_name : in({"Робот", "A robot"});
}

std::string play::title(task_id id) const {
    return in({"«", "“"}) + here.portal.at(id).present->title + in({"»", "”"});
}

std::string play::date(const deadline& moment) const {
    const auto clock = locale::zone::find("Europe/Moscow").value();
    return moment ? locale::date_and_time(*moment, {tongue_, clock, here.now}) : in({"без срока", "none"});
}

void play::moves(user_id who, task_id id, deadline to) {
    tells_of_move(who, id, to);
    here.moves(who, id, to);
    writes_down();
}

void play::moved(user_id who, task_id id, deadline to) {
    tells_of_move(who, id, to);
    here.moves(who, id, to);
    passes_over();
}

void play::tells_of_move(user_id who, task_id id, const deadline& to) {
    line("*" +
         plain(name(who) + in({" меняет срок задачи ", " changes the deadline of "}) + title(id) + ": " +
               date(here.due(id)) + " → " + date(to) + ".") +
         "*");
}

void play::slips(user_id who, task_id id, deadline to) {
    moves(who, id, to);
    portal_writes();
}

void play::slipped(user_id who) {
    line("*" + name(who) +
         in({" без причины переносит срок на 22.12, и бот его вернул.",
             " moves the deadline to 22 Dec without a reason, and the bot put it back."}) +
         "*");
    here.slips(who);
    passes_over();
}

void play::comments(user_id who, task_id id, both text) {
    line("*" +
         plain(name(who) + in({" пишет в обсуждении задачи ", " writes in the discussion of "}) + title(id) +
               ": " + in({"«", "“"}) + in(text) + in({"»", "”"})) +
         "*");
    here.writes(who, id, in(text));
    here.passes(std::chrono::minutes(1));
}

void play::says(user_id who, both text, std::string dialog) {
    typed_.push_back(in(text));
    line("**" + name(who) + (dialog.empty() ? "" : in({" в общем чате", " in a group"})) + ":** " +
         plain(in(text)));
    here.says(who, in(text), std::move(dialog));
    here.due_looks();
    writes_down();
}

void play::replies(user_id who, std::string_view slot, both text) {
    typed_.push_back(in(text));
    line("**" + name(who) + in({" отвечает на то сообщение:** ", " replies to that message:** "}) +
         plain(in(text)));
    here.replies(who, slot, in(text));
    here.due_looks();
    writes_down();
}

void play::commands(user_id who, std::string command, both arguments) {
    const auto rest = in(arguments);
    line("**" + name(who) + ":** /" + plain(command + (rest.empty() ? "" : " " + rest)));
    here.commands(who, std::move(command), rest);
    writes_down();
}

std::string play::label(std::string_view key) const {
    for (const auto& [known, pattern] : locale::patterns(tongue_))
        if (known == key)
            return pattern.substr(0, pattern.find('{'));
    throw std::logic_error("no text " + std::string(key));
}

std::string play::token(user_id who, std::string_view key) const {
    return here.token(who, label(key));
}

void play::pressed(user_id who, const std::string& shown, const std::string& which) {
    line("**" + name(who) + in({"** нажимает ", "** presses "}) + in_code(shown));
    here.presses_token(who, which);
    writes_down();
    here.due_looks();
    writes_down();
}

void play::presses(user_id who, std::string_view key) {
    presses_label(who, label(key));
}

void play::presses_label(user_id who, std::string_view beginning) {
    const std::string which = here.token(who, beginning);
    for (const auto& sent : here.known.messages)
        for (const auto& row : sent.what.rows)
            for (const auto& each : row)
                if (each.token == which)
                    return pressed(who, each.label, which);
}

void play::presses_old(user_id who, std::string shown, const std::string& which) {
    pressed(who, shown, which);
}

void play::portal_writes() {
    here.portal_writes();
    writes_down();
}

void play::portal_refuses(std::string code) {
    here.portal_refuses(std::move(code));
    writes_down();
}

void play::comes(instant until) {
    here.comes(until);
    line("*" + date(here.now) + ".*");
    writes_down();
}

void play::happens(const item& what) {
    here.handle(what);
    writes_down();
}

void play::looks(task_id id) {
    here.looks(id);
    writes_down();
}

void play::message_down(const sent_message& what, bool again) {
    const bool group = what.dialog.starts_with("chat");
    const auto to = group ? in({"общий чат", "the group"}) : name(std::stoll(what.dialog));
    line("**" + in({"Помощник → ", "Guard → "}) + to + "**" +
         (again ? in({" (вместо прежнего сообщения)", " (in place of the earlier message)"}) : ""));
    line(quoted(what.what));
    sent_.push_back(what.what.text);
    for (const auto& row : what.what.rows)
        for (const auto& each : row)
            sent_.push_back(each.label);
}

void play::passes_over() {
    seen_ = here.known.messages;
    notes_seen_ = here.known.notes.size();
}

void play::writes_down() {
    const auto& all = here.known.messages;
    for (std::size_t at = 0; at < seen_.size(); ++at)
        if (all[at].rewrites != seen_[at].rewrites && !same(all[at], seen_[at]))
            message_down(all[at], true);
    for (std::size_t at = seen_.size(); at < all.size(); ++at)
        message_down(all[at], false);
    seen_ = all;
    for (; notes_seen_ < here.known.notes.size(); ++notes_seen_) {
        const auto& note = here.known.notes[notes_seen_];
        line("**" + in({"Запись в обсуждении задачи ", "Note in the discussion of "}) +
             plain(title(note.task)) + "**");
        line(quoted({note.text, {}}));
        sent_.push_back(note.text);
    }
}

}  // namespace dialogs
