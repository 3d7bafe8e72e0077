/* route.c - the directories in which a path can change its meaning: what holds its name, its links, its gaps. */
#include "engine/live/route.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MAX 40 /* as in the kernel */

/* A path while it is walked. */
struct walk {
    retry_route_fn show;
    void *context;
    char at[PATH_MAX];   /* the directory that was reached; "" is the current one */
    char rest[PATH_MAX]; /* what is left to walk */
    char text[PATH_MAX]; /* what is put together here goes back into one of the others */
    char name[NAME_MAX + 1];
    unsigned links;
};

static const char *directory(const struct walk *walk)
{
    return *walk->at ? walk->at : ".";
}

/* Takes the next name from the rest. @return false: there is none, or it is too long for any file */
static bool next_name(struct walk *walk)
{
    const char *from = walk->rest + strspn(walk->rest, "/");
    size_t length = strcspn(from, "/");

    if (length == 0 || length > NAME_MAX)
        return false;
    memcpy(walk->name, from, length);
    walk->name[length] = '\0';
    from += length;
    from += strspn(from, "/");
    memmove(walk->rest, from, strlen(from) + 1);
    return true;
}

/* What snprintf() says has become of a path. */
static bool fits(int length)
{
    return length >= 0 && length < PATH_MAX;
}

/* The path of the name that was taken, in text. */
static bool spell(struct walk *walk)
{
    const char *between = *walk->at == '\0' || walk->at[strlen(walk->at) - 1] == '/' ? "" : "/";

    return fits(snprintf(walk->text, PATH_MAX, "%s%s%s", walk->at, between, walk->name));
}

/* What the link says, and what was left behind it, is what is left now. */
static bool follow(struct walk *walk)
{
    char target[PATH_MAX];
    ssize_t length = readlink(walk->text, target, sizeof(target) - 1);

    if (length <= 0 || ++walk->links > LINKS_MAX)
        return false;
    target[length] = '\0';
    if (!fits(snprintf(walk->text, PATH_MAX, "%s/%s", target, walk->rest)))
        return false;
    memcpy(walk->rest, walk->text, strlen(walk->text) + 1);
    if (*target == '/')
        memcpy(walk->at, "/", sizeof("/"));
    return true;
}

static void show(struct walk *walk, const char *name, bool contents)
{
    walk->show(walk->context, directory(walk), name, contents);
}

/* The end of the way: a directory is shown whole, a file is what counts in the one that holds it. */
static bool arrive(struct walk *walk, bool is_directory)
{
    show(walk, walk->name, !is_directory);
    memcpy(walk->at, walk->text, strlen(walk->text) + 1);
    if (is_directory)
        show(walk, NULL, true);
    return false;
}

/* @return whether there is more of the way */
static bool step(struct walk *walk)
{
    struct stat status;

    if (walk->rest[strspn(walk->rest, "/")] == '\0') /* the root, and what leads there */
        show(walk, NULL, true);
    if (!next_name(walk) || !spell(walk))
        return false;
    if (lstat(walk->text, &status) != 0) {
        show(walk, walk->name, false);
        return false;
    }
    if (S_ISLNK(status.st_mode)) {
        show(walk, walk->name, false);
        return follow(walk);
    }
    if (*walk->rest == '\0')
        return arrive(walk, S_ISDIR(status.st_mode));
    if (!S_ISDIR(status.st_mode)) {
        show(walk, walk->name, false);
        return false;
    }
    memcpy(walk->at, walk->text, strlen(walk->text) + 1);
    return true;
}

void retry__route(const char *path, retry_route_fn show_one, void *context)
{
    struct walk walk = {.show = show_one, .context = context};

    if (!fits(snprintf(walk.rest, PATH_MAX, "%s", path)))
        return;
    if (*path == '/')
        memcpy(walk.at, "/", sizeof("/"));
    while (step(&walk))
        continue;
}
