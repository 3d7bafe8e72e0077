/* conceal.c - keeps texts of files elsewhere out of what retry-lint shows. */
#include "engine/lint/conceal.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Does the path, a link, lead out of the directory that holds it? What cannot be found out counts as outside. */
static bool leads_out(const char *path)
{
    struct stat status;
    char directory[PATH_MAX], home[PATH_MAX], target[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) + 1 : 0;

    if (lstat(path, &status) != 0 || !S_ISLNK(status.st_mode))
        return false;
    if (length >= sizeof(directory))
        return true;
    memcpy(directory, path, length);
    directory[length] = '\0';
    if (!realpath(length ? directory : ".", home) || !realpath(path, target))
        return true;
    length = strlen(home);
    return strncmp(home, target, length) != 0 || (home[length - 1] != '/' && target[length] != '/');
}

/* Did somebody name the path itself, on the command line or in the search path, also beside its directory? */
static bool named(const struct retry_search *search, const char *path)
{
    for (size_t i = 0; i < search->count; i++) {
        if (!search->found[i].name && strcmp(search->found[i].path, path) == 0)
            return true;
    }
    return false;
}

/* Findings of reading tell of the file itself, and of an error that has to be seen. */
static bool quotes_text(const struct retry_finding *finding)
{
    switch (finding->code) {
    case RETRY_FINDING_CANNOT_READ:
    case RETRY_FINDING_NOT_REGULAR:
    case RETRY_FINDING_CHANGED:
    case RETRY_FINDING_TOO_LARGE:
        return false;
    default:
        return finding->place.span.line > 0;
    }
}

/* What such a finding means anywhere, as a message is written: without a capital and without a full stop. */
static const char *generic(struct retry_report *report, enum retry_finding_code code)
{
    const char *text = retry__finding_text(code);
    char *copy = retry__arena_text(&report->arena, text, strlen(text) - 1);

    if (!copy) {
        retry__report_no_memory(report);
        return "";
    }
    copy[0] = (char)tolower((unsigned char)copy[0]);
    return copy;
}

static void conceal(struct retry_report *report, const char *path)
{
    const char *help = "name the file itself to see its text, which is not shown: a link leads to it from another "
                       "directory";

    for (size_t i = 0; i < report->count; i++) {
        struct retry_finding *finding = &report->findings[i];
        if (finding->related.file && strcmp(finding->related.file, path) == 0)
            finding->related.line = NULL;
        if (strcmp(finding->place.file, path) != 0 || !quotes_text(finding))
            continue;
        finding->place.line = NULL;
        finding->path = "";
        finding->message = generic(report, finding->code);
        finding->help = help;
        help = NULL; /* said once a file */
    }
}

void retry__lint_conceal(struct retry_report *report, const struct retry_search *search)
{
    for (size_t i = 0; i < search->count && report->count > 0; i++) {
        const char *path = search->found[i].path;
        if (!search->found[i].skipped && leads_out(path) && !named(search, path))
            conceal(report, path);
    }
}
