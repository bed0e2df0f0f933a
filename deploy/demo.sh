#!/usr/bin/env bash
# The main job on sample dossiers: make them, take them in, search, report, verify, say where to look.
set -euo pipefail
cd "$(dirname "$0")/.."
# Always a desk of its own, whatever is set: nothing takes invented dossiers out of an archive again.
export VANKHO_DATA="$PWD/demo-data/archive" VANKHO_PROFILE=desk VANKHO_HOST=127.0.0.1
samples=demo-data/samples
vankho=.venv/bin/vankho
# A command as it is typed, then what it says.
run() { printf '\033[2m$ %s\033[0m\n' "$*"; "$@"; }
say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

rm -rf demo-data
echo "The demonstration lives in $VANKHO_DATA; no other archive is touched."
say "1. Sample dossiers (invented people, pages degraded like scans): about half a minute"
run .venv/bin/python -m app.samples "$samples"

say "2. Take them in: check, read, PDF/A, describe, deposit, index, retain: about a minute"
# Exit status 3: done, and something needs a person; the samples hold a broken and a secret file on purpose.
run "$vankho" ingest "$samples" --name "Lô mẫu" || [ $? -eq 3 ]

say "3. Find: with diacritics, without, by number"
run "$vankho" search "giấy phép xây dựng" --limit 3
run "$vankho" search "giay phep xay dung" --limit 3

say "4. What falls due when, and why"
run "$vankho" retention report

say "5. Is everything as it was written?"
run "$vankho" verify

say "Look at it in the browser:"
echo "  VANKHO_DATA=$VANKHO_DATA $vankho serve"
