/* duration.c - reads and writes durations: "1m30s" is 90,000,000,000 ns. */
#include "schema/duration.h"

#include "schema/mem.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define FINEST_DIGITS 18 /* no unit makes a whole number of ns from a fraction of more than 16 digits */

const char retry__duration_too_long[] = "is longer than 365d";

static const char not_whole[] = "is not a whole number of nanoseconds";
static const char unknown_unit[] = "has an unknown unit";

/* In falling order; `others` are what people write instead, in lower case, between commas. */
static const struct unit {
    const char *name;
    const char *others;
    uint64_t ns;
} units[] = {
    {"d", ",day,days,", UINT64_C(86400000000000)},
    {"h", ",hr,hrs,hour,hours,", UINT64_C(3600000000000)},
    {"m", ",min,mins,minute,minutes,", UINT64_C(60000000000)},
    {"s", ",sec,secs,second,seconds,", UINT64_C(1000000000)},
    {"ms", ",msec,msecs,millis,millisecond,milliseconds,", UINT64_C(1000000)},
    {"us", ",\xC2\xB5s,\xCE\xBCs,usec,usecs,micros,microsecond,microseconds,", UINT64_C(1000)},
    {"ns", ",nsec,nsecs,nanos,nanosecond,nanoseconds,", UINT64_C(1)},
};

enum { DAY, HOUR, MINUTE, SECOND };

struct number {
    size_t digits_before, digits_after;
    uint64_t whole;
    uint64_t fraction, scale; /* fraction / scale, without zeros at its end */
    bool has_point;
    bool too_large, too_fine;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static void read_fraction(const char *text, size_t length, size_t *at, struct number *number)
{
    unsigned digits = 0; /* that the fraction has with the zeros that may be its end */
    uint64_t scale = 1;
    uint64_t fraction = 0;

    for (; *at < length && is_digit(text[*at]); ++*at, number->digits_after++) {
        if (++digits > FINEST_DIGITS) {
            number->too_fine |= text[*at] != '0';
            continue;
        }
        scale *= 10;
        fraction = fraction * 10 + (uint64_t)(text[*at] - '0');
        if (text[*at] != '0') {
            number->fraction = fraction;
            number->scale = scale;
        }
    }
}

/* Reads digits with or without a point, whatever their number, and moves *at past them. */
static struct number read_number(const char *text, size_t length, size_t *at)
{
    struct number number = {.scale = 1};

    for (; *at < length && is_digit(text[*at]); ++*at, number.digits_before++) {
        number.too_large |= __builtin_mul_overflow(number.whole, 10u, &number.whole);
        number.too_large |= __builtin_add_overflow(number.whole, (uint64_t)(text[*at] - '0'), &number.whole);
    }
    if (*at < length && text[*at] == '.') {
        number.has_point = true;
        ++*at;
        read_fraction(text, length, at, &number);
    }
    return number;
}

/* Adds number * unit to the total. */
static const char *add(const struct number *number, const struct unit *unit, uint64_t *total)
{
    unsigned __int128 sum = (unsigned __int128)number->whole * unit->ns + *total;

    if (number->fraction != 0) {
        unsigned __int128 parts = (unsigned __int128)number->fraction * unit->ns;

        if (parts % number->scale != 0)
            return not_whole;
        sum += parts / number->scale;
    }
    if (number->too_fine)
        return not_whole;
    if (number->too_large || sum > RETRY_DURATION_MAX)
        return retry__duration_too_long;
    *total = (uint64_t)sum;
    return NULL;
}

/* Says why no number starts here. */
static const char *problem_at_start(const char *text, size_t length)
{
    if (length == 0)
        return "is empty";
    switch (text[0]) {
    case '-':
    case '+':
        return "has a sign";
    case ' ':
    case '\t':
        return "has a space";
    case '.':
        return "has no digit before the point";
    default:
        return "is not a duration";
    }
}

/* Says why no unit starts here. */
static const char *problem_at_unit(const char *text, size_t length)
{
    if (length == 0)
        return "has no unit";
    switch (text[0]) {
    case ' ':
    case '\t':
        return "has a space";
    case ':':
        return "is written with colons";
    case '_':
        return "has an underscore";
    case ',':
        return "has a comma";
    case '.':
        return "has two points";
    default:
        return unknown_unit;
    }
}

static const char *read_unit(const char *text, size_t length, size_t *at, const struct unit **out)
{
    size_t start = *at;

    while (*at < length && text[*at] >= 'a' && text[*at] <= 'z')
        ++*at;
    for (size_t i = 0; i < RETRY_COUNT(units); i++)
        if (strlen(units[i].name) == *at - start && memcmp(units[i].name, text + start, *at - start) == 0) {
            *out = &units[i];
            return NULL;
        }
    return problem_at_unit(text + start, length - start);
}

static const char *number_problem(const struct number *number, const char *text, size_t length)
{
    if (number->digits_before == 0)
        return problem_at_start(text, length);
    if (number->digits_before > 1 && text[0] == '0')
        return "has a leading zero";
    return number->has_point && number->digits_after == 0 ? "has no digit after the point" : NULL;
}

static const char *order_problem(const struct unit *previous, bool fraction_before, const struct unit *unit)
{
    if (previous != NULL && unit == previous)
        return "has a unit twice";
    if (previous != NULL && unit < previous)
        return "does not have its units in falling order";
    return fraction_before ? "has a fraction before its last part" : NULL;
}

const char *retry__duration_parse(const char *text, size_t length, uint64_t *out_ns)
{
    const struct unit *previous = NULL;
    const char *problem = length == 0 ? problem_at_start(text, length) : NULL;
    bool fraction_before = false;
    uint64_t total = 0;

    for (size_t at = 0; problem == NULL && at < length;) {
        size_t start = at;
        const struct unit *unit = NULL;
        struct number number = read_number(text, length, &at);

        problem = number_problem(&number, text + start, length - start);
        if (problem == NULL)
            problem = read_unit(text, length, &at, &unit);
        if (problem == NULL)
            problem = order_problem(previous, fraction_before, unit);
        if (problem == NULL)
            problem = add(&number, unit, &total);
        previous = unit;
        fraction_before = number.has_point;
    }
    if (problem == NULL)
        *out_ns = total;
    return problem;
}

/* The unit that these bytes mean, whatever their case; NULL for none. */
static const struct unit *unit_meant(const char *text, size_t length)
{
    char word[20];

    if (length == 0 || length > sizeof word - 3)
        return NULL;
    word[0] = ',';
    for (size_t i = 0; i < length; i++)
        word[i + 1] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
    word[length + 1] = '\0';
    for (size_t i = 0; i < RETRY_COUNT(units); i++)
        if (strcmp(units[i].name, word + 1) == 0)
            return &units[i];
    memcpy(word + length + 1, ",", 2);
    for (size_t i = 0; i < RETRY_COUNT(units); i++)
        if (strstr(units[i].others, word) != NULL)
            return &units[i];
    return NULL;
}

static void skip_spaces(const char *text, size_t length, size_t *at)
{
    while (*at < length && (text[*at] == ' ' || text[*at] == '\t'))
        ++*at;
}

/* Reads "1:30" and "1:02:30", of which the last part counts seconds. */
static bool guess_clock(const char *text, size_t length, uint64_t *total)
{
    size_t colons = 0;
    size_t at = 0;

    for (size_t i = 0; i < length; i++)
        colons += text[i] == ':';
    if (colons == 0 || colons > 2)
        return false;
    for (size_t unit = SECOND - colons; unit <= SECOND; unit++, at++) {
        struct number number = read_number(text, length, &at);

        if (number.digits_before == 0 || (unit < SECOND && (at == length || text[at] != ':')))
            return false;
        if (add(&number, &units[unit], total) != NULL)
            return false;
    }
    return at == length + 1;
}

/* Reads numbers with units in any order and spelling, with spaces between them. */
static bool guess_parts(const char *text, size_t length, uint64_t *total)
{
    const struct unit *bare = &units[SECOND]; /* of a number without a unit: behind a part, the next smaller one */
    size_t at = 0;

    for (skip_spaces(text, length, &at); at < length; skip_spaces(text, length, &at)) {
        struct number number = read_number(text, length, &at);
        const struct unit *unit = bare;
        size_t start;

        if (number.digits_before + number.digits_after == 0)
            return false;
        skip_spaces(text, length, &at);
        for (start = at; at < length && !is_digit(text[at]) && text[at] != ' ' && text[at] != '.';)
            at++;
        if (start < length)
            unit = unit_meant(text + start, at - start);
        if (unit == NULL || add(&number, unit, total) != NULL)
            return false;
        bare = unit + 1 < units + RETRY_COUNT(units) ? unit + 1 : NULL;
    }
    return true;
}

bool retry__duration_guess(const char *text, size_t length, uint64_t *out_ns)
{
    uint64_t clock = 0;
    uint64_t parts = 0;
    bool is_clock = guess_clock(text, length, &clock);

    if (length == 0 || (!is_clock && !guess_parts(text, length, &parts)))
        return false;
    *out_ns = is_clock ? clock : parts;
    return true;
}

size_t retry__duration_text(uint64_t ns, char *buffer, size_t size)
{
    size_t written = 0;
    size_t last = SECOND;
    struct retry_decimal number;

    if (ns == 0)
        return (size_t)snprintf(buffer, size, "0s");
    for (size_t i = DAY; i < SECOND; ns %= units[i].ns, i++)
        if (ns >= units[i].ns)
            written +=
                (size_t)snprintf(buffer + written, size - written, "%" PRIu64 "%s", ns / units[i].ns, units[i].name);
    if (ns == 0)
        return written;
    while (ns < units[last].ns)
        last++;
    number.billionths = ns * (RETRY_DECIMAL_ONE / units[last].ns);
    written += retry__decimal_text(number, buffer + written, size - written);
    return written + (size_t)snprintf(buffer + written, size - written, "%s", units[last].name);
}
