// batch: up to 50 commands in one request (protocol notes 2.7).
#pragma once

#include "sandbox/rest.hpp"

namespace sandbox {

answer batch(const call& c);

}  // namespace sandbox
