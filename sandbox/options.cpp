#include "sandbox/options.hpp"

#include <charconv>
#include <sstream>
#include <stdexcept>
#include <tuple>

#include "sandbox/kind.hpp"

namespace sandbox {
namespace {

template <class Number>
Number number_from(const std::string& text) {
    Number number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (text.empty() || read.ec != std::errc() || read.ptr != end)
        throw std::invalid_argument("'" + text + "' is not a number");
    return number;
}

void set_listen(options& o, const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0)
        throw std::invalid_argument("--listen wants ADDRESS:PORT");
    o.host = text.substr(0, colon);
    o.port = number_from<unsigned short>(text.substr(colon + 1));
}

void set_faults(options& o, const std::string& text) {
    boost::system::error_code failed;
    const json::value spec = json::parse(text, failed);
    if (failed || !spec.is_object())
        throw std::invalid_argument("--faults wants a JSON object");
    o.faults = fault_plan_of(spec.get_object());
}

// "5/250" -> 5, 250
std::pair<double, double> pair_from(const std::string& text) {
    const auto slash = text.find('/');
    if (slash == std::string::npos)
        throw std::invalid_argument("'" + text + "' is no pair like 5/250");
    return {number_from<double>(text.substr(0, slash)), number_from<double>(text.substr(slash + 1))};
}

void set_bucket(options& o, const std::string& text) {
    o.bucket_given = true;
    o.set.bucket = text != "off";
    if (text != "on" && text != "off")
        std::tie(o.set.bucket_drain, o.set.bucket_capacity) = pair_from(text);
}

void set_operating_limit(options& o, const std::string& text) {
    if (text.find('/') == std::string::npos)
        o.set.operating_limit = number_from<double>(text);
    else
        std::tie(o.set.operating_limit, o.set.operating_cost) = pair_from(text);
}

void set_kind(options& o, const std::string& text) {
    if (text != "cloud" && text != "box")
        throw std::invalid_argument("--kind wants cloud or box");
    o.set.box = text == "box";
}

void set_scopes(options& o, const std::string& text) {
    o.set.scopes.clear();
    std::istringstream list(text);
    for (std::string scope; std::getline(list, scope, ',');)
        o.set.scopes.push_back(scope);
}

struct option {
    const char* name;
    const char* value;
    const char* meaning;
    void (*apply)(options&, const std::string&);
};

constexpr option known[] = {
    {"--listen", "ADDRESS:PORT", "where to listen; port 0 takes a free one (127.0.0.1:8070)", set_listen},
    {"--handler", "URL", "where the application listens (http://127.0.0.1:8080)",
     [](options& o, const std::string& v) { o.set.handler = v; }},
    {"--client-id", "ID", "of the local application (local.sandbox.1)",
     [](options& o, const std::string& v) { o.set.client_id = v; }},
    {"--client-secret", "SECRET", "of the local application (sandbox-secret)",
     [](options& o, const std::string& v) { o.set.client_secret = v; }},
    {"--webhook-secret", "SECRET", "of the incoming webhook of user 99 (sandbox-webhook)",
     [](options& o, const std::string& v) { o.set.webhook_secret = v; }},
    {"--scope", "A,B,...", "granted scopes (all that are known)", set_scopes},
    {"--base", "URL", "the address it tells of itself, when it stands behind a proxy (where it listens)",
     [](options& o, const std::string& v) { o.base = v; }},
    {"--page", "DIR", "serve the page's files from here instead of the copies built in",
     [](options& o, const std::string& v) { o.page = v; }},
    {"--faults", "JSON", "planned misbehaviour, as for POST /control/faults", set_faults},
    {"--seed", "N", "of everything random (1)",
     [](options& o, const std::string& v) { o.set.seed = number_from<std::uint64_t>(v); }},
    {"--at-work", "office|always", "the portal's working time (office: Monday to Friday, 9 to 18)",
     [](options& o, const std::string& v) { o.set.always_at_work = v == "always"; }},
    {"--kind", "cloud|box", "a box names other licenses and has no --bucket unless told (cloud)", set_kind},
    {"--without", "A,B,...",
     "parts it lacks: v3, v3_page, imbot.v2, calendar, new_card, offline_extended, ...",
     [](options& o, const std::string& v) { o.set.without = parts_named(v); }},
    {"--bucket", "on|off|N/M", "the limit of N requests a second, M at once (on: 2/50)", set_bucket},
    {"--operating-limit", "S[/C]",
     "seconds of work a method may take in ten minutes; a call takes C (none/0.5)", set_operating_limit},
    {"--log", "on|off", "keep requests and deliveries for GET /control/log (on)",
     [](options& o, const std::string& v) { o.set.keep_log = v != "off"; }},
};

const option& named(const std::string& name) {
    for (const auto& candidate : known)
        if (name == candidate.name)
            return candidate;
    throw std::invalid_argument("unknown option " + name);
}

}  // namespace

options read_options(const std::vector<std::string>& arguments) {
    options read;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto equals = arguments[i].find('=');
        const std::string name = arguments[i].substr(0, equals);
        if (name == "--help" || name == "-h") {
            read.help = true;
            return read;
        }
        const option& wanted = named(name);
        if (equals != std::string::npos)
            wanted.apply(read, arguments[i].substr(equals + 1));
        else if (i + 1 < arguments.size())
            wanted.apply(read, arguments[++i]);
        else
            throw std::invalid_argument(name + " wants " + wanted.value);
    }
    if (read.set.box && !read.bucket_given)
        read.set.bucket = false;
    return read;
}

std::string usage() {
    std::ostringstream text;
    text << "sandbox-portal: a small Bitrix24 portal in memory, to try the bot on.\n\n";
    for (const auto& o : known) {
        const std::string left = std::string("  ") + o.name + " " + o.value;
        text << left << std::string(left.size() < 30 ? 30 - left.size() : 1, ' ') << o.meaning << '\n';
    }
    return text.str();
}

}  // namespace sandbox
