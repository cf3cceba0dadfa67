#include "bot/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <string>

namespace bot::log {

namespace {

constexpr std::size_t value_size_max = 500;  // longer values are cut: a log line is for reading

std::string quoted(std::string_view value) {
    const bool plain = !value.empty() && value.find_first_of(" \"=\t\r\n\\") == std::string_view::npos;
    if (plain && value.size() <= value_size_max)
        return std::string(value);
    std::string out = "\"";
    for (const char c : value.substr(0, value_size_max)) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '"' || c == '\\')
            out += {'\\', c};
        else
            out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
    return out + (value.size() > value_size_max ? "…\"" : "\"");
}

void line(spdlog::level::level_enum level, std::string_view event, fields with) {
    std::string text(event);
    for (const auto& [key, value] : with)
        text += " " + std::string(key) + "=" + quoted(value);
    spdlog::log(level, "{}", text);
}

}  // namespace

void info(std::string_view event, fields with) {
    line(spdlog::level::info, event, with);
}
void warning(std::string_view event, fields with) {
    line(spdlog::level::warn, event, with);
}
void error(std::string_view event, fields with) {
    line(spdlog::level::err, event, with);
}

void begin(std::string_view level) {
    spdlog::drop("deadline-guard");  // begun anew
    auto logger = spdlog::stderr_logger_st("deadline-guard");
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    const auto wanted = spdlog::level::from_str(std::string(level));
    logger->set_level(wanted == spdlog::level::off ? spdlog::level::info : wanted);
    spdlog::set_default_logger(std::move(logger));
}

}  // namespace bot::log
