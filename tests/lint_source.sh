#!/usr/bin/env bash
# Holds the sources themselves to their rules: format, suspicious code, manual pages, shell.
set -euo pipefail
cd "${srcdir:-$(dirname "$0")/..}"

mapfile -t sources < <(find schema engine examples tests -name '*.[ch]' -o -name '*.cc' | sort)
mapfile -t scripts < <(find examples tests schema .ci -name '*.sh' -o -path '.ci/run' | sort)

clang-format --dry-run -Werror "${sources[@]}"
# Compilers and valgrind know better than cppcheck what a called function fills in.
cppcheck --quiet --std=c11 -I. -j "$(nproc)" --enable=warning,performance,portability --inline-suppr \
    --suppress=missingIncludeSystem --suppress=uninitvar --error-exitcode=1 schema engine examples
for page in engine/man/*.[37] engine/lint/*.1 schema/*.5; do
    mandoc -T lint -W warning "$page"
done
shellcheck -x "${scripts[@]}"
tests/check_layers.sh
