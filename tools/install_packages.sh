#!/usr/bin/env bash
# Installs the Debian 12 packages the project builds, runs and is tested with. Quick when they are there already.
# Usage: install_packages.sh build [test] [clang] [fuzz] [browser]
set -euo pipefail

packages=()
for group in "$@"; do
  case $group in
    build) packages+=(g++ cmake ninja-build ccache mold pkg-config gettext git
             libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libboost-locale1.81-dev
             libssl-dev libsqlite3-dev libcli11-dev libtomlplusplus-dev libspdlog-dev
             libhowardhinnant-date-dev tzdata ca-certificates curl python3) ;;
    test) packages+=(libgtest-dev libgmock-dev libmimalloc-dev clang-format-14 openssl sqlite3) ;;
    clang) packages+=(clang-14) ;;
    fuzz) packages+=(clang-14 libclang-rt-14-dev) ;;
    browser) packages+=(chromium fonts-noto-core fonts-noto-color-emoji)
             command -v node >/dev/null || packages+=(nodejs)
             command -v npm >/dev/null || packages+=(npm) ;;
    *) echo "unknown group: $group" >&2; exit 2 ;;
  esac
done

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
((${#missing[@]})) || exit 0

as_root=()
if ((EUID != 0)); then
  command -v sudo >/dev/null || { echo "Installing ${missing[*]} needs root: run this as root or install sudo." >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
