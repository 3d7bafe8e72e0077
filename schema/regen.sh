#!/usr/bin/env bash
# regen.sh - writes anew what is made from the tables of the sources: the JSON Schema and the reference in the manual.
#
# schema/regen.sh          writes both into the sources
# schema/regen.sh --check  writes nothing; exits with 1 and a diff where the sources are out of step
set -euo pipefail
: "${RETRY_LINT:?}" "${srcdir:?}"
page=$srcdir/schema/retry-policies.5
schema=$srcdir/schema/policy.schema.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$RETRY_LINT" schema >"$work/schema"
"$RETRY_LINT" schema --reference >"$work/reference"
# What stands between the two marks is replaced.
awk -v reference="$work/reference" '
    /^\.\\" reference ends/ { inside = 0; ends++ }
    !inside { print }
    /^\.\\" reference begins/ { inside = 1; begins++; while ((getline text <reference) > 0) print text }
    END { exit begins != 1 || ends != 1 || inside }' "$page" >"$work/page" ||
    { echo "$page lacks the marks of the reference"; exit 1; }

if [ "${1-}" = --check ]; then
    if ! diff -u "$schema" "$work/schema" || ! diff -u "$page" "$work/page"; then
        echo 'out of step with the tables: make regen writes them anew'
        exit 1
    fi
else
    cmp -s "$work/schema" "$schema" || cat "$work/schema" >"$schema"
    cmp -s "$work/page" "$page" || cat "$work/page" >"$page"
fi
