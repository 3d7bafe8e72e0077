/* require.c - holds a set against the policies that a program needs. */
#include "engine/lint/require.h"

#include "schema/name.h"
#include "schema/near.h"

#include <string.h>

/* The part of the list after this one; NULL after the last. */
static const char *next(const char *list)
{
    const char *comma = strchr(list, ',');

    return comma != NULL ? comma + 1 : NULL;
}

bool retry__lint_is_require(const char *list)
{
    for (; list != NULL; list = next(list))
        if (!retry__check_is_name(list, strcspn(list, ",")))
            return false;
    return true;
}

/* @return false, always */
static bool fault(struct retry_input *input, const char *name, size_t length)
{
    struct retry_near near = {0};
    struct retry_draft draft = {.code = RETRY_FINDING_REQUIRED, .file = "<command line>"};
    char help[128];

    for (uint32_t i = 0; i < input->set->plan_count; i++)
        retry__near_offer(&near, name, length, retry__plan_name(retry__set_plan(input->set, i)));
    snprintf(help, sizeof help, "did you mean %s?", near.best != NULL ? near.best : "");
    draft.help = near.best != NULL ? help : "define it under policies:, or name the file or directory that does";
    return retry__report_add(input->report, &draft, "the policy '%.*s' is required, and no file defines it",
                             (int)length, name);
}

void retry__lint_require(struct retry_input *input, const char *list)
{
    for (; list != NULL && input->set != NULL; list = next(list)) {
        size_t length = strcspn(list, ",");

        if (retry__set_find(input->set, list, length) == NULL)
            fault(input, list, length);
    }
}
