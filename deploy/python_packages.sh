#!/usr/bin/env bash
# Makes .venv with every pinned package (hashes checked). Usage: python_packages.sh desk|dev
set -euo pipefail
cd "$(dirname "$0")/.."

python=""
for name in "${PYTHON:-}" python3.13 python3.12 python3.11 python3; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 || continue
  if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$name; break; fi
done
if [ -z "$python" ]; then
  echo "Vankho needs Python 3.11 or newer; set PYTHON to one." >&2
  exit 1
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "Installing Python packages into .venv: one to three minutes the first time."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$1.txt"
echo "Installing Vankho itself, and compiling it."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
# Compiled once here, where the settings of a shell may forbid it at every start.
.venv/bin/python -m compileall -q records ingest ocr archive retention_rules accounts search_api adapters web_ui app
