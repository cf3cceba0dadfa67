// The portal in a hurry: sends that many events over that many connections, one at a time on each, and
// measures how long it takes until the last one is acknowledged. Plain sockets and epoll, so that the servers
// it measures, not the client, are what limits.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

using steady = std::chrono::steady_clock;

constexpr int patience_ms = 30'000;  // without a single answer

struct flood {
    std::uint16_t port = 0;
    std::string path = "/event", token, member;
    std::string kind = "task";  // or "press"
    std::int64_t events = 10'000, first = 1;
    std::size_t connections = 128;
    bool fresh = false;  // a new connection for each event, as the portal does
};

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

// As PHP's http_build_query writes names.
std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        char code[4];
        const bool plain =
            std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-';
        std::snprintf(code, sizeof code, plain ? "%c" : "%%%02X", static_cast<unsigned char>(c));
        out += code;
    }
    return out;
}

std::string form(const std::vector<std::pair<std::string, std::string>>& pairs) {
    std::string out;
    for (const auto& [key, value] : pairs)
        out += (out.empty() ? "" : "&") + encoded(key) + "=" + encoded(value);
    return out;
}

// Protocol 3.2.2: somebody changed a task.
std::string task_event(const flood& how, std::int64_t n) {
    const auto task = std::to_string(n);
    return form({{"event", "ONTASKUPDATE"},
                 {"event_handler_id", "459"},
                 {"data[FIELDS_BEFORE][ID]", task},
                 {"data[FIELDS_AFTER][ID]", task},
                 {"data[IS_ACCESSIBLE_BEFORE]", "undefined"},
                 {"data[IS_ACCESSIBLE_AFTER]", "undefined"},
                 {"ts", "1466439714"},
                 {"auth[access_token]", "s6p6eclrvim6da22ft9ch94ekreb52lv"},
                 {"auth[expires]", "1466443314"},
                 {"auth[expires_in]", "3600"},
                 {"auth[scope]", "task,imbot,im"},
                 {"auth[domain]", "portal.bitrix24.ru"},
                 {"auth[server_endpoint]", "https://oauth.bitrix24.tech/rest/"},
                 {"auth[status]", "L"},
                 {"auth[client_endpoint]", "https://portal.bitrix24.ru/rest/"},
                 {"auth[member_id]", how.member},
                 {"auth[user_id]", "27"},
                 {"auth[application_token]", how.token}});
}

// Protocol 4.4.4: somebody pressed a button of a card.
std::string press_event(const flood& how, std::int64_t n) {
    const auto button = "b:7F3K9Q" + std::to_string(n);
    return form(
        {{"event", "ONIMBOTV2COMMANDADD"},
         {"event_handler_id", "813"},
         {"data[bot][id]", "456"},
         {"data[bot][code]", "deadline_guard"},
         {"data[bot][auth][access_token]", "0b02a0690000071b0008440001b0007a16b39202c2490f015"},
         {"data[bot][auth][expires]", "1772093963"},
         {"data[bot][auth][expires_in]", "3600"},
         {"data[bot][auth][scope]", "imbot"},
         {"data[bot][auth][domain]", "portal.bitrix24.ru"},
         {"data[bot][auth][server_endpoint]", "https://oauth.bitrix24.tech/rest/"},
         {"data[bot][auth][status]", "L"},
         {"data[bot][auth][client_endpoint]", "https://portal.bitrix24.ru/rest/"},
         {"data[bot][auth][member_id]", how.member},
         {"data[bot][auth][user_id]", "27"},
         {"data[bot][auth][application_token]", how.token},
         {"data[command][id]", "78"},
         {"data[command][command]", "/dlg7"},
         {"data[command][params]", button},
         {"data[command][context]", "keyboard"},
         {"data[message][id]", "790"},
         {"data[message][chatId]", "77"},
         {"data[message][authorId]", "456"},
         {"data[message][text]", "Request #31 of Maria: 18 December, 18:00 instead of 22 December, 18:00"},
         {"data[message][params][KEYBOARD][0][BOT_ID]", "456"},
         {"data[message][params][KEYBOARD][0][COMMAND]", "dlg7"},
         {"data[message][params][KEYBOARD][0][COMMAND_PARAMS]", button},
         {"data[chat][id]", "77"},
         {"data[chat][dialogId]", "13"},
         {"data[chat][type]", "private"},
         {"data[user][id]", "13"},
         {"data[user][type]", "employee"},
         {"data[language]", "ru"},
         {"ts", "1772094001"},
         {"auth[domain]", "portal.bitrix24.ru"},
         {"auth[application_token]", how.token}});
}

std::string request(const flood& how, std::int64_t n) {
    const auto body = how.kind == "press" ? press_event(how, n) : task_event(how, n);
    return "POST " + how.path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(how.port) +
           "\r\nUser-Agent: Bitrix24 Webhook Engine\r\nContent-Type: application/x-www-form-urlencoded\r\n" +
           (how.fresh ? "Connection: close\r\n" : "") + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

// The length of a whole answer, 0 while its end has not come.
std::size_t answer_length(std::string_view got) {
    const auto head = got.find("\r\n\r\n");
    if (head == std::string_view::npos)
        return 0;
    constexpr std::string_view name = "content-length: ";
    const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
    const auto* at = std::search(got.begin(), got.begin() + head, name.begin(), name.end(), same);
    std::size_t body = 0;
    if (at != got.begin() + head)
        std::from_chars(at + name.size(), got.begin() + head, body);
    return got.size() >= head + 4 + body ? head + 4 + body : 0;
}

class flooding {
public:
    explicit flooding(const flood& how)
        : how_(how), lines_(how.connections), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
        for (std::int64_t k = 0; k < how.events; ++k)
            requests_.push_back(request(how, how.first + k));
        delays_.reserve(requests_.size());
        for (auto& each : lines_)
            open(each);
    }
    flooding(const flooding&) = delete;
    flooding& operator=(const flooding&) = delete;
    ~flooding() {
        for (auto& each : lines_)
            ::close(each.socket);
        ::close(epoll_);
    }

    void run() {
        const auto began = steady::now();
        for (auto& each : lines_)
            send_next(each);
        std::vector<epoll_event> ready(lines_.size());
        while (delays_.size() < requests_.size()) {
            const int count = epoll_wait(epoll_, ready.data(), static_cast<int>(ready.size()), patience_ms);
            if (count <= 0)
                throw std::runtime_error("no answer comes any more");
            for (int k = 0; k < count; ++k)
                receive(*static_cast<line*>(ready[static_cast<std::size_t>(k)].data.ptr));
        }
        took_ = steady::now() - began;
    }

    void report() {
        std::sort(delays_.begin(), delays_.end());
        const auto at = [&](double part) {
            return delays_[static_cast<std::size_t>(part * static_cast<double>(delays_.size() - 1))] * 1e3;
        };
        std::printf(
            "{\"events\": %zu, \"accepted\": %lld, \"seconds\": %.6f, \"p50_ms\": %.3f, \"p99_ms\": %.3f, "
            "\"max_ms\": %.3f}\n",
            delays_.size(), static_cast<long long>(accepted_), took_.count(), at(0.5), at(0.99), at(1));
    }

private:
    struct line {
        int socket = -1;
        std::string got;
        steady::time_point asked;
        bool busy = false;
    };

    void open(line& of) {
        of.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in whom{};
        whom.sin_family = AF_INET;
        whom.sin_port = htons(how_.port);
        whom.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(of.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(of.socket, reinterpret_cast<const sockaddr*>(&whom), sizeof whom) != 0)
            fail("connect");
        epoll_event wish{};
        wish.events = EPOLLIN;
        wish.data.ptr = &of;
        if (epoll_ctl(epoll_, EPOLL_CTL_ADD, of.socket, &wish) != 0)
            fail("epoll_ctl");
    }

    // An event and its head are a kilobyte or two: they always fit the socket's empty buffer.
    void send_next(line& on) {
        on.busy = next_ < requests_.size();
        if (!on.busy)
            return;
        if (how_.fresh && on.socket < 0)
            open(on);
        const auto& what = requests_[next_++];
        on.asked = steady::now();
        if (::send(on.socket, what.data(), what.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(what.size()))
            fail("send");
    }

    void receive(line& on) {
        char some[4096];
        const auto size = ::recv(on.socket, some, sizeof some, MSG_DONTWAIT);
        if (size < 0 && errno == EAGAIN)
            return;
        if (size <= 0)
            throw std::runtime_error("the server ended a connection");
        on.got.append(some, static_cast<std::size_t>(size));
        const auto whole = answer_length(on.got);
        if (whole == 0)
            return;
        accepted_ += on.got.compare(9, 3, "200") == 0 ? 1 : 0;
        on.got.erase(0, whole);
        delays_.push_back(std::chrono::duration<double>(steady::now() - on.asked).count());
        if (how_.fresh) {
            ::close(on.socket);
            on.socket = -1;
        }
        send_next(on);
    }

    const flood& how_;
    std::vector<std::string> requests_;
    std::vector<line> lines_;
    int epoll_;
    std::size_t next_ = 0;
    std::int64_t accepted_ = 0;
    std::vector<double> delays_;  // seconds from an event's sending to its acknowledgement
    std::chrono::duration<double> took_{};
};

}  // namespace

int main(int argc, char** argv) {
    flood how;
    CLI::App cli("Sends events to a door of this machine and prints how long it took, as JSON.", "flood");
    cli.add_option("--port", how.port)->required();
    cli.add_option("--path", how.path);
    cli.add_option("--token", how.token);
    cli.add_option("--member", how.member);
    cli.add_option("--kind", how.kind)->check(CLI::IsMember({"task", "press"}));
    cli.add_option("--events", how.events)->check(CLI::Range(1, 1'000'000));
    cli.add_option("--first", how.first, "the number of the first task or button");
    cli.add_option("--connections", how.connections)->check(CLI::Range(1, 512));
    cli.add_flag("--fresh", how.fresh, "a new connection for each event, as the portal does");
    CLI11_PARSE(cli, argc, argv);
    try {
        flooding all(how);
        all.run();
        all.report();
        return 0;
    } catch (const std::exception& why) {
        std::fprintf(stderr, "flood: %s\n", why.what());
        return 1;
    }
}
