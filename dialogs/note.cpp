#include "dialogs/note.hpp"

#include <algorithm>
#include <chrono>

#include "dialogs/evidence.hpp"
#include "locale/text.hpp"

namespace dialogs {

bool is_same(const remark& said, const left_note& note) {
    constexpr std::chrono::seconds clocks_differ{5};
    return said.author != 0 && said.at >= note.decided_at - clocks_differ &&
           locale::gist(own_words(said.text)) == locale::gist(own_words(note.text));
}

bool is_note(const remark& said, const std::vector<left_note>& notes) {
    return std::any_of(notes.begin(), notes.end(), [&](const left_note& note) {
        return note.remark.empty() ? is_same(said, note) : note.remark == said.key;
    });
}

}  // namespace dialogs
