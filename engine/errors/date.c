/* date.c - reads dates of HTTP. */
#include "engine/errors/date.h"

#include "schema/mem.h"

#include <string.h>

#define DAY_S 86400
#define CENTURY 100
#define AHEAD 50 /* years, RFC 9110, 5.6.7 */

static const char *const days[] = {"Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"}; /* and "day" */
static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/* What is left of the text. */
struct rest {
    const char *text;
    size_t length;
};

struct date {
    int64_t year, month, day; /* month and day from 1 */
    int64_t second;           /* of the day */
};

/* ---- calendar ---------------------------------------------------------------------------------------- */

/* Days since 1970-01-01 in the proleptic Gregorian calendar, and back; years begin in March. From "chrono-Compatible
 * Low-Level Date Algorithms", Howard Hinnant; for years from 0. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t shifted = month <= 2 ? year - 1 + 400 : year + 400; /* keeps it above 0 */
    int64_t era = shifted / 400, of_era = shifted % 400;
    int64_t of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

    return (era - 1) * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static struct date date_of(int64_t seconds)
{
    int64_t since = seconds / DAY_S + 719468, era = since / 146097, of_era = since % 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), month = (5 * of_year + 2) / 153;

    return (struct date){
        .year = year + era * 400 + (month >= 10),
        .month = month < 10 ? month + 3 : month - 9,
        .day = of_year - (153 * month + 2) / 5 + 1,
        .second = seconds % DAY_S,
    };
}

static int64_t seconds_of(const struct date *date)
{
    return days_of(date->year, date->month, date->day) * DAY_S + date->second;
}

static bool is_in_month(const struct date *date)
{
    static const int8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = date->year % 4 == 0 && (date->year % 100 != 0 || date->year % 400 == 0);

    return date->day >= 1 && date->day <= lengths[date->month - 1] + (leap && date->month == 2);
}

/* ---- parts ------------------------------------------------------------------------------------------- */

static bool take(struct rest *rest, const char *expected)
{
    size_t length = strlen(expected);

    if (rest->length < length || memcmp(rest->text, expected, length) != 0)
        return false;
    *rest = (struct rest){rest->text + length, rest->length - length};
    return true;
}

static bool take_number(struct rest *rest, size_t digits, int64_t *out)
{
    *out = 0;
    if (rest->length < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (rest->text[i] < '0' || rest->text[i] > '9')
            return false;
        *out = *out * 10 + (rest->text[i] - '0');
    }
    *rest = (struct rest){rest->text + digits, rest->length - digits};
    return true;
}

static bool take_day_name(struct rest *rest, bool whole)
{
    for (size_t i = 0; i < RETRY_COUNT(days); i++) {
        struct rest after = *rest;
        char name[4] = {days[i][0], days[i][1], days[i][2], '\0'};
        if (whole ? take(&after, days[i]) && take(&after, "day") : take(&after, name)) {
            *rest = after;
            return true;
        }
    }
    return false;
}

static bool take_month(struct rest *rest, struct date *date)
{
    for (size_t i = 0; i < RETRY_COUNT(months); i++) {
        date->month = (int64_t)i + 1;
        if (take(rest, months[i]))
            return true;
    }
    return false;
}

static bool take_time(struct rest *rest, struct date *date)
{
    int64_t hour, minute, second;

    if (!take_number(rest, 2, &hour) || !take(rest, ":") || !take_number(rest, 2, &minute) || !take(rest, ":") ||
        !take_number(rest, 2, &second))
        return false;
    date->second = hour * 3600 + minute * 60 + second;
    return hour < 24 && minute < 60 && second <= 60;
}

/* ---- the three forms --------------------------------------------------------------------------------- */

static bool read_fixed(struct rest rest, struct date *date)
{
    return take_day_name(&rest, false) && take(&rest, ", ") && take_number(&rest, 2, &date->day) && take(&rest, " ") &&
           take_month(&rest, date) && take(&rest, " ") && take_number(&rest, 4, &date->year) && take(&rest, " ") &&
           take_time(&rest, date) && take(&rest, " GMT") && rest.length == 0;
}

static bool read_rfc850(struct rest rest, struct date *date)
{
    return take_day_name(&rest, true) && take(&rest, ", ") && take_number(&rest, 2, &date->day) && take(&rest, "-") &&
           take_month(&rest, date) && take(&rest, "-") && take_number(&rest, 2, &date->year) && take(&rest, " ") &&
           take_time(&rest, date) && take(&rest, " GMT") && rest.length == 0;
}

static bool read_asctime(struct rest rest, struct date *date)
{
    return take_day_name(&rest, false) && take(&rest, " ") && take_month(&rest, date) && take(&rest, " ") &&
           take_number(&rest, take(&rest, " ") ? 1 : 2, &date->day) && take(&rest, " ") && take_time(&rest, date) &&
           take(&rest, " ") && take_number(&rest, 4, &date->year) && rest.length == 0;
}

/* The latest year with these two digits in which the date is not more than 50 years ahead. */
static void complete_year(struct date *date, int64_t now_s)
{
    struct date limit = date_of(now_s > 0 ? now_s : 0);

    date->year += (limit.year / CENTURY + 1) * CENTURY;
    limit.year += AHEAD;
    while (seconds_of(date) > seconds_of(&limit))
        date->year -= CENTURY;
}

bool retry__date_read(const char *text, size_t length, int64_t now_s, int64_t *out_s)
{
    struct rest rest = {text, length};
    struct date date;

    if (read_rfc850(rest, &date))
        complete_year(&date, now_s < DAY_S * INT64_C(3652425) ? now_s : 0);
    else if (!read_fixed(rest, &date) && !read_asctime(rest, &date))
        return false;
    if (!is_in_month(&date))
        return false;
    *out_s = seconds_of(&date);
    return true;
}
