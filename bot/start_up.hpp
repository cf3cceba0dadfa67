#pragma once
// What the bot is opened with: the database with its key, the door, unguessable names.
#include <boost/asio/io_context.hpp>
#include <string>

#include "bot/config.hpp"
#include "bot/net/http.hpp"
#include "bot/token_keeper.hpp"
#include "storage/database.hpp"

namespace bot {

// The key comes from the environment, else from the key file, which is made at the first start. Throws
// storage::secret_error.
storage::opening opening_of(const config& settings);
// How the portal is asked.
portal_settings access_of(const config& settings);
// Listens at once. Throws std::runtime_error with a text for people: the address is taken, a certificate
// cannot be read, …
net::door open_door(boost::asio::io_context& io, const config& settings, net::handler on_request);
// 22 characters of [A-Za-z0-9_-]: 132 random bits.
std::string new_token();
// "https://acme.bitrix24.ru" of "https://acme.bitrix24.ru/rest/".
std::string portal_of(const std::string& client_endpoint);

}  // namespace bot
