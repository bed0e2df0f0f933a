#!/usr/bin/env bash
# Fetches veraPDF, the reference validator of PDF/A, with Maven, once, into a cache outside the
# clone (VANKHO_CACHE, default ~/.cache/vankho); prints the folder of its libraries. From then on
# neither Maven nor the network is needed.
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
fi
echo "$lib"
