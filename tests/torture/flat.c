/* flat.c - a hundred thousand reloads under readers: memory stays what it was. */
#include "engine/retry.h"

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static _Atomic bool over;
static char folder[] = "/tmp/retry-flat-XXXXXX";
static char file[64], draft[64];
static retry_catalogue *catalogue;

static _Noreturn void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void write_policies(unsigned attempts)
{
    FILE *stream = fopen(draft, "w");

    if (!stream)
        fail(draft);
    fputs("version: 1\npolicies:\n", stream);
    for (unsigned i = 0; i < 10; i++)
        fprintf(stream, "  p%u: {limits: {max_attempts: %u}, backoff: {fixed: {delay: 1ms}}}\n", i, attempts + i);
    if (fclose(stream) != 0 || rename(draft, file) != 0)
        fail(file);
}

static void *decide_on(void *unused)
{
    while (!over) {
        retry_call call;
        if (!retry_call_begin(&call, retry_catalogue_get(catalogue, "p3"), NULL))
            fail("retry_call_begin");
        while (retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL).again)
            ;
    }
    return unused;
}

/* Bytes in use, as the allocator counts them. */
static size_t in_use(void)
{
    return mallinfo2().uordblks;
}

/* Accepted and refused in turn, as long as there are. */
static void reload(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (i % 16 == 0)
            write_policies(2 + i / 16 % 5);
        if (retry_catalogue_reload(catalogue, NULL) != RETRY_OK)
            fail("retry_catalogue_reload");
    }
}

int main(int count, char **arguments)
{
    unsigned reloads = count == 2 ? (unsigned)strtoul(arguments[1], NULL, 10) : 0;
    retry_options options = {.size = sizeof(options), .path = folder};
    pthread_t reader;

    if (reloads < 1000 || !mkdtemp(folder)) {
        fprintf(stderr, "usage: %s RELOADS (1000 or more)\n", arguments[0]);
        return 2;
    }
    snprintf(file, sizeof(file), "%s/p.yaml", folder);
    snprintf(draft, sizeof(draft), "%s/.p.yaml", folder);
    write_policies(2);
    if (retry_catalogue_open(&options, &catalogue, NULL) != RETRY_OK ||
        pthread_create(&reader, NULL, decide_on, NULL) != 0)
        fail("start");
    reload(reloads / 10);
    size_t before = in_use();
    reload(reloads - reloads / 10);
    size_t after = in_use();
    over = true;
    pthread_join(reader, NULL);
    printf("%u reloads: %zu bytes in use after the first tenth, %zu at the end\n", reloads, before, after);
    retry_catalogue_free(catalogue);
    unlink(file);
    rmdir(folder);
    return after <= before + 65536 ? 0 : 1;
}
