#!/bin/sh
# Kills the bot in so many rounds (1000) of the random kinds, half of them under load; run it in the repository's root:
#   tests/e2e/run_kills.sh [ROUNDS]
# GUARD_BIN says where the binaries are, GUARD_SEED where the dice begin.
set -eu
half=$((${1:-1000} / 2))
GUARD_ROUNDS=$half python3 tests/e2e/test_robust.py Kills.test_at_random_moments
GUARD_ROUNDS=$((${1:-1000} - half)) python3 tests/e2e/test_kills.py
