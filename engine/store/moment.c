/* moment.c - instants of the wall clock: now, and as people and logs write them. */
#include "engine/store/moment.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NS_PER_SECOND UINT64_C(1000000000)
#define SECONDS_PER_DAY 86400
#define SHAPE "dddd-dd-ddTdd:dd:dd.dddddddddZ"

uint64_t retry__moment_of(struct timespec time)
{
    return time.tv_sec < 0 ? 0 : (uint64_t)time.tv_sec * NS_PER_SECOND + (uint64_t)time.tv_nsec;
}

uint64_t retry__moment_now(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_REALTIME, &now);
    return retry__moment_of(now);
}

/* A date as people count. Years begin in March, so that a leap day is the last (Howard Hinnant's chrono dates). The C
 * library's gmtime_r() would read TZ, and allocate. */
struct date {
    uint64_t year;
    unsigned month, day;
};

static struct date date_of(uint64_t days)
{
    uint64_t since = days + 719468; /* from the 1st of March of the year 0 */
    uint64_t era = since / 146097, of_era = since % 146097;
    uint64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    unsigned of_year = (unsigned)(of_era - (365 * year + year / 4 - year / 100));
    unsigned month = (5 * of_year + 2) / 153;
    struct date date = {.month = month < 10 ? month + 3 : month - 9, .day = of_year - (153 * month + 2) / 5 + 1};

    date.year = year + era * 400 + (date.month <= 2);
    return date;
}

/* Only dates since 1970. */
static uint64_t days_of(struct date date)
{
    uint64_t year = date.year - (date.month <= 2);
    uint64_t era = year / 400, of_era = year % 400;
    uint64_t of_year = (153 * (date.month > 2 ? date.month - 3 : date.month + 9) + 2) / 5 + date.day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void retry__moment_text(uint64_t moment_ns, char text[RETRY_MOMENT_BYTES])
{
    uint64_t seconds = moment_ns / NS_PER_SECOND;
    unsigned of_day = (unsigned)(seconds % SECONDS_PER_DAY);
    struct date date = date_of(seconds / SECONDS_PER_DAY);

    snprintf(text, RETRY_MOMENT_BYTES, "%04" PRIu64 "-%02u-%02uT%02u:%02u:%02u.%09" PRIu64 "Z", date.year, date.month,
             date.day, of_day / 3600, of_day / 60 % 60, of_day % 60, moment_ns % NS_PER_SECOND);
}

static bool has_shape(const char *text)
{
    const char *shape = SHAPE;

    for (; *shape && *text; shape++, text++)
        if (*shape == 'd' ? *text < '0' || *text > '9' : *text != *shape)
            return false;
    return *shape == '\0' && *text == '\0';
}

static unsigned number(const char *text, size_t digits)
{
    unsigned value = 0;

    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (unsigned)(text[i] - '0');
    return value;
}

/* What is no date, as a 31st of February, is not the text of any instant. */
bool retry__moment_read(const char *text, uint64_t *out_ns)
{
    char again[RETRY_MOMENT_BYTES];

    if (!has_shape(text))
        return false;
    struct date date = {.year = number(text, 4), .month = number(text + 5, 2), .day = number(text + 8, 2)};
    if (date.year < 1970 || date.year > 2500 || date.month < 1 || date.month > 12)
        return false;
    uint64_t seconds = days_of(date) * SECONDS_PER_DAY + number(text + 11, 2) * 3600 + number(text + 14, 2) * 60 +
                       number(text + 17, 2);
    uint64_t moment_ns = seconds * NS_PER_SECOND + number(text + 20, 9);
    retry__moment_text(moment_ns, again);
    if (strcmp(text, again) != 0)
        return false;
    *out_ns = moment_ns;
    return true;
}
