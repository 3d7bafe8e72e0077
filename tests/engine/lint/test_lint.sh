#!/bin/sh
# test_lint.sh - retry-lint as its users meet it: exit codes, formats, colours, streams that fail, hostile bytes.
# Usage: RETRY_LINT=path/to/retry-lint test_lint.sh
set -u
lint=${RETRY_LINT:-./retry-lint}
case $lint in /*) ;; *) lint=$PWD/$lint ;; esac
folder=$(mktemp -d) || exit 99
trap 'chmod -R u+rwx "$folder"; rm -rf "$folder"' EXIT
cd "$folder" || exit 99
unset RETRY_POLICY_PATH NO_COLOR
export LC_ALL=C
checks=0
faults=0

fault() {
    faults=$((faults + 1))
    printf 'not ok: %s\n' "$1"
    sed 's/^/    /' out err
}

# run CODE TITLE ARGUMENT...: runs retry-lint on what `in` holds; its streams go to out and err
run() {
    code=$1 title=$2
    shift 2
    checks=$((checks + 1))
    "$lint" "$@" <in >out 2>err
    got=$?
    [ "$got" -eq "$code" ] || fault "$title: exit $got, not $code"
}

# says FILE TEXT: the stream of the last run holds a line with the text
says() {
    checks=$((checks + 1))
    grep -qF -- "$2" "$1" || fault "$title: $1 does not say: $2"
}

# silent FILE: the stream of the last run is empty
silent() {
    checks=$((checks + 1))
    [ -s "$1" ] && fault "$title: $1 is not empty"
}

# clean FILE: no byte but printable ASCII and line ends
clean() {
    checks=$((checks + 1))
    LC_ALL=C grep -q '[^ -~]' "$1" && fault "$title: $1 holds bytes of the input"
}

: >in
mkdir good bad
cat >good/a.yaml <<'END'
version: 1
policies:
  db: {limits: {max_attempts: 6, max_elapsed: 30s}, backoff: {use: quick}}
  web: {limits: {max_attempts: unlimited}, backoff: {fixed: {delay: 7s}}}
END
cat >good/b.json <<'END'
{"version": 1, "backoffs": {"quick": {"jitter": {"mode": "full", "over": {"exponential": {"initial_delay": "100ms"}}}}}}
END
printf 'no policy\n' >good/README
printf 'version: 1\npolicies:\n  db: {limits: {max_attempts: 0}, backoff: {immediate: {}}}\n' >bad/a.yaml
printf 'version: 1\npolicies:\n  db: {limits: {max_attempts: 1}, backoff: {immediate: {}}}\n' >warn.yaml
printf 'version: 1\n' >none.yaml

# ---- check: codes and the last line
run 0 'a clean directory' good
says out '2 policies in 2 files: a program would accept this set.'
silent err
run 0 'the command by its name' check good/a.yaml good/b.json
run 1 'an error' bad
says out 'bad/a.yaml:3:31: error:'
says out '[out-of-range]'
says out '1 error in 1 file: a program would refuse this set and keep its last good one.'
silent err
run 1 'a reference to a file that is not given' good/a.yaml
run 0 'a warning' warn.yaml
says out '[unused]'
says out '1 policy in 1 file, 1 warning: a program would accept this set.'
run 1 'a warning with --strict' --strict warn.yaml
run 0 'policies that are required' --require=db,web good
run 1 'a policy that is required' --require=db,wep good
says out "<command line>: error: the policy 'wep' is required, and no file defines it [required-policy]"
says out 'did you mean web?'
says out '2 policies in 2 files, 1 error: a program would accept this set.'
run 2 'no list of names' --require=db, good
says err "--require takes names of policies, separated by commas, not 'db,'"
run 0 'an older target' --target=0.1 good
printf 'version: 1\npolicies:\n  db:\n    limits: {max_attempts: 5}\n    rules: [{when: [any], action: retry}]\n' >new.yaml
printf '    backoff: {max: [{fixed: {delay: 1s}}, {linear: {initial_delay: 1s, increment: 1s}}]}\n' >>new.yaml
run 0 'words of this release' new.yaml
run 1 'words that are newer than the target' -f short --target=0.1 new.yaml
says out "new.yaml:5:5: error: 'rules' is new in release 0.2, the target is 0.1 [newer-than-target]"
says out "new.yaml:6:15: error: 'max' is new in release 0.2, the target is 0.1 [newer-than-target]"
run 2 'a target before the first release' --target=0.0 good
run 2 'a target that is none' --target=one good
run 2 'a target that nobody knows' --target=99.0 good
run 0 'the schema' schema
says out '"http://json-schema.org/draft-07/schema#"'
run 0 'the reference' schema --reference
says out '.It Cm exponential'
run 2 'a schema of a file' schema good
says err 'schema takes no operands'
run 0 'no policy at all' none.yaml
says out '0 policies in 1 file: a program that has policies would keep them; one that starts now would have none.'
run 0 'no policy at all, json' -f json none.yaml
says out '"verdict": "keep"'
mkdir empty
run 0 'a directory without files' empty
says out '0 policies in 0 files: no policy file was found: a program that has policies would keep them'
run 1 'a directory without files, with --strict' --strict empty

# ---- who may write
mkdir open && cp good/a.yaml good/b.json open && chmod 777 open
run 0 'a named directory that everybody may write' open
says out '2 policies in 2 files: a program would accept this set.'
run 1 'the same with --strict' --strict open
says out "error: '$folder/open' may be written by everybody (mode 0777) [untrusted]"
says out "chmod o-w $folder/open"
says out '1 error in 0 files: a program would refuse this set and keep its last good one.'
run 1 'other commands can be strict too' explain --strict db open
says err '[untrusted]'
export RETRY_POLICY_PATH="$folder/open"
run 0 'a search path that everybody may write'
says out "warning: '$folder/open' may be written by everybody (mode 0777) [exposed]"
says out '2 policies in 2 files, 1 warning: a program would accept this set.'
run 1 'the same with --strict' --strict
says out '[untrusted]'
unset RETRY_POLICY_PATH
chmod 755 open && chmod 646 open/b.json
run 0 'a named file that everybody may write' open/b.json
run 1 'the same with --strict' -f short --strict open
says out "open/b.json: error: 'open/b.json' may be written by everybody (mode 0646) [untrusted]"

run 1 'the same name twice' warn.yaml bad/a.yaml
says out '[defined-twice]'
run 3 'a path that does not exist' good nowhere.yaml
says out 'nowhere.yaml'
says out '[cannot-read]'
printf 'version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {use: q}}\n' >uses.yaml
run 3 'a name that the missing file may define' nowhere.yaml uses.yaml
checks=$((checks + 1))
grep -q 'unknown-reference' out && fault "$title: a guess beside what is known"
run 3 'an empty path' ''
says out "'': error: cannot open"
mkdir shut && cp warn.yaml shut && chmod 0 shut/warn.yaml
if ! cat shut/warn.yaml >/dev/null 2>&1; then
    run 3 'a file that may not be read' shut
fi
mkfifo pipe.yaml
run 3 'a pipe' pipe.yaml
says out '[not-a-file]'
mkdir check
cp good/b.json check
run 0 'a path named as a command' ./check
says out '0 policies in 1 file'

# ---- classes
run 0 'all groups' classes
for group in transient timeout throttled conflict not_sent any; do
    says out "$group - "
done
says out '  exit:75                     EX_TEMPFAIL of sysexits.h: the program asks to be run again.'
silent err
clean out
run 0 'one group' classes timeout
says out 'exit:124'
checks=$((checks + 1))
grep -q '^transient' out && fault "$title: others too"
run 0 'a class and what holds it' classes http:503 ECONNRESET
says out 'http:503 - HTTP status 503'
says out '  in transient'
says out 'Connection reset by peer'
run 0 'a class of which groups hold a part' classes http:5xx
says out '  of it in transient          http:503: '
says out '  of it in timeout            http:504: '
says out '  in any '
run 0 'a name of other platforms' classes EBADRPC
says out 'EBADRPC - a name of other platforms, which matches nothing here'
run 0 'other sorts of classes' classes app:SlowDown 'sqlstate:08*' sqlstate:40001 signal:SIGKILL gai:EAI_AGAIN exit:1-9 any
says out "app:SlowDown - a word of the program's"
says out '  in throttled'
says out 'sqlstate:08* - the SQLSTATEs 08*'
says out 'sqlstate:40001 - SQLSTATE 40001'
says out '  in conflict'
says out 'signal:KILL - signal 9'
says out '  in not_sent'
says out 'exit:1-9 - exit code 1 to 9'
run 1 'classes that do not exist' classes transiet http:503 UNAVAILABLE my-own "$(printf 'http:\033[31m')"
says err "'transiet' is no built-in group: did you mean transient?"
says err "'UNAVAILABLE' is no error class: write grpc:UNAVAILABLE"
says err "retry-lint: 'my-own' is no built-in group"
says err "'http:\\x1B[31m' is no HTTP status: write a status"
silent out
clean err
run 0 'groups and classes as JSON' classes -f json http:5xx conflict
says out '"partly": ['
says out '"mark": "RETRY_MARK_CONFLICT"'
run 0 'groups for a manual page' classes --man
says out '.It Li sqlstate:57P0'
run 2 'an option of classes elsewhere' check --man
says err '--man belongs to the command classes'

# ---- standard input
cp good/a.yaml in
run 1 'standard input with a mistake' -
says out '<stdin>:3:'
run 0 'standard input beside a file' - good/b.json
says out '2 policies in 2 files'
cp good/b.json in
run 0 'JSON on standard input' good/a.yaml -
: >in

# ---- the search path
RETRY_POLICY_PATH=$folder/good
export RETRY_POLICY_PATH
run 0 'the search path' --list
says out "read     $folder/good/a.yaml"
says out "skipped  $folder/good/README: "
RETRY_POLICY_PATH=$folder/nowhere
run 3 'a search path that does not exist'
says out '[cannot-read]'
unset RETRY_POLICY_PATH
title='the built-in path of a program that has no directory'
"$lint" --list -f json -p no-such-program >out 2>err # what the machine holds besides is its own affair
says out '/no-such-program.d", "skipped": "does not exist"}'

# ---- formats
run 1 'short' -f short bad
says out 'bad/a.yaml:3:31: error:'
checks=$((checks + 1))
[ "$(wc -l <out)" -eq 1 ] || fault 'short: one line a finding'
run 1 'json' --format=json bad
says out '"verdict": "refuse"'
says out '"slug": "out-of-range"'
run 0 'json, clean, with the list' -f json --list good
says out '"verdict": "accept"'
says out '"policies": 2'
if command -v python3 >/dev/null; then
    for arguments in '-f json bad' '-f json --list good' 'explain -f json * good' 'explain -f json -n 3 db good'; do
        set -f
        # shellcheck disable=SC2086 # several arguments
        "$lint" $arguments >out 2>err
        set +f
        checks=$((checks + 1))
        python3 -c 'import json, sys; json.load(sys.stdin)' <out 2>err || fault "$arguments: not JSON"
    done
fi

# ---- show
cat >reuse.yaml <<'EOF'
version: 1
errors:
  down: [EPIPE, "http:503"]
policies:
  base:
    limits: {max_attempts: 5, max_elapsed: 90000ms}
    backoff: {fixed: {delay: 1000ms}}
    rules:
      - {when: [down], action: retry}
  web: {extends: base, limits: {max_attempts: 3}}
EOF
printf 'version: 1\noverrides:\n  policies:\n    web: {limits: {max_attempts: 2}}\n' >over.yaml
run 0 'show' show web reuse.yaml over.yaml
says out '      max_attempts: 2'
says out '      max_elapsed: 1m30s'
says out '          - "http:503"'
silent err
run 0 'show where values come from' show -o web reuse.yaml over.yaml
says out '      max_attempts: 2     # over.yaml:4 over reuse.yaml:10, reuse.yaml:6'
says out '          - EPIPE         # reuse.yaml:3'
run 0 'show all' show --origin '*' reuse.yaml
says out '  base:'
says out '  web:'
"$lint" show web reuse.yaml over.yaml >shown.yaml
run 0 'what is shown is a document' check --strict shown.yaml
run 0 'show in JSON' show -f json -o web reuse.yaml over.yaml
says out '"limits.max_attempts": {"file": "over.yaml", "line": 4, "over": [{"file": "reuse.yaml", "line": 10}, {"file": "reuse.yaml", "line": 6}]}'
cp out shown.json
run 0 'what is shown in JSON is a document' check --strict shown.json
run 1 'show what is not there' show wbe reuse.yaml
says err "did you mean 'web'?"
run 1 'show a refused set' show db bad
says err 'there is nothing to show'
run 2 'show without a name' show
run 2 'show in short' show -f short web reuse.yaml
run 2 'an option of show' explain -o web reuse.yaml

# ---- diff
mkdir newer
cat >newer/all.yaml <<'END'
version: 1
policies:
  dns: {limits: {max_attempts: 2}, backoff: {fixed: {delay: 1s}}}
  db:
    limits: {max_elapsed: 30s, max_attempts: 3}
    backoff: {jitter: {over: {exponential: {initial_delay: 0.1s}}, mode: full}}
END
run 0 'what changes' diff good newer
printf 'dns: added\ndb: attempts 6 to 3, worst case 3.1s to 300ms\nweb: removed\n' | cmp -s - out ||
    fault 'what changes, in the order of the new set'
silent err
run 0 'nothing changes' diff good good
says out 'nothing changed'
cp newer/all.yaml in
run 0 'a file and standard input' diff newer/all.yaml -
says out 'nothing changed'
: >in
printf 'version: 1\npolicies:\n  c: {limits: {max_attempts: 3}, backoff: {custom: {name: one}}}\n' >one-custom.yaml
sed 's/one/other/' one-custom.yaml >other-custom.yaml
run 0 'another custom backoff' diff one-custom.yaml other-custom.yaml
says out 'c: backoff changed'
run 1 'the old set is refused' diff bad good
silent out
says err 'bad/a.yaml:3:31: error:'
says err 'a program would refuse the old set, so there is nothing to compare'
run 1 'the new set is refused' diff good bad
says err 'a program would refuse the new set, so there is nothing to compare'
run 3 'a set that is not there' diff good missing
run 2 'one set' diff good
says err 'diff needs two files or directories, the old one and the new one'
run 2 'three sets' diff good good good
run 2 'standard input twice' diff - -
run 2 'diff in JSON' diff -f json good good
run 2 'a program, diff' diff -p billing

# ---- explain
run 0 'explain' explain db good
says out 'db: 6 attempts = 1 try + 5 retries, at most 30s in all'
says out '    jitter > exponential'
says out 'All waits together: at most 3.1s, 1.55s on average.'
run 0 'explain all' explain '*' good
says out 'web: unlimited attempts'
run 0 'explain one retry' explain db --at 9 -f json good
says out '{"retry": 9, "lo_ns": 0, "hi_ns": 25600000000, "mean_ns": 12800000000, "unreachable": true}'
run 0 'explain in JSON' explain -f json -n 1 db good
says out '"policy": "db", "max_attempts": 6'
says out '{"retry": 1, "lo_ns": 0, "hi_ns": 100000000, "mean_ns": 50000000}'
says out '"total": {"max_ns": 3100000000, "mean_ns": 1550000000}'
run 0 'explain in JSON without limits' explain -f json web good
says out '"max_attempts": null'
says out '{"retry": 20, '
says out '"total": {"max_ns": null, "mean_ns": null}'
run 1 'explain what is not there' explain wev good
says err "no policy 'wev' in this set, did you mean 'web'?"
silent out
run 1 'explain a refused set' explain db bad
says err '[out-of-range]'
silent out
run 1 'explain a refused set in JSON' explain -f json db bad
says err '[out-of-range]'
says out '[]'
cat >many.yaml <<'END'
version: 1
policies:
  flat: {limits: {max_attempts: 2147483647}, backoff: {fixed: {delay: 1s}}}
  slow: {limits: {max_attempts: 20001}, backoff: {exponential: {initial_delay: 1s, multiplier: 1.001}}}
  fits: {limits: {max_attempts: 10001}, backoff: {fixed: {delay: 1s}}}
END
run 0 'explain many retries in JSON' explain -f json flat many.yaml
says out '{"retry": 10000, '
says out '], "truncated": true, "total": '
checks=$((checks + 1))
[ "$(wc -l <out)" -eq 10004 ] || fault "$title: $(wc -l <out) lines"
run 0 'explain just as many retries as are shown' explain -f json fits many.yaml
says out '{"retry": 10000, '
says out '], "total": '
run 0 'explain more retries where they are asked for' explain -f json -n 10001 flat many.yaml
says out '{"retry": 10001, '
says out '], "total": '
run 0 'explain many retries' explain slow many.yaml
says out 'Only the first 500 rows are shown: --retries shows more.'
run 0 'explain many equal retries' explain flat many.yaml
says out '  2147483646 '
run 0 'explain more than the usual rows' explain -n 10001 slow many.yaml
says out '  10001  '
printf 'version: 1\npolicies:\n  one: {limits: {max_attempts: 1}}\n' >one.yaml
run 0 'explain retries that are not there' explain -n 3 one one.yaml
says out 'There are no retries.'
checks=$((checks + 1))
grep -q 'shortest' out && fault "$title: a head without rows"
printf 'version: 1\npolicies:\n  c: {limits: {max_attempts: 3}, backoff: {custom: {name: mine, over: {fixed: {delay: 1s}}}}}\n' >custom.yaml
cat >rules.yaml <<'END'
version: 1
policies:
  r:
    limits: {max_attempts: 5}
    backoff: {fixed: {delay: 1s}}
    hints: {max: 10s, spread: 0.5}
    rules:
      - {when: [EPIPE], action: retry}
      - {when: [timeout], action: retry, max_retries: 2, backoff: {linear: {initial_delay: 1s, increment: 2s}}}
END
run 0 'explain rules' explain r rules.yaml
says out 'All waits together: at most 4s, 4s on average.'
says out 'A server may ask for waits of up to 15s.'
says out 'By its rule 2, at most 2 retries:'
says out '      2        3s       3s    3s             4s'
run 0 'explain rules in JSON' explain -f json r rules.yaml
says out ' "rules": [{"rule": 2, "max_retries": 2, "retries": ['
says out '"total": {"max_ns": 4000000000, "mean_ns": 4000000000}'
run 0 'explain what the program may know better' explain c custom.yaml
says out 'All waits together: only the program knows.'
run 0 'explain what the program may know better, json' explain -f json c custom.yaml
says out '"total": {"max_ns": null, "mean_ns": null}'
says out '"hi_ns": 1000000000'

# ---- bad command lines
run 2 'an unknown option' --colr good
says err "unknown option '--colr', did you mean '--color'?"
silent out
run 2 'an unknown letter' -x good
says err "unknown option '-x'"
run 2 'a wrong format' -f xml good
says err "--format takes text, short, json or junit, not 'xml'"
run 2 'an argument too few' good -f
for name in a/b .. Billing ''; do
    run 2 "a program that cannot be named '$name'" -p "$name"
    says err "--program takes a name as billing or web-api, not '$name'"
done
run 2 'a program beside a path' -p billing good
says err "--program reads the search path, so no path may be named: 'good'"
run 2 'a program beside a path, explain' explain -p billing db good
run 2 'an argument too many' --list=all good
run 2 'an option of another command' explain --list db good
says err '--list belongs to the command check'
run 2 'explain without a name' explain
run 2 'explain in short' explain -f short db good
run 2 'retry 0' explain --at 0 db good
run 2 'a retry beyond all' explain --at 1000000001 db good
run 2 'both --at and --retries' explain --at 1 -n 1 db good
run 0 'help' --help
says out 'retry-lint explain'
run 0 'version' --version
says out 'retry-lint 0.3.0'

# ---- colours
run 1 'no colour into a file' bad
clean out
run 1 'colour on demand' --color=always bad
checks=$((checks + 1))
grep -q "$(printf '\033')" out || fault 'colour on demand: none'
if command -v script >/dev/null; then
    checks=$((checks + 3))
    TERM=xterm script -qec "'$lint' bad" /dev/null </dev/null >out 2>err
    grep -q "$(printf '\033')" out || fault 'a terminal has no colour'
    NO_COLOR=1 TERM=xterm script -qec "'$lint' bad" /dev/null </dev/null >out 2>err
    grep -q "$(printf '\033')" out && fault 'NO_COLOR is not honoured'
    TERM=dumb script -qec "'$lint' bad" /dev/null </dev/null >out 2>err
    grep -q "$(printf '\033')" out && fault 'a dumb terminal has colour'
fi

# ---- output that fails
fails() {
    checks=$((checks + 2))
    [ "$2" -eq 3 ] || fault "$1: exit $2, not 3"
    grep -q 'cannot write to standard output' err || fault "$1: nothing on standard error"
}
: >out
if [ -w /dev/full ]; then
    for arguments in bad good '-f json bad' 'explain db good' '--help'; do
        # shellcheck disable=SC2086 # several arguments
        "$lint" $arguments >/dev/full 2>err
        fails "/dev/full: $arguments" $?
    done
fi
"$lint" bad >&- 2>err
fails 'standard output closed' $?
{ "$lint" explain -f json -n 100000 db good 2>err; echo $? >status; } | head -c 10 >/dev/null
fails 'a dead pipe' "$(cat status)"

# ---- hostile bytes: names of files and policies, keys, texts
escape=$(printf '\033')
printf 'version: 1\npolicies:\n  "d\\eb\\u202e": {limits: {max_attempts: "\\e]0;x\\a"}}\n  ? "\\x9b31m"\n  : 1\n' >"${escape}[31m.yaml"
printf 'version: 1\nx-a: "\033[31m\n' >raw.yaml
run 1 'escapes in text' "${escape}[31m.yaml" raw.yaml
clean out
clean err
run 1 'escapes, short' -f short "${escape}[31m.yaml" raw.yaml
clean out
run 1 'escapes, json' -f json --list "${escape}[31m.yaml" raw.yaml
clean out
run 2 'escapes in an option' "--${escape}[31m"
clean err
run 3 'escapes in a path' "${escape}[31m"
clean out
run 1 'escapes in a name' explain "${escape}[31m" good
clean err

# ---- links: ConfigMaps are shown, texts from elsewhere are not
mkdir -p map/..data secret
printf 'version: 1\npolicies: {db: secret-word}\n' | tee map/..data/a.yaml >secret/a.yaml
ln -s ..data/a.yaml map/a.yaml
run 1 'a link that stays inside' map
says out 'secret-word'
mkdir away
ln -s ../secret/a.yaml away/a.yaml
for format in text short json; do
    run 1 "a link that leads out, $format" -f "$format" away
    checks=$((checks + 1))
    grep -q 'secret-word' out && fault "a link that leads out, $format: its text is shown"
done
run 1 'findings of a link that leads out' away
says out 'error: a value of another type belongs here [wrong-type]'
says out 'help: name the file itself to see its text'
printf 'version: 1\npolicies: {db: secret-word, web: secret-word}\n' >secret/a.yaml
run 1 'two findings of a link that leads out' away
checks=$((checks + 1))
[ "$(grep -c 'name the file itself' out)" -eq 1 ] || fault "$title: it is not said once"
printf 'version: 1\nbackoffs: {secret-word: {immediate: {}}}\n' | tee secret/a.yaml >secret/copy.yaml
ln -s ../secret/copy.yaml away/b.yaml
run 1 'a second place behind a link that leads out' away
says out '[defined-twice]'
says out 'away/a.yaml:2:12: note:'
checks=$((checks + 1))
grep -q 'secret-word' out && fault "$title: its text is shown"
rm away/b.yaml
printf 'version: 1\npolicies: {db: secret-word}\n' >secret/a.yaml
mkdir broken
ln -s nowhere.yaml broken/dangling.yaml
ln -s loop.yaml broken/loop.yaml
run 3 'links that lead nowhere' broken
says out "cannot open 'broken/dangling.yaml': No such file or directory (ENOENT)"
says out '(ELOOP)'
RETRY_POLICY_PATH=$folder/away/a.yaml
export RETRY_POLICY_PATH
run 1 'a link that the search path names itself'
says out 'secret-word'
unset RETRY_POLICY_PATH
run 1 'a link that is named itself' away/a.yaml
says out 'secret-word'
run 1 'a link that is named beside its directory' away away/a.yaml
says out 'secret-word'

# ---- the policies that are shipped

cp -R "${srcdir:?}/policies.d" shipped # a checkout may belong to anybody
run 0 'the shipped policies are beyond doubt' --strict shipped
run 0 'the shipped policies hold their tests' test "${srcdir:?}/policies.d"
says out ' passed, 0 failed'

printf '%d checks, %d faults\n' "$checks" "$faults"
[ "$faults" -eq 0 ]
