#pragma once
// Persons and departments as last read, so that a look asks only for those not known or known too long.
#include <map>
#include <optional>
#include <vector>

#include "dialogs/decide.hpp"
#include "dialogs/people.hpp"
#include "storage/transaction.hpp"

namespace bot {

class people_cache {
public:
    static constexpr std::chrono::hours good_for{1};

    void load(const storage::transaction& tx);
    // Remembers what a look brought, in memory and on disk. Heads and deputies the tree does not tell stay.
    void learn(storage::transaction& tx, const std::vector<dialogs::person>& people,
               const std::optional<std::vector<dialogs::department>>& all_departments);

    // Heads and deputies as the portal's structure names them, of departments that are known.
    void learn_heads(storage::transaction& tx, const std::vector<dialogs::department>& named);
    // … and what it told of absences and guests, in memory.
    void learn(const dialogs::needs& asked, const dialogs::facts& read, locale::instant now);
    // What of that is still good.
    void recall(dialogs::facts& into, locale::instant now) const;

    // What of `wanted` still has to be asked.
    [[nodiscard]] dialogs::needs missing(const dialogs::needs& wanted, locale::instant now) const;
    // Where something is asked anyway: which of the heads and deputies are away, when that is not known. It
    // is a call of the same batch, and saves a request when an approver is sought.
    void ask_along(dialogs::needs& asked, locale::instant now) const;
    [[nodiscard]] bool knows_departments(locale::instant now) const;
    [[nodiscard]] const dialogs::directory& everybody() const { return everybody_; }

private:
    dialogs::directory everybody_;
    std::map<dialogs::user_id, locale::instant> read_at_;
    std::optional<locale::instant> departments_read_at_;
    template <class What>
    using dated = std::pair<locale::instant, What>;
    std::map<dialogs::user_id, dated<std::optional<locale::instant>>> away_;
    std::map<std::int64_t, dated<bool>> guests_;
};

}  // namespace bot
