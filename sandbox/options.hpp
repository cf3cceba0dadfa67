// The command line of sandbox-portal.
#pragma once

#include <string>
#include <vector>

#include "sandbox/portal.hpp"

namespace sandbox {

struct options {
    std::string host = "127.0.0.1";
    unsigned short port = 8070;  // 0 = a free one
    std::string base;            // how others reach it, without a slash at the end; "" = where it listens
    std::string page;            // directory of the page's files; "" = the copies built in
    fault_plan faults;
    settings set;
    bool bucket_given = false;
    bool help = false;
};

// Takes `--name value` and `--name=value`. Throws std::invalid_argument that names what is wrong.
options read_options(const std::vector<std::string>& arguments);

// What --help prints.
std::string usage();

}  // namespace sandbox
