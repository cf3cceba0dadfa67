#include "dialogs/request_list.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/conversation.hpp"

namespace dialogs {
namespace {

constexpr std::size_t lines_max = 10;

std::string line(turn& t, const request& of, const std::string& number, const voice& reader) {
    return "\n" + reader.say("request_list.line", {{"number", number},
                                                   {"task", t.title(of.task, reader)},
                                                   {"old", reader.date(of.due)},
                                                   {"new", reader.date(date_at_stake(of))},
                                                   {"who", t.name(of.requester, reader)},
                                                   {"since", reader.date(of.asked_at)}});
}

}  // namespace

message list_of(turn& t, std::string heading, const std::vector<request>& all, const voice& reader,
                const row_of_buttons& buttons) {
    message made{std::move(heading), {}};
    const std::size_t shown = std::min(all.size(), lines_max);
    for (std::size_t i = 0; i < shown; ++i) {
        const std::string number = std::to_string(i + 1);
        made.text += line(t, all[i], number, reader);
        made.rows.push_back(buttons(all[i], number));
    }
    if (shown < all.size())
        made.text += "\n" + reader.count("request_list.more", static_cast<long>(all.size() - shown));
    return made;
}

message list_to_decide(turn& t, std::string heading, const std::vector<request>& all, const voice& reader) {
    return list_of(t, std::move(heading), all, reader, [&](const request& of, const std::string& number) {
        const target about{of.task, of.id, of.card_version, std::string(action::from_afar)};
        const locale::arguments with{{"number", number}, {"date", reader.short_date(date_at_stake(of))}};
        return std::vector{t.make_button(reader.to(), reader.say("button.approve_one", with), action::approve,
                                         about, button_colour::primary),
                           t.make_button(reader.to(), reader.say("button.card_one", with), action::show_card,
                                         {of.task, of.id})};
    });
}

button card_button(turn& t, const request& of, const voice& reader) {
    return t.make_button(reader.to(), reader.say("button.card"), action::show_card, {of.task, of.id});
}

}  // namespace dialogs
