/* release.c - which release a document is written for. */
#include "engine/store/release.h"

#include "engine/retry.h"
#include "engine/store/shapes.h"
#include "schema/decimal.h"
#include "schema/name.h"

#include <string.h>

/* Is it a whole number, however large? */
static bool is_whole(const struct retry_value *value)
{
    if (value->type != RETRY_VALUE_SCALAR || !value->plain || value->count == 0)
        return false;
    for (uint32_t i = 0; i < value->count; i++)
        if (value->text[i] < '0' || value->text[i] > '9')
            return false;
    return value->text[0] != '0' || value->count == 1;
}

/* A document of another version is not held against what this one says. */
static bool check_version(const struct retry_check *check)
{
    const struct retry_value *version = retry__value_get(&check->document->root, "version");

    if (!version || !is_whole(version) || retry__value_is(version, "1"))
        return true;
    return retry__check_fault(check, RETRY_FINDING_VERSION, version,
                              retry__value_is(version, "0") ? "write version: 1"
                                                            : "write version: 1, or use a newer release",
                              "the document is written in version %s, this release reads version %d",
                              retry__fault_quote(version).text, RETRY_FORMAT_VERSION);
}

/* Takes "0.7" apart; a number that is too large to hold counts as the largest. */
static bool read_needs(const struct retry_value *needs, uint64_t out[2])
{
    const char *point = memchr(needs->text, '.', needs->count);
    size_t major = point ? (size_t)(point - needs->text) : 0;

    return point && !retry__whole_parse(needs->text, major, &out[0]) &&
           !retry__whole_parse(point + 1, needs->count - major - 1, &out[1]);
}

/* Text that is none is told by the check of the document's keys. */
static bool is_text(const struct retry_value *needs)
{
    return needs->type == RETRY_VALUE_SCALAR && !(needs->plain && retry__name_is_core(needs->text, needs->count));
}

static bool check_needs(const struct retry_check *check)
{
    const struct retry_value *needs = retry__value_get(&check->document->root, "needs");
    const uint64_t own[] = {RETRY_VERSION_MAJOR, RETRY_VERSION_MINOR};
    uint64_t number[2];

    if (!needs || !is_text(needs))
        return true;
    if (!read_needs(needs, number)) {
        retry__check_fault(check, RETRY_FINDING_BAD_NUMBER, needs, "write needs: \"0.2\"",
                           "'%s' is no release, MAJOR.MINOR", retry__fault_quote(needs).text);
        return true;
    }
    if (number[0] < own[0] || (number[0] == own[0] && number[1] <= own[1]))
        return true;
    return retry__check_fault(check, RETRY_FINDING_NEEDS_NEWER, needs, "install that release, or a newer one",
                              "the document needs release %s, this is release " RETRY_VERSION,
                              retry__fault_quote(needs).text);
}

bool retry__release_check(const struct retry_check *check)
{
    return check->document->root.type != RETRY_VALUE_MAPPING || (check_version(check) && check_needs(check));
}
