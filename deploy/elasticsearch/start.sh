#!/bin/bash
# Starts Elasticsearch with the password of a secret file. ELASTIC_PASSWORD_FILE wants a file of mode 0400 of its own
# account; ours are readable by a group.
set -euo pipefail
ELASTIC_PASSWORD=$(cat /run/secrets/vankho_elasticsearch_password)
export ELASTIC_PASSWORD
exec /usr/local/bin/docker-entrypoint.sh eswrapper
