/* found.c - the files that a search has met, in order. */
#include "engine/store/found.h"

#include "schema/limits.h"

#include <stdarg.h>
#include <stdio.h>

const char *retry__found_text(struct retry_search *search, struct retry_report *report, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;
    int length;

    va_start(arguments, format);
    length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length >= 0)
        text = retry__arena_new(&search->arena, (size_t)length + 1, 1);
    if (!text) {
        retry__report_no_memory(report);
        return NULL;
    }
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

static bool too_many(const char *path, struct retry_report *report)
{
    struct retry_draft draft = {
        .code = RETRY_FINDING_TOO_LARGE,
        .file = path,
        .span = {1, 1, 1, 1},
        .help = "join small files, and name only directories that hold policies",
    };

    return retry__report_add(report, &draft, "this is policy file number %d, the limit of a set is %d",
                             RETRY_LIMIT_FILES + 1, RETRY_LIMIT_FILES);
}

bool retry__found_add(struct retry_search *search, const struct retry_found *found, struct retry_report *report)
{
    size_t *met = found->skipped ? &search->litter : &search->files;

    if (++*met > RETRY_LIMIT_FILES)
        return found->skipped || *met > RETRY_LIMIT_FILES + 1 || too_many(found->path, report);
    if (search->count == search->capacity) {
        size_t capacity = search->capacity ? 2 * search->capacity : 16;
        struct retry_found *grown = retry__mem_resize(search->found, capacity, sizeof *grown);
        if (!grown)
            return retry__report_no_memory(report);
        search->found = grown;
        search->capacity = capacity;
    }
    search->found[search->count] = *found;
    search->found[search->count++].trust = search->trust;
    return true;
}
