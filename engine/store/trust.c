/* trust.c - judges who may write what was opened, and the directories that led to it. */
#include "engine/store/trust.h"

#include "engine/store/descriptor.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define LINKS 40      /* on one way; the kernel follows no more */
#define HELP_SIZE 512 /* the report cuts there */

enum retry_trust retry__trust_built_in(enum retry_trust trust)
{
    return trust == RETRY_TRUST_WARN && geteuid() == 0 ? RETRY_TRUST_REFUSE : trust;
}

/* ---- one thing ---------------------------------------------------------------------------------- */

/* What comes of a judgement, and who hears of it. */
struct judge {
    enum retry_trust trust;
    struct retry_report *report;
};

/* Many ways lead over one directory. */
static bool reported(const struct retry_report *report, const struct retry_draft *draft)
{
    for (size_t i = 0; report && i < report->count; i++)
        if (report->findings[i].code == draft->code && !strcmp(report->findings[i].place.file, draft->file))
            return true;
    return false;
}

static struct retry_draft draft_of(const struct judge *judge, const char *path, const char *help)
{
    return (struct retry_draft){
        .code = judge->trust == RETRY_TRUST_REFUSE ? RETRY_FINDING_UNTRUSTED : RETRY_FINDING_EXPOSED,
        .file = path,
        .help = help,
    };
}

/* @return may it be read all the same? */
static bool foreign(const struct judge *judge, const char *path, const struct stat *status)
{
    char help[HELP_SIZE];
    struct retry_draft draft = draft_of(judge, path, help);

    snprintf(help, sizeof help, "chown%s root %s", S_ISLNK(status->st_mode) ? " -h" : "", path);
    if (!reported(judge->report, &draft))
        retry__report_add(judge->report, &draft, "'%s' belongs to uid %lu, neither root nor this process's user", path,
                          (unsigned long)status->st_uid);
    return judge->trust != RETRY_TRUST_REFUSE;
}

static bool open_to_all(const struct judge *judge, const char *path, const struct stat *status)
{
    char help[HELP_SIZE];
    struct retry_draft draft = draft_of(judge, path, help);

    snprintf(help, sizeof help, "chmod o-w %s", path);
    if (!reported(judge->report, &draft))
        retry__report_add(judge->report, &draft, "'%s' may be written by everybody (mode %04o)", path,
                          (unsigned)status->st_mode & 07777);
    return judge->trust != RETRY_TRUST_REFUSE;
}

/* Where nobody can write, owners and modes say nothing: directories of a ConfigMap are 0777 on a read-only mount. */
static bool is_read_only(int descriptor)
{
    struct statvfs mount;

    return !fstatvfs(descriptor, &mount) && (mount.f_flag & ST_RDONLY);
}

/* Judges a thing by its status.
 *
 * @param descriptor  of the thing, or of the directory that holds it: for the mount
 * @param forgiven    bits of the mode of which one makes up for S_IWOTH */
static bool judge_status(const struct judge *judge, int descriptor, const char *path, const struct stat *status,
                         mode_t forgiven)
{
    bool ours = status->st_uid == 0 || status->st_uid == geteuid();
    bool closed = !(status->st_mode & S_IWOTH) || (status->st_mode & forgiven) || S_ISLNK(status->st_mode);

    if ((ours && closed) || is_read_only(descriptor))
        return true;
    return ours ? open_to_all(judge, path, status) : foreign(judge, path, status);
}

static bool judge_open(const struct judge *judge, int descriptor, const char *path, mode_t forgiven)
{
    struct stat status;

    /* what is open can be looked at; where it cannot, nothing is known that speaks against it */
    return fstat(descriptor, &status) || judge_status(judge, descriptor, path, &status, forgiven);
}

/* ---- the way to a thing ------------------------------------------------------------------------- */

/* A path while it is walked from the root, a name at a time, as the kernel has walked it. */
struct way {
    const struct judge *judge;
    struct retry_descriptor steps[2]; /* the directory reached, and the one that comes next */
    unsigned at;                      /* which of the two has been reached */
    size_t length;                    /* of its name */
    unsigned links;                   /* followed so far */
    bool good;                        /* nothing met so far must be refused */
    char name[PATH_MAX], rest[PATH_MAX];
};

/* The directory reached; before the first, what every relative name starts from. */
static int here(const struct way *way)
{
    return way->steps[way->at].open ? way->steps[way->at].number : AT_FDCWD;
}

static bool open_step(struct retry_descriptor *out, int directory, const char *entry)
{
    retry__descriptor_begin();
    retry__descriptor_list_reader(out, openat(directory, entry, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    retry__descriptor_end();
    return out->open;
}

/* Goes on to a directory, whose name is said already, and judges it. In one with the sticky bit nobody can take away
 * what is ours, or put something in its place. */
static bool stand(struct way *way, const char *entry)
{
    unsigned next = !way->at;

    if (!open_step(&way->steps[next], here(way), entry))
        return false;
    retry__descriptor_close(&way->steps[way->at]);
    way->at = next;
    way->good &= judge_open(way->judge, here(way), way->length ? way->name : "/", S_ISVTX);
    return true;
}

static bool begin(struct way *way)
{
    way->length = 0;
    way->name[0] = '\0';
    return stand(way, "/");
}

/* Puts a text in front of what is left of the way. */
static bool put_before(struct way *way, const char *text, size_t length)
{
    size_t rest = strlen(way->rest) + 1;

    if (length + 1 + rest > sizeof way->rest)
        return false;
    memmove(way->rest + length + 1, way->rest, rest);
    memcpy(way->rest, text, length);
    way->rest[length] = '/';
    return true;
}

/* Takes the next name off what is left. @return false: there is none, or it is too long for one */
static bool next_name(struct way *way, char name[NAME_MAX + 1])
{
    const char *start = way->rest + strspn(way->rest, "/");
    size_t length = strcspn(start, "/");

    if (length == 0 || length > NAME_MAX)
        return false;
    memcpy(name, start, length);
    name[length] = '\0';
    memmove(way->rest, start + length, strlen(start + length) + 1);
    return true;
}

/* Makes the name that of an entry, or of the parent. @return false: it is too long */
static bool extend(struct way *way, const char *entry)
{
    size_t length = strlen(entry);

    if (!strcmp(entry, ".."))
        while (way->length > 0 && way->name[--way->length] != '/')
            continue;
    if (entry[0] == '.' && (!entry[1] || !strcmp(entry, ".."))) {
        way->name[way->length] = '\0';
        return true;
    }
    if (way->length + 1 + length >= sizeof way->name)
        return false;
    way->name[way->length] = '/';
    memcpy(way->name + way->length + 1, entry, length + 1);
    way->length += length + 1;
    return true;
}

/* A link that is not ours leads wherever its owner wants, also in a directory with the sticky bit. */
static bool follow(struct way *way, const char *entry, const struct stat *status)
{
    char target[PATH_MAX];
    ssize_t length = readlinkat(here(way), entry, target, sizeof target);
    size_t home = way->length;

    if (length <= 0 || ++way->links > LINKS || !put_before(way, target, (size_t)length) || !extend(way, entry))
        return false;
    way->good &= judge_status(way->judge, here(way), way->name, status, 0);
    way->length = home;
    way->name[home] = '\0';
    return target[0] != '/' || begin(way);
}

static bool is(const struct stat *one, const struct stat *other)
{
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

/* Walks what is left. @return does it end at that thing? */
static bool walk(struct way *way, const struct stat *end)
{
    char entry[NAME_MAX + 1];
    struct stat status;

    while (next_name(way, entry)) {
        if (fstatat(here(way), entry, &status, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT))
            return false;
        if (S_ISLNK(status.st_mode)) {
            if (!follow(way, entry, &status))
                return false;
        } else if (!S_ISDIR(status.st_mode)) {
            return is(&status, end);
        } else if (!extend(way, entry) || !stand(way, entry)) {
            return false;
        }
    }
    return !fstat(here(way), &status) && is(&status, end);
}

static bool start(struct way *way, const char *path)
{
    size_t length = strlen(path);

    if (length >= sizeof way->rest)
        return false;
    memcpy(way->rest, path, length + 1);
    if (path[0] != '/' &&
        (!getcwd(way->name, sizeof way->name) || way->name[0] != '/' || !put_before(way, way->name, strlen(way->name))))
        return false;
    return begin(way);
}

/* What was opened some other way than by names, or has been replaced since, has no way that could be judged. */
static bool lost(const struct judge *judge, const char *path)
{
    struct retry_draft draft = draft_of(judge, path, "name it by a path that leads to it without /proc or /dev");

    if (judge->trust == RETRY_TRUST_REFUSE)
        retry__report_add(judge->report, &draft, "who may replace '%s' cannot be told: its path leads elsewhere", path);
    return judge->trust != RETRY_TRUST_REFUSE;
}

/* Judges all that led from the root to what is open.
 *
 * @param directory  it is a directory whose files are policies: not even the sticky bit makes up for S_IWOTH, since
 *                   everybody could add files */
static bool judge_way(const struct judge *judge, int descriptor, const char *path, bool directory)
{
    struct way way = {.judge = judge, .good = true};
    struct stat end;
    bool arrived = !fstat(descriptor, &end) && start(&way, path) && walk(&way, &end);

    if (!arrived)
        way.good &= lost(judge, path);
    if (directory)
        way.good &= judge_open(judge, descriptor, arrived && way.length ? way.name : path, 0);
    retry__descriptor_close(&way.steps[way.at]);
    return way.good;
}

bool retry__trust_directory(enum retry_trust trust, int descriptor, const char *path, struct retry_report *report)
{
    return trust == RETRY_TRUST_IGNORE || judge_way(&(struct judge){trust, report}, descriptor, path, true);
}

bool retry__trust_file(enum retry_trust trust, int descriptor, const char *path, bool apart,
                       struct retry_report *report)
{
    const struct judge judge = {trust, report};
    bool good;

    if (trust == RETRY_TRUST_IGNORE)
        return true;
    good = judge_open(&judge, descriptor, path, 0);
    if (apart)
        good &= judge_way(&judge, descriptor, path, false);
    return good;
}
