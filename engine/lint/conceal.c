/* conceal.c - keeps texts of files elsewhere out of what retry-lint shows. */
#include "engine/lint/conceal.h"

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

static bool named(const char *path, char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(path, names[i]) == 0)
            return true;
    }
    return false;
}

static void conceal(struct retry_report *report, const char *path)
{
    for (size_t i = 0; i < report->count; i++) {
        struct retry_finding *finding = &report->findings[i];
        if (finding->related.file && strcmp(finding->related.file, path) == 0)
            finding->related.line = NULL;
        if (strcmp(finding->place.file, path) != 0)
            continue;
        finding->place.line = NULL;
        finding->path = "";
        finding->message = "the text of this file is not shown, because a link leads to it from another directory";
        finding->help = retry__finding_text(finding->code);
    }
}

void retry__lint_conceal(struct retry_report *report, const struct retry_search *search, char *const *names,
                         size_t count)
{
    for (size_t i = 0; i < search->count && report->count > 0; i++) {
        const char *path = search->found[i].path;
        if (!search->found[i].skipped && !named(path, names, count) && leads_out(path))
            conceal(report, path);
    }
}
