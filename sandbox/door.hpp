// The one entrance: which part of the portal answers a request. Pure, without sockets.
#pragma once

#include "sandbox/portal.hpp"
#include "sandbox/web.hpp"

namespace sandbox {

// Where the page's files come from: a directory, or "" for the copies built in.
struct page_source {
    std::string directory;
};

web_response respond(portal& p, const page_source& page, const web_request& request);

}  // namespace sandbox
