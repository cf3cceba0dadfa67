// The real binary over real sockets: what the pure tests cannot see.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace json = boost::json;

sockaddr_in loopback(unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// A TCP connection. Its reads wait less than the 15 seconds after which a stream says it is alive.
class connection {
public:
    explicit connection(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        const auto address = loopback(port);
        const timeval patience{10, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
    }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;
    ~connection() { ::close(socket_); }

    void send(const std::string& text) {
        ASSERT_EQ(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL), std::ssize(text));
    }

    // Reads until `end` has come, or the other side closes.
    std::string read_until(const std::string& end) {
        std::string got;
        char buffer[4096];
        while (got.find(end) == std::string::npos) {
            const auto n = ::recv(socket_, buffer, sizeof buffer, 0);
            if (n <= 0)
                break;
            got.append(buffer, static_cast<std::size_t>(n));
        }
        return got;
    }
    std::string read_all() { return read_until("\x01 never comes"); }

private:
    int socket_;
};

std::string post_text(const std::string& path, const std::string& body,
                      const std::string& type = "application/json") {
    return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: " + type +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// A handler of an application: takes posts, answers 200, keeps the bodies.
class handler {
public:
    handler() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        auto address = loopback(0);
        socklen_t size = sizeof address;
        if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
            ::listen(socket_, 16) != 0)
            throw std::runtime_error("cannot listen");
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }
    handler(const handler&) = delete;
    handler& operator=(const handler&) = delete;
    ~handler() { ::close(socket_); }

    [[nodiscard]] unsigned short port() const { return port_; }

    // The next post: its first line, a newline, its body. The connection is closed after it.
    std::string take() {
        const int peer = ::accept(socket_, nullptr, nullptr);
        std::string got = take_from(peer, "Connection: close\r\n");
        ::close(peer);
        return got;
    }

    // `count` posts over one connection, as `take` gives them.
    std::vector<std::string> take_over_one_connection(std::size_t count) {
        const int peer = ::accept(socket_, nullptr, nullptr);
        std::vector<std::string> posts;
        while (posts.size() < count)
            posts.push_back(take_from(peer, ""));
        ::close(peer);
        return posts;
    }

private:
    static std::string take_from(int peer, const std::string& header) {
        std::string got;
        char buffer[4096];
        std::size_t expected = std::string::npos;
        while (got.size() < expected) {
            const auto n = ::recv(peer, buffer, sizeof buffer, 0);
            if (n <= 0)
                break;
            got.append(buffer, static_cast<std::size_t>(n));
            const auto head = got.find("\r\n\r\n");
            const auto length = got.find("Content-Length: ");
            if (head != std::string::npos && length != std::string::npos)
                expected = head + 4 + std::stoul(got.substr(length + 16));
        }
        const std::string answer = "HTTP/1.1 200 OK\r\n" + header + "Content-Length: 0\r\n\r\n";
        EXPECT_EQ(::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL), std::ssize(answer));
        return got.substr(0, got.find("\r\n")) + "\n" + got.substr(got.find("\r\n\r\n") + 4);
    }

    int socket_;
    unsigned short port_ = 0;
};

class portal_process : public testing::Test {
protected:
    void start(std::vector<std::string> more = {}) {
        std::vector<std::string> words = {SANDBOX_PORTAL, "--listen", "127.0.0.1:0", "--handler",
                                          "http://127.0.0.1:" + std::to_string(app_.port())};
        words.insert(words.end(), more.begin(), more.end());
        int out[2];
        ASSERT_EQ(::pipe(out), 0);
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(out[1], STDOUT_FILENO);
            std::vector<char*> arguments;
            for (auto& word : words)
                arguments.push_back(word.data());
            arguments.push_back(nullptr);
            ::execv(SANDBOX_PORTAL, arguments.data());
            ::_exit(127);
        }
        ::close(out[1]);
        std::string line;
        for (char c = 0; ::read(out[0], &c, 1) == 1 && c != '\n';)
            line += c;
        ::close(out[0]);
        const std::string expected = "listening on http://127.0.0.1:";
        ASSERT_EQ(line.substr(0, expected.size()), expected);
        port_ = static_cast<unsigned short>(std::stoi(line.substr(expected.size())));
    }

    int stop(int signal = SIGTERM) {
        ::kill(child_, signal);
        int status = 0;
        ::waitpid(child_, &status, 0);
        child_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    void TearDown() override {
        if (child_ > 0)
            stop(SIGKILL);
    }

    std::string post(const std::string& path, const std::string& body) {
        connection to(port_);
        to.send(post_text(path, body));
        return to.read_all();
    }

    std::string get(const std::string& path) {
        connection to(port_);
        to.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        return to.read_all();
    }

    handler app_;
    pid_t child_ = 0;
    unsigned short port_ = 0;
};

TEST_F(portal_process, serves_its_page_and_ends_well_on_sigterm) {
    start();
    const auto page = get("/");
    EXPECT_THAT(page, testing::HasSubstr("200 OK"));
    EXPECT_THAT(page, testing::HasSubstr("text/html"));
    EXPECT_THAT(get("/../etc/passwd"), testing::HasSubstr("404"));
    EXPECT_EQ(stop(), 0);
}

TEST_F(portal_process, installs_the_application_and_tells_how_it_answered) {
    start();
    std::string told;
    std::thread installer([&] { told = post("/control/install", "{}"); });
    const auto event = app_.take();
    installer.join();
    EXPECT_THAT(event, testing::StartsWith("POST /install HTTP/1.1\nevent=ONAPPINSTALL&data%5BVERSION%5D=1"));
    EXPECT_THAT(told, testing::HasSubstr(R"("sent":true,"status":200)"));
    EXPECT_THAT(get("/page/state?user=1"), testing::HasSubstr(R"("installed":true)"));
}

TEST_F(portal_process, says_so_when_the_handler_is_not_there) {
    start({"--handler", "http://127.0.0.1:1"});
    EXPECT_THAT(post("/control/install", "{}"), testing::HasSubstr(R"("sent":false,"status":0)"));
    EXPECT_THAT(post("/page/act", R"({"user":1,"do":"install"})"), testing::HasSubstr("502"));
    EXPECT_THAT(get("/page/state?user=1"),
                testing::HasSubstr(R"("installed":false,"bot":null,"handlerReachable":false)"));
}

TEST_F(portal_process, posts_raw_events_and_is_idle_afterwards) {
    start();
    const std::string url = "http://127.0.0.1:" + std::to_string(app_.port()) + "/door";
    EXPECT_THAT(post("/control/raw_event", R"({"event":"X","form":"a[b]=\u0007","url":")" + url + "\"}"),
                testing::HasSubstr("200 OK"));
    EXPECT_EQ(app_.take(), "POST /door HTTP/1.1\na[b]=\x07");
    EXPECT_THAT(get("/control/idle?timeout_ms=9000"), testing::HasSubstr(R"({"idle":true})"));
}

TEST_F(portal_process, many_events_go_out_one_after_another_over_one_connection) {
    start();
    std::thread installer([&] { post("/control/install", "{}"); });
    app_.take();
    installer.join();
    const std::string url = "http://127.0.0.1:" + std::to_string(app_.port()) + "/door";
    for (const char* form : {"a=1", "a=2", "a=3"})
        post("/control/raw_event",
             R"({"event":"X","form":")" + std::string(form) + R"(","url":")" + url + "\"}");
    const auto posts = app_.take_over_one_connection(3);
    EXPECT_THAT(posts, testing::ElementsAre("POST /door HTTP/1.1\na=1", "POST /door HTTP/1.1\na=2",
                                            "POST /door HTTP/1.1\na=3"));
    EXPECT_THAT(get("/control/idle?timeout_ms=9000"), testing::HasSubstr(R"({"idle":true})"));
}

TEST_F(portal_process, a_renamed_portal_redirects_and_mends) {
    start({"--without", "v3,imbot.v2", "--kind", "box"});
    const std::string path = "/rest/99/sandbox-webhook/feature.get?CODE=rest_offline_extended";
    EXPECT_THAT(get(path), testing::HasSubstr("ru_selfhosted"));
    post("/control/rename", R"({"to":"http://localhost:)" + std::to_string(port_) + "\"}");
    connection old(port_);
    old.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
             "\r\nConnection: close\r\n\r\n");
    const auto answer = old.read_all();
    EXPECT_THAT(answer, testing::StartsWith("HTTP/1.1 302"));
    EXPECT_THAT(answer,
                testing::HasSubstr("Location: http://localhost:" + std::to_string(port_) + "/rest/99/"));
    post("/control/trouble", R"({"kind":"maintenance"})");
    EXPECT_THAT(get(path), testing::HasSubstr("PORTAL_DELETED"));
    post("/control/trouble", R"({"kind":"mended"})");
    EXPECT_THAT(get(path), testing::HasSubstr("ru_selfhosted"));
}

TEST_F(portal_process, tells_the_page_of_every_change) {
    start();
    connection page(port_);
    page.send("GET /page/stream?user=27 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    const auto first = page.read_until("}\n\n");
    EXPECT_THAT(first, testing::HasSubstr("text/event-stream"));
    post("/page/act", R"({"user":13,"do":"say","dialog":"chat5","text":"раз"})");
    EXPECT_THAT(page.read_until("}\n\n"), testing::StartsWith("data: {\"revision\":"));
}

TEST_F(portal_process, drops_the_connection_when_planned) {
    start({"--faults", R"({"rest":[{"method":"server.time","kind":"drop_before"}]})"});
    const std::string path = "/rest/99/sandbox-webhook/server.time";
    EXPECT_EQ(get(path), "");
    EXPECT_THAT(get(path), testing::HasSubstr("200 OK"));
}

TEST_F(portal_process, keeps_a_connection_for_several_requests) {
    start();
    connection to(port_);
    const std::string request =
        "GET /rest/99/sandbox-webhook/server.time HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    for (int i = 0; i < 3; ++i) {
        to.send(request);
        EXPECT_THAT(to.read_until("}}"), testing::HasSubstr("\"result\""));
    }
}

TEST(portal_command_line, a_wrong_option_is_named_and_exits_2) {
    const std::string command = std::string(SANDBOX_PORTAL) + " --nonsense 2>/dev/null";
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 2);
}

}  // namespace
