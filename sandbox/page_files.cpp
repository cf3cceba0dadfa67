#include "sandbox/page_files.hpp"

#include <fstream>
#include <sstream>

namespace sandbox {
namespace {

std::string type_of(std::string_view name) {
    const auto ends = [&](std::string_view suffix) { return name.ends_with(suffix); };
    if (ends(".html"))
        return "text/html; charset=utf-8";
    if (ends(".css"))
        return "text/css; charset=utf-8";
    if (ends(".js"))
        return "text/javascript; charset=utf-8";
    if (ends(".svg"))
        return "image/svg+xml";
    return "application/octet-stream";
}

}  // namespace

std::optional<web_file> page_file(const std::string& directory, const std::string& name) {
    if (name.empty() || name.front() == '.' || name.find_first_of("/\\") != std::string::npos)
        return std::nullopt;
    if (directory.empty()) {
        const auto content = embedded_page_file(name);
        if (!content)
            return std::nullopt;
        return web_file{type_of(name), std::string(*content)};
    }
    const std::ifstream file(directory + "/" + name, std::ios::binary);
    if (!file)
        return std::nullopt;
    std::ostringstream content;
    content << file.rdbuf();
    return web_file{type_of(name), content.str()};
}

}  // namespace sandbox
