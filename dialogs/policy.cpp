#include "dialogs/policy.hpp"

namespace dialogs {

std::vector<std::string> default_categories() {
    return {"no_answer", "asked_later", "client_away", "payment",
            "colleague", "overload",    "technical",   "other"};
}

}  // namespace dialogs
