#!/usr/bin/env bash
# Builds what no system package holds, once, into a cache outside the clone (VANKHO_CACHE, default
# ~/.cache/vankho), and prints where it lies. From then on neither Go, Maven nor the network is needed.
#
#   fetch.sh minio            MinIO from its pinned Go module (3 to 5 minutes, once)
#   fetch.sh oidc             a provider of identities for tests, from its pinned Go module (a minute, once)
#   fetch.sh elasticsearch    one Elasticsearch node for tests from Elastic's jars (15 s, once; see elasticsearch/)
#   fetch.sh all              all of them, as far as this machine can
#
# Exit status 3: a program this machine lacks is named on the error stream.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${VANKHO_CACHE:-$HOME/.cache/vankho}
mkdir -p "$cache/bin"
cache=$(cd "$cache" && pwd)

say() { echo "services: $*" >&2; }
need() { # PROGRAM WORDS
  command -v "$1" >/dev/null 2>&1 || { say "$2"; exit 3; }
}

# Two at once wait for each other; what is made lies beside its place until it is whole.
alone() { exec 9>"$cache/$1.lock" && flock 9; }
fresh=
trap '[ -z "$fresh" ] || rm -rf "$fresh"' EXIT

minio_is_there() { # Go writes the version of its module into the program it builds
  [ -x "$cache/bin/minio" ] && grep -qaF "${module##*@}" "$cache/bin/minio"
}

fetch_minio() {
  local module
  module=$(cat "$here/../minio/module")
  if ! minio_is_there; then
    need go "MinIO is built from source and needs Go 1.24 or newer (https://go.dev/doc/install)"
    alone minio
    if ! minio_is_there; then
      say "building MinIO, once (3 to 5 minutes)"
      fresh=$(mktemp -d "$cache/minio.XXXXXX")
      # Outside of any module, so that no go.mod nearby has a say.
      (cd "$fresh" && GOBIN=$fresh GOFLAGS=-buildvcs=false GOWORK=off nice go install "$module" >&2)
      mv -T "$fresh/minio" "$cache/bin/minio"
    fi
  fi
  echo "$cache/bin/minio"
}

# A whole OpenID provider, certified as a library, with users of a file: tests sign in by it. Never installed.
fetch_oidc() {
  local module place
  module=$(cat "$here/../oidc/module")
  place=$cache/bin/oidc-provider-${module##*@}
  if [ ! -x "$place" ]; then
    need go "the OpenID provider for tests is built from source and needs Go 1.24 or newer (https://go.dev/doc/install)"
    alone oidc
    if [ ! -x "$place" ]; then
      say "building the OpenID provider for tests, once (a minute)"
      fresh=$(mktemp -d "$cache/oidc.XXXXXX")
      (cd "$fresh" && GOBIN=$fresh GOFLAGS=-buildvcs=false GOWORK=off nice go install "$module" >&2)
      mv -T "$fresh/server" "$place"
    fi
  fi
  echo "$place"
}

descriptor() { # FOLDER CLASS VERSION: what the server wants to know of a module
  cat >"$1/plugin-descriptor.properties" <<END
name=$(basename "$1")
description=$(basename "$1")
version=$3
elasticsearch.version=$3
java.version=17
classname=$2
has.native.controller=false
END
}

fetch_elasticsearch() {
  local from=$here/elasticsearch node key version support
  key=$(cat "$from/pom.xml" "$from"/src/testnode/*.java "$from/config/log4j2.properties" | sha256sum | cut -c1-16)
  node=$cache/elasticsearch-$key
  if [ ! -d "$node" ]; then
    need mvn "the Elasticsearch node for tests needs Maven (Debian: maven)"
    need javac "the Elasticsearch node for tests needs a JDK, 17 or newer (Debian: default-jdk-headless)"
    alone elasticsearch
  fi
  if [ ! -d "$node" ]; then
    say "fetching Elasticsearch, once (15 s)"
    fresh=$(mktemp -d "$cache/elasticsearch.XXXXXX")
    mvn -B -q -Dstyle.color=never -f "$from/pom.xml" "-Dnode.dir=$fresh" \
      dependency:copy-dependencies@server dependency:copy-dependencies@netty >&2
    version=$(basename "$fresh"/lib/elasticsearch-[0-9]*.jar .jar)
    version=${version#elasticsearch-}
    support=$fresh/plugins/node-support
    mkdir -p "$support" "$fresh/config" "$fresh/classes/start" "$fresh/classes/support"
    cp "$from/config/log4j2.properties" "$fresh/config/"
    javac -nowarn --release 17 -cp "$fresh/lib/*" -d "$fresh/classes/start" "$from/src/testnode/TestNode.java" >&2
    javac -nowarn --release 17 -cp "$fresh/lib/*" -d "$fresh/classes/support" \
      "$from"/src/testnode/{SupportPlugin,RootHandler,AnalysisParts}.java >&2
    jar --create --file "$fresh/lib/testnode-start.jar" -C "$fresh/classes/start" .
    jar --create --file "$support/testnode-support.jar" -C "$fresh/classes/support" .
    rm -rf "$fresh/classes"
    descriptor "$fresh/modules/transport-netty4" org.elasticsearch.transport.netty4.Netty4Plugin "$version"
    descriptor "$support" testnode.SupportPlugin "$version"
    chmod 0755 "$fresh"
    mv -T "$fresh" "$node"
  fi
  echo "$node"
}

case ${1:-} in
  minio) fetch_minio ;;
  oidc) fetch_oidc ;;
  elasticsearch) fetch_elasticsearch ;;
  all) for name in minio elasticsearch oidc; do "${BASH_SOURCE[0]}" "$name" >/dev/null || [ $? = 3 ]; done ;;
  *) sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
