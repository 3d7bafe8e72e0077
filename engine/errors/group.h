/* group.h - the built-in groups of errors. */
#ifndef RETRY_ERRORS_GROUP_H
#define RETRY_ERRORS_GROUP_H

#include "engine/retry.h"

/* Members never change within version 1 of the format. */
struct retry_member {
    const char *spelling; /* as documents spell it */
    const char *reason;   /* why it is there, one sentence */
    const char *word;     /* of RETRY_ERROR_APP */
    uint8_t kind;         /* what the spelling reads as: a retry_error_kind, and the codes from..to */
    int32_t from, to;
};

struct retry_group {
    const char *name;
    const char *doc;      /* one sentence */
    const char *constant; /* of retry.h, by which a program marks an error; NULL: none */
    uint16_t mark;        /* that bit, and those of the groups that are part of this one; 0 = none */
    const struct retry_member *members;
    size_t member_count;
};

#define RETRY_GROUP_COUNT 6 /* transient timeout throttled conflict not_sent any */

extern const struct retry_group retry__groups[RETRY_GROUP_COUNT];

/** The group of that name, or NULL. */
const struct retry_group *retry__group_find(const char *name, size_t length);
/** Does the group hold the error, by either spelling or by its marks? None holds success. */
bool retry__group_holds(const struct retry_group *group, const retry_error *error);

#endif
