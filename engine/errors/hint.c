/* hint.c - what a server asks for, and what a policy makes of it. */
#include "engine/errors/hint.h"

#include "engine/errors/date.h"
#include "schema/duration.h"

#include <string.h>

#define MS_NS UINT64_C(1000000)
#define SECOND_NS UINT64_C(1000000000)
#define LONGEST 64 /* bytes of a value: far more than a date has */

const struct retry_hint_terms retry__hint_usual = {
    .max_ns = UINT64_C(300000000000),
    .max_extra_ns = UINT64_MAX,
    .spread = {RETRY_DECIMAL_ONE / 10},
    .use = RETRY_HINT_AT_LEAST,
    .over_max = RETRY_HINT_OVER_FAIL,
};

/* ---- step 7 of a decision ---------------------------------------------------------------------------- */

static uint64_t lesser(uint64_t left, uint64_t right)
{
    return left < right ? left : right;
}

static uint64_t larger(uint64_t left, uint64_t right)
{
    return left > right ? left : right;
}

/* The delay that the policy takes the hint for, before it is spread. */
static void move(const struct retry_hint_terms *terms, uint64_t delay_ns, retry_window *window)
{
    struct retry_decimal spread = {RETRY_DECIMAL_ONE + terms->spread.billionths};
    uint64_t most_ns = terms->max_extra_ns == UINT64_MAX ? RETRY_DURATION_MAX
                                                         : retry__duration_add(window->hi_ns, terms->max_extra_ns);
    uint64_t lo_ns = lesser(delay_ns, most_ns), hi_ns = retry__duration_scale(lo_ns, spread);

    if (terms->use == RETRY_HINT_REPLACE)
        *window = (retry_window){lo_ns, hi_ns};
    else
        *window = (retry_window){larger(window->lo_ns, lo_ns), larger(window->hi_ns, hi_ns)};
}

retry_reason retry__hint_apply(const struct retry_hint_terms *terms, const retry_hint *hint, retry_window *window)
{
    uint64_t delay_ns;

    if (!hint || hint->kind == RETRY_HINT_NONE || terms->use == RETRY_HINT_IGNORE)
        return RETRY_REASON_NONE;
    if (hint->kind == RETRY_HINT_STOP)
        return RETRY_REASON_HINT_STOP;
    if (hint->kind != RETRY_HINT_DELAY)
        return RETRY_REASON_NONE; /* of a later release */
    delay_ns = lesser(hint->delay_ns, RETRY_DURATION_MAX);
    if (delay_ns > terms->max_ns && terms->over_max == RETRY_HINT_OVER_FAIL)
        return RETRY_REASON_HINT_OVER_MAX;
    if (delay_ns > terms->max_ns && terms->over_max == RETRY_HINT_OVER_IGNORE)
        return RETRY_REASON_NONE;
    move(terms, lesser(delay_ns, terms->max_ns), window);
    return RETRY_REASON_NONE;
}

/* ---- wire forms -------------------------------------------------------------------------------------- */

/* A value without the blanks around it, and without the end of the line that it stood in. */
struct value {
    const char *text;
    size_t length;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* @return false: there is none */
static bool trim(const char *text, struct value *out)
{
    if (!text)
        return false;
    while (is_blank(*text))
        text++;
    *out = (struct value){text, strlen(text)};
    while (out->length && is_blank(text[out->length - 1]))
        out->length--;
    return true;
}

/* Digits alone, any number of them; a number that cannot be held becomes UINT64_MAX. @return false: something else */
static bool read_digits(struct value value, uint64_t *out)
{
    uint64_t number = 0;

    for (size_t i = 0; i < value.length; i++) {
        if (value.text[i] < '0' || value.text[i] > '9')
            return false;
        uint64_t digit = (uint64_t)(value.text[i] - '0');
        number = number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : number * 10 + digit;
    }
    *out = number;
    return value.length > 0;
}

static retry_hint none(void)
{
    return (retry_hint){.kind = RETRY_HINT_NONE};
}

static retry_hint delay(uint64_t number, uint64_t unit_ns)
{
    uint64_t delay_ns = number > RETRY_DURATION_MAX / unit_ns ? RETRY_DURATION_MAX : number * unit_ns;

    return (retry_hint){.delay_ns = delay_ns, .kind = RETRY_HINT_DELAY};
}

/* A time that is past is no longer to be waited for. */
static retry_hint until(int64_t then_s, int64_t now_s)
{
    return delay(then_s > now_s ? (uint64_t)then_s - (uint64_t)now_s : 0, SECOND_NS);
}

retry_hint retry__hint_retry_after(const char *text, int64_t now_s)
{
    struct value value;
    uint64_t seconds;
    int64_t then_s;

    if (!trim(text, &value))
        return none();
    if (read_digits(value, &seconds))
        return delay(seconds, SECOND_NS);
    if (now_s >= 0 && value.length <= LONGEST && retry__date_read(value.text, value.length, now_s, &then_s))
        return until(then_s, now_s);
    return none();
}

retry_hint retry__hint_rate_limit_reset(const char *text, int64_t now_s)
{
    struct value value;
    uint64_t seconds;

    if (!trim(text, &value) || now_s < 0 || !read_digits(value, &seconds))
        return none();
    return until(seconds > INT64_MAX ? INT64_MAX : (int64_t)seconds, now_s);
}

/* gRFC A6: a signed whole number of 32 bits; what is negative or no such number asks not to retry at all. Leading zeros
 * have no meaning for the implementations either. */
retry_hint retry__hint_grpc_pushback(const char *text)
{
    struct value value;
    uint64_t ms;

    if (!trim(text, &value))
        return none();
    if (!read_digits(value, &ms) || ms > INT32_MAX)
        return (retry_hint){.kind = RETRY_HINT_STOP};
    return delay(ms, MS_NS);
}

retry_hint retry__hint_amz_retry_after(const char *text)
{
    struct value value;
    uint64_t ms;

    return trim(text, &value) && read_digits(value, &ms) ? delay(ms, MS_NS) : none();
}

int64_t retry__hint_http_date(const char *text, int64_t now_s)
{
    struct value value;
    int64_t then_s;

    if (!trim(text, &value) || value.length > LONGEST || !retry__date_read(value.text, value.length, now_s, &then_s))
        return -1;
    return then_s < 0 ? -1 : then_s;
}
