#!/usr/bin/env bash
# Makes sure of what Vankho needs beside Python: Tesseract with Vietnamese, poppler-utils, a font
# for the samples; with --tests also Chromium, qpdf, a JDK and Maven for veraPDF and Elasticsearch,
# PostgreSQL and Redis; with --tests --long LibreOffice and a Vietnamese word list too. MinIO is built by Go,
# which no distribution has new enough: deploy/services says so.
# Installs them where it may (Debian, Ubuntu); elsewhere it says what is missing.
set -euo pipefail

need=()
has() { command -v "$1" >/dev/null 2>&1; }

has tesseract || need+=(tesseract-ocr)
# No `grep -q` behind a pipe: it ends at the first match, and the program before it then fails of its closed pipe.
if ! tesseract --list-langs 2>/dev/null | grep -x vie >/dev/null; then need+=(tesseract-ocr-vie); fi
has pdftotext || need+=(poppler-utils)
fc-list 2>/dev/null | grep -i tinos >/dev/null || need+=(fonts-croscore fontconfig)
if [ "${2:-}" = "--long" ]; then
  # Office files: 300 MB that neither the demonstration nor the daily tests need.
  has soffice || need+=(libreoffice-writer-nogui libreoffice-calc-nogui)
  # Syllables for the million pages of benchmarks.search.many.
  [ -e /usr/share/hunspell/vi_VN.dic ] || need+=(hunspell-vi)
fi
if [ "${1:-}" = "--tests" ]; then
  has chromium || need+=(chromium)
  has javac || need+=(default-jdk-headless)
  has mvn || need+=(maven)
  has qpdf || need+=(qpdf)
  has redis-server || need+=(redis-server)
  has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need+=(postgresql)
fi
[ ${#need[@]} -eq 0 ] && exit 0

if has apt-get && { [ "$(id -u)" = 0 ] || has sudo; }; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  # The tests start a PostgreSQL of their own; the package shall not start one beside it.
  if [[ " ${need[*]} " == *" postgresql "* ]]; then
    "${as_root[@]}" mkdir -p /etc/postgresql-common/createcluster.d
    echo "create_main_cluster = false" | "${as_root[@]}" tee /etc/postgresql-common/createcluster.d/vankho.conf >/dev/null
  fi
  echo "Installing with apt-get: ${need[*]}. This may take minutes."
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${need[@]}"
else
  echo "Install these first (their names in Debian): ${need[*]}" >&2
  exit 1
fi
