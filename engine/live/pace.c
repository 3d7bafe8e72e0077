/* pace.c - when to look at files again, and when to load what was seen: a machine without a clock. */
#include "engine/live/pace.h"

#include "schema/duration.h"

#define MAX_DOUBLINGS 20
#define CALM_SHARE 10 /* of a settle period between two looks that find nothing new */

static uint64_t least(uint64_t left, uint64_t right)
{
    return left < right ? left : right;
}

static uint64_t later(uint64_t instant_ns, uint64_t period_ns)
{
    uint64_t sum;

    return __builtin_add_overflow(instant_ns, period_ns, &sum) ? UINT64_MAX : sum;
}

static uint64_t short_poll(const struct retry_pace *pace)
{
    return least(pace->poll_ns, RETRY_PACE_SHORT_POLL_NS);
}

/* Twice as long after each failure, up to the poll period: who cannot read a directory need not try for ever. */
static uint64_t retry_period(const struct retry_pace *pace)
{
    uint32_t doublings = pace->failures - 1 < MAX_DOUBLINGS ? pace->failures - 1 : MAX_DOUBLINGS;

    return least(short_poll(pace) << doublings, pace->poll_ns);
}

void retry__pace_start(struct retry_pace *pace, uint64_t settle_ns, uint64_t poll_ns)
{
    *pace = (struct retry_pace){.soon = true};
    pace->settle_ns = least(settle_ns, RETRY_DURATION_MAX);
    retry__pace_poll(pace, poll_ns);
}

void retry__pace_poll(struct retry_pace *pace, uint64_t poll_ns)
{
    uint64_t before_ns = pace->poll_ns;

    pace->poll_ns = least(poll_ns, RETRY_DURATION_MAX);
    if (pace->has_looked && pace->poll_ns < before_ns)
        pace->due_ns = least(pace->due_ns, later(pace->looked_ns, pace->poll_ns));
}

/* Most edits are two events, a file beside and a rename: a look between them has found nothing, and the next shall come
 * soon. While something does not stand still, one look a settle period says enough. */
static uint64_t gap(const struct retry_pace *pace)
{
    return pace->unsettled_ns == 0 ? pace->settle_ns / CALM_SHARE : pace->settle_ns;
}

void retry__pace_event(struct retry_pace *pace, uint64_t now_ns)
{
    uint64_t next_ns = pace->has_looked ? later(pace->looked_ns, gap(pace)) : now_ns;

    pace->due_ns = least(pace->due_ns, next_ns > now_ns ? next_ns : now_ns);
    pace->soon = true;
}

/* What was loaded already is loaded again only where that failed, and not before its time. */
static bool is_done(const struct retry_pace *pace, uint64_t now_ns)
{
    return retry__pace_repeats(pace) && (pace->failures == 0 || now_ns < pace->retry_ns);
}

static void note_look(struct retry_pace *pace, uint64_t now_ns)
{
    pace->looked_ns = now_ns;
    pace->has_looked = true;
    pace->soon = false;
    pace->load = false;
}

/* An instant of 0 means "none", and is a moment away from another. */
static void note_unsettled(struct retry_pace *pace, uint64_t now_ns)
{
    if (pace->unsettled_ns == 0)
        pace->unsettled_ns = now_ns > 0 ? now_ns : 1;
}

void retry__pace_looked(struct retry_pace *pace, uint64_t now_ns, uint64_t fingerprint)
{
    if (!pace->has_seen || pace->seen != fingerprint)
        pace->seen_ns = now_ns;
    pace->seen = fingerprint;
    pace->has_seen = true;
    note_look(pace, now_ns);
    if (is_done(pace, now_ns)) {
        pace->unsettled_ns = 0;
        pace->due_ns = pace->failures > 0 ? pace->retry_ns : later(now_ns, pace->poll_ns);
        return;
    }
    if (!retry__pace_repeats(pace))
        note_unsettled(pace, now_ns);
    pace->load = now_ns > pace->seen_ns && now_ns - pace->seen_ns >= pace->settle_ns;
    pace->soon = !pace->load;
    pace->due_ns = later(pace->seen_ns, pace->settle_ns);
}

void retry__pace_missed(struct retry_pace *pace, uint64_t now_ns)
{
    note_look(pace, now_ns);
    pace->due_ns = later(now_ns, short_poll(pace));
}

void retry__pace_loaded(struct retry_pace *pace, uint64_t now_ns, bool final)
{
    pace->failures = final ? 0 : retry__pace_repeats(pace) ? pace->failures + 1 : 1;
    pace->tried = pace->seen;
    pace->has_tried = pace->has_seen;
    pace->load = false;
    pace->soon = false;
    pace->unsettled_ns = 0;
    pace->retry_ns = final ? 0 : later(now_ns, retry_period(pace));
    pace->due_ns = final ? later(now_ns, pace->poll_ns) : pace->retry_ns;
}

/* What does not stand still is loaded when it does, and then tells as well. */
void retry__pace_again(struct retry_pace *pace)
{
    pace->load |= retry__pace_repeats(pace);
}

enum retry_pace_step retry__pace_next(const struct retry_pace *pace, uint64_t now_ns, uint64_t *out_until_ns)
{
    if (pace->load)
        return RETRY_PACE_LOAD;
    if (now_ns >= pace->due_ns)
        return RETRY_PACE_LOOK;
    *out_until_ns = pace->due_ns;
    return RETRY_PACE_WAIT;
}

bool retry__pace_repeats(const struct retry_pace *pace)
{
    return pace->has_tried && pace->seen == pace->tried;
}
