/* ruling.h - for tests: gives the plan of deciding.h rules and hints. */
#ifndef RETRY_TESTS_RULING_H
#define RETRY_TESTS_RULING_H

#include "tests/engine/tree/deciding.h"

/* Rules, and behind them what matches errors, in one block as in a set. */
struct ruling {
    struct retry_rules head;
    struct retry_rule rules[20];
    _Alignas(8) unsigned char match[4096];
};

static struct ruling ruling;
static struct retry_matching ruling_matching;
static struct retry_hint_terms hint_terms;

/* The way from one thing to another, in units. */
static inline int32_t way(const void *from, const void *to)
{
    return (int32_t)(((const char *)to - (const char *)from) / RETRY_NODE_UNIT);
}

/* The plan has no rules from here on; those that are added come after. */
static inline void clear_rules(void)
{
    retry__matching_done(&ruling_matching);
    memset(&ruling, 0, sizeof(ruling));
    ruling.head.signature = 1;
    ruling.head.match = way(&ruling, ruling.match);
    ck_assert_ptr_eq(retry__rules_at(&ruling.head, 0), ruling.rules);
    world.plan.rules = 0;
}

/* Adds a rule for errors of that spelling, and of a second where it is not NULL. Its own backoff may be NULL. */
static inline struct retry_rule *add_rule(const char *when, const char *also, struct retry_rule rule,
                                          const struct retry_node *own)
{
    const char *const spellings[] = {when, also};
    struct retry_rule *added = &ruling.rules[ruling.head.count++];

    *added = rule;
    added->backoff = own ? way(added, own) : 0;
    for (int i = 0; i < 2 && spellings[i]; i++) {
        struct retry_class class;
        ck_assert_ptr_null(retry__class_read(spellings[i], strlen(spellings[i]), &class));
        ck_assert(retry__matching_add(&ruling_matching, &class, (uint8_t)ruling.head.count, NULL));
    }
    ck_assert_uint_le(retry__matching_size(&ruling_matching), sizeof(ruling.match));
    retry__matching_write(&ruling_matching, ruling.match);
    world.plan.rules = way(&world.plan, &ruling);
    world.plan.otherwise_retry = false;
    return added;
}

#define RETRIES ((struct retry_rule){0, RETRY_RULE_UNLIMITED, RETRY_RULE_UNCOUNTED, true, false})
#define FAILS ((struct retry_rule){0, RETRY_RULE_UNLIMITED, RETRY_RULE_UNCOUNTED, false, false})
#define COUNTED(counter, most) ((struct retry_rule){0, (most), (counter), true, false})

/* One more failure with that error. */
static inline retry_decision fail_with(retry_error error)
{
    world.call.failures++;
    world.call.error = error;
    return decide();
}

/* The terms that policies have unless they say otherwise, to be changed. */
static inline struct retry_hint_terms *set_terms(void)
{
    hint_terms = retry__hint_usual;
    world.plan.hints = way(&world.plan, &hint_terms);
    return &hint_terms;
}

/* As begin(), and nothing is left of earlier rules. */
static inline void begin_ruling(void)
{
    begin();
    clear_rules();
}

static inline void asked_for(uint64_t delay_ns)
{
    static retry_hint hint;

    hint = (retry_hint){.delay_ns = delay_ns, .kind = RETRY_HINT_DELAY};
    world.scene.hint = &hint;
}

static inline void asked_to_stop(void)
{
    static const retry_hint hint = {.kind = RETRY_HINT_STOP};

    world.scene.hint = &hint;
}

#endif
