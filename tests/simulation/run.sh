#!/usr/bin/env bash
# Lives simulated days of the bot. Usage: run.sh              100 lives of 10 days, always the same
#                                         run.sh --hours N    new lives for N hours
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."

hours=0 first=1
case "${1:-}" in
  "") ;;
  --hours) hours=${2:?"hours"} first=$(date +%s) ;;
  *) sed -n 's/^# \(Usage\|  \)/\1/p' "$0" >&2; exit 2 ;;
esac

cmake --preset release -DBUILD_TESTING=ON >/dev/null  # the demo leaves it off
cmake --build --preset release --target simulation

how=(--days 10 --cores "$(nproc)")
((hours)) && how+=(--seed "$first" --minutes $((hours * 60))) || how+=(--seeds 1..100)
exec build/release/bin/simulation "${how[@]}"
