#pragma once
// Events of the portal as items of the inbox. Protocol 3.2, 4.4.
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/decide.hpp"

namespace bot::wire {

// Tokens and addresses as an installation or an event brings them. Never trusted before the portal confirmed
// them.
struct credentials {
    std::string member_id;
    std::string application_token;
    std::string access_token;
    std::string refresh_token;
    std::string client_endpoint;  // "https://acme.bitrix24.ru/rest/"
    std::string server_endpoint;  // "https://oauth.bitrix24.tech/rest/"
    std::int64_t user = 0;        // 0: not said
};

struct event {
    std::string name;       // upper case: "ONTASKUPDATE"
    std::string member_id;  // of auth; "" when absent (bot events may bring it only inside data[bot][auth])
    std::string application_token;  // of the top-level auth (1.5)
    std::vector<dialogs::item>
        items;  // what it means to us; several commands may come in one event; empty: nothing
    std::optional<credentials> installation;  // ONAPPINSTALL, and ONAPPUPDATE when it brings tokens
    std::string coalescing_key;  // "task:8017" for what may be merged while it waits; "" otherwise
    std::string once_key;  // "said:791": a repeat of the same happening is dropped. Presses have no id of
                           // their own: one button by one person in one second is one press
};

// Events of others' making that mean nothing to us (own messages T54, T55, unknown names) give no items.
// `bot_id` 0: not known. New comments mean nothing either: a remark is evidence for a change, and is read
// when the change is. Never throws.
event read_event(const boost::json::value& body, std::int64_t bot_id);
// One element of imbot.v2.Event.get (4.4.1): the same items, from typed JSON.
event read_fetched(const boost::json::value& element, std::int64_t bot_id);
// The installation page's POST (1.2.2): form fields AUTH_ID, REFRESH_ID, member_id, … and DOMAIN, PROTOCOL of
// the query string. Nothing when one of AUTH_ID, member_id, DOMAIN is missing or DOMAIN is no host.
std::optional<credentials> read_installation_page(const boost::json::value& form, std::string_view query);
// An item as it lies in the inbox, and back. Nothing when the text is not one of ours.
std::string store_item(const dialogs::item& what);
std::optional<dialogs::item> load_item(std::string_view stored);

}  // namespace bot::wire
