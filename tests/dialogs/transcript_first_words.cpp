#include "transcript_scenes.hpp"

namespace dialogs {
namespace {

using o = office;

constexpr std::int64_t pilot = 77;

void begins(play& p, guard_mode before, guard_mode now) {
    p.here.known.told.clear();
    if (before != guard_mode::observe)
        p.here.known.told[{o::maria, ""}] = {before, o::december(1)};
    p.here.rules.usual.mode = now;
    p.happens(guard_started{{o::maria}});
}

// Only the tasks of one workgroup are guarded, and nobody was told of it.
void guards_a_workgroup(play& p, guard_mode mode) {
    special_rules own;
    own.name = "pilot.toml";
    own.groups = {pilot};
    own.hold = p.here.rules.usual;
    own.hold.mode = mode;
    p.here.rules.special = {own};
    p.here.rules.usual.mode = guard_mode::observe;
    p.here.portal.at(o::measure).present->group = pilot;
    p.here.known.told.clear();
}

}  // namespace

void first_words(play& p) {
    p.chapter({"Знакомство", "First words"});

    p.scene({"За сроками начинают следить: причина обязательна", "The guard begins: a reason is needed"});
    begins(p, guard_mode::observe, guard_mode::reason);

    p.scene({"За сроками начинают следить: решает руководитель", "The guard begins: the supervisor decides"});
    begins(p, guard_mode::observe, guard_mode::approval);

    p.scene({"Правило стало строже", "The rule becomes stricter"});
    begins(p, guard_mode::reason, guard_mode::approval);

    p.scene({"Правило стало мягче", "The rule becomes milder"});
    begins(p, guard_mode::approval, guard_mode::reason);

    p.scene({"За сроками больше не следят", "The guard ends"});
    begins(p, guard_mode::reason, guard_mode::observe);

    p.scene({"Следят только за одной рабочей группой", "Only one workgroup is guarded"});
    guards_a_workgroup(p, guard_mode::reason);
    p.moves(o::maria, o::measure, o::december(22));

    p.scene({"То же, но решает руководитель", "The same, and the supervisor decides"});
    guards_a_workgroup(p, guard_mode::approval);
    p.moves(o::maria, o::measure, o::december(22));

    p.scene({"Чат открыл тот, за чьими сроками не следят", "Somebody opens the chat who is not guarded"});
    p.happens(joined{o::anna, "7"});

    p.scene({"Бота добавили в общий чат", "The bot is put into a group"});
    p.happens(joined{o::maria, "chat5"});
}

}  // namespace dialogs
