#!/usr/bin/env bash
# Make the virtual environment from the hash-pinned lock.
set -euo pipefail

venv=$1
python=${PYTHON:-python3}
"$python" - <<'CHECK'
import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(f"Python 3.11 to 3.13 is needed, this is {sys.version.split()[0]}")
CHECK
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
    --requirement requirements.lock
