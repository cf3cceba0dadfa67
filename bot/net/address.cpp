#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <stdexcept>

#include "bot/net/http.hpp"

namespace bot::net {
namespace {

// Read by hand and strictly: to Boost.URL 1.81 the host of http://127.0.0.1.evil.com/ is 127.0.0.1.

constexpr std::size_t host_max = 253;

[[noreturn]] void refuse(const char* why) {
    throw std::invalid_argument(why);
}  // never the text: webhooks are secrets

bool take(std::string_view& from, std::string_view prefix) {
    const auto same = [](char a, char b) { return a == b || (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b); };
    if (from.size() < prefix.size() ||
        !std::equal(prefix.begin(), prefix.end(), from.begin(),
                    [&](char wanted, char given) { return same(given, wanted); }))
        return false;
    from.remove_prefix(prefix.size());
    return true;
}

// A host name, or an address in digits; IPv6 without its brackets. Takes it off `authority`.
std::string take_host(std::string_view& authority) {
    const bool bracketed = !authority.empty() && authority.front() == '[';
    const auto end = bracketed ? authority.find(']') : std::min(authority.find(':'), authority.size());
    if (end == std::string_view::npos)
        refuse("not a host name");
    std::string host(authority.substr(bracketed ? 1 : 0, bracketed ? end - 1 : end));
    authority.remove_prefix(end + (bracketed ? 1 : 0));
    if (host.empty() || host.size() > host_max)
        refuse("an address needs a host");
    for (char& c : host) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        if (!letter && c != (bracketed ? ':' : '-') && (bracketed || c != '_'))
            refuse("not a host name");
    }
    boost::system::error_code wrong;
    asio::ip::make_address_v6(host, wrong);
    if (bracketed && wrong)
        refuse("not an address in digits");
    return host;
}

std::string port_of(std::string_view rest, std::string_view otherwise) {
    if (rest.empty() || rest == ":")
        return std::string(otherwise);
    unsigned port = 0;
    const char* const end = rest.data() + rest.size();
    const auto read = std::from_chars(rest.data() + 1, end, port);
    if (rest.front() != ':' || read.ec != std::errc() || read.ptr != end || port == 0 || port > 65535)
        refuse("not a port");
    return std::to_string(port);
}

bool is_loopback(const std::string& host) {
    boost::system::error_code not_numeric;
    const auto numeric = asio::ip::make_address(host, not_numeric);
    return not_numeric ? host == "localhost" : numeric.is_loopback();
}

}  // namespace

address address::of(std::string_view url) {
    address found;
    found.tls = take(url, "https://");
    if (!found.tls && !take(url, "http://"))
        refuse("an address begins with https://");
    const bool printable = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (!printable)
        refuse("not an address");
    std::string_view authority = url.substr(0, std::min(url.find_first_of("/?#"), url.size()));
    found.host = take_host(authority);
    found.port = port_of(authority, found.tls ? "443" : "80");
    if (!found.tls && !is_loopback(found.host))
        refuse("plain http is for loopback addresses only");
    return found;
}

}  // namespace bot::net
