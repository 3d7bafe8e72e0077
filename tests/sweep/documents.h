/* documents.h - for sweeps: documents that use all there is of the format, and those that are wrong in many ways. */
#ifndef TESTS_SWEEP_DOCUMENTS_H
#define TESTS_SWEEP_DOCUMENTS_H

#define YAML                                                                                                  \
    "version: 1\n"                                                                                            \
    "backoffs: {quick: {jitter: {mode: full, over: {exponential: {initial_delay: 100ms, max_delay: 5s}}}}}\n" \
    "policies:\n"                                                                                             \
    "  db:\n    description: a text with \"quotes\", and one that is long enough to be copied\n"              \
    "    limits: {max_attempts: 6, max_elapsed: 30s}\n    backoff: {use: quick}\n"                            \
    "  dns: {limits: {max_attempts: 1234567890}, backoff: {clamp: {min_delay: 1ms, over: {use: quick}}}}\n"   \
    "  own: {limits: {max_attempts: 3}, backoff: {custom: {name: tide, over: {fixed: {delay: 1s}}}}}\n"       \
    "  list: {limits: {max_attempts: 3}, backoff: {sequence: [{schedule: {delays: [1s, 2s], then: stop}}, "   \
    "{max: [{use: quick}, {fixed: {delay: 1s}}]}]}}\n"
#define JSON                                                                                                       \
    "{\"version\": 1, \"backoffs\": {\"quick\": {\"jitter\": {\"ratio\": 0.25, \"over\": {\"fixed\": {\"delay\": " \
    "\"1\\u0073\"}}}}},\n \"policies\": {\"db\": {\"limits\": {\"max_attempts\": 6}, \"backoff\": {\"use\": "      \
    "\"quick\"}},\n  \"own\": {\"limits\": {\"max_attempts\": 3}, \"backoff\": {\"custom\": {\"name\": "           \
    "\"tide\"}}}}}\n"
#define WRONG_YAML                                                                                                  \
    "version: 1\nbackoffs: {a: {use: b}, b: {use: a}}\n"                                                            \
    "policies:\n  db: {limits: {max_attempt: 6}, backoff: {fixd: {delay: 5}}}\n  db: {limits: {max_attempts: 1_0, " \
    "max_attempts: 2_0}}\n"
#define WRONG_JSON \
    "{\"version\": 1, \"policies\": {\"db\": {\"limits\": {\"max_attempts\": 0}, \"backoff\": {}}}, \"x\": 1}"
/* Everything that policies take from one another and from groups. */
#define REUSE                                                                                                          \
    "version: 1\nbackoffs: {slow: {fixed: {delay: 9s}}}\nerrors: {down: [ECONNREFUSED, \"app:busy\"], all: [down]}\n"  \
    "policies:\n  base: {limits: {max_attempts: 6}, backoff: {use: slow}, hints: {max: 1m}, rules: [\n"                \
    "    {when: [all, \"http:5xx\"], action: retry, backoff: {immediate: {}}}, {when: [timeout], action: fail}]}\n"    \
    "  db: {extends: base, limits: {max_elapsed: 30s}}\n  own: {extends: db, rules: [{when: [any], action: retry}]}\n" \
    "overrides: {policies: {db: {limits: {max_attempts: 4}}}}\n"
#define WRONG_REUSE                                                                                \
    "version: 1\nerrors: {a: [b], b: [a], c: [\"http:9\", donw], down: [EPIPE]}\npolicies:\n"      \
    "  db: {extends: bd, rules: [{when: [donw], action: fail, count: call}]}\n  x: {extends: x}\n" \
    "overrides: {policies: {bd: {limits: 5}}}\n"
#define BROKEN "version: 1\npolicies: {db: [\n"

#endif
