#!/usr/bin/env bash
# veraPDF, the reference validator of PDF/A. Fetched once with Maven into a cache outside the
# clone (VANKHO_CACHE, default ~/.cache/vankho); from then on it needs no network.
#   verapdf.sh --format text -f 2u FILE...     one line a file: PASS or FAIL, path, flavour
#   verapdf.sh --fetch                         only fetch
set -euo pipefail

version=1.28.2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${VANKHO_CACHE:-$HOME/.cache/vankho}
lib=$cache/verapdf-$version

if [ ! -f "$lib/greenfield-apps-$version.jar" ]; then
    mkdir -p "$cache"
    # Fetched beside its place and moved when whole: two runs at once, or a broken one, leave no half library.
    fresh=$(mktemp -d "$cache/verapdf.XXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$fresh/lib" >&2
    mv -T "$fresh/lib" "$lib" 2>/dev/null || [ -f "$lib/greenfield-apps-$version.jar" ]
    rm -rf "$fresh"
    trap - EXIT
fi

[ "${1:-}" != --fetch ] || exit 0
exec java -Djava.awt.headless=true -cp "$lib/*" org.verapdf.apps.GreenfieldCliWrapper "$@"
