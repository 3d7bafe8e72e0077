#!/bin/sh
# test_status.sh - retry-lint status: what a program runs, and apart from that what the present files would do.
# Usage: RETRY_LINT=path/to/retry-lint srcdir=... builddir=... test_status.sh
set -u
: "${srcdir:?}" "${builddir:?}"
lint=${RETRY_LINT:-./retry-lint}
case $lint in /*) ;; *) lint=$PWD/$lint ;; esac
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 99
unset NO_COLOR RETRY_LOG
export LC_ALL=C
checks=0
faults=0

fault() {
    faults=$((faults + 1))
    printf 'not ok: %s\n' "$1"
    sed 's/^/    /' out err
}

# run CODE TITLE ARGUMENT...: runs retry-lint; its streams go to out and err
run() {
    code=$1 title=$2
    shift 2
    checks=$((checks + 1))
    "$lint" "$@" >out 2>err </dev/null
    got=$?
    [ "$got" -eq "$code" ] || fault "$title: exit $got, not $code"
}

# says FILE TEXT: the stream of the last run holds a line with the text
says() {
    checks=$((checks + 1))
    grep -qF -- "$2" "$1" || fault "$title: $1 does not say: $2"
}

# A program that looks up two names and reloads, once and then for each byte of its input.
cat >program.c <<'END'
#include <retry.h>

int main(int count, char **values)
{
    retry_options options = {.size = sizeof(options), .program = "billing"};

    options.defaults = count > 1 ? values[1] : NULL;
    retry_init(&options, NULL);
    retry_policy_get("db");
    retry_policy_get("nobody");
    do {
        retry_reload(NULL);
        puts("done");
        fflush(stdout);
    } while (getchar() != EOF);
    return 0;
}
END
# The words of CC are several.
# shellcheck disable=SC2086
${CC:-cc} -I"$srcdir/engine" program.c -o program -L"$builddir/.libs" -lretry -Wl,-rpath,"$builddir/.libs" || exit 99

mkdir policies
good() {
    printf 'version: 1\npolicies:\n  db: {limits: {max_attempts: 3}, backoff: {fixed: {delay: 1s}}}\n' >policies/db.yaml
}
bad() {
    printf 'version: 1\npolicies:\n  db: {limits: {max_attempts: 0}, backoff: {fixed: {delay: 1s}}}\n' >policies/db.yaml
}
export RETRY_POLICY_PATH="$folder/policies" RETRY_STATUS_FILE="$folder/%n.json"

# ---- a program that is gone
good
./program </dev/null >said
run 0 'all is well' status billing.json
says out '(GONE: this is what it said last), program billing, as of 2'
says out "search path $folder/policies"
says out '  generation 2 since 2'
says out ': 1 policy, hash '
says out "  from $folder/policies/db.yaml"
says out '  asked for and not defined, one attempt each: nobody'
says out '  accepted, at 2'
says out ', by reload: 0 errors, 1 warning'
says out '  none is pulled'
says out '  off: edits count once the program reloads'
says out '  accepted: policies: 1, files: 1, hash '
says out '  They say what runs.'

# ---- edits that nobody has loaded
bad
run 1 'the present files are wrong' status billing.json
says out '  accepted, at 2'
says out '  refused: the program would keep what runs; errors: 1, files: 1, hash '
says out '  They do NOT say what runs.'
says out '[out-of-range]'
rm policies/db.yaml
run 1 'the present files define nothing' status billing.json
says out '  refused: no file defines a policy any more, so that the program would keep what runs, files: 0'
rmdir policies
run 1 'the directory is gone' status billing.json
says out '[cannot-read]'
mkdir policies
good
sed 's/3/4/' policies/db.yaml >policies/db.new && mv policies/db.new policies/db.yaml
run 0 'the present files are good and new' status billing.json
says out '  They do NOT say what runs.'

# ---- a finding that stands in no file
sed 's/"<program>"/""/' billing.json >without.json
run 0 'a finding without a file' status without.json
says out "  warning: the program asked for 'nobody'"

# ---- a program that is alive, and has refused
good
rm -f billing.json
mkfifo orders answers
./program <orders >answers &
process=$!
exec 3>orders 4<answers
answer() { read -r said <&4 && [ "$said" = "done" ]; }
answer
bad
echo >&3
answer
run 1 'a set was refused' status billing.json
says out "process $process (alive)"
says out '  generation 2 since 2'
says out '  refused, at 2'
says out ', by reload: 1 error, 0 warnings'
says out "  $folder/policies/db.yaml:3:31: error: "
good
run 1 'the files are mended, and nobody has loaded them' status billing.json
says out '  accepted: policies: 1'
says out '  They say what runs.'
printf 'db\n' >policies/disabled
echo >&3
answer
run 0 'a lever is pulled' status billing.json
says out '  retries are OFF for db since 2'
says out ", by $folder/policies/disabled"
exec 3>&- 4<&-
wait "$process"
rm policies/disabled

# ---- JSON
run 0 'JSON' status --format=json billing.json
python3 - out <<'END' || fault 'JSON: not as the manual says'
import json, sys
whole = json.load(open(sys.argv[1]))
assert whole["alive"] is False
assert whole["state"]["program"] == "billing"
present = whole["present"]
assert present["verdict"] == "accept" and present["runs"] is True, present
assert present["hash"] == whole["state"]["running"]["hash"]
assert present["policies"] == 1 and present["files"] == 1 and present["findings"] == []
END
bad
run 1 'JSON of files that are wrong' status --format=json billing.json
says out '"verdict": "refuse", "runs": false'

# ---- a relative search path, defaults, a refused first load
bad
RETRY_POLICY_PATH=policies ./program "$(sed 's/0}/2}/' policies/db.yaml)" </dev/null >said
run 1 'a first load was refused' status billing.json
says out "  the program's own defaults alone, because its files were refused"
says out "  The program's own defaults, which lie below them, are not looked at here."
says out '  The search path is relative: these are the files below this directory'
good
RETRY_POLICY_PATH="$folder/policies" ./program "$(cat policies/db.yaml)" </dev/null >said
run 0 'defaults beside files' status billing.json
says out '  They say what runs.'

# ---- the command line
run 2 'no file' status
says err 'status takes the path of one status file'
run 2 'two files' status billing.json billing.json
run 3 'a file that is not there' status nowhere.json
says err 'retry-lint: nowhere.json: cannot read: No such file or directory'
head -c 300 billing.json >cut.json
run 3 'a file that was cut' status cut.json
says err 'retry-lint: cut.json: this is no status file: '

echo "$checks checks, $faults faults"
[ "$faults" -eq 0 ]
