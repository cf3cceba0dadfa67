// All heads and deputies, where the portal's structure tells of them. It is a comfort: without it a
// department has the one head of department.get.
#include "bot/log.hpp"
#include "bot/settling.hpp"
#include "bot/wire/structure.hpp"

namespace bot {

namespace asio = boost::asio;

namespace {

constexpr std::size_t nodes_max = 200;  // a request each: a company with more is not asked

}  // namespace

asio::awaitable<void> settling::read_structure(settled& found) {
    auto& finding = found.findings.emplace_back(
        "heads_and_deputies", "one head each: it takes REST v3 and the scope humanresources");
    if (!found.structure_in_v3)
        co_return;
    auto listing = wire::list_nodes(0);
    const auto listed = co_await portal_.call(std::move(listing));
    const auto nodes = listed.has_value() ? wire::read_nodes(listed.value()) : std::vector<std::int64_t>();
    if (nodes.empty() || nodes.size() >= nodes_max) {
        finding.second = listed.has_error()
                             ? "one head each: " + code_of(listed.error())
                             : "one head each: departments in the structure: " + std::to_string(nodes.size());
        co_return;
    }
    std::vector<dialogs::department> named;
    for (const auto node : nodes) {
        auto asking = wire::get_node(node);
        const auto told = co_await portal_.call(std::move(asking));
        if (told.has_error()) {  // what was known stays
            log::warning("structure_not_readable", {{"code", code_of(told.error())}});
            finding.second = "as read before: " + code_of(told.error());
            co_return;
        }
        if (auto read = wire::read_node(told.value()))
            named.push_back(std::move(*read));
    }
    storage::transact(disk_, now_(), [&](storage::transaction& tx) { people_.learn_heads(tx, named); });
    finding.second = "yes";
}

}  // namespace bot
