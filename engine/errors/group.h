/* group.h - the built-in groups of errors. */
#ifndef RETRY_ERRORS_GROUP_H
#define RETRY_ERRORS_GROUP_H

#include "engine/errors/class.h"

/* Members never change within version 1 of the format. */
struct retry_member {
    const char *spelling; /* as documents spell it */
    const char *reason;   /* why it is there, one sentence */
};

struct retry_group {
    const char *name;
    const char *doc; /* one sentence */
    uint16_t mark;   /* the bit that a program may set in an error; 0 = none */
    const struct retry_member *members;
    size_t member_count;
};

#define RETRY_GROUP_COUNT 6 /* transient timeout throttled conflict not_sent any */

extern const struct retry_group retry__groups[RETRY_GROUP_COUNT];

/** The group of that name, or NULL. */
const struct retry_group *retry__group_find(const char *name, size_t length);

#endif
