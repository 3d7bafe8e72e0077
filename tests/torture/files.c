/* files.c - for the torture: a folder of policy files as operators and tools treat it. */
#include "tests/torture/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

_Noreturn void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* ---- files ---------------------------------------------------------------------------------------------- */

static const char *path_of(const struct subject *subject, const char *format, ...)
{
    static _Thread_local char paths[4][256];
    static _Thread_local unsigned next;
    char *path = paths[next++ % 4];
    va_list arguments;

    int length = snprintf(path, sizeof(paths[0]), "%s/", subject->folder);
    va_start(arguments, format);
    vsnprintf(path + length, sizeof(paths[0]) - (size_t)length, format, arguments);
    va_end(arguments);
    return path;
}

static void spell(char *text, size_t size, const char *policy, unsigned number)
{
    snprintf(text, size,
             "version: 1\n# a comment that makes the file as long as a real one, %u\npolicies:\n  %s:\n"
             "    limits: {max_attempts: %u}\n    backoff: {fixed: {delay: %ums}}\n",
             number, policy, number, number);
}

static void write_file(const char *path, const char *text)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    size_t length = strlen(text);

    if (descriptor < 0 || write(descriptor, text, length) != (ssize_t)length)
        fail(path);
    close(descriptor);
}

/* A new folder of data beside the old one, then the link that leads to it is replaced: as Kubernetes does. */
void swap_data(struct subject *subject, unsigned number)
{
    char data[64], text[512], old[256];
    ssize_t length = readlink(path_of(subject, "..data"), old, sizeof(old) - 1);

    snprintf(data, sizeof(data), "..%u", ++subject->changes);
    if (mkdir(path_of(subject, "%s", data), 0755) != 0)
        fail(data);
    spell(text, sizeof(text), "left", number);
    write_file(path_of(subject, "%s/a.yaml", data), text);
    spell(text, sizeof(text), "right", number);
    write_file(path_of(subject, "%s/b.yaml", data), text);
    unlink(path_of(subject, "..new"));
    if (symlink(data, path_of(subject, "..new")) != 0 ||
        rename(path_of(subject, "..new"), path_of(subject, "..data")) != 0)
        fail("..data");
    subject->number = number;
    if (length > 0) {
        old[length] = '\0';
        unlink(path_of(subject, "%s/a.yaml", old));
        unlink(path_of(subject, "%s/b.yaml", old));
        rmdir(path_of(subject, "%s", old));
    }
}

static void link_data(const struct subject *subject, const char *name)
{
    char target[32];

    snprintf(target, sizeof(target), "..data/%s", name);
    if (symlink(target, path_of(subject, "%s", name)) != 0 && errno != EEXIST)
        fail(name);
}

void make_folder(struct subject *subject, const char *base, const char *name)
{
    snprintf(subject->folder, sizeof(subject->folder), "%s/%s", base, name);
    if (mkdir(subject->folder, 0755) != 0)
        fail(subject->folder);
    swap_data(subject, FIRST);
    link_data(subject, "a.yaml");
    link_data(subject, "b.yaml");
}

/* ---- what is done to them ------------------------------------------------------------------------------- */

void pause_ms(unsigned ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000}, NULL);
}

/* Puts something else in the place of a link to a file, by one rename, and after a while the link again. */
static void replace(const struct subject *subject, const char *name, unsigned ms)
{
    if (rename(path_of(subject, ".other"), path_of(subject, "%s", name)) != 0)
        fail("rename");
    pause_ms(ms);
    char target[32];
    snprintf(target, sizeof(target), "..data/%s", name);
    if (symlink(target, path_of(subject, ".other")) != 0 ||
        rename(path_of(subject, ".other"), path_of(subject, "%s", name)) != 0)
        fail("rename back");
}

static void break_syntax(const struct subject *subject, unsigned ms)
{
    write_file(path_of(subject, ".other"), "version: 1\npolicies: {left: [\n");
    replace(subject, "a.yaml", ms);
}

static void forbid(const struct subject *subject, unsigned ms)
{
    write_file(path_of(subject, ".other"), "version: 1\npolicies: {right: {}}\n"); /* root reads it, and refuses */
    chmod(path_of(subject, ".other"), 0);
    replace(subject, "b.yaml", ms);
}

static void put_fifo(const struct subject *subject, unsigned ms)
{
    if (mkfifo(path_of(subject, ".other"), 0644) != 0)
        fail("mkfifo");
    replace(subject, "a.yaml", ms);
}

static void put_empty(const struct subject *subject, unsigned ms)
{
    write_file(path_of(subject, ".other"), "");
    replace(subject, "b.yaml", ms);
}

/* The whole folder goes away and comes back. */
static void remove_and_return(const struct subject *subject, unsigned ms)
{
    char away[80];

    snprintf(away, sizeof(away), "%s.away", subject->folder);
    if (rename(subject->folder, away) != 0)
        fail("rename the folder");
    pause_ms(ms);
    if (rename(away, subject->folder) != 0)
        fail("rename the folder back");
}

static void litter(const struct subject *subject, unsigned ms)
{
    write_file(path_of(subject, "a.yaml~"), "rubbish");
    write_file(path_of(subject, ".a.yaml.swp"), "rubbish");
    pause_ms(ms);
    unlink(path_of(subject, "a.yaml~"));
    unlink(path_of(subject, ".a.yaml.swp"));
}

static void (*const mischief[])(const struct subject *subject, unsigned ms) = {
    break_syntax, forbid, put_fifo, put_empty, remove_and_return, litter,
};

void do_mischief(const struct subject *subject, unsigned which, unsigned ms)
{
    mischief[which % (sizeof(mischief) / sizeof(mischief[0]))](subject, ms);
}

/* Truncates and writes a file that is in use, with the same number in other words. */
void write_in_place(struct subject *subject)
{
    char text[600];

    spell(text, sizeof(text), "left", subject->number);
    snprintf(text + strlen(text), sizeof(text) - strlen(text), "# edit %u\n", ++subject->changes);
    write_file(path_of(subject, "a.yaml"), text);
}
