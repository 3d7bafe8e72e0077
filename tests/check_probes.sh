#!/usr/bin/env bash
# The shared library shows its static tracepoints to those who trace, each with as many arguments as retry(7) says.
set -euo pipefail
: "${builddir:?}" "${TRACEPOINTS:?}"
[ "$TRACEPOINTS" = yes ] || { echo 'configured without tracepoints'; exit 77; }

# "NAME NUMBER" of every probe of ours.
readelf -n "$builddir/.libs/libretry.so" | awk '
    $1 == "Provider:" { ours = $2 == "libretry" }
    $1 == "Name:" { name = $2 }
    $1 == "Arguments:" && ours { print name, gsub(/@/, "@") }' | sort -u | diff -u - <(printf '%s\n' 'begin 2' 'decision 7' 'end 4')
