/* decide.c - answers one failure from a policy tree. */
#include "engine/tree/decide.h"

#include "engine/errors/error.h"
#include "engine/tree/chance.h"
#include "engine/tree/stopwatch.h"
#include "schema/duration.h"

/* What the rules make of a failure, and which backoff is to answer it. 16 bytes, handed on in registers. */
struct course {
    const struct retry_node *root; /* NULL: none */
    uint32_t failures;             /* f, that the backoff is asked with */
    uint8_t rule;                  /* the number of the rule that holds the error, 0 = none */
    uint8_t reason;                /* a retry_reason; RETRY_REASON_NONE: go on */
    bool overdrawn;                /* the rule's retries are used up */
};

/* ---- time -------------------------------------------------------------------------------------------------------- */

static bool timed(const retry_call *call, const struct retry_plan *plan)
{
    return retry__plan_timed(plan) || (call->flags & RETRY_CALL_TIMED);
}

/* The clock is read only where time matters, and once a decision. */
static uint64_t look(struct retry_scene *scene)
{
    if (!scene->looked)
        scene->now_ns = retry__host_now(scene->host);
    scene->looked = true;
    return scene->now_ns;
}

/* Step 0: after an attempt that ran long enough before it failed, this failure is the first. */
__attribute__((noinline)) static void perhaps_renew(retry_call *call, struct retry_scene *scene)
{
    if (!(call->flags & RETRY_CALL_TIMED))
        return;
    if (retry__stopwatch_ran_ns(call, look(scene)) < scene->plan->reset_after_ns)
        return;
    retry__stopwatch_renew(call, look(scene));
    call->flags &= (uint16_t)~RETRY_CALL_COUNTED;
    call->failures = 1;
    call->delay_ns = 0;
}

/* Step 9: would the wait end too late? */
__attribute__((noinline)) static retry_reason lateness(retry_call *call, struct retry_scene *scene, uint64_t delay_ns)
{
    uint64_t now_ns = look(scene);

    if (!(call->flags & RETRY_CALL_TIMED))
        retry__stopwatch_start(call, now_ns);
    if (retry__stopwatch_see(call, now_ns) + delay_ns > scene->plan->max_elapsed_ns)
        return RETRY_REASON_MAX_ELAPSED;
    if ((call->flags & RETRY_CALL_DEADLINE) && retry__stopwatch_late(call, now_ns + delay_ns))
        return RETRY_REASON_DEADLINE;
    return RETRY_REASON_NONE;
}

/* ---- may it be retried? ------------------------------------------------------------------------------------------ */

static bool cancelled(const retry_call *call)
{
    return call->cancel != NULL && __atomic_load_n(&call->cancel->fired, __ATOMIC_ACQUIRE) != 0;
}

/* The first rule that holds the error answers, and may bring a backoff of its own. */
__attribute__((noinline)) static struct course judge(retry_call *call, const struct retry_plan *plan)
{
    struct course course = {.root = retry__plan_backoff(plan), .failures = call->failures};
    const struct retry_rules *rules = retry__plan_rules(plan);
    const struct retry_rule *rule;
    const struct retry_node *own;
    uint32_t count;

    course.rule = retry__rules_find(rules, &call->error);
    rule = course.rule > 0 ? retry__rules_at(rules, course.rule - 1u) : NULL;
    if (!(rule != NULL ? rule->retry : plan->otherwise_retry))
        course.reason = RETRY_REASON_NOT_RETRYABLE;
    if (rule == NULL || !rule->retry)
        return course;
    count = retry__rules_count(rules, rule, call);
    own = retry__rule_backoff(rule);
    if (own != NULL) {
        course.root = own;
        course.failures = retry__rules_failures(rule, count, call);
    }
    course.overdrawn = count > rule->max_retries;
    return course;
}

/* Step 3. Without rules it costs one look at the plan. */
static inline struct course set_out(retry_call *call, const struct retry_plan *plan)
{
    if (plan->rules != 0)
        return judge(call, plan);
    return (struct course){
        .root = retry__plan_backoff(plan),
        .failures = call->failures,
        .reason = plan->otherwise_retry ? RETRY_REASON_NONE : RETRY_REASON_NOT_RETRYABLE,
    };
}

static inline bool may_repeat(const retry_call *call, const struct retry_plan *plan)
{
    return (!plan->not_idempotent && !(call->flags & RETRY_CALL_NOT_IDEMPOTENT)) || retry__error_not_sent(call->error);
}

/* Steps 1 to 4. */
static inline struct course judged(retry_call *call, const struct retry_scene *scene)
{
    const struct retry_plan *plan = scene->plan;
    struct course course;

    if (!plan->enabled || (scene->off && !plan->keeps))
        return (struct course){.reason = RETRY_REASON_DISABLED};
    if (cancelled(call))
        return (struct course){.reason = RETRY_REASON_CANCELLED};
    course = set_out(call, plan);
    if (course.reason != RETRY_REASON_NONE)
        return course;
    if (!may_repeat(call, plan))
        course.reason = RETRY_REASON_NOT_IDEMPOTENT;
    else if (call->failures >= plan->max_attempts && plan->max_attempts != RETRY_UNLIMITED)
        course.reason = RETRY_REASON_MAX_ATTEMPTS;
    else if (course.overdrawn)
        course.reason = RETRY_REASON_RULE_MAX_RETRIES;
    return course;
}

/* ---- how long? --------------------------------------------------------------------------------------------------- */

/* Copied member by member: it has just been stored in halves, and one load across both would have to wait for them. */
static inline retry_error by_members(const retry_error *error)
{
    return (retry_error){error->kind, error->also_kind, error->marks, error->code, {error->also_code}};
}

/* Step 6. Where the backoff has no window, *node is the number of the node that said so. */
static inline retry_reason ask_backoff(const retry_call *call, struct retry_ask *ask, struct course course,
                                       retry_window *window, uint16_t *node)
{
    enum retry_answer answer;

    if (course.root == NULL)
        return RETRY_REASON_EXHAUSTED;
    ask->question = (retry_question){
        .size = sizeof(retry_question),
        .failures = course.failures,
        .in_call = true,
        .previous_ns = call->flags & RETRY_CALL_DECIDED ? call->delay_ns : 0,
        .error = by_members(&call->error),
        .target = call->target,
    };
    answer = retry__node_window(course.root, ask, window);
    if (answer == RETRY_ANSWER_WINDOW)
        return RETRY_REASON_NONE;
    *node = retry__node_number(course.root, ask->last);
    return answer == RETRY_ANSWER_EXHAUSTED ? RETRY_REASON_EXHAUSTED : RETRY_REASON_CUSTOM_MISSING;
}

/* Does the server's word for a delay count, whether or not it is the longer one? */
static bool counts(const struct retry_hint_terms *terms, const retry_hint *hint)
{
    return hint->kind == RETRY_HINT_DELAY && terms->use != RETRY_HINT_IGNORE &&
           (hint->delay_ns <= terms->max_ns || terms->over_max == RETRY_HINT_OVER_CLAMP);
}

/* What the last failure has left in the flags: which count it has raised, and where its delay has come from. */
#define LEFT_BEHIND (RETRY_CALL_HINTED | RETRY_CALL_MOVED | RETRY_CALL_KEPT | RETRY_RULES_COUNTER)

/* Step 7. */
__attribute__((noinline)) static retry_reason heed(retry_call *call, const struct retry_scene *scene,
                                                   retry_window *window)
{
    const struct retry_hint_terms *terms = retry__plan_hints(scene->plan);
    retry_window before = *window;
    retry_reason reason = retry__hint_apply(terms, scene->hint, window);

    if (reason != RETRY_REASON_NONE || !counts(terms, scene->hint))
        return reason;
    call->flags |= RETRY_CALL_HINTED;
    if (window->lo_ns != before.lo_ns || window->hi_ns != before.hi_ns)
        call->flags |= RETRY_CALL_MOVED;
    return reason;
}

/* Step 8. The call's own state goes in, so that calls differ even where the generator was seeded badly. */
static inline uint64_t draw(const retry_call *call, const struct retry_scene *scene)
{
    return retry__chance_draw(scene->host, (uintptr_t)call + call->spent_ns + call->failures, call->window);
}

/* ---- the answer -------------------------------------------------------------------------------------------------- */

/* Returned as well as stored: reading back at once what was stored in parts would make the processor wait. */
static inline retry_decision answer(retry_call *call, struct course course, uint64_t wait_ns, uint16_t node)
{
    call->node = node;
    call->reason = (uint8_t)course.reason;
    call->rule = course.rule;
    return (retry_decision){wait_ns, call->failures, node, (uint8_t)course.reason, course.reason == RETRY_REASON_RETRY};
}

/* The wait may be shorter than the delay, where part of that is over. */
static inline retry_decision grant(retry_call *call, struct course course, uint64_t delay_ns, uint64_t wait_ns)
{
    if (!(call->flags & RETRY_CALL_TIMED))
        call->spent_ns = retry__duration_add(call->spent_ns, wait_ns);
    else if (wait_ns != delay_ns)
        call->seen_ns -= delay_ns - wait_ns; /* the attempt begins delay_ns after that */
    call->delay_ns = delay_ns;
    call->flags = (uint16_t)((call->flags | RETRY_CALL_DECIDED) & ~RETRY_CALL_WAITED);
    course.reason = RETRY_REASON_RETRY;
    return answer(call, course, wait_ns, 0);
}

static retry_decision stop(retry_call *call, struct course course, uint16_t node)
{
    call->flags |= RETRY_CALL_DECIDED | RETRY_CALL_FINISHED;
    return answer(call, course, 0, node);
}

retry_decision retry__decide(retry_call *call, struct retry_scene *scene)
{
    const struct retry_plan *plan = scene->plan;
    struct course course;
    uint64_t delay_ns = 0;
    uint16_t node = 0;

    if (call->flags & RETRY_CALL_FINISHED)
        return retry__decide_last(call);
    if (plan == NULL)
        return stop(call, (struct course){.reason = RETRY_REASON_UNDEFINED_POLICY}, 0);
    if (call->flags & LEFT_BEHIND)
        call->flags &= (uint16_t)~LEFT_BEHIND;
    if (plan->reset_after_ns != UINT64_MAX)
        perhaps_renew(call, scene);
    course = judged(call, scene);
    if (course.reason == RETRY_REASON_NONE)
        course.reason = (uint8_t)ask_backoff(call, scene->ask, course, &call->window, &node);
    if (course.reason == RETRY_REASON_NONE && scene->hint != NULL)
        course.reason = (uint8_t)heed(call, scene, &call->window);
    if (course.reason == RETRY_REASON_NONE) {
        delay_ns = draw(call, scene);
        if (timed(call, plan))
            course.reason = (uint8_t)lateness(call, scene, delay_ns);
    }
    return course.reason == RETRY_REASON_NONE ? grant(call, course, delay_ns, delay_ns) : stop(call, course, node);
}

/*
 * The window that a new set answers for a wait: too short for the delay, it is drawn from anew, unless a server asked
 * for the wait. What has been waited already lowers its low end: calls that began to wait one after another go on one
 * after another, under a window without any width too, and none returns earlier than the new set would have let it.
 */
static uint64_t redraw(retry_call *call, const struct retry_scene *scene, retry_window window, uint64_t left_ns)
{
    uint64_t waited_ns = left_ns < call->delay_ns ? call->delay_ns - left_ns : 0;

    if (window.lo_ns == call->window.lo_ns && window.hi_ns == call->window.hi_ns)
        return call->delay_ns;
    call->flags |= RETRY_CALL_KEPT;
    if (call->delay_ns <= window.hi_ns || (call->flags & RETRY_CALL_HINTED))
        return call->delay_ns;
    call->flags &= (uint16_t)~RETRY_CALL_KEPT;
    window.lo_ns -= waited_ns < window.lo_ns ? waited_ns : window.lo_ns;
    call->window = window;
    return draw(call, scene);
}

/*
 * What was drawn is kept beside what is left of it, so that a new set is compared with the one and no backoff sees the
 * other. Of a hint nothing is kept but that it was heeded: then the new set may stop the call, but not shorten a wait
 * that a server asked for.
 */
uint64_t retry__decide_again(retry_call *call, struct retry_scene *scene, uint64_t left_ns)
{
    const struct retry_plan *plan = scene->plan;
    struct course course;
    retry_window window;
    uint64_t delay_ns = call->delay_ns;
    uint16_t node = 0;

    if (call->flags & RETRY_CALL_FINISHED)
        return 0;
    retry__rules_uncount(call);
    if (!(call->flags & RETRY_CALL_TIMED)) /* not waited; granted anew below */
        call->spent_ns -= left_ns < call->spent_ns ? left_ns : call->spent_ns;
    if (plan == NULL)
        return stop(call, (struct course){.reason = RETRY_REASON_UNDEFINED_POLICY}, 0).delay_ns;
    course = judged(call, scene);
    if (course.reason == RETRY_REASON_NONE)
        course.reason = (uint8_t)ask_backoff(call, scene->ask, course, &window, &node);
    if (course.reason == RETRY_REASON_NONE)
        delay_ns = redraw(call, scene, window, left_ns);
    if (delay_ns < left_ns)
        left_ns = delay_ns;
    if (course.reason == RETRY_REASON_NONE && timed(call, plan))
        course.reason = (uint8_t)lateness(call, scene, left_ns);
    if (course.reason == RETRY_REASON_NONE)
        return grant(call, course, delay_ns, left_ns).delay_ns;
    return stop(call, course, node).delay_ns;
}

void retry__decide_start(retry_call *call, struct retry_scene *scene)
{
    if (scene->plan == NULL || !timed(call, scene->plan))
        return;
    retry_reason reason = lateness(call, scene, call->delay_ns);
    if (reason != RETRY_REASON_NONE)
        stop(call, (struct course){.rule = call->rule, .reason = (uint8_t)reason}, 0);
}

retry_decision retry__decide_last(const retry_call *call)
{
    retry_reason reason = (retry_reason)call->reason;
    bool again = reason == RETRY_REASON_RETRY;
    /* Success ends an attempt that no failure has counted. */
    uint32_t attempts = call->failures + (reason == RETRY_REASON_SUCCESS && call->failures < UINT32_MAX);

    return (retry_decision){again ? call->delay_ns : 0, attempts, call->node, call->reason, again};
}
