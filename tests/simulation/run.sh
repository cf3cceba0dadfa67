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
simulation=build/release/bin/simulation

# One process a core, each with seeds of its own.
cores=$(nproc)
lives=$((100 / cores))
pids=()
for ((core = 0; core < cores; ++core)); do
  from=$((first + core * (hours ? 1000000 : lives)))
  if ((hours)); then
    "$simulation" --seed "$from" --days 10 --minutes $((hours * 60)) &
  else
    "$simulation" --seeds "$from..$((core == cores - 1 ? 100 : from + lives - 1))" --days 10 &
  fi
  pids+=($!)
done
failed=0
for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
exit $failed
