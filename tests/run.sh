#!/usr/bin/env bash
# run.sh - every test there is, each kind in a build folder of its own under build/. Stops at the first failure.
#
# tests/run.sh             everything; the last line is "N passed, N failed"
# tests/run.sh SECTION...  only these: lint gcc clang asan tsan valgrind model schema editor fuzz
#                          torture distcheck bench
# tests/run.sh coverage    lines and branches that the tests reach (not part of everything)
set -euo pipefail
# shellcheck source=tests/setup.sh
. "$(dirname "$0")/setup.sh"

passed=0
failed=0
logs=$top/build/logs
editor=$top/build/editor

finish() {
    echo
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

# run NAME COMMAND...: its output goes to a log, which is shown only where it fails.
run() {
    local name=$1 start=$SECONDS
    shift
    if "$@" >"$logs/$name.log" 2>&1; then
        printf '   %-28s %4d s\n' "$name" $((SECONDS - start))
    else
        cat "$logs/$name.log"
        echo "   $name failed: $*"
        failed=$((failed + 1))
        finish
        exit 1
    fi
}

# check NAME COMMAND...: as run, counts as one test.
check() {
    run "$@"
    passed=$((passed + 1))
}

# suite FOLDER MAKE-TARGET...: make's tests, counted one by one. A test that is skipped here is a test that is missing.
suite() {
    local name=$1 folder=$top/build/$1
    shift
    run "$name" count_in "$folder" "$@"
    passed=$((passed + $(tests_that PASS "$folder/check.log")))
}

tests_that() {
    grep -c "^$1: " "$2" || true
}

count_in() {
    local folder=$1 status=0
    shift
    make -C "$folder" -j"$jobs" --no-print-directory VERBOSE=1 "$@" >"$folder/check.log" 2>&1 || status=1
    cat "$folder/check.log"
    if [ "$(tests_that PASS "$folder/check.log")" -eq 0 ] || [ "$(tests_that SKIP "$folder/check.log")" -gt 0 ]; then
        echo 'A test did not run.'
        status=1
    fi
    return $status
}

# build FOLDER ARGUMENT...: configures and builds, tests included.
build() {
    local folder=$1
    run "$folder-build" build_in "$@"
}

build_in() {
    configure_in "$@" && make -C "$top/build/$1" -j"$jobs" all check TESTS= --no-print-directory
}

headline() {
    printf '\n== %s\n' "$*"
}

section_lint() {
    headline 'Sources: clang-format, cppcheck, shellcheck, mandoc, the rules of the house'
    check lint-source "$top/tests/lint_source.sh"
}

section_gcc() {
    headline 'gcc, warnings are errors'
    build gcc --enable-werror CC=gcc CXX=g++
    suite gcc check
}

section_clang() {
    headline 'clang, warnings are errors'
    build clang --enable-werror CC=clang CXX=clang++
    suite clang check
}

section_asan() {
    headline 'AddressSanitizer and UndefinedBehaviorSanitizer'
    build asan --enable-sanitizers=address,undefined --enable-werror CFLAGS='-g -O1' CXXFLAGS='-g -O1'
    suite asan check
}

section_tsan() {
    headline 'ThreadSanitizer'
    build tsan --enable-sanitizers=thread --enable-werror CFLAGS='-g -O1' CXXFLAGS='-g -O1'
    suite tsan check-threads
}

section_valgrind() {
    headline 'valgrind'
    build gcc --enable-werror CC=gcc CXX=g++
    check valgrind make -C "$top/build/gcc" --no-print-directory check-valgrind
}

section_model() {
    headline 'The model in python3 against retry-lint explain'
    build gcc --enable-werror CC=gcc CXX=g++
    check model make -C "$top/build/gcc" --no-print-directory check-model
}

# The python3 that has jsonschema and yaml: where the first one found has not, Debian's has once they are installed.
schema_python() {
    python=python3
    if ! python3 -c 'import jsonschema, yaml' 2>/dev/null; then
        set_up python3-jsonschema python3-yaml
        python=/usr/bin/python3
    fi
}

section_schema() {
    headline 'python3-jsonschema holds every case against the JSON Schema'
    schema_python
    build gcc --enable-werror CC=gcc CXX=g++
    check schema make -C "$top/build/gcc" --no-print-directory check-schema PYTHON3="$python"
    tail -1 "$logs/schema.log"
}

section_editor() {
    headline 'yaml-language-server offers, shows and marks what the schema says; ajv agrees with python3-jsonschema'
    schema_python
    command -v node >/dev/null || set_up nodejs
    command -v npm >/dev/null || set_up npm
    build gcc --enable-werror CC=gcc CXX=g++
    run editor-install install_editor
    check editor make -C "$top/build/gcc" --no-print-directory check-editor EDITOR_MODULES="$editor/node_modules"
    tail -1 "$logs/editor.log"
    check schema-ajv make -C "$top/build/gcc" --no-print-directory check-schema PYTHON3="$python" \
        SCHEMA_FLAGS="--ajv $editor/node_modules"
}

# In the exact versions of the lock file, none of which runs a script of its own while it is installed.
install_editor() {
    mkdir -p "$editor"
    cmp -s "$top/tests/editor/package-lock.json" "$editor/installed" && return
    cp "$top"/tests/editor/package*.json "$editor"
    (cd "$editor" && npm ci --ignore-scripts --no-audit --no-fund)
    cp "$top/tests/editor/package-lock.json" "$editor/installed"
}

section_fuzz() {
    headline 'Fuzzing, 20 seconds each'
    build fuzz --enable-fuzzers --enable-sanitizers=address,undefined CC=clang CXX=clang++ CFLAGS='-g -O1' CXXFLAGS='-g -O1'
    check fuzz make -C "$top/build/fuzz" --no-print-directory fuzz FUZZ_SECONDS=20
}

section_distcheck() {
    headline 'distcheck: the tarball builds, tests, installs and cleans up'
    build gcc --enable-werror CC=gcc CXX=g++
    check distcheck make -C "$top/build/gcc" -j"$jobs" --no-print-directory distcheck
}

section_bench() {
    headline 'The benchmarks start (tiny counts, no timing)'
    build gcc --enable-werror CC=gcc CXX=g++
    check bench make -C "$top/build/gcc" --no-print-directory bench BENCH_FLAGS=--smoke
}

section_torture() {
    headline 'Readers against writers, a minute each under two sanitizers; 100,000 reloads'
    build asan --enable-sanitizers=address,undefined --enable-werror CFLAGS='-g -O1' CXXFLAGS='-g -O1'
    check torture-asan make -C "$top/build/asan" --no-print-directory check-torture
    build tsan --enable-sanitizers=thread --enable-werror CFLAGS='-g -O1' CXXFLAGS='-g -O1'
    check torture-tsan make -C "$top/build/tsan" --no-print-directory check-torture
    build gcc --enable-werror CC=gcc CXX=g++
    check torture-flat make -C "$top/build/gcc" --no-print-directory check-flat
    check torture-plain make -C "$top/build/gcc" --no-print-directory check-torture TORTURE_SECONDS=20
}

section_coverage() {
    headline 'Coverage'
    set_up gcovr
    build coverage --enable-coverage CC=gcc CXX=g++ CFLAGS='-g -O0' CXXFLAGS='-g -O0'
    suite coverage check
    make -C "$top/build/coverage" --no-print-directory coverage
}

sections=("$@")
[ $# -gt 0 ] || sections=(lint gcc clang asan tsan valgrind model schema editor fuzz torture distcheck bench)
for name in "${sections[@]}"; do
    declare -F "section_$name" >/dev/null || fail "there is no section '$name'"
done

headline 'Packages and configure'
set_up "${build_packages[@]}" "${test_packages[@]}"
mkdir -p "$logs"
bootstrap
for name in "${sections[@]}"; do
    "section_$name"
done
finish
