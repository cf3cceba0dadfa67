#!/usr/bin/env bash
# Lives the three-minute story in headless Chromium with the real bot, and checks the sandbox's page.
# Usage: run.sh FOLDER_OF_BINARIES [FOLDER_FOR_SCREENSHOTS]
set -euo pipefail
bin=$(readlink -f "$1")
shots=${2:-$(mktemp -d -t guard-shots.XXXXXX)}
here=$(dirname "$(readlink -f "$0")")
GUARD_BIN=$bin exec python3 -W ignore "$here/run.py" "$here" "$shots"
