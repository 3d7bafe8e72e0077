/* since.c - holds what a document says against the vocabulary of an older release. */
#include "schema/since.h"

#include "schema/decimal.h"

#include <stdio.h>
#include <string.h>

#define PART_MAX 999999 /* both parts fit one number that compares as they do */

bool retry__since_read(const char *text, uint64_t *out)
{
    size_t major_length = strcspn(text, ".");
    const char *rest = text + major_length + (text[major_length] == '.');
    uint64_t major, minor;

    if (retry__whole_parse(text, major_length, &major) || retry__whole_parse(rest, strcspn(rest, "."), &minor) ||
        major > PART_MAX || minor > PART_MAX)
        return false;
    *out = major * (PART_MAX + 1) + minor;
    return true;
}

bool retry__since_check(const struct retry_check *check, const struct retry_value *word, const char *since)
{
    uint64_t known = 0, aim = 0;
    char help[128];

    if (check->target == NULL || since == NULL)
        return true;
    if (retry__since_read(since, &known) && retry__since_read(check->target, &aim) && known <= aim)
        return true;
    snprintf(help, sizeof help, "take it out, or have all programs that read the file use release %s or newer", since);
    return retry__check_fault(check, RETRY_FINDING_NEWER, word, help, "'%s' is new in release %s, the target is %s",
                              retry__fault_quote(word).text, since, check->target);
}
