/* document.c - writes the documents that are loaded: full jitter over exponential, as many policies as wanted. */
#include "tests/bench/bench.h"

#include <stdlib.h>
#include <string.h>

static const char yaml_policy[] = "  bench-%u:\n"
                                  "    limits: {max_attempts: 5}\n"
                                  "    backoff:\n"
                                  "      jitter:\n"
                                  "        mode: full\n"
                                  "        over:\n"
                                  "          exponential: {initial_delay: 100ms, multiplier: 2, max_delay: 10s}\n";

static const char json_policy[] =
    "%s\n    \"bench-%u\": {\n"
    "      \"limits\": {\"max_attempts\": 5},\n"
    "      \"backoff\": {\"jitter\": {\"mode\": \"full\", \"over\": {\"exponential\":\n"
    "        {\"initial_delay\": \"100ms\", \"multiplier\": 2, \"max_delay\": \"10s\"}}}}\n"
    "    }";

static FILE *create(const struct bench_scale *scale, const char *name, char **out_path)
{
    FILE *file;

    if (asprintf(out_path, "%s/%s", scale->folder, name) < 0 || !(file = fopen(*out_path, "w")))
        bench_fail(name);
    return file;
}

static void finish(FILE *file, const char *name)
{
    if (ferror(file) || fclose(file) != 0)
        bench_fail(name);
}

char *bench_document(const struct bench_scale *scale, const char *name, unsigned first, unsigned count)
{
    char *path;
    FILE *file = create(scale, name, &path);
    bool json = strstr(name, ".json") != NULL;

    fputs(json ? "{\n  \"version\": 1,\n  \"policies\": {" : "version: 1\npolicies:\n", file);
    for (unsigned i = first; i < first + count; i++) {
        if (json)
            fprintf(file, json_policy, i == first ? "" : ",", i);
        else
            fprintf(file, yaml_policy, i);
    }
    fputs(json ? "\n  }\n}\n" : "", file);
    finish(file, name);
    return path;
}

char *bench_text(const struct bench_scale *scale, const char *name, const char *text)
{
    char *path;
    FILE *file = create(scale, name, &path);

    fputs(text, file);
    finish(file, name);
    return path;
}

char *bench_read(const char *path, size_t *out_size)
{
    FILE *file = fopen(path, "r");
    char *text;

    if (!file || fseek(file, 0, SEEK_END) != 0)
        bench_fail(path);
    *out_size = (size_t)ftell(file);
    rewind(file);
    text = malloc(*out_size);
    if (!text || fread(text, 1, *out_size, file) != *out_size)
        bench_fail(path);
    fclose(file);
    return text;
}
