#!/usr/bin/env bash
# docker-compose.yml with its passwords and, for its test, an engine.
#
#   compose.sh up       make passwords if there are none, build, start, wait until every service is healthy
#   compose.sh down     end it; volumes stay
#   compose.sh logs     follow what the services say
#   compose.sh test     start it beside any other under names of its own, take a batch in over HTTP, measure, end it
#                       and delete all it kept
#
# `test` uses the engine that answers. Where none does, COMPOSE_RIG may name a program that brings one
# (default: ../shared/tools/compose_rig/compose_rig.sh beside this clone, if there).
set -euo pipefail
cd "$(dirname "$0")/.."
say() { echo "compose: $*" >&2; }

answers() { command -v docker >/dev/null && docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }
need_engine() {
  answers || { say "no Docker engine answers here: https://docs.docker.com/engine/install/"; exit 1; }
  docker compose version >/dev/null 2>&1 || { say "the compose plugin of Docker is missing"; exit 1; }
}
readers() { stat -c %g "${SECRETS_FOLDER:-secrets}/vankho_database_password"; }

# Two versions never write at once: workers of the older one finish their steps and end before tables change.
stop_an_older_version() {
  local running new
  running=$(docker compose images --quiet api 2>/dev/null | sed 's/^sha256://')
  new=$(docker image inspect --format '{{.Id}}' "$(docker compose config --images api 2>/dev/null | grep '^vankho:' | head -1)" | sed 's/^sha256://')
  [ -n "$running" ] && [ "$running" != "$new" ] || return 0
  say "another version runs: its programs finish what they do and end first"
  docker compose stop api worker-light worker-read worker-keep scheduler
}

bring_engine() {
  local rig=${COMPOSE_RIG:-../shared/tools/compose_rig/compose_rig.sh} image
  [ -x "$rig" ] || return 0
  "$rig" install && "$rig" start && "$rig" images
  image=$(sed -n 's/^ *image: \(.*elasticsearch:.*\)$/\1/p' docker-compose.yml)
  "$rig" elasticsearch "$image" "$(deploy/services/fetch.sh elasticsearch)" "$(dirname "$rig")/images/elasticsearch/start-testnode.sh"
  eval "$("$rig" env)"
  export COMPOSE_NOTE="images are stand-ins made from packages"
}

case ${1:-} in
  up)
    need_engine
    deploy/secrets.sh
    SECRETS_GROUP=$(readers)
    export SECRETS_GROUP
    docker compose build
    stop_an_older_version
    docker compose up --detach --wait --wait-timeout 600
    say "the site: http://${SITE_ADDRESS:-127.0.0.1}:${SITE_PORT:-8420}"
    ;;
  down) need_engine && docker compose down ;;
  logs) need_engine && docker compose logs --follow --tail 100 ;;
  test)
    answers || bring_engine
    need_engine
    export COMPOSE_PROJECT_NAME=vankho-test SITE_PORT=${SITE_PORT:-18420}
    SECRETS_FOLDER=$(mktemp -d)
    export SECRETS_FOLDER
    trap 'docker compose down --volumes --timeout 20 >&2; rm -rf "$SECRETS_FOLDER"' EXIT
    trap 'exit 130' INT TERM
    deploy/secrets.sh "$SECRETS_FOLDER" >&2
    SECRETS_GROUP=$(readers)
    export SECRETS_GROUP
    .venv/bin/python -m deploy.compose_test
    ;;
  *) sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
