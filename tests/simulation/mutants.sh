#!/usr/bin/env bash
# Proves that the simulation can fail: breaks the bot in one place after the other, in a copy of the tree, and
# lives until an invariant is violated. Usage: mutants.sh [NAME ...]     Some minutes for each that survives.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git -C "$here" ls-files -z | (cd "$here" && xargs -0 cp --parents -t "$copy")
cd "$copy"
cmake --preset release -DBUILD_TESTING=ON -DGUARD_BENCH=OFF >/dev/null

# name | file | what is replaced (a fixed string, once) | by what | the invariants that may tell
mutants='
bucket     | bot/portal_client.cpp | if (wait > 0ms)                          | if (wait < 0ms)              | 7
clock      | bot/house.cpp         | around.time.now() + portal.ahead()       | around.time.now()            | 1 2 3
new_cards  | storage/outbox.cpp    | if (is_of_another_bot(tx, step.slot))    | if (false)                   | 3
forgets    | bot/group_commit.cpp  | storage::inbox::put(tx, each);           | if (each.body.size() % 2) storage::inbox::put(tx, each); | 6
'
trimmed() { sed 's/^ *//; s/ *$//' <<<"$1"; }
survived=0
while IFS='|' read -r name file from to expected; do
  name=$(trimmed "$name") file=$(trimmed "$file") from=$(trimmed "$from") to=$(trimmed "$to")
  [[ -n $name ]] || continue
  (($# == 0)) || [[ " $* " == *" $name "* ]] || continue
  cp "$file" saved
  FROM=$from TO=$to python3 - "$file" <<'P'
import os, sys
path, old, new = sys.argv[1], os.environ["FROM"], os.environ["TO"]
text = open(path).read()
if old not in text:
    sys.exit(f"{path} has no longer: {old}")
open(path, "w").write(text.replace(old, new, 1))
P
  cmake --build --preset release --target simulation >build.log 2>&1 || { tail -20 build.log; exit 1; }
  build/release/bin/simulation --seeds 1..100 --days 10 --cores "$(nproc)" >lives.log || true
  first=$(grep -m1 -o "^seed .*invariant [0-9]" lives.log || true)
  told=${first##* }
  if [[ -n $told && " $expected " == *" $told "* ]]; then
    echo "$name: found, $first"
  else
    echo "$name: NOT FOUND ${first:-by anything}"
    survived=1
  fi
  cp saved "$file"
done <<<"$mutants"
exit $survived
