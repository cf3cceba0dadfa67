#!/usr/bin/env bash
# Fuzzes each target in turn and prints how many inputs were tried. Findings are left in build/fuzz/findings.
# Usage: tests/fuzz/run.sh [--seed N] [SECONDS [TARGET...]]     (10 seconds a target, all targets)
#        tests/fuzz/run.sh --keep                               (minimise what was found interesting into the corpus)
# With a seed a run starts from the kept corpus and tries the same inputs each time; without one it goes on
# from what earlier runs found.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."

kept=tests/fuzz/corpus
grown=build/fuzz/corpus  # what libFuzzer finds interesting: never in the source tree
findings=build/fuzz/findings
kept_files_max=64        # of each target; a longer corpus says little more and makes the tests slow
kept_bytes_max=2048

targets() { for source in tests/fuzz/*_fuzz.cpp; do basename "$source" _fuzz.cpp; done; }

build() {
  cmake --preset fuzz >/dev/null
  cmake --build --preset fuzz
}

fuzz() {  # TARGET SECONDS
  local log=build/fuzz/$1.log
  local found=$grown/$1
  if [[ $seed != 0 ]]; then
    found=build/fuzz/seeded/$1
    rm -rf "$found"
  fi
  mkdir -p "$found" "$findings"
  local dictionary=()
  [[ ! -e tests/fuzz/$1.dict ]] || dictionary=(-dict="tests/fuzz/$1.dict")
  if ! "build/fuzz/bin/fuzz_$1" -seed="$seed" -max_total_time="$2" -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
       -artifact_prefix="$findings/$1-" ${dictionary[@]+"${dictionary[@]}"} "$found" "$kept/$1" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "fuzz_$1 failed; the input is in $findings" >&2
    return 1
  fi
  executions=$(awk '/^stat::number_of_executed_units:/ {print $2}' "$log")
  printf '%-14s %10d executions in %d s\n' "$1" "$executions" "$2"
}

# Keeps the smallest inputs that together reach what all of them reach.
keep() {
  local whole
  for target in $(targets); do
    whole=$(mktemp -d)
    "build/fuzz/bin/fuzz_$target" -merge=1 -max_len="$kept_bytes_max" "$whole" "$kept/$target" "$grown/$target" >/dev/null 2>&1
    for input in $(find "$whole" -type f -printf '%s %p\n' | sort -n | awk '{print $2}'); do
      (($(find "$kept/$target" -type f | wc -l) < kept_files_max)) || break
      cp "$input" "$kept/$target/"
    done
    rm -r "$whole"
  done
}

build
if [[ ${1:-} == --keep ]]; then
  keep
  exit
fi
seed=0  # chance
if [[ ${1:-} == --seed ]]; then
  seed=$2
  shift 2
fi
seconds=${1:-10}
shift || true
total=0
for target in "${@:-$(targets)}"; do
  for each in $target; do
    fuzz "$each" "$seconds"
    total=$((total + executions))
  done
done
printf '%-14s %10d executions\n' total "$total"
