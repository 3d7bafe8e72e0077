#!/usr/bin/env bash
# quickstart.sh - from a bare Debian 12 machine to a program that outlives a failing server, under policies.d.
set -euo pipefail
# shellcheck source=tests/setup.sh
. "$(dirname "$0")/../tests/setup.sh"

headline() {
    printf '\n== %s\n' "$*"
}

headline 'Packages'
set_up "${build_packages[@]}"
echo 'All that the build needs is there.'

headline 'Building into build/'
bootstrap
configure_in .
make -C "$top/build" -j"$jobs" --no-print-directory

headline 'retry-lint policies.d'
"$top/build/retry-lint" "$top/policies.d"

headline 'retry-lint test policies.d'
"$top/build/retry-lint" test "$top/policies.d"

headline 'A client, a failing server, and a policy that changes while it waits'
exec "$top/build/examples/demo" "$top/policies.d"
