#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <stdexcept>

#include "bot/net/http.hpp"

namespace bot::net {
namespace {

bool is_loopback(const std::string& host) {
    boost::system::error_code not_numeric;
    const auto numeric = asio::ip::make_address(host, not_numeric);
    return not_numeric ? host == "localhost" : numeric.is_loopback();
}

// A host as the name it is: lower case, IPv6 without its brackets.
std::string plain_host(const boost::urls::url_view& url) {
    const auto kind = url.host_type();
    if (kind == boost::urls::host_type::none || kind == boost::urls::host_type::ipvfuture)
        throw std::invalid_argument("an address needs a host");
    std::string host = kind == boost::urls::host_type::name
                           ? std::string(url.encoded_host().data(), url.encoded_host().size())
                           : std::string(url.host_address());
    for (char& c : host) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
        else if (c == '%' || c == '/' || c == '@')
            throw std::invalid_argument("not a host name");
    }
    if (host.empty())
        throw std::invalid_argument("an address needs a host");
    return host;
}

}  // namespace

address address::of(std::string_view text) {
    const auto url = boost::urls::parse_uri(boost::urls::string_view(text.data(), text.size()));
    if (!url || url->has_userinfo())
        throw std::invalid_argument("not an http(s) address");  // without the text: webhooks are secrets
    const auto scheme = url->scheme_id();
    if (scheme != boost::urls::scheme::https && scheme != boost::urls::scheme::http)
        throw std::invalid_argument("an address begins with https://");

    address found;
    found.tls = scheme == boost::urls::scheme::https;
    found.host = plain_host(*url);
    found.port = found.tls ? "443" : "80";
    if (url->has_port() && !url->port().empty()) {
        if (url->port_number() == 0)
            throw std::invalid_argument("not a port");
        found.port = std::to_string(url->port_number());
    }
    if (!found.tls && !is_loopback(found.host))
        throw std::invalid_argument("plain http is for loopback addresses only");
    return found;
}

}  // namespace bot::net
