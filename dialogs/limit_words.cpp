#include "dialogs/limit_words.hpp"

#include "dialogs/limits.hpp"

namespace dialogs {

std::string limit_in_words(std::string_view limit, const rules& held_to, const guarded_task& record,
                           const voice& reader) {
    if (limit == "moves_max" && held_to.moves_max != 0)
        return reader.count("limit.moves_max", held_to.moves_max);
    if (limit == "shift_max" && held_to.shift_max.count() != 0)
        return reader.count("limit.shift_max", held_to.shift_max.count(),
                            {{"date", reader.date(taken_with(record))}});
    return {};
}

}  // namespace dialogs
