#include "dialogs/native_options.hpp"

#include <algorithm>

namespace dialogs {
namespace {

// Nothing: not known, or he is not bound by them.
std::optional<deadline_options> options_for(turn& t, const guarded_task& record, user_id who) {
    const bool may_edit = who == record.creator || t.ctx.rules.administrators.contains(who);
    if (!t.ctx.has_options || may_edit || who != record.responsible)
        return std::nullopt;
    auto told = t.options_of(record.id);
    if (!told)
        t.more.options.insert(record.id);
    return told;
}

}  // namespace

bool has_no_move_left(turn& t, const guarded_task& record, user_id who) {
    const auto facts = t.read.tasks.find(record.id);
    if (facts == t.read.tasks.end())
        return false;
    const auto& rows = facts->second.history;
    const auto made = std::count_if(rows.begin(), rows.end(), [&](const history_row& row) {
        return row.what == history_field::deadline && row.author == who;
    });
    if (made == 0)
        return false;
    const auto told = options_for(t, record, who);
    return told && told->moves_max && made >= *told->moves_max;
}

std::string beyond_portals_date(turn& t, const guarded_task& record, instant wanted, const voice& reader) {
    const auto told = options_for(t, record, record.responsible);
    if (!told || !told->latest || wanted <= *told->latest)
        return {};
    return reader.say("card.beyond_portals_date", {{"date", reader.date(told->latest)}});
}

}  // namespace dialogs
