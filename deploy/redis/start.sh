#!/bin/sh
# Starts Redis with the password of a secret file: in a configuration file, so that no list of processes shows it.
# Nothing is kept on disk: the catalogue knows what is undone, and the scheduler announces it again.
set -eu
umask 077
printf 'requirepass %s\n' "$(cat /run/secrets/vankho_redis_password)" > /run/redis/redis.conf
exec redis-server /run/redis/redis.conf --save "" --appendonly no --maxmemory 192mb --maxmemory-policy noeviction
