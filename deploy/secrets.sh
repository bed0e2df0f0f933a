#!/usr/bin/env bash
# Makes the passwords of docker-compose.yml, one a file, in ./secrets (or in the folder named): random, never
# overwritten. The folder is closed to everybody else; a file can be read by its owner and one group, which every
# container that is given the file joins: no container needs root to read it.
#
# Run by root the group is 10001, the group of Vankho in its image; run by anybody else it is their own, and compose
# must be told its number: SECRETS_GROUP (make up does).
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-secrets}
umask 077
mkdir -p "$folder"
chmod 0700 "$folder"

secret() { # NAME BEGINNING LENGTH: letters and digits, which need no quoting anywhere
  local file=$folder/$1 value=
  [ ! -s "$file" ] || return 0
  while [ ${#value} -lt "$3" ]; do
    value+=$(head -c 64 /dev/urandom | base64 -w 0 | tr -dc 'A-Za-z0-9')
  done
  # Whole or not at all: a broken-off run leaves no short password behind.
  printf %s "$2${value:0:$3}" >"$file.part"
  [ "$(id -u)" != 0 ] || chgrp 10001 "$file.part"
  chmod 0440 "$file.part"
  mv -n "$file.part" "$file"
  echo "made $file"
}

secret vankho_database_password '' 40
secret vankho_s3_access_key vankho- 12
secret vankho_s3_secret_key '' 40
secret vankho_elasticsearch_password '' 40
secret vankho_redis_password '' 40
secret vankho_second_factor_key '' 40
