#!/usr/bin/env bash
# The browser tests: the page alone against a sandbox, then the three-minute story against a sandbox and the real bot.
# Usage: run.sh DIRECTORY_WITH_PROGRAMS [DIRECTORY_FOR_SCREENSHOTS]      (npm ci was run here before)
set -euo pipefail
programs=$(readlink -f "${1:?directory with sandbox-portal and deadline-guard}")
shots=$(readlink -m "${2:-$programs/../screenshots}")
cd "$(dirname "$(readlink -f "$0")")"

folder=$(mktemp -d -t browser-tests.XXXXXX)
pids=()
finish() {
  local code=$?
  ((${#pids[@]})) && kill "${pids[@]}" 2>/dev/null
  wait 2>/dev/null || true
  ((code == 0)) || tail -n 40 "$folder"/*.log >&2
  rm -rf "$folder"
  exit "$code"
}
trap finish EXIT

free_port() {
  node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

answers() {  # answers URL: waits until the address does
  for _ in $(seq 300); do
    curl -fsS -o /dev/null "$1" 2>/dev/null && return
    sleep 0.1
  done
  echo "No answer from $1" >&2
  return 1
}

portal() {  # portal PORT BOT_PORT NAME
  "$programs/sandbox-portal" --listen "127.0.0.1:$1" --handler "http://127.0.0.1:$2" \
    --client-id local.sandbox.1 --client-secret sandbox-secret >"$folder/$3.log" 2>&1 &
  pids+=($!)
  answers "http://127.0.0.1:$1/"
}

alone=$(free_port)
portal "$alone" "$(free_port)" page
node page.mjs "http://127.0.0.1:$alone"

portal_port=$(free_port)
bot_port=$(free_port)
cat >"$folder/guard.toml" <<TOML
[server]
listen     = "127.0.0.1:$bot_port"
public_url = "http://127.0.0.1:$bot_port"
[portal]
client_id     = "local.sandbox.1"
oauth_server  = "http://127.0.0.1:$portal_port"
allowed_hosts = ["127.0.0.1"]
[storage]
database = "guard.db"
[guard]
mode = "reason"
[locale]
language  = "ru"
time_zone = "Europe/Moscow"
TOML
portal "$portal_port" "$bot_port" portal
DEADLINE_GUARD_CLIENT_SECRET=sandbox-secret \
  "$programs/deadline-guard" serve --config "$folder/guard.toml" >"$folder/bot.log" 2>&1 &
pids+=($!)
answers "http://127.0.0.1:$bot_port/healthz"
curl -fsS -X POST "http://127.0.0.1:$portal_port/control/install" -o /dev/null
answers "http://127.0.0.1:$bot_port/readyz"
node story.mjs "http://127.0.0.1:$portal_port" "$shots"
echo "Screenshots: $shots"
