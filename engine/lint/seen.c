/* seen.c - what a status file says, held against what the library writes. */
#include "engine/lint/seen.h"

#include "engine/store/moment.h"
#include "schema/escape.h"
#include "schema/mem.h"
#include "schema/name.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LARGEST (64u << 20) /* bytes: 100,000 policies are half of it */
#define WRONG_BYTES 256

/* ---- shapes -------------------------------------------------------------------------------------- */

enum type { TEXT, WHOLE, FLAG, MOMENT, HASH, OBJECT, LIST };

struct member {
    const char *key;
    enum type type;
    bool may_be_null;
};

static const struct member members[] = {
    {"libretry", TEXT, false}, {"taken", MOMENT, false},   {"process", WHOLE, false}, {"program", TEXT, true},
    {"path", TEXT, true},      {"running", OBJECT, false}, {"files", LIST, false},    {"attempt", OBJECT, false},
    {"levers", LIST, false},   {"watch", OBJECT, false},
};
static const struct member running_members[] = {
    {"generation", WHOLE, false}, {"hash", HASH, true},   {"loaded", MOMENT, true},  {"defaults_alone", FLAG, false},
    {"last_good", FLAG, false},   {"files", LIST, false}, {"policies", LIST, false},
};
static const struct member running_file_members[] = {{"path", TEXT, false}, {"hash", HASH, true}};
static const struct member policy_members[] = {
    {"name", TEXT, false}, {"state", TEXT, false}, {"disabled", FLAG, false}, {"file", TEXT, true}};
static const struct member attempt_members[] = {
    {"time", MOMENT, true},   {"trigger", TEXT, false},   {"result", TEXT, false},   {"hash", HASH, true},
    {"errors", WHOLE, false}, {"warnings", WHOLE, false}, {"findings", LIST, false},
};
static const struct member finding_members[] = {
    {"file", TEXT, false},     {"line", WHOLE, false},   {"column", WHOLE, false},
    {"severity", TEXT, false}, {"message", TEXT, false}, {"slug", TEXT, false},
};
static const struct member file_members[] = {{"path", TEXT, false}, {"applied", FLAG, false}, {"reason", TEXT, true}};
static const struct member lever_members[] = {{"pattern", TEXT, false}, {"by", TEXT, false}, {"since", MOMENT, true}};
static const struct member watch_members[] = {{"on", FLAG, false}, {"notified", FLAG, false}};

static bool is_moment(const json_t *value)
{
    uint64_t ns;

    return json_is_string(value) && retry__moment_read(json_string_value(value), &ns);
}

static bool is_hash(const json_t *value)
{
    return json_is_string(value) && json_string_length(value) == 16 &&
           strspn(json_string_value(value), "0123456789abcdef") == 16;
}

static bool is_of(const json_t *value, enum type type)
{
    switch (type) {
    case TEXT:
        return json_is_string(value);
    case WHOLE:
        return json_is_integer(value) && json_integer_value(value) >= 0;
    case FLAG:
        return json_is_boolean(value);
    case MOMENT:
        return is_moment(value);
    case HASH:
        return is_hash(value);
    case OBJECT:
        return json_is_object(value);
    default:
        return json_is_array(value);
    }
}

static bool check(const json_t *object, const char *where, const struct member *shape, size_t count, char *wrong)
{
    static const char *const nouns[] = {
        "a text", "a whole number", "true or false", "a time", "a hash of 16 digits", "an object", "a list",
    };

    if (!json_is_object(object)) {
        snprintf(wrong, WRONG_BYTES, "%s is not an object", where);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_object_get(object, shape[i].key);
        if (is_of(value, shape[i].type) || (shape[i].may_be_null && json_is_null(value)))
            continue;
        snprintf(wrong, WRONG_BYTES, "'%s' of %s is %s%s", shape[i].key, where, value ? "not " : "missing",
                 value ? nouns[shape[i].type] : "");
        return false;
    }
    return true;
}

static bool check_list(const json_t *list, const char *where, const struct member *shape, size_t count, char *wrong)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!check(json_array_get(list, i), where, shape, count, wrong))
            return false;
    return true;
}

#define CHECK(value, where, shape) check(value, where, shape, RETRY_COUNT(shape), wrong)
#define CHECK_LIST(value, where, shape) check_list(value, where, shape, RETRY_COUNT(shape), wrong)

static bool check_all(struct retry_seen *seen, char *wrong)
{
    if (!CHECK(seen->root, "the file", members))
        return false;
    seen->running = json_object_get(seen->root, "running");
    seen->attempt = json_object_get(seen->root, "attempt");
    seen->levers = json_object_get(seen->root, "levers");
    seen->watch = json_object_get(seen->root, "watch");
    seen->files = json_object_get(seen->root, "files");
    if (!CHECK(seen->running, "running", running_members) || !CHECK(seen->attempt, "attempt", attempt_members) ||
        !CHECK(seen->watch, "watch", watch_members))
        return false;
    seen->policies = json_object_get(seen->running, "policies");
    return CHECK_LIST(seen->policies, "a policy", policy_members) &&
           CHECK_LIST(json_object_get(seen->running, "files"), "a file that runs", running_file_members) &&
           CHECK_LIST(json_object_get(seen->attempt, "findings"), "a finding", finding_members) &&
           CHECK_LIST(seen->files, "a file", file_members) && CHECK_LIST(seen->levers, "a lever", lever_members);
}

/* What goes on to the system, besides its type. */
static bool check_uses(struct retry_seen *seen, char *wrong)
{
    json_int_t process = json_integer_value(json_object_get(seen->root, "process"));

    seen->process = process > 0 && process <= INT_MAX ? (int)process : 0;
    seen->program = json_string_value(json_object_get(seen->root, "program"));
    seen->path = json_string_value(json_object_get(seen->root, "path"));
    if (seen->process == 0)
        snprintf(wrong, WRONG_BYTES, "'process' is not the number of a process");
    else if (seen->program && !retry__check_is_name(seen->program, strlen(seen->program)))
        snprintf(wrong, WRONG_BYTES, "'program' is not the name of a program");
    else
        return true;
    return false;
}

/* ---- the file ------------------------------------------------------------------------------------ */

static bool complain(FILE *complaints, const char *path, const char *before, const char *what)
{
    char shown[512], wrong[512];

    retry__escape(path, strlen(path), shown, sizeof(shown));
    retry__escape(what, strlen(what), wrong, sizeof(wrong));
    fprintf(complaints, "retry-lint: %s: %s%s\n", shown, before, wrong);
    return false;
}

/* @return the bytes read, or -1: errno says why */
static ssize_t read_whole(int descriptor, char *text, size_t size)
{
    size_t length = 0;
    ssize_t got = 1;

    while (length < size && got != 0) {
        got = read(descriptor, text + length, size - length);
        if (got < 0 && errno != EINTR)
            return -1;
        length += got > 0 ? (size_t)got : 0;
    }
    return (ssize_t)length;
}

/* Opening waits for nobody, whatever the path names. @return what is wrong, NULL: nothing */
static const char *read_text(const char *path, char **out_text, size_t *out_size)
{
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    const char *wrong = NULL;
    struct stat status;
    ssize_t got = -1;

    if (descriptor < 0)
        return strerror(errno);
    if (fstat(descriptor, &status) != 0)
        wrong = strerror(errno);
    else if (!S_ISREG(status.st_mode))
        wrong = "not a regular file";
    else if (status.st_size > (off_t)LARGEST)
        wrong = "larger than any status file";
    else if (!(*out_text = retry__mem_new((size_t)status.st_size + 1, 1)))
        wrong = "out of memory";
    else if ((got = read_whole(descriptor, *out_text, (size_t)status.st_size)) < 0)
        wrong = strerror(errno);
    close(descriptor);
    *out_size = got > 0 ? (size_t)got : 0;
    return wrong;
}

bool retry__seen_read(struct retry_seen *out, const char *path, FILE *complaints)
{
    char *text = NULL, wrong[WRONG_BYTES];
    json_error_t error;
    size_t size = 0;

    *out = (struct retry_seen){0};
    const char *unread = read_text(path, &text, &size);
    if (unread) {
        retry__mem_free(text);
        return complain(complaints, path, "cannot read: ", unread);
    }
    out->root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
    retry__mem_free(text);
    if (!out->root)
        return complain(complaints, path, "this is no status file: ", error.text);
    if (check_all(out, wrong) && check_uses(out, wrong))
        return true;
    retry__seen_done(out);
    return complain(complaints, path, "this is no status file: ", wrong);
}

void retry__seen_done(struct retry_seen *seen)
{
    json_decref(seen->root);
    *seen = (struct retry_seen){0};
}
