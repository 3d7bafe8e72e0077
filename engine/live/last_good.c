/* last_good.c - RETRY_LAST_GOOD: an accepted set is kept there, for a start at which the policy files are wrong. */
#include "engine/live/last_good.h"

#include "engine/store/file.h"
#include "engine/store/replace.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define VARIABLE "RETRY_LAST_GOOD"
#define USUAL_NAME "program" /* of programs that do not say what they are called */

/* "DIRECTORY/PROGRAM.set". @return false: none is wanted, or it is too long */
static bool find_path(const struct retry_catalogue *catalogue, char *out, size_t size)
{
    const char *directory = catalogue->own ? secure_getenv(VARIABLE) : NULL;

    if (!directory || !*directory)
        return false;
    int length = snprintf(out, size, "%s/%s.set", directory, catalogue->program ? catalogue->program : USUAL_NAME);
    return length > 0 && (size_t)length < size;
}

bool retry__last_good_wanted(const struct retry_catalogue *catalogue)
{
    char path[PATH_MAX];

    return find_path(catalogue, path, sizeof(path));
}

static void doubt(struct retry_report *report, const char *path, const char *help, const char *what)
{
    struct retry_draft draft = {.code = RETRY_FINDING_LAST_GOOD, .file = path, .help = help};

    retry__report_add(report, &draft, "%s", what);
}

static bool write_kept(const void *context, FILE *stream)
{
    const struct retry_kept_bytes *kept = context;

    return fwrite(kept->bytes, 1, kept->size, stream) == kept->size;
}

bool retry__last_good_keep(const struct retry_catalogue *catalogue, const struct retry_outcome *outcome)
{
    char path[PATH_MAX], what[128];
    const char *help = "make the directory that " VARIABLE " names, and let this program write there";
    int error = ENOMEM;

    if (!find_path(catalogue, path, sizeof(path)))
        return true;
    if (outcome->kept.bytes)
        error = retry__replace(path, &(struct retry_replacement){write_kept, &outcome->kept, true});
    if (error == 0)
        return true;
    snprintf(what, sizeof(what), "the accepted set cannot be kept: %s (%s)", strerrordesc_np(error),
             strerrorname_np(error));
    if (error == EEXIST) {
        snprintf(what, sizeof(what), "the accepted set cannot be kept: something is there that is no regular file");
        help = "remove it";
    }
    doubt(outcome->report, path, help, what);
    return false;
}

static bool read_kept(const char *path, struct retry_kept *out, struct retry_report *report)
{
    const struct retry_found found = {
        .path = path,
        .limit = RETRY_KEPT_BYTES,
        .apart = true,
        .trust = RETRY_TRUST_REFUSE,
    };
    struct retry_file file;
    bool good;

    if (!retry__file_read(&found, &file, report))
        return false;
    good = retry__kept_read(file.source.text, file.source.size, out);
    if (!good)
        doubt(report, path, "remove the file", "this is no set that was kept, or not all of it");
    retry__file_done(&file);
    return good;
}

void retry__last_good_serve(struct retry_catalogue *catalogue, struct retry_outcome *outcome)
{
    char path[PATH_MAX];
    struct stat status;
    struct retry_kept kept;

    if (!find_path(catalogue, path, sizeof(path)) || stat(path, &status) != 0 ||
        !read_kept(path, &kept, outcome->report))
        return;
    if (retry__reload_kept(catalogue, outcome, &kept))
        doubt(outcome->report, path, "mend the files, then load again",
              "the first load was refused, so that the set serves that was accepted last");
    else
        doubt(outcome->report, path, "remove the file", "the set that was kept is refused as well");
    retry__kept_done(&kept);
}
