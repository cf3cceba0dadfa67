// The files of the page: whatever lies in sandbox/page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

struct web_file {
    std::string type, content;
};

// From `directory`, or, when it is "", from the copies made at build time. Names with slashes are not served.
std::optional<web_file> page_file(const std::string& directory, const std::string& name);

// In the generated embedded_page.cpp: the content, or nullopt.
std::optional<std::string_view> embedded_page_file(std::string_view name);

}  // namespace sandbox
