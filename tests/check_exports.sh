#!/usr/bin/env bash
# The names that retry.h declares, those that the shared library shows, and those that the manual explains are the same.
set -euo pipefail
: "${srcdir:?}" "${builddir:?}"
trap 'rm -rf "$work"' EXIT
work=$(mktemp -d)

# Comments out, then every name before the parenthesis of a declaration that begins with RETRY_API.
sed 's|/\*.*\*/||; /\/\*/,/\*\//d' "$srcdir/engine/retry.h" | tr '\n' ' ' | grep -oE 'RETRY_API [^;(]*\(' |
    grep -oE 'retry_[a-z_]+\($' | tr -d '(' | sort >"$work/declared"
sed 's|/\*.*\*/||; /\/\*/,/\*\//d' "$srcdir/engine/retry.h" | grep -oE '^static inline [^(]*\(' |
    grep -oE 'retry_[a-z_]+\($' | tr -d '(' | sort >"$work/inline"
# The node of the version map is a name as well, of type A.
nm -D --defined-only "$builddir/.libs/libretry.so" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort >"$work/shown"
# A page explains the names of its first section.
for page in "$srcdir"/engine/man/*.3; do
    sed -n '/^\.Sh NAME/,/^\.Nd/s/^\.Nm \([a-z_]*\).*/\1/p' "$page"
done | sort -u >"$work/explained"

[ -s "$work/declared" ]
diff -u --label 'retry.h' --label 'libretry.so' "$work/declared" "$work/shown"
if missing=$(sort "$work/declared" "$work/inline" | comm -23 - "$work/explained" | grep .); then
    printf 'no manual page has: %s\n' "$missing"
    exit 1
fi
echo "$(wc -l <"$work/declared") functions and $(wc -l <"$work/inline") inline ones"
