/* loads.c - how long a set takes to load, against parsers that only look at the text, and what it keeps. */
#include "tests/bench/bench.h"

#include <jansson.h>
#include <malloc.h>
#include <stdlib.h>
#include <yaml.h>

/* A document on disk, and its text for the parsers. */
struct subject {
    char *path;
    char *text;
    size_t size;
    unsigned policies;
};

static double load(const char *path, unsigned policies)
{
    retry_options options = {.size = sizeof(options), .path = path};
    retry_catalogue *catalogue;
    double start = bench_now_ns();

    if (retry_catalogue_open(&options, &catalogue, NULL) != RETRY_OK)
        bench_fail(path);
    double end = bench_now_ns();
    retry_catalogue_free(catalogue);
    return (end - start) / policies;
}

static double our_load(void *context)
{
    const struct subject *subject = context;

    return load(subject->path, subject->policies);
}

static double yaml_events(void *context)
{
    const struct subject *subject = context;
    yaml_parser_t parser;
    yaml_event_t event;
    bool more = true;
    double start = bench_now_ns();

    if (!yaml_parser_initialize(&parser))
        bench_fail("yaml_parser_initialize");
    yaml_parser_set_input_string(&parser, (const unsigned char *)subject->text, subject->size);
    while (more) {
        if (!yaml_parser_parse(&parser, &event))
            bench_fail("yaml_parser_parse");
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return (bench_now_ns() - start) / subject->policies;
}

static double json_tree(void *context)
{
    const struct subject *subject = context;
    double start = bench_now_ns();
    json_t *tree = json_loadb(subject->text, subject->size, 0, NULL);
    double end = bench_now_ns();

    if (!tree)
        bench_fail("json_loadb");
    json_decref(tree);
    return (end - start) / subject->policies;
}

static void against_parser(const struct bench_scale *scale, const char *name, bench_measure parser,
                           struct bench_row row)
{
    struct subject subject = {.path = bench_document(scale, name, 0, scale->policies), .policies = scale->policies};

    subject.text = bench_read(subject.path, &subject.size);
    bench_medians(scale->rounds, our_load, &row.ours, parser, &row.floor, &subject);
    bench_print(row);
    free(subject.text);
    free(subject.path);
}

/* ---- twenty files ---------------------------------------------------------------------------------------------------
 */

/* The same files once alone and once among twenty. */
struct folders {
    char *few, *many; /* colon-separated paths */
    unsigned few_policies, many_policies;
};

static double few_files(void *context)
{
    const struct folders *folders = context;

    return load(folders->few, folders->few_policies);
}

static double many_files(void *context)
{
    const struct folders *folders = context;

    return load(folders->many, folders->many_policies);
}

static void twenty_files(const struct bench_scale *scale)
{
    unsigned each = scale->policies / 2;
    struct folders folders = {.few_policies = 2 * each, .many_policies = 20 * each};
    struct bench_row row = {"load 100,000 policies in 20 files, against 2", "ns/policy", 0, 0, 1.5, 1.1};

    for (unsigned i = 0; i < 20; i++) {
        char name[32], *path, *longer;
        snprintf(name, sizeof(name), "part-%02u.yaml", i);
        path = bench_document(scale, name, i * each, each);
        if (asprintf(&longer, "%s%s%s", i ? folders.many : "", i ? ":" : "", path) < 0)
            bench_fail(name);
        free(folders.many);
        free(path);
        folders.many = longer;
        if (i == 1 && asprintf(&folders.few, "%s", longer) < 0)
            bench_fail(name);
    }
    bench_medians(scale->rounds / 8 | 1, many_files, &row.ours, few_files, &row.floor, &folders);
    bench_print(row);
    free(folders.few);
    free(folders.many);
}

/* ---- memory
 * ----------------------------------------------------------------------------------------------------------- */

static size_t bytes_in_use(void)
{
    struct mallinfo2 info = mallinfo2();

    return info.uordblks + info.hblkhd;
}

static void retained(const struct bench_scale *scale)
{
    char *path = bench_document(scale, "retained.yaml", 0, scale->policies);
    retry_options options = {.size = sizeof(options), .path = path};
    retry_catalogue *catalogue;
    size_t before = bytes_in_use();

    if (retry_catalogue_open(&options, &catalogue, NULL) != RETRY_OK)
        bench_fail(path);
    double bytes = (double)(bytes_in_use() - before) / scale->policies;
    bench_print((struct bench_row){"bytes kept of a loaded policy", "bytes", bytes, 0, 300, 128});
    retry_catalogue_free(catalogue);
    free(path);
}

void bench_loads(const struct bench_scale *scale)
{
    /* At least 0.6 of the speed of the bare events is at most 1.67 times their time. */
    against_parser(scale, "load.yaml", yaml_events,
                   (struct bench_row){"load 10,000 policies in YAML, against bare events", "ns/policy", 0, 0, 1.67, 0});
    against_parser(scale, "load.json", json_tree,
                   (struct bench_row){"load 10,000 policies in JSON, against json_loadb", "ns/policy", 0, 0, 1, 0});
    twenty_files(scale);
    retained(scale);
}
