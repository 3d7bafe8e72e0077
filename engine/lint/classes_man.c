/* classes_man.c - the built-in groups of errors as a part of a manual page. */
#include "engine/lint/classes_man.h"

#include "engine/errors/group.h"

#include <string.h>

/* Members that follow one another with one reason share it. */
static void write_members(const struct retry_group *group, FILE *out)
{
    fputs(".Bl -tag -width Ds -compact\n", out);
    for (size_t i = 0; i < group->member_count; i++) {
        const struct retry_member *member = &group->members[i];
        fprintf(out, ".It Li %s\n", member->spelling);
        if (i + 1 == group->member_count || strcmp(member->reason, group->members[i + 1].reason) != 0)
            fprintf(out, "%s\n", member->reason);
    }
    fputs(".El\n", out);
}

void retry__classes_man(FILE *out)
{
    for (size_t i = 0; i < RETRY_GROUP_COUNT; i++) {
        const struct retry_group *group = &retry__groups[i];
        fprintf(out, ".Ss The group %s\n%s\n", group->name, group->doc);
        if (group->constant)
            fprintf(out, "A program adds an error to it by\n.Dv %s .\n", group->constant);
        if (group->members)
            write_members(group, out);
    }
}
