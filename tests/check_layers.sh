#!/usr/bin/env bash
# Keeps the rules of the house: who includes whom, what every file begins with, what no file calls, how large files grow.
set -euo pipefail
cd "${srcdir:-$(dirname "$0")/..}"

faults=0
mapfile -t sources < <(find schema engine -name '*.[ch]' | sort)
mapfile -t examples < <(find examples -name '*.[ch]' | sort)

# Prints a fault for every line of standard input.
fault() {
    local line
    while IFS= read -r line; do
        echo "$1: $line"
        faults=$((faults + 1))
    done
}

# A room may include rooms of a lower number, itself, and the public header; schema is the ground.
floor() {
    case $1 in
    schema/*) echo 0 ;;
    engine/retry.h | engine/errors/*) echo 1 ;;
    engine/tree/*) echo 2 ;;
    engine/kinds/*) echo 3 ;;
    engine/store/*) echo 4 ;;
    engine/call/*) echo 5 ;;
    engine/live/*) echo 6 ;;
    engine/api.c | engine/api_views.c) echo 7 ;;
    engine/test/*) echo 8 ;;
    engine/lint/*) echo 9 ;;
    *) echo 99 ;;
    esac
}

# Prints "file included" for every include in quotes.
includes() {
    sed -n 's/^#include "\([^"]*\)".*/\1/p' "$1" | sed "s|^|$1 |"
}

check_floors() {
    local file included from to
    while read -r file included; do
        from=$(floor "$file") to=$(floor "$included")
        if [ ! -f "$included" ]; then
            echo "$file includes $included, which is no path from the root"
        elif [ "$from" -lt "$to" ]; then
            echo "$file includes $included, which is a higher floor"
        elif [[ $from -eq $to && ${file%/*} != "${included%/*}" && $included != engine/retry.h ]]; then
            echo "$file includes $included, a neighbour"
        fi
    done
}

# A unit is a .c with its .h; tsort names the units of a circle on standard error.
check_circles() {
    sed 's/\.[ch]\b//g' | awk '$1 != $2' | sort -u | tsort 2>&1 >/dev/null |
        sed -n 's/^tsort: \([a-z].*\)/\1 is part of a circle/p'
}

# Own header first, then ours, then the system's.
check_order() {
    local file own first
    for file in "${sources[@]}"; do
        own=${file%.c}.h
        first=$(grep -m1 '^#include' "$file" || true)
        if [[ $file == *.c && -f $own && $first != "#include \"$own\"" ]]; then
            echo "$file does not include its own header first"
        fi
        awk '/^#include </ { late = 1 }
            /^#include "/ && late { print FILENAME ":" FNR ": ours after those of the system" }' "$file"
    done
}

check_first_lines() {
    local file
    for file in "${sources[@]}" "${examples[@]}"; do
        grep -qE "^(/\*| \*) ${file##*/} - .*[.,:](| \*/)$" <(head -2 "$file") ||
            echo "$file does not begin with one sentence"
    done
}

check_banned() {
    grep -nE '\b(strcpy|strcat|v?sprintf|strtok|atoi|atol|atof|strto[dfl]|s?rand|setlocale|gets|alloca) ?\(' "$@" || true
    grep -nE '"[^"]*%[-+ #0-9.*]*[aAeEfFgG][^"]*"' "$@" || true
    grep -nE '(^|[^:"])//' "$@" || true
}

check_memory() {
    grep -nE '\b(malloc|calloc|realloc|reallocarray|strdup|strndup|v?asprintf|free) ?\(' "${sources[@]}" |
        grep -v '^schema/mem\.c:' || true
}

# A file has at most 400 lines, the public header aside, and a function at most 60.
check_sizes() {
    awk 'FNR == 401 && FILENAME != "engine/retry.h" { print FILENAME " has more than 400 lines" }
        /^{/ { opened = FNR }
        /^}/ && opened { lines = FNR - opened + 2; opened = 0
            if (lines > 60) print FILENAME ":" FNR ": the end of a function of " lines " lines" }' "$@"
}

# What is not in Makefile.am is neither built, tested nor shipped. A program and a configured file are named by their stem.
check_lists() {
    local file words
    words=$(tr -s ' \t' '\n' <Makefile.am)
    find schema engine examples tests policies.d -type f \
        ! -path 'tests/cases/*/*' ! -path 'tests/fuzz/corpus/*' ! -name '*.pyc' |
        while read -r file; do
            grep -qxF -e "$file" -e "${file%.*}" <<<"$words" || echo "$file"
        done
}

mapfile -t tests < <(find tests -name '*.[ch]' | sort)
all_includes=$(for file in "${sources[@]}"; do includes "$file"; done)
fault 'floors' < <(check_floors <<<"$all_includes")
fault 'circles' < <(check_circles <<<"$all_includes")
fault 'order' < <(check_order)
fault 'first line' < <(check_first_lines)
fault 'banned' < <(check_banned "${sources[@]}" "${examples[@]}")
fault 'memory outside schema/mem.c' < <(check_memory)
fault 'size' < <(check_sizes "${sources[@]}" "${examples[@]}" "${tests[@]}")
fault 'examples use the public header only' < <(grep -nE '^#include "(engine|schema)/' "${examples[@]}" || true)
fault 'not in Makefile.am' < <(check_lists)

awk '/^{/ { opened = FNR } /^}/ && opened { print FNR - opened + 2; opened = 0 }' "${sources[@]}" | sort -n |
    awk -v files="${#sources[@]}" '{ lengths[NR] = $1 }
        END { printf "%d files, %d functions: median %d lines, nine in ten within %d, longest %d\n",
            files, NR, lengths[int((NR + 1) / 2)], lengths[int(NR * 0.9)], lengths[NR] }'
[ "$faults" -eq 0 ]
