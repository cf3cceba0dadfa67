// A request to the sandbox and its answer, free of sockets.
#pragma once

#include <boost/json.hpp>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sandbox {

namespace json = boost::json;

struct web_request {
    std::string method = "GET";
    std::string path;   // "/rest/profile", not decoded
    std::string query;  // without the question mark
    std::string content_type, authorization, host, origin;
    std::string address;  // of the peer
    std::string body;
};

struct web_response {
    // What the server has to do beyond writing the answer.
    enum class ending { answer, drop, stream, wait_idle, install };

    int status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    ending then = ending::answer;
    std::chrono::milliseconds wait{0};  // before answering; for wait_idle: at most
    long user = 0;                      // install: whose tokens are sent
};

inline web_response json_response(int status, const json::value& body) {
    web_response answer;
    answer.status = status;
    answer.type = "application/json; charset=utf-8";
    answer.body = json::serialize(body);
    return answer;
}

}  // namespace sandbox
