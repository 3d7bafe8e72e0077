/* outcome.c - how the attempts of a test end. */
#include "engine/test/outcome.h"

#include "engine/errors/class.h"
#include "engine/test/shapes.h"
#include "schema/check.h"
#include "schema/field.h"
#include "schema/limits.h"
#include "schema/number.h"

#include <string.h>
#include <strings.h>

static const struct retry_field error_field = {
    .key = "outcomes",
    .type = RETRY_FIELD_TEXT,
    .example = "[ETIMEDOUT, ok]",
};

static const struct retry_field hint_field = {
    .key = "hint",
    .type = RETRY_FIELD_DURATION,
    .example = "5s",
};

/* ---- errors ------------------------------------------------------------------------------------- */

static bool says_ok(const char *text)
{
    static const char *const words[] = {"ok", "success", "succeeded", "pass", "none"};

    for (size_t i = 0; i < RETRY_COUNT(words); i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

/* A spelling that could not be read. */
static bool unreadable(const struct retry_check *check, const struct retry_value *value, const char *text,
                       const char *problem)
{
    char help[256];

    return retry__check_fault(check, RETRY_FINDING_BAD_CLASS, value,
                              says_ok(text) ? "write ok" : retry__class_help(text, value->count, help, sizeof(help)),
                              "'%s' %s", retry__fault_quote(value).text, problem);
}

/* A spelling that means no error at all here, or several. */
static bool not_one(const struct retry_check *check, const struct retry_value *value, const char *text,
                    const struct retry_class *class)
{
    static const char one[] = "write the one error that happens, for example ECONNREFUSED or http:503";

    switch (class->type) {
    case RETRY_CLASS_NAME:
        return unreadable(check, value, text, "names no single error");
    case RETRY_CLASS_NOWHERE:
        return retry__check_fault(check, RETRY_FINDING_BAD_CLASS, value, one,
                                  "'%s' is an error that this platform does not have", retry__fault_quote(value).text);
    default:
        return retry__check_fault(check, RETRY_FINDING_BAD_CLASS, value, one,
                                  "'%s' stands for several errors, an outcome is one", retry__fault_quote(value).text);
    }
}

/* The text is copied with a NUL at its end, so that a word of it can be borrowed. */
static bool read_error(const struct retry_check *check, const struct retry_value *value, struct retry_arena *arena,
                       retry_error *out)
{
    struct retry_class class;

    if (!retry__field_store(check, &error_field, value, out))
        return false;
    *out = retry_ok();
    if (retry__value_is(value, "ok"))
        return true;
    const char *text = retry__arena_text(arena, value->text, value->count);
    if (!text)
        return retry__report_no_memory(check->report);
    const char *problem = retry__class_read(text, value->count, &class);
    if (problem)
        return unreadable(check, value, text, problem);
    return retry__class_error(&class, out) || not_one(check, value, text, &class);
}

/* ---- outcomes ----------------------------------------------------------------------------------- */

static bool read_hint(const struct retry_check *check, const struct retry_value *value, retry_hint *out)
{
    if (!value)
        return true;
    if (retry__value_is(value, "stop")) {
        out->kind = RETRY_HINT_STOP;
        return true;
    }
    out->kind = RETRY_HINT_DELAY;
    return retry__number_read(check, &hint_field, value, &out->delay_ns);
}

static bool read_mapping(const struct retry_check *check, const struct retry_value *value, struct retry_arena *arena,
                         struct retry_outcome *out)
{
    struct retry_outcome_section section;
    bool good = retry__check_section(check, value, &retry__shape_outcome, &section);

    out->took_ns = section.took_ns;
    out->times = section.times;
    if (section.error)
        good &= read_error(check, section.error, arena, &out->error);
    good &= read_hint(check, section.hint, &out->hint);
    if (good && section.hint && retry_is_ok(out->error))
        retry__check_fault(check, RETRY_FINDING_UNUSED, section.hint, "take it out",
                           "the hint has no effect: the attempt succeeds");
    return good;
}

static bool read_one(const struct retry_check *check, const struct retry_value *value, struct retry_arena *arena,
                     struct retry_outcome *out)
{
    *out = (struct retry_outcome){.times = 1};
    if (value->type == RETRY_VALUE_MAPPING)
        return read_mapping(check, value, arena, out);
    return read_error(check, value, arena, &out->error);
}

static bool check_total(const struct retry_check *check, const struct retry_value *list, uint64_t total)
{
    return total <= RETRY_LIMIT_TEST_ATTEMPTS ||
           retry__check_fault(check, RETRY_FINDING_TOO_MANY, retry__fault_owner(check, list), "lower times",
                              "the outcomes answer %llu attempts, the limit is %d", (unsigned long long)total,
                              RETRY_LIMIT_TEST_ATTEMPTS);
}

bool retry__outcomes_read(const struct retry_check *check, const struct retry_value *value, struct retry_arena *arena,
                          struct retry_outcome **out, uint32_t *out_count)
{
    uint64_t total = 0;
    bool good = true;

    if (value->type != RETRY_VALUE_LIST)
        return retry__fault_type(check, "outcomes", value, "a list", "write outcomes: [ETIMEDOUT, ok]");
    if (value->count == 0)
        return retry__check_fault(check, RETRY_FINDING_WRONG_TYPE, value, "write outcomes: [ETIMEDOUT, ok]",
                                  "'outcomes' is an empty list, at least one outcome belongs there");
    *out = retry__arena_new(arena, value->count, sizeof(**out));
    if (!*out)
        return retry__report_no_memory(check->report);
    for (uint32_t i = 0; i < value->count; i++) {
        good &= read_one(check, &value->items[i], arena, &(*out)[i]);
        total += (*out)[i].times;
    }
    *out_count = value->count;
    return good && check_total(check, value, total);
}
