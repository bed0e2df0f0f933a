#!/usr/bin/env bash
# veraPDF, the reference validator of PDF/A; arguments go to its command line:
#   verapdf.sh --format text -f 2u FILE...     one line a file: PASS or FAIL, path, flavour
#   verapdf.sh --format json -f 0 FILE...      -f 0: the flavour that each file claims
# One start for many files: about 2 s for the first, then some 0.1 s a small file.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lib=$("$here/fetch.sh")
exec java -Djava.awt.headless=true -cp "$lib/*" org.verapdf.apps.GreenfieldCliWrapper "$@"
