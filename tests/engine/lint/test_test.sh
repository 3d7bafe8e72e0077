#!/bin/sh
# test_test.sh - retry-lint test as its users meet it: the cases, the formats, exit codes, streams that fail.
# Usage: RETRY_LINT=path/to/retry-lint srcdir=path/to/sources test_test.sh
set -u
lint=${RETRY_LINT:-./retry-lint}
case $lint in /*) ;; *) lint=$PWD/$lint ;; esac
source=$(cd "${srcdir:-.}" && pwd) || exit 99
cases=$source/tests/cases/tests
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
unset RETRY_POLICY_PATH NO_COLOR
export LC_ALL=C
checks=0
faults=0

fault() {
    faults=$((faults + 1))
    printf 'not ok: %s\n' "$1"
    head -30 "$folder/out" "$folder/err" | sed 's/^/    /'
}

# run CODE TITLE ARGUMENT...: runs retry-lint test; its streams go to out and err
run() {
    code=$1 title=$2
    shift 2
    checks=$((checks + 1))
    "$lint" test "$@" >"$folder/out" 2>"$folder/err" </dev/null
    got=$?
    [ "$got" -eq "$code" ] || fault "$title: exit $got, not $code"
}

# says FILE TEXT: the stream of the last run holds a line with the text
says() {
    checks=$((checks + 1))
    grep -qF -- "$2" "$folder/$1" || fault "$title: $1 does not say: $2"
}

# clean: no byte but printable ASCII, UTF-8 beyond its control characters, and line ends
clean() {
    checks=$((checks + 1))
    grep -qa '[[:cntrl:]]' "$folder/out" && fault "$title: a control byte of the input"
    grep -qaP '\xC2[\x80-\x9F]|\xE2\x80[\xA8-\xAE]|\xEF\xBF[\xBE\xBF]' "$folder/out" &&
        fault "$title: a character that is not shown"
}

# ---- the cases: what is printed, and in all formats the same exit code
count=0
for case in "$cases"/*; do
    cd "$case" || exit 99
    name=${case##*/}
    count=$((count + 1))
    checks=$((checks + 1))
    { "$lint" test policy.yaml 2>&1; echo "exit $?"; } >"$folder/out" </dev/null
    : >"$folder/err"
    cmp -s "$folder/out" output.txt || { fault "$name: another output"; diff output.txt "$folder/out"; }
    title=$name
    clean
    code=$(sed -n 's/^exit //p' output.txt)
    run "$code" "$name as json" -f json policy.yaml
    clean
    if command -v python3 >/dev/null; then
        checks=$((checks + 1))
        python3 -c 'import json, sys; d = json.load(sys.stdin); r = d["results"]; sys.exit(
            len(r) != d["tests"] or sum(t["passed"] for t in r) != d["passed"] or
            any(t["passed"] == bool(t["failures"]) for t in r))' <"$folder/out" || fault "$name: the JSON contradicts itself"
    fi
    run "$code" "$name as junit" -f junit policy.yaml
    clean
    says out '<testsuites name="retry-lint"'
    if command -v xmllint >/dev/null; then
        checks=$((checks + 1))
        xmllint --noout "$folder/out" 2>"$folder/err" || fault "$name: the XML is not well-formed"
        tests=$(xmllint --xpath 'count(//testcase)' "$folder/out")
        failures=$(xmllint --xpath 'count(//failure)' "$folder/out")
        said=$(xmllint --xpath 'concat(/testsuites/@tests, " ", /testsuites/@failures)' "$folder/out")
        [ "$said" = "$tests $failures" ] || fault "$name: the XML counts wrong"
    fi
done
[ "$count" -ge 7 ] || fault "only $count cases"

# ---- options
cd "$cases/failing" || exit 99
run 0 'a filter' --filter=passes policy.yaml
says out '1 test, 1 passed, 0 failed, 2 left out by --filter'
run 1 'a filter with a pattern' '--filter=*s*' policy.yaml
run 1 'a filter that matches nothing' --filter=nothing policy.yaml
says out "no test matches 'nothing': 0 tests, 0 passed, 0 failed, 3 left out by --filter"
run 2 'an empty filter' --filter= policy.yaml
checks=$((checks + 1))
"$lint" check --filter=x policy.yaml >"$folder/out" 2>"$folder/err"
[ $? -eq 2 ] || fault 'a filter of another command'
"$lint" check -f junit policy.yaml >"$folder/out" 2>"$folder/err"
[ $? -eq 2 ] || fault 'JUnit of another command'
run 2 'the short format' -f short policy.yaml
says err 'test prints text, json or junit, not short'
run 3 'a file that is not there' none.yaml
run 0 'an empty search path' -p billing
says out 'no tests in this set'
run 1 'colours' --color=always policy.yaml
checks=$((checks + 1))
grep -q "$(printf '\033')" "$folder/out" || fault 'no colours'
run 1 'several files are one set' ../none/policy.yaml ../passing/policy.yaml
says out '[defined-twice]'

# ---- the manual's example
title='the example of the manual'
sed -n '/^\.Ss Tests/,/^\.Ed/p' "$source/schema/retry-policies.5" | sed -n '/^version/,/^\.Ed/p' | sed '$d' >"$folder/manual.yaml"
run 0 "$title" "$folder/manual.yaml"
says out '4 tests, 4 passed, 0 failed'

# ---- what is shipped
run 0 'the shipped policies' "$source/policies.d"
says out ' passed, 0 failed'

# ---- streams
if [ -w /dev/full ]; then
    for format in text json junit; do
        checks=$((checks + 1))
        "$lint" test -f "$format" policy.yaml >/dev/full 2>"$folder/err"
        [ $? -eq 3 ] || fault "a full disk, $format"
    done
fi

# ---- check holds tests against their shapes too, and a program accepts them all the same
cd "$cases/with-errors" || exit 99
checks=$((checks + 1))
"$lint" check policy.yaml >"$folder/out" 2>"$folder/err"
[ $? -eq 1 ] || fault 'check of wrong tests'
title='check of wrong tests'
says out "policy.yaml:8:13: error: no policy 'dbs' is defined [unknown-reference]"
says out 'a program would accept this set.'
checks=$((checks + 1))
"$lint" explain db policy.yaml >"$folder/out" 2>"$folder/err" || fault 'explain minds wrong tests'

printf '%d checks, %d faults\n' "$checks" "$faults"
[ "$faults" -eq 0 ]
