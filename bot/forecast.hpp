#pragma once
// What a mode that puts back would have meant, in sums and in words: for whoever thinks of switching it on.
#include <iosfwd>
#include <map>
#include <optional>
#include <set>

#include "bot/shadow.hpp"
#include "dialogs/people.hpp"
#include "locale/date_words.hpp"

namespace bot {

class forecast {
public:
    void add(const shadow_move& move);
    // Some lines in the reader's language. In mode `approval` not who decides: of most it is not known.
    void print(const dialogs::directory& who, dialogs::guard_mode mode, const locale::reader& to,
               std::ostream& out) const;

private:
    void print_approvers(const dialogs::directory& who, const locale::reader& to, std::ostream& out) const;

    long moves_ = 0, put_back_ = 0, over_limits_ = 0, needs_approval_ = 0, reasoned_ = 0, nobody_to_ask_ = 0;
    std::set<dialogs::user_id> concerned_;
    std::map<dialogs::user_id, long> asked_;
    std::optional<locale::instant> first_, last_;
};

}  // namespace bot
