/* kept.c - an accepted set as one file, for a later start at which the policy files are wrong. */
#include "engine/store/kept.h"

#include "engine/store/hash.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/*
 * The file begins with a line that says what it is; then come a hash of all layers, names and texts and the time, each
 * on a line, then the policy files, then a line that says that nothing is missing. Names and texts stand as they were
 * read, counted in bytes, so that neither has to be escaped.
 */
#define FIRST_LINE "libretry last good set 1\n"
#define LAST_LINE "end\n"

/* ---- writing ------------------------------------------------------------------------------------- */

static bool reserve(struct retry_kept_bytes *out, size_t more)
{
    size_t capacity = 2 * out->capacity + more;

    if (out->capacity - out->size >= more)
        return true;
    char *grown = retry__mem_resize(out->bytes, capacity, 1);
    if (!grown)
        return false;
    out->bytes = grown;
    out->capacity = capacity;
    return true;
}

static bool append(struct retry_kept_bytes *out, const char *bytes, size_t size)
{
    if (!reserve(out, size))
        return false;
    memcpy(out->bytes + out->size, bytes, size);
    out->size += size;
    return true;
}

static bool append_line(struct retry_kept_bytes *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool append_line(struct retry_kept_bytes *out, const char *format, ...)
{
    char line[128];
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    return length > 0 && append(out, line, (size_t)length);
}

static bool append_text(struct retry_kept_bytes *out, const struct retry_text *text)
{
    const struct retry_source *source = &text->file.source;
    size_t name = strlen(source->name);

    return append_line(out, "file %" PRIu32 " %zu %zu\n", text->layer, name, source->size) &&
           append(out, source->name, name) && append(out, "\n", 1) && append(out, source->text, source->size) &&
           append(out, "\n", 1);
}

static bool is_file(const struct retry_loading *loading, const struct retry_text *text)
{
    return !loading->load->defaults || text != &loading->texts[loading->count - 1];
}

static uint64_t hash_text(uint64_t hash, uint32_t layer, const char *name, const char *text, size_t size)
{
    hash = retry__hash(hash, &layer, sizeof(layer));
    return retry__hash(retry__hash(hash, name, strlen(name)), text, size);
}

static uint64_t hash_files(const struct retry_loading *loading)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < loading->count; i++) {
        const struct retry_source *source = &loading->texts[i].file.source;
        if (is_file(loading, &loading->texts[i]))
            hash = hash_text(hash, loading->texts[i].layer, source->name, source->text, source->size);
    }
    return hash;
}

bool retry__kept_write(const struct retry_loading *loading, uint64_t now_ns, struct retry_kept_bytes *out)
{
    *out = (struct retry_kept_bytes){0};
    bool good = append(out, FIRST_LINE, strlen(FIRST_LINE)) &&
                append_line(out, "hash %016" PRIx64 "\nsaved %" PRIu64 "\n", hash_files(loading), now_ns);

    for (size_t i = 0; good && i < loading->count; i++)
        if (is_file(loading, &loading->texts[i]))
            good = append_text(out, &loading->texts[i]);
    good = good && append(out, LAST_LINE, strlen(LAST_LINE));
    if (!good) {
        retry__mem_free(out->bytes);
        *out = (struct retry_kept_bytes){0};
    }
    return good;
}

/* ---- reading ------------------------------------------------------------------------------------- */

/* What is left of the bytes. */
struct rest {
    const char *at;
    size_t size;
};

static bool take(struct rest *rest, const char *expected)
{
    size_t length = strlen(expected);

    if (rest->size < length || memcmp(rest->at, expected, length) != 0)
        return false;
    rest->at += length;
    rest->size -= length;
    return true;
}

/* A number and the byte behind it. */
static bool take_number(struct rest *rest, unsigned base, char end, uint64_t *out)
{
    static const char digits[] = "0123456789abcdef";
    size_t i = 0;

    for (*out = 0; i < rest->size && i < 20 && rest->at[i] != end; i++) {
        const char *digit = memchr(digits, rest->at[i], base);
        if (!digit || __builtin_mul_overflow(*out, base, out) ||
            __builtin_add_overflow(*out, (uint64_t)(digit - digits), out))
            return false;
    }
    if (i == 0 || i == rest->size || rest->at[i] != end)
        return false;
    rest->at += i + 1;
    rest->size -= i + 1;
    return true;
}

/* So many bytes and the end of their line, as a copy. NULL: they are not there, hold a NUL, or no memory */
static const char *take_bytes(struct rest *rest, uint64_t size, struct retry_arena *arena)
{
    const char *copy;

    if (size >= rest->size || rest->at[size] != '\n' || memchr(rest->at, '\0', (size_t)size))
        return NULL;
    copy = retry__arena_text(arena, rest->at, (size_t)size);
    rest->at += size + 1;
    rest->size -= (size_t)size + 1;
    return copy;
}

static bool take_text(struct rest *rest, struct retry_kept *kept, struct retry_load_text *out)
{
    uint64_t layer, name, size;

    if (!take_number(rest, 10, ' ', &layer) || !take_number(rest, 10, ' ', &name) ||
        !take_number(rest, 10, '\n', &size) || layer >= UINT32_MAX)
        return false;
    out->layer = (uint32_t)layer;
    out->name = take_bytes(rest, name, &kept->arena);
    out->text = out->name ? take_bytes(rest, size, &kept->arena) : NULL;
    return out->text != NULL;
}

static bool add_text(struct retry_kept *kept, const struct retry_load_text *text, size_t *capacity)
{
    if (kept->count == *capacity) {
        size_t more = 2 * *capacity + 8;
        struct retry_load_text *grown = retry__mem_resize(kept->texts, more, sizeof *grown);
        if (!grown)
            return false;
        kept->texts = grown;
        *capacity = more;
    }
    kept->texts[kept->count++] = *text;
    return true;
}

static bool take_texts(struct rest *rest, struct retry_kept *kept)
{
    struct retry_load_text text;
    size_t capacity = 0;

    while (take(rest, "file "))
        if (!take_text(rest, kept, &text) || !add_text(kept, &text, &capacity))
            return false;
    return take(rest, LAST_LINE) && rest->size == 0;
}

static bool is_whole(const struct retry_kept *kept)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < kept->count; i++)
        hash = hash_text(hash, kept->texts[i].layer, kept->texts[i].name, kept->texts[i].text,
                         strlen(kept->texts[i].text));
    return hash == kept->hash;
}

bool retry__kept_read(const char *bytes, size_t size, struct retry_kept *out)
{
    struct rest rest = {bytes, size};

    *out = (struct retry_kept){0};
    if (take(&rest, FIRST_LINE) && take(&rest, "hash ") && take_number(&rest, 16, '\n', &out->hash) &&
        take(&rest, "saved ") && take_number(&rest, 10, '\n', &out->saved_ns) && take_texts(&rest, out) &&
        is_whole(out))
        return true;
    retry__kept_done(out);
    return false;
}

void retry__kept_done(struct retry_kept *kept)
{
    retry__arena_done(&kept->arena);
    retry__mem_free(kept->texts);
    *kept = (struct retry_kept){0};
}
