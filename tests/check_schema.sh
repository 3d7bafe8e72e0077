#!/usr/bin/env bash
# The JSON Schema and the reference in the manual say what the tables of the sources say, and the policies name the schema.
set -euo pipefail
: "${srcdir:?}" "${RETRY_LINT:?}"
"$srcdir/schema/regen.sh" --check

for policy in "$srcdir"/policies.d/*.yaml; do
    [ "$(head -1 "$policy")" = "# yaml-language-server: \$schema=../schema/policy.schema.json" ] ||
        { echo "$policy does not name its schema in its first line"; exit 1; }
done
