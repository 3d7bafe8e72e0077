/* path.c - the elements of a search path, in order, the built-in ones spelled out. */
#include "engine/store/path.h"

#include <stdlib.h>
#include <string.h>

#ifndef RETRY_SYSCONFDIR
#define RETRY_SYSCONFDIR "/etc"
#endif
#ifndef RETRY_DATADIR
#define RETRY_DATADIR "/usr/share"
#endif

/* Where operators put policies, then where they are made at run time, then where packages install them. */
static const char *const built_in[] = {RETRY_SYSCONFDIR "/retry", "/run/retry", RETRY_DATADIR "/retry"};

/* "DIRECTORY/NAME", or the directory alone. NULL: no memory */
static const char *join(struct retry_path *path, const char *directory, size_t length, const char *name,
                        const char *end)
{
    size_t name_length = strlen(name), end_length = strlen(end);
    char *text = retry__arena_new(&path->arena, length + name_length + end_length + 1, 1);

    if (text) {
        memcpy(text, directory, length);
        memcpy(text + length, name, name_length);
        memcpy(text + length + name_length, end, end_length);
    }
    return text;
}

static bool add(struct retry_path *path, const char *element, bool is_built_in)
{
    path->elements[path->count++] = (struct retry_path_element){element, is_built_in};
    return element != NULL;
}

static bool add_built_in(struct retry_path *path, const char *program)
{
    bool good = true;

    for (size_t i = 0; good && i < RETRY_COUNT(built_in); i++) {
        size_t length = strlen(built_in[i]);
        if (program) {
            const char *own = join(path, built_in[i], length, "/", program);
            good = own && add(path, join(path, own, strlen(own), ".d", ""), true);
        }
        good = good && add(path, join(path, built_in[i], length, "/policies.d", ""), true);
    }
    return good;
}

static size_t count_elements(const char *path)
{
    size_t count = 1;

    for (; *path; path++)
        count += *path == ':';
    return count;
}

bool retry__path_read(struct retry_path *out, const char *path, const char *program)
{
    bool built_in_done = false, good;

    *out = (struct retry_path){0};
    if (!path)
        path = secure_getenv("RETRY_POLICY_PATH");
    if (!path)
        path = "";
    out->elements =
        retry__arena_new(&out->arena, count_elements(path) + 2 * RETRY_COUNT(built_in), sizeof *out->elements);
    if (!out->elements)
        return false;
    for (;;) {
        size_t length = strcspn(path, ":");
        if (length > 0) {
            good = add(out, join(out, path, length, "", ""), false);
        } else { /* a second empty element could only find the same files again */
            good = built_in_done || add_built_in(out, program);
            built_in_done = true;
        }
        if (!good || !path[length])
            return good;
        path += length + 1;
    }
}

void retry__path_done(struct retry_path *path)
{
    retry__arena_done(&path->arena);
    *path = (struct retry_path){0};
}
