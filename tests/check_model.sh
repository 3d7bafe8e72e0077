#!/usr/bin/env bash
# An independent model of backoffs, in exact arithmetic, agrees with what retry-lint explain says.
set -euo pipefail
: "${srcdir:?}" "${RETRY_LINT:?}"
command -v python3 >/dev/null || { echo 'python3 is missing'; exit 77; }
exec timeout 300 python3 "$srcdir/tests/model/model.py" --policies 300 "$RETRY_LINT"
