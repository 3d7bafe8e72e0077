#!/usr/bin/env bash
# The examples that tell a story of their own come to its good end.
set -euo pipefail
cd "${builddir:?}"
timeout 120 examples/demo "${srcdir:?}/policies.d" | tee /dev/stderr | tail -1 | grep -qx 'All calls were served.'
# A sanitizer's allocator may stay locked in a child that is forked beside other threads.
[[ ${CC-} == *-fsanitize=* ]] ||
    timeout 120 examples/prefork | tee /dev/stderr | tail -1 | grep -qx 'All workers have followed.'
for file in yaml json; do
    timeout 120 examples/infra_retry "$srcdir/examples/infra_retry.$file" >/dev/null
done
