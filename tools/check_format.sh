#!/usr/bin/env bash
# Fails when a source is not laid out as .clang-format says. Usage: check_format.sh ROOT
set -euo pipefail
cd "$1"
git ls-files -z '*.cpp' '*.hpp' | xargs -0 clang-format-14 --dry-run -Werror
