#!/usr/bin/env bash
# Becomes one server of the server profile, in the foreground, on loopback, its data in a folder of its own:
#
#   run.sh minio|elasticsearch|postgres|redis DATA PORT
#
# For tests: fixed sign-in, no passwords, durable writes. Production is docker-compose.yml.
# PostgreSQL refuses to be root; root runs it as the account of its package, which must be able to reach DATA.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
name=$1 data=$2 port=$3
mkdir -p "$data"
data=$(cd "$data" && pwd)

run_minio() {
  local program
  program=$("$here/fetch.sh" minio)
  # A closed console and no call home: nothing but S3 is wanted.
  export MINIO_ROOT_USER=vankhotest MINIO_ROOT_PASSWORD=vankhotest123 MINIO_BROWSER=off MINIO_UPDATE=off
  exec "$program" server "$data" --address "127.0.0.1:$port"
}

run_elasticsearch() {
  local node
  node=$("$here/fetch.sh" elasticsearch)
  mkdir -p "$data/tmp"
  # ES_FLAGS: more words for Java. Where it lives for minutes only, its second compiler costs more than it gives.
  # shellcheck disable=SC2086
  exec java ${ES_FLAGS:-} "-Xms${ES_HEAP:-512m}" "-Xmx${ES_HEAP:-512m}" -XX:+UseG1GC -Xss1m \
    -XX:-OmitStackTraceInFastThrow -XX:+ExitOnOutOfMemoryError \
    "-Djava.io.tmpdir=$data/tmp" -Djava.awt.headless=true -Dfile.encoding=UTF-8 \
    -Djna.nosys=true -Djava.locale.providers=SPI,COMPAT -Dlog4j.shutdownHookEnabled=false -Dlog4j2.disable.jmx=true \
    -Dlog4j2.formatMsgNoLookups=true -Dio.netty.noUnsafe=true -Dio.netty.noKeySetOptimization=true \
    -Dio.netty.recycler.maxCapacityPerThread=0 --add-opens=java.base/java.io=ALL-UNNAMED \
    -cp "$node/lib/*" testnode.TestNode "$node" "$data" "$port" "$data/ready"
}

run_postgres() {
  local programs=() newest as=()
  # The newest of the system; on Debian they lie beside one another, outside of PATH.
  mapfile -t programs < <(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V)
  newest=${programs[-1]:-$(dirname "$(command -v initdb || echo /nowhere/initdb)")}
  [ -x "$newest/initdb" ] || { echo "services: PostgreSQL is missing (Debian: postgresql)" >&2; exit 3; }
  if [ "$(id -u)" = 0 ]; then
    as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    chown postgres "$data"
  fi
  cd "$data" # setpriv keeps the working folder, which may be closed to that account
  if [ ! -s "$data/PG_VERSION" ]; then
    ${as[@]+"${as[@]}"} "$newest/initdb" -D "$data" -U vankho --auth=trust -E UTF8 --locale=C.UTF-8 >&2
  fi
  exec ${as[@]+"${as[@]}"} "$newest/postgres" -D "$data" -p "$port" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories=
}

run_redis() {
  command -v redis-server >/dev/null || { echo "services: Redis is missing (Debian: redis-server)" >&2; exit 3; }
  exec redis-server --databases 4096 --bind 127.0.0.1 --port "$port" --dir "$data" --appendonly yes --appendfsync always
}

case $name in
  minio | elasticsearch | postgres | redis) "run_$name" ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
