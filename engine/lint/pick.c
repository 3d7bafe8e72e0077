/* pick.c - the policies that a name on the command line means. */
#include "engine/lint/pick.h"

#include "schema/escape.h"
#include "schema/near.h"

#include <fnmatch.h>
#include <string.h>

bool retry__pick_matches(const char *pattern, const char *name)
{
    return strchr(pattern, '*') ? fnmatch(pattern, name, FNM_NOESCAPE) == 0 : strcmp(pattern, name) == 0;
}

void retry__pick_complain(const struct retry_set *set, const char *pattern, FILE *complaints)
{
    struct retry_near near = {0};
    char shown[160], best[160];

    for (uint32_t i = 0; i < set->plan_count; i++)
        retry__near_offer(&near, pattern, strlen(pattern), retry__plan_name(retry__set_plan(set, i)));
    retry__escape(pattern, strlen(pattern), shown, sizeof(shown));
    fprintf(complaints, "retry-lint: no policy '%s' in this set", shown);
    if (near.best) {
        retry__escape(near.best, strlen(near.best), best, sizeof(best));
        fprintf(complaints, ", did you mean '%s'?", best);
    }
    fputc('\n', complaints);
}
