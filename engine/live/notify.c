/* notify.c - is told by the kernel (inotify) that something on a search path may have changed. */
#include "engine/live/notify.h"

#include "engine/live/route.h"
#include "engine/store/hash.h"
#include "engine/store/lever.h"
#include "engine/store/search.h"

#include <errno.h>
#include <linux/magic.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* Names that come, go or change hands, and the directory itself. */
#define NAMES \
    (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
#define CONTENTS (IN_MODIFY | IN_CLOSE_WRITE)

#define ROUNDS_MAX 8 /* to watch what changes while it is walked; who changes faster is told of later */
#define READS_MAX 64 /* of one drain, so that a flood holds nobody up */

/* ---- what the kernel does not see ---------------------------------------------------------------- */

/* File systems on which others change files; <linux/magic.h> lacks some. */
static const uint32_t remote_types[] = {NFS_SUPER_MAGIC,        SMB_SUPER_MAGIC,
                                        SMB2_SUPER_MAGIC,       CIFS_SUPER_MAGIC,
                                        FUSE_SUPER_MAGIC,       V9FS_MAGIC,
                                        CEPH_SUPER_MAGIC,       AFS_SUPER_MAGIC,
                                        AFS_FS_MAGIC,           CODA_SUPER_MAGIC,
                                        OCFS2_SUPER_MAGIC,      NCP_SUPER_MAGIC,
                                        0x47504653 /* GPFS */,  0x0bd00bd0 /* Lustre */,
                                        0x01161970 /* GFS2 */,  0xaad7aaea /* PanFS */,
                                        0x013111a8 /* IBRIX */, 0x786f4256 /* VirtualBox */,
                                        0x61756673 /* aufs */,  0xbacbacbc /* VMware */};

static bool is_remote(const char *directory)
{
    struct statfs status;

    if (statfs(directory, &status) != 0)
        return false;
    for (size_t i = 0; i < RETRY_COUNT(remote_types); i++)
        if ((uint32_t)status.f_type == remote_types[i])
            return true;
    return false;
}

/* ---- one directory ------------------------------------------------------------------------------- */

/* A child that is forked meanwhile, and frees what it finds, finds one whole list, another one, or none. */
static void replace(struct retry_notify *notify, struct retry_notify_watch *watches)
{
    struct retry_notify_watch *old = notify->watches;

    atomic_signal_fence(memory_order_seq_cst);
    notify->watches = watches;
    atomic_signal_fence(memory_order_seq_cst);
    retry__mem_free(old);
}

static bool grow(struct retry_notify *notify)
{
    size_t capacity = notify->capacity ? 2 * notify->capacity : 16;
    struct retry_notify_watch *grown = retry__mem_new(capacity, sizeof(*grown));

    if (!grown)
        return false;
    if (notify->count > 0)
        memcpy(grown, notify->watches, notify->count * sizeof(*grown));
    replace(notify, grown);
    notify->capacity = capacity;
    return true;
}

static struct retry_notify_watch *find(struct retry_notify *notify, int number)
{
    for (size_t i = 0; i < notify->count; i++)
        if (notify->watches[i].number == number)
            return &notify->watches[i];
    return NULL;
}

/* NULL: no memory, the kernel watches it no more. */
static struct retry_notify_watch *find_or_add(struct retry_notify *notify, int number)
{
    struct retry_notify_watch *watch = find(notify, number);

    if (watch)
        return watch;
    if (notify->count == notify->capacity && !grow(notify)) {
        inotify_rm_watch(notify->descriptor.number, number);
        return NULL;
    }
    notify->added = true;
    watch = &notify->watches[notify->count++];
    *watch = (struct retry_notify_watch){.number = number, .round = notify->round - 1};
    return watch;
}

/* Several names of one directory count as all. */
static void want(struct retry_notify *notify, struct retry_notify_watch *watch, const char *name)
{
    uint64_t hash = name ? retry__hash(0, name, strlen(name)) : 0;
    bool first = watch->round != notify->round;

    watch->any = !name || (!first && (watch->any || watch->name != hash));
    watch->name = hash;
    watch->round = notify->round;
}

/* What has just gone is met as a gap in the next round. */
static void failed(struct retry_notify *notify, int error)
{
    if (error == ENOENT || error == ENOTDIR)
        notify->added = true;
    else
        notify->error = error;
}

static void watch_one(void *context, const char *directory, const char *name, bool contents)
{
    struct retry_notify *notify = context;
    uint32_t mask = NAMES | IN_MASK_ADD | (contents ? CONTENTS : 0);
    int number = inotify_add_watch(notify->descriptor.number, directory, mask);
    struct retry_notify_watch *watch;

    if (number < 0) {
        failed(notify, errno);
        return;
    }
    watch = find_or_add(notify, number);
    if (watch)
        want(notify, watch, name);
    else
        notify->error = ENOMEM;
    if (contents)
        notify->remote |= is_remote(directory);
}

/* ---- one path ------------------------------------------------------------------------------------ */

static void follow_link(struct retry_notify *notify, const char *path)
{
    struct stat status;

    if (lstat(path, &status) == 0 && S_ISLNK(status.st_mode))
        retry__route(path, watch_one, notify);
}

/* The directories come first: what appears in them while they are listed is told of. */
static void follow_elements(struct retry_notify *notify, const struct retry_path *path)
{
    char lever[4096];

    for (size_t i = 0; i < path->count; i++)
        retry__route(path->elements[i].path, watch_one, notify);
    for (size_t i = 0; i < path->count; i++) {
        int length = snprintf(lever, sizeof(lever), "%s/" RETRY_LEVER_FILE, path->elements[i].path);
        if (length > 0 && (size_t)length < sizeof(lever))
            follow_link(notify, lever);
    }
}

/* Files may be links that lead elsewhere. */
static void follow_files(struct retry_notify *notify, const char *path, const char *program)
{
    struct retry_search search = {0};

    retry__search_path(&search, path, program, NULL);
    for (size_t i = 0; i < search.count; i++)
        if (!search.found[i].skipped)
            follow_link(notify, search.found[i].path);
    retry__search_done(&search);
}

static void follow_once(struct retry_notify *notify, const char *path, const char *program)
{
    struct retry_path elements;

    notify->round++;
    notify->added = false;
    notify->remote = false;
    notify->error = 0;
    if (retry__path_read(&elements, path, program)) {
        follow_elements(notify, &elements);
        follow_files(notify, path, program);
    } else {
        notify->error = ENOMEM;
    }
    retry__path_done(&elements);
}

/* Those of earlier rounds: a directory that was swapped away need not tell of itself. */
static void drop_unwanted(struct retry_notify *notify)
{
    size_t kept = 0;

    for (size_t i = 0; i < notify->count; i++) {
        if (notify->watches[i].round == notify->round)
            notify->watches[kept++] = notify->watches[i];
        else
            inotify_rm_watch(notify->descriptor.number, notify->watches[i].number);
    }
    notify->count = kept;
}

static bool open_descriptor(struct retry_notify *notify)
{
    if (notify->descriptor.open)
        return true;
    retry__descriptor_begin();
    retry__descriptor_list(&notify->descriptor, inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    notify->error = notify->descriptor.open ? 0 : errno;
    retry__descriptor_end();
    return notify->descriptor.open;
}

void retry__notify_follow(struct retry_notify *notify, const char *path, const char *program)
{
    if (!open_descriptor(notify))
        return;
    for (int i = 0; i < ROUNDS_MAX && (i == 0 || notify->added); i++)
        follow_once(notify, path, program);
    drop_unwanted(notify);
}

/* ---- what is told -------------------------------------------------------------------------------- */

/* The kernel has forgotten a directory: it is gone, or was dropped by ourselves. */
static bool forget(struct retry_notify *notify, int number)
{
    struct retry_notify_watch *watch = find(notify, number);

    if (watch)
        *watch = notify->watches[--notify->count];
    return watch != NULL;
}

static bool counts(struct retry_notify *notify, const struct inotify_event *event)
{
    const struct retry_notify_watch *watch;

    if (event->mask & IN_Q_OVERFLOW)
        return true;
    if (event->mask & IN_IGNORED)
        return forget(notify, event->wd);
    watch = find(notify, event->wd);
    return watch && (watch->any || event->len == 0 || watch->name == retry__hash(0, event->name, strlen(event->name)));
}

bool retry__notify_drain(struct retry_notify *notify)
{
    _Alignas(struct inotify_event) char bytes[4096];
    bool any = false;
    ssize_t got;

    if (!notify->descriptor.open)
        return false;
    for (int i = 0; i < READS_MAX && (got = read(notify->descriptor.number, bytes, sizeof(bytes))) > 0; i++)
        for (const char *at = bytes; at < bytes + got;) {
            const struct inotify_event *event = (const struct inotify_event *)(const void *)at;
            any |= counts(notify, event);
            at += sizeof(*event) + event->len;
        }
    return any;
}

void retry__notify_done(struct retry_notify *notify)
{
    retry__descriptor_close(&notify->descriptor);
    replace(notify, NULL);
    *notify = (struct retry_notify){0};
}
