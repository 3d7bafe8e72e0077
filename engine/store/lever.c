/* lever.c - files named `disabled`, which switch retries off while they are there. */
#include "engine/store/lever.h"

#include "engine/store/file.h"
#include "engine/store/hash.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define NS_PER_SECOND UINT64_C(1000000000)
#define LEVER_BYTES (64u << 10) /* 1,000 of the longest names */
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
#define NAME_BYTES "abcdefghijklmnopqrstuvwxyz0123456789._-"

/* Lines while they are read. */
struct reading {
    struct retry_lever *lever;
    const struct retry_lever *before; /* may be NULL */
    struct retry_report *report;
    size_t capacity;
};

static uint64_t to_ns(struct timespec time)
{
    return time.tv_sec < 0 ? 0 : (uint64_t)time.tv_sec * NS_PER_SECOND + (uint64_t)time.tv_nsec;
}

/* Patterns and places are copies in the arena. @return false: no memory */
static bool add(struct reading *reading, const char *pattern, size_t length, const char *by, uint64_t since_ns)
{
    struct retry_lever *lever = reading->lever;
    struct retry_lever_line line = {.length = length, .since_ns = since_ns};

    if (lever->count == reading->capacity) {
        size_t capacity = reading->capacity ? 2 * reading->capacity : 8;
        struct retry_lever_line *grown = retry__mem_resize(lever->lines, capacity, sizeof *grown);
        if (!grown)
            return retry__report_no_memory(reading->report);
        lever->lines = grown;
        reading->capacity = capacity;
    }
    line.pattern = retry__arena_text(&lever->arena, pattern, length);
    line.by = retry__arena_text(&lever->arena, by, strlen(by));
    if (!line.pattern || !line.by)
        return retry__report_no_memory(reading->report);
    line.prefix = length > 0 && pattern[length - 1] == '*';
    line.length -= line.prefix;
    lever->hash = retry__hash(lever->hash, pattern, length);
    lever->hash = retry__hash(lever->hash, by, strlen(by));
    lever->lines[lever->count++] = line;
    return true;
}

/* ---- one file ------------------------------------------------------------------------------------ */

/* "db", "db.*" or "*"; beginnings of names are not names yet. */
static bool is_pattern(const char *text, size_t length)
{
    size_t plain = strspn(text, NAME_BYTES);

    if (plain > length)
        plain = length;
    if (plain < length && text[plain] == '*')
        return plain + 1 == length && plain <= 63;
    return plain == length && length <= 63;
}

static void doubt_line(struct reading *reading, const struct retry_source *source, uint32_t number, size_t length)
{
    struct retry_draft draft = {
        .code = RETRY_FINDING_LEVER,
        .source = source,
        .span = {number, 1, number, (uint32_t)length + 1},
        .help = "write the name of a policy, or the beginning of names with a * behind it",
    };

    retry__report_add(reading->report, &draft, "this line names no policy, so that it switches nothing off");
}

/* Without the blanks around it. */
static const char *trimmed(const char *line, size_t *length)
{
    while (*length > 0 && strchr(" \t\r", line[*length - 1]))
        --*length;
    while (*length > 0 && (*line == ' ' || *line == '\t'))
        line++, --*length;
    return line;
}

static bool line_met(struct reading *reading, const struct retry_source *source, const char *line, size_t length,
                     uint32_t number, uint64_t since_ns)
{
    size_t whole = length;
    const char *text = trimmed(line, &length);

    if (length == 0 || *text == '#')
        return true;
    if (is_pattern(text, length))
        return add(reading, text, length, source->name, since_ns);
    doubt_line(reading, source, number, whole);
    return true;
}

/* Behind the mark that some editors put before all UTF-8. */
static const char *start_of(const struct retry_source *source)
{
    return source->text + (strncmp(source->text, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0 ? 3 : 0);
}

static bool is_blank(const struct retry_source *source)
{
    const char *start = start_of(source);

    return start + strspn(start, " \t\r\n") == source->text + source->size;
}

/* Comments alone are no order to switch everything off, nor to do nothing in silence. */
static void doubt_comments(struct reading *reading, const struct retry_source *source)
{
    struct retry_draft draft = {
        .code = RETRY_FINDING_LEVER,
        .source = source,
        .span = {1, 1, 1, 1},
        .help = "write * to switch every policy off, or remove the file",
    };

    retry__report_add(reading->report, &draft, "'%s' holds comments alone, so that it switches nothing off",
                      source->name);
}

static bool text_met(struct reading *reading, const struct retry_source *source, uint64_t since_ns)
{
    size_t before = reading->lever->count, warnings = reading->report->by_severity[RETRY_FINDING_WARNING];
    const char *line = start_of(source);

    if (is_blank(source))
        return add(reading, "*", 1, source->name, since_ns);
    for (uint32_t number = 1; *line; number++) {
        size_t length = strcspn(line, "\n");
        if (!line_met(reading, source, line, length, number, since_ns))
            return false;
        line += length + (line[length] == '\n');
    }
    if (reading->lever->count == before && reading->report->by_severity[RETRY_FINDING_WARNING] == warnings)
        doubt_comments(reading, source);
    return true;
}

/* ---- files that cannot be read ------------------------------------------------------------------- */

/* Nobody knows what the file says now: what it said last stays. */
static bool keep(struct reading *reading, const char *by)
{
    const struct retry_lever *before = reading->before;

    for (size_t i = 0; before && i < before->count; i++) {
        const struct retry_lever_line *line = &before->lines[i];
        if (strcmp(line->by, by) == 0 && !add(reading, line->pattern, line->length + line->prefix, by, line->since_ns))
            return false;
    }
    return true;
}

static void doubt_file(struct reading *reading, const char *path, const char *why)
{
    struct retry_draft draft = {
        .code = RETRY_FINDING_LEVER,
        .file = path,
        .help = "make it a file that the program can read; what it said last stays until then",
    };

    retry__report_add(reading->report, &draft, "%s", why);
}

/* What is wrong becomes a warning: it must not refuse the policies. */
static bool unreadable(struct reading *reading, const char *path, const struct retry_report *why)
{
    const struct retry_finding *finding = retry__report_at(why, 0);

    if (why->out_of_memory)
        return retry__report_no_memory(reading->report);
    doubt_file(reading, path, finding ? finding->message : "the file cannot be read");
    return keep(reading, path);
}

static bool file_met(struct reading *reading, const char *path, const struct stat *status)
{
    struct retry_report *why = retry__report_new();
    struct retry_file file;
    bool good;

    if (!why)
        return retry__report_no_memory(reading->report);
    if (retry__file_read(&(struct retry_found){.path = path, .limit = LEVER_BYTES}, &file, why)) {
        good = text_met(reading, &file.source, to_ns(status->st_mtim));
        retry__file_done(&file);
    } else {
        good = unreadable(reading, path, why);
    }
    retry__report_free(why);
    return good;
}

/* ---- all of them --------------------------------------------------------------------------------- */

/* A directory that somebody named and that is gone, or not mounted yet, is no order to switch on again. */
static bool file_absent(struct reading *reading, const struct retry_path_element *element, const char *path)
{
    struct stat status;

    return element->built_in || stat(element->path, &status) == 0 || keep(reading, path);
}

/* An empty file needs no right to be read: `touch` by an operator with a strict umask is enough. */
static bool directory_met(struct reading *reading, const struct retry_path_element *element)
{
    char path[4096];
    struct stat status;
    int length = snprintf(path, sizeof(path), "%s/" RETRY_LEVER_FILE, element->path);

    if (length < 0 || (size_t)length >= sizeof(path))
        return true;
    if (stat(path, &status) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return file_absent(reading, element, path);
        doubt_file(reading, path, strerrordesc_np(errno));
        return keep(reading, path);
    }
    if (S_ISREG(status.st_mode) && status.st_size == 0)
        return add(reading, "*", 1, path, to_ns(status.st_mtim));
    return file_met(reading, path, &status);
}

static bool variable_met(struct reading *reading)
{
    const char *value = secure_getenv(RETRY_LEVER_VARIABLE);
    struct retry_draft draft = {
        .code = RETRY_FINDING_LEVER,
        .file = RETRY_LEVER_VARIABLE,
        .help = "set it to 1 to switch every policy off, or to 0",
    };
    struct timespec now;

    if (reading->before)
        return keep(reading, RETRY_LEVER_VARIABLE);
    if (!value || !*value || strcmp(value, "0") == 0)
        return true;
    clock_gettime(CLOCK_REALTIME, &now);
    if (strcmp(value, "1") == 0)
        return add(reading, "*", 1, RETRY_LEVER_VARIABLE, to_ns(now));
    retry__report_add(reading->report, &draft, "%s is neither 1 nor 0, so that it switches nothing off",
                      RETRY_LEVER_VARIABLE);
    return true;
}

bool retry__lever_read(struct retry_lever *out, const struct retry_path *path, const struct retry_lever *before,
                       struct retry_report *report)
{
    struct reading reading = {.lever = out, .before = before, .report = report};

    *out = (struct retry_lever){0};
    bool good = variable_met(&reading);
    for (size_t i = 0; good && i < path->count; i++)
        good = directory_met(&reading, &path->elements[i]);
    if (!good)
        retry__lever_done(out);
    return good;
}

const struct retry_lever_line *retry__lever_find(const struct retry_lever *lever, const char *name)
{
    for (size_t i = 0; i < lever->count; i++) {
        const struct retry_lever_line *line = &lever->lines[i];
        if (strncmp(name, line->pattern, line->length) == 0 && (line->prefix || name[line->length] == '\0'))
            return line;
    }
    return NULL;
}

void retry__lever_done(struct retry_lever *lever)
{
    retry__arena_done(&lever->arena);
    retry__mem_free(lever->lines);
    *lever = (struct retry_lever){0};
}
