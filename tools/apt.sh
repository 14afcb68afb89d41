#!/bin/sh
# Usage: tools/apt.sh NAME ... : the Debian packages that the program needs, installed if missing.
# Root on Debian: installs after saying so. Anyone else: prints the line and stops. Not Debian: does nothing.
set -eu
command -v dpkg-query >/dev/null 2>&1 || exit 0
missing=""
for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q "ok installed" || missing="$missing $name"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ]; then
    echo "Keyline needs these system packages. Install them and try again:" >&2
    echo "  sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi
echo "Installing system packages:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # a list of names
apt-get install -qq -y --no-install-recommends $missing </dev/null >/dev/null 2>&1 && exit 0
apt-get update -qq </dev/null
# shellcheck disable=SC2086
exec apt-get install -qq -y --no-install-recommends $missing </dev/null
