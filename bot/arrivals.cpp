#include "bot/arrivals.hpp"

namespace bot {

void add_arrivals(const wire::event& happened, std::vector<storage::inbox::arrival>& to) {
    for (std::size_t k = 0; k < happened.items.size(); ++k) {
        // Several items of one event (commands on several lines) are told apart by their place.
        const auto once = happened.once_key.empty() || k == 0 ? happened.once_key
                                                              : happened.once_key + "#" + std::to_string(k);
        to.push_back({wire::store_item(happened.items[k]), happened.coalescing_key, once});
    }
}

}  // namespace bot
