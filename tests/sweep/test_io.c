/* test_io.c - fails every call on the way from a search path to a set, one at a time: what runs stays, the reason is
 * told, and the next load works. */
#include "tests/engine/world.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#define TWO "version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"
#define THREE "version: 1\npolicies:\n  db: {limits: {max_attempts: 3}, backoff: {immediate: {}}}\n"

/* ---- calls that fail ----------------------------------------------------------------------------------- */

static unsigned long calls, fail_at; /* the one that fails; 0: none */
static int fail_with;
static bool armed;
static char failed[64]; /* the name of what failed */

static bool fails(const char *name)
{
    if (!armed || ++calls != fail_at)
        return false;
    snprintf(failed, sizeof(failed), "%s", name);
    errno = fail_with;
    return true;
}

/* The C library's own function of that name. */
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    va_list rest;

    va_start(rest, flags);
    if (flags & O_CREAT)
        mode = va_arg(rest, mode_t);
    va_end(rest);
    return fails("open") ? -1 : NEXT(open)(path, flags, mode);
}

int openat(int directory, const char *path, int flags, ...)
{
    return fails("openat") ? -1 : NEXT(openat)(directory, path, flags);
}

int stat(const char *restrict path, struct stat *restrict out)
{
    return fails("stat") ? -1 : NEXT(stat)(path, out);
}

int fstat(int descriptor, struct stat *out)
{
    return fails("fstat") ? -1 : NEXT(fstat)(descriptor, out);
}

int fstatvfs(int descriptor, struct statvfs *out)
{
    return fails("fstatvfs") ? -1 : NEXT(fstatvfs)(descriptor, out);
}

off_t lseek(int descriptor, off_t offset, int whence)
{
    return fails("lseek") ? -1 : NEXT(lseek)(descriptor, offset, whence);
}

ssize_t read(int descriptor, void *buffer, size_t size)
{
    return fails("read") ? -1 : NEXT(read)(descriptor, buffer, size);
}

/* What a descriptor that is closed says is of no use to anybody: it is closed all the same. */
int close(int descriptor)
{
    bool fault = fails("close");
    int kept = errno, answer = NEXT(close)(descriptor);

    errno = kept;
    return fault ? -1 : answer;
}

DIR *opendir(const char *path)
{
    return fails("opendir") ? NULL : NEXT(opendir)(path);
}

DIR *fdopendir(int descriptor)
{
    return fails("fdopendir") ? NULL : NEXT(fdopendir)(descriptor);
}

struct dirent *readdir(DIR *stream)
{
    return fails("readdir") ? NULL : NEXT(readdir)(stream);
}

/* ---- the sweep ------------------------------------------------------------------------------------------ */

static struct world world;
static retry_report *report;

static int count_descriptors(void)
{
    DIR *stream = opendir("/proc/self/fd");
    int count = 0;

    ck_assert_ptr_nonnull(stream);
    while (readdir(stream))
        count++;
    closedir(stream);
    return count;
}

static retry_status reload_with_fault(unsigned long at, int error)
{
    retry_status status;

    calls = 0;
    failed[0] = '\0';
    fail_at = at;
    fail_with = error;
    armed = true;
    status = retry_catalogue_reload(world.catalogue, &report);
    armed = false;
    return status;
}

/* Does an error of the report spell the errno value? */
static bool tells(const char *name)
{
    retry_finding_view finding = {.size = sizeof(finding)};

    for (size_t i = 0; retry_report_at(report, i, &finding); i++)
        if (finding.severity == RETRY_ERROR && strstr(finding.message, name))
            return true;
    return false;
}

/* Those of the calls that a signal may interrupt. */
static bool may_be_interrupted(const char *name)
{
    return !strcmp(name, "open") || !strcmp(name, "opendir") || !strcmp(name, "read") || !strcmp(name, "readdir");
}

/* The load is whole, or nothing of it is there and somebody is told why. */
static void judge(retry_status status, uint64_t before, int error)
{
    uint64_t after = retry_catalogue_generation(world.catalogue);
    uint32_t attempts = retry_policy_max_attempts(world_get(&world, "db"));

    if (status == RETRY_OK) {
        ck_assert_uint_eq(after, before + 1);
        ck_assert_uint_eq(attempts, 3);
        return;
    }
    ck_assert_uint_eq(after, before);
    ck_assert_uint_eq(attempts, 2);
    ck_assert_msg(error != EINTR || !may_be_interrupted(failed), "%s is not tried again after EINTR", failed);
    ck_assert_msg(status == RETRY_EIO || status == RETRY_EPOLICY || status == RETRY_ENOMEM, "%s: %s", failed,
                  retry_status_text(status));
    if (status == RETRY_EIO && strcmp(failed, "stat") != 0)
        ck_assert_msg(tells(strerrorname_np(error)) || tells("kept changing"), "%s fails with %s, and nobody says so",
                      failed, strerrorname_np(error));
}

/* One load with a fault. @return was the fault reached? */
static bool run_once(unsigned long at, int error)
{
    int descriptors = count_descriptors();

    ck_assert_int_eq(world_reload(&world, TWO), RETRY_OK);
    world_write(&world, THREE);
    uint64_t before = retry_catalogue_generation(world.catalogue);
    judge(reload_with_fault(at, error), before, error);
    retry_report_free(report);
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, NULL), RETRY_OK);
    ck_assert_uint_eq(retry_policy_max_attempts(world_get(&world, "db")), 3);
    ck_assert_int_eq(count_descriptors(), descriptors);
    return failed[0] != '\0';
}

START_TEST(every_call_may_fail)
{
    static const int errors[] = {EIO, EINTR, EMFILE, ENFILE, ENOENT, EACCES, ELOOP, ENOTDIR, ESTALE};

    world_open(&world, TWO);
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        unsigned long at = 1;
        while (run_once(at, errors[i]))
            at++;
        ck_assert_uint_gt(at, 8);
    }
    world_close(&world);
}
END_TEST

/* Without a descriptor left nothing can be read, and nothing is lost. */
START_TEST(descriptors_may_run_out)
{
    static int taken[4096];
    int count = 0;

    world_open(&world, TWO);
    world_write(&world, THREE);
    while (count < 4096 && (taken[count] = NEXT(open)("/dev/null", O_RDONLY)) >= 0)
        count++;
    ck_assert_msg(count < 4096, "lower the limit of descriptors first");
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, &report), RETRY_EIO);
    while (count > 0)
        close(taken[--count]);
    ck_assert(tells("EMFILE"));
    retry_report_free(report);
    ck_assert_uint_eq(retry_policy_max_attempts(world_get(&world, "db")), 2);
    ck_assert_int_eq(retry_catalogue_reload(world.catalogue, NULL), RETRY_OK);
    ck_assert_uint_eq(retry_policy_max_attempts(world_get(&world, "db")), 3);
    world_close(&world);
}
END_TEST

static void lower_limit(void)
{
    struct rlimit few = {.rlim_cur = 256, .rlim_max = 256};

    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
}

WORLD_MAIN_AROUND("io", lower_limit, NULL, every_call_may_fail, descriptors_may_run_out)
