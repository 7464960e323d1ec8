#!/usr/bin/env bash
# Install the Debian packages named in a file, where the user may; else say what to type.
set -euo pipefail

wanted=$(cat "$1")
if ! command -v dpkg-query >/dev/null; then
    echo "This is no Debian system: install what stands for these packages yourself:" $wanted >&2
    exit 0
fi

missing=()
for package in $wanted; do
    state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
    [ "$state" = "install ok installed" ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "System packages are missing. Type this, then repeat the command:" >&2
    echo "  sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${missing[*]}" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install --yes -qq --no-install-recommends "${missing[@]}"
