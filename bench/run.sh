#!/usr/bin/env bash
# Measures the bot's door beside a bare Beast server and Fastify. Usage: bench/run.sh [--quick] [--fill COMMAND] …
# The tables go to standard output, what is going on to standard error. README.md says how to read them.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
cmake --preset release >/dev/null
cmake --build --preset release --target deadline-guard sandbox-portal flood bare-server >&2
# better-sqlite3 is compiled where no ready binary can be fetched: with the headers of this machine's node.
nodedir=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
[[ -e bench/peers/node_modules/better-sqlite3/build/Release/better_sqlite3.node ]] ||
  (cd bench/peers && npm_config_nodedir=$nodedir npm ci --no-audit --no-fund --loglevel=error >&2)
GUARD_BIN=build/release/bin exec python3 bench/run.py "$@"
