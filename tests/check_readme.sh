#!/usr/bin/env bash
# Every example of README.md is true: documents are linted, the program is built and run, commands print what is shown.
set -euo pipefail
# shellcheck source=tests/install.sh
. "${srcdir:?}/tests/install.sh"

# Splits README.md into $work/readme/NN.LANGUAGE; a line **`PATH`** above a block gives it a name of its own.
mkdir -p "$work/readme" "$work/here"
awk -v to="$work/readme" '
    /^```/ && open == "" {
        open = to "/" sprintf("%02d", ++count) "." substr($0, 4)
        printf "" >open
        print open, name
        name = ""
        next
    }
    /^```/ { close(open); open = ""; next }
    open != "" { print >open; next }
    match($0, /^\*\*`[^`]*`\*\*$/) { name = substr($0, 4, length($0) - 6) }
' "$srcdir/README.md" >"$work/blocks"

failed() {
    echo "README.md: $*"
    exit 1
}

# What differs from run to run: times, processes, hashes.
plain() {
    sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/TIME/g; s/retry\[[0-9]+\]/retry[PID]/; s/\b[0-9a-f]{16}\b/HASH/g
        s/[0-9]+s ago/SECONDS ago/g' "$1"
}

# Runs each line after "$ ", all in one shell, and compares what it prints with the lines below.
check_console() {
    bash -c 'while IFS= read -r line; do
            [[ $line != "$ "* ]] || { echo "$line"; eval "${line#\$ }" </dev/null 2>&1 || true; }
        done <"$1"; jobs -p | xargs -r kill 2>/dev/null || true' console "$1" >"$1.printed"
    diff -u --label README.md --label 'what it prints' <(plain "$1") <(plain "$1.printed")
}

# Runs a block of commands; what it prints must stand in README.md. What builds and installs is only looked at here:
# distcheck takes those steps one by one.
check_commands() {
    local line
    if grep -qE 'autoreconf|quickstart' "$1"; then
        bash -n "$1"
        { grep -oE '^[a-z]+/[a-z]+\.sh' "$1" || true; } | while read -r line; do
            [ -x "$srcdir/$line" ] || failed "$line cannot be run"
        done
    else
        bash -e "$1" >"$1.printed" </dev/null
        while IFS= read -r line; do
            grep -qF -- "$line" "$srcdir/README.md" || failed "a command prints what README.md does not show: $line"
        done <"$1.printed"
    fi
}

# The name under which commands of README.md take a block that has none of its own.
usual_name() {
    case $1 in
    c) echo program.c ;;
    *) echo "unnamed.$1" ;;
    esac
}

mkdir "$work/bin"
printf '#!/bin/sh\nexec %s -Wall -Wextra -Werror "$@"\n' "$CC" >"$work/bin/cc"
chmod +x "$work/bin/cc"
export PATH=$work/bin:$PATH

cp -r "$srcdir/examples" "$work/here"
cd "$work/here"
kinds=''
while read -r block name; do
    kind=${block##*.}
    kinds+=" $kind"
    name=${name:-$(usual_name "$kind")}
    mkdir -p "$(dirname "$name")"
    cp "$block" "$name"
    case $kind in
    yaml | json) retry-lint "${name%/*}" ;; # with those that stand beside it
    c) cc -fsyntax-only -I"$srcdir/engine" "$name" ;;
    sh) check_commands "$block" ;;
    console) check_console "$block" ;;
    *) failed "${block##*/} is of a kind that nothing checks" ;;
    esac
done <"$work/blocks"

for kind in yaml c sh console; do
    [[ $kinds == *" $kind"* ]] || failed "has no example of kind $kind"
done
