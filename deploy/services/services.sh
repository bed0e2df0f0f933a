#!/usr/bin/env bash
# The four servers of the server profile, real ones, on loopback, for tests.
#
#   services.sh up                start them and print the variables that tests/services.py reads
#   services.sh env               print the variables of those that `up` started
#   services.sh down              end them; their data stays for the next `up`
#   services.sh with COMMAND...   start others on free ports in a new folder, run COMMAND with their variables,
#                                 end them and delete their data, whatever comes of COMMAND
#
# `up` keeps its data in VANKHO_CACHE (default ~/.cache/vankho) and uses the ports 19000 (MinIO), 19200
# (Elasticsearch), 15432 (PostgreSQL) and 16379 (Redis), or others where one is taken. `with` starts nothing where
# the variables are set already.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
names=(minio elasticsearch postgres redis)
say() { echo "services: $*" >&2; }

places() { # FOLDER: everything of one set of servers lies there, but for what another account must reach
  data=$1
  mkdir -p "$data"
  data=$(cd "$data" && pwd)
  pg_data=$data/postgres
  [ "$(id -u)" != 0 ] || pg_data=/var/tmp/vankho-postgres-$(printf %s "$data" | cksum | cut -d' ' -f1)
}
folder_of() { if [ "$1" = postgres ]; then echo "$pg_data"; else echo "$data/$1"; fi; }

# Running: the process we started, not a stranger that was given the same number later; no zombie either.
running() { # NAME
  local pid born
  [ -s "$data/$1.pid" ] || return 1
  read -r pid born <"$data/$1.pid"
  [ "$(born_at "$pid")" = "$born" ]
}
born_at() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '$1 != "Z" { print $20 }'; }

answers() { # NAME PORT
  case $1 in
    minio) http "$2" /minio/health/ready ;;
    elasticsearch) http "$2" '/_cluster/health?wait_for_status=yellow&timeout=1s' ;;
    postgres) talks "$2" '\x00\x00\x00\x08\x04\xd2\x16\x2f' 1 N ;; # asks whether it speaks TLS: "N"o
    redis) talks "$2" 'PING\r\n' 1 + ;;
  esac
}
http() { talks "$1" "GET $2 HTTP/1.1\r\nHost: 127.0.0.1:$1\r\nConnection: close\r\n\r\n" 12 'HTTP/1.[01] 200'; }
talks() { # PORT SAYS LENGTH EXPECTED: within three seconds
  timeout 3 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1" && printf "$2" >&3 && head -c "$3" <&3 | grep -qa "^$4"' - "$@" 2>/dev/null
}

start() { # NAME PORT
  if running "$1"; then return; fi
  setsid nohup "$here/run.sh" "$1" "$(folder_of "$1")" "$2" >"$data/$1.log" 2>&1 </dev/null 9>&- &
  echo "$! $(born_at $!)" >"$data/$1.pid"
}

wait_for() { # NAME PORT
  local end=$((SECONDS + 120))
  until answers "$1" "$2"; do
    if ! running "$1"; then
      tail -n 15 "$data/$1.log" >&2
      say "$1 ended while starting; see $data/$1.log"
      return 1
    fi
    [ "$SECONDS" -lt "$end" ] || { say "$1 does not answer after 120 s; see $data/$1.log"; return 1; }
    sleep 0.2
  done
}

stop() { # NAME
  local pid signal=TERM
  if running "$1"; then
    read -r pid _ <"$data/$1.pid"
    [ "$1" != postgres ] || signal=INT # ends its clients too, in order
    kill "-$signal" "$pid"
    for _ in $(seq 1 300); do running "$1" || break; sleep 0.1; done
    if running "$1"; then kill -KILL -- "-$pid" || true; fi
  fi
  rm -f "$data/$1.pid"
}

variables() { # NAME PORT
  case $1 in
    minio) echo "export VANKHO_TEST_S3_ENDPOINT=127.0.0.1:$2 VANKHO_TEST_S3_ACCESS_KEY=vankhotest VANKHO_TEST_S3_SECRET_KEY=vankhotest123" ;;
    elasticsearch) echo "export VANKHO_TEST_ELASTICSEARCH_URL=http://127.0.0.1:$2" ;;
    postgres) echo "export VANKHO_TEST_POSTGRES_URL=postgresql+psycopg://vankho@127.0.0.1:$2/postgres" ;;
    redis) echo "export VANKHO_TEST_REDIS_URL=redis://127.0.0.1:$2/0" ;;
  esac
}

up() { # PORT...: in the order of names; what cannot be had on this machine is said, and failure only in CI
  local name position=0 ports=("$@") lacking=() status
  for name in minio elasticsearch; do
    status=0
    "$here/fetch.sh" "$name" >/dev/null || status=$?
    case $status in 0) ;; 3) lacking+=("$name") ;; *) return 1 ;; esac
  done
  command -v redis-server >/dev/null || lacking+=(redis)
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || lacking+=(postgres)
  if [ ${#lacking[@]} -gt 0 ]; then
    say "not to be had on this machine: ${lacking[*]}; tests that need them are skipped"
    [ "${CI:-}" != true ] || return 1
  fi
  : >"$data/env"
  for name in "${names[@]}"; do
    case " ${lacking[*]-} " in *" $name "*) ;; *) start "$name" "${ports[$position]}" ;; esac
    position=$((position + 1))
  done
  position=0
  for name in "${names[@]}"; do
    case " ${lacking[*]-} " in
      *" $name "*) ;;
      *) wait_for "$name" "${ports[$position]}" && variables "$name" "${ports[$position]}" >>"$data/env" || return 1 ;;
    esac
    position=$((position + 1))
  done
}

all_run() { local name; for name in "${names[@]}"; do running "$name" || return 1; done; [ -s "$data/env" ]; }
down() { local name; for name in "${names[@]}"; do stop "$name"; done; rm -f "$data/env"; }

free_ports() { # PORT...: each where it is free, else another; all held at the same time so that they differ
  python3 -c '
import socket, sys
held = []
for wanted in map(int, sys.argv[1:]):
    try:
        held.append(socket.create_server(("127.0.0.1", wanted)))
    except OSError:
        held.append(socket.create_server(("127.0.0.1", 0)))
print(*(one.getsockname()[1] for one in held))' "$@"
}

cache=${VANKHO_CACHE:-$HOME/.cache/vankho}
case ${1:-} in
  up)
    places "$cache/services"
    if ! all_run; then
      down
      ports=$(free_ports 19000 19200 15432 16379)
      # shellcheck disable=SC2086 # four words are meant
      up $ports || { down; exit 1; }
    fi
    cat "$data/env"
    ;;
  env)
    places "$cache/services"
    [ -s "$data/env" ] || { say "none runs: make services"; exit 1; }
    cat "$data/env"
    ;;
  down)
    places "$cache/services"
    down
    ;;
  with)
    shift
    if [ -n "${VANKHO_TEST_S3_ENDPOINT:-}" ] && [ -n "${VANKHO_TEST_ELASTICSEARCH_URL:-}" ] &&
      [ -n "${VANKHO_TEST_POSTGRES_URL:-}" ] && [ -n "${VANKHO_TEST_REDIS_URL:-}" ]; then
      say "using the servers that the variables name"
      exec "$@"
    fi
    places "$(mktemp -d "${TMPDIR:-/tmp}/vankho-services.XXXXXX")"
    trap 'down; rm -rf "$data" "$pg_data"' EXIT
    trap 'exit 130' INT TERM
    ports=$(free_ports 0 0 0 0)
    # shellcheck disable=SC2086 # four words are meant
    up $ports
    # shellcheck disable=SC1091 # written by `up`
    . "$data/env"
    "$@"
    ;;
  *) sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
