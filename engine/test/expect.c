/* expect.c - what must come about in a test. */
#include "engine/test/expect.h"

#include "schema/number.h"

#define RULES_MAX "100" /* of a policy */

/* ---- ranges ------------------------------------------------------------------------------------- */

/* A duration under that key. */
static struct retry_field duration_field(const char *key, const char *example)
{
    return (struct retry_field){.key = key, .type = RETRY_FIELD_DURATION, .example = example};
}

static bool order_fault(const struct retry_check *check, const struct retry_value *pair)
{
    struct retry_draft draft =
        retry__fault_draft(check, RETRY_FINDING_BAD_ORDER, &pair->items[1], "write the shorter duration first");

    draft.related = draft.source;
    draft.related_place = &pair->items[0].place;
    draft.related_note = "the lower end is here";
    return retry__report_add(check->report, &draft, "the upper end '%s' is below the lower end '%s'",
                             retry__fault_quote(&pair->items[1]).text, retry__fault_quote(&pair->items[0]).text);
}

/* [lo, hi] */
static bool read_pair(const struct retry_check *check, const struct retry_field *field, const struct retry_value *value,
                      retry_window *out)
{
    bool good;

    if (value->type != RETRY_VALUE_LIST)
        return retry__fault_type(check, field->key, value, "[lo, hi] with two durations", "write [100ms, 200ms]");
    if (value->count != 2)
        return retry__check_fault(check, RETRY_FINDING_WRONG_TYPE, value, "write [100ms, 200ms]",
                                  "'%s' has a list of %u, [lo, hi] with two durations belongs here", field->key,
                                  (unsigned)value->count);
    good = retry__number_read(check, field, &value->items[0], &out->lo_ns);
    good &= retry__number_read(check, field, &value->items[1], &out->hi_ns);
    return good && (out->lo_ns <= out->hi_ns || order_fault(check, value));
}

/* A duration or [lo, hi]. */
static bool read_range(const struct retry_check *check, const struct retry_field *field,
                       const struct retry_value *value, retry_window *out)
{
    if (value->type == RETRY_VALUE_LIST)
        return read_pair(check, field, value, out);
    bool good = retry__number_read(check, field, value, &out->lo_ns);
    out->hi_ns = out->lo_ns;
    return good;
}

typedef bool (*range_reader)(const struct retry_check *check, const struct retry_field *field,
                             const struct retry_value *value, retry_window *out);

static bool read_ranges(const struct retry_check *check, const struct retry_field *field,
                        const struct retry_value *list, struct retry_arena *arena, range_reader read,
                        struct retry_expect_ranges *out)
{
    char help[64];
    bool good = true;

    snprintf(help, sizeof(help), "write %s: [%s]", field->key, field->example);
    if (list->type != RETRY_VALUE_LIST)
        return retry__fault_type(check, field->key, list, "a list", help);
    retry_window *items = retry__arena_new(arena, (size_t)list->count + 1, sizeof(*items));
    if (!items)
        return retry__report_no_memory(check->report);
    for (uint32_t i = 0; i < list->count; i++)
        good &= read(check, field, &list->items[i], &items[i]);
    *out = (struct retry_expect_ranges){items, list->count};
    return good;
}

/* ---- rules -------------------------------------------------------------------------------------- */

static bool read_rule(const struct retry_check *check, const struct retry_value *value, uint8_t *out)
{
    static const struct retry_field field = {
        .key = "rules", .type = RETRY_FIELD_WHOLE, .min = "1", .max = RULES_MAX, .example = "[1, otherwise]"};
    uint64_t number = 0;
    bool digits = value->type != RETRY_VALUE_SCALAR || (value->count && value->text[0] >= '0' && value->text[0] <= '9');

    if (retry__value_is(value, "otherwise")) {
        *out = 0;
        return true;
    }
    if (!digits && !retry__fault_is_null(value))
        return retry__check_fault(check, RETRY_FINDING_BAD_WORD, value,
                                  "write the number of the rule, 1 for the first, or otherwise",
                                  "'%s' is neither a number nor the word otherwise", retry__fault_quote(value).text);
    bool good = retry__number_read(check, &field, value, &number);
    *out = (uint8_t)number;
    return good;
}

static bool read_rules(const struct retry_check *check, const struct retry_value *list, struct retry_arena *arena,
                       struct retry_expect *out)
{
    bool good = true;

    if (list->type != RETRY_VALUE_LIST)
        return retry__fault_type(check, "rules", list, "a list", "write rules: [1, otherwise]");
    uint8_t *rules = retry__arena_new(arena, (size_t)list->count + 1, sizeof(*rules));
    if (!rules)
        return retry__report_no_memory(check->report);
    for (uint32_t i = 0; i < list->count; i++)
        good &= read_rule(check, &list->items[i], &rules[i]);
    out->rules = rules;
    out->rule_count = list->count;
    return good;
}

/* ---- all together ------------------------------------------------------------------------------- */

bool retry__expect_read(const struct retry_check *check, const struct retry_value *value,
                        const struct retry_expect_section *section, struct retry_arena *arena, struct retry_expect *out)
{
    const struct retry_field elapsed = duration_field("elapsed", "2.3s");
    const struct retry_field delays = duration_field("delays", "100ms");
    const struct retry_field windows = duration_field("windows", "[0s, 100ms]");
    bool good = true;

    for (size_t i = 0; i < RETRY_EXPECT_COUNT; i++)
        out->values[i] = retry__value_get(value, retry__shape_expect.fields[i].key);
    out->result = (enum retry_expect_result)section->result;
    out->reason = retry__expect_reasons[section->reason];
    out->attempts = section->attempts;
    if (section->elapsed)
        good &= read_range(check, &elapsed, section->elapsed, &out->elapsed);
    if (section->delays)
        good &= read_ranges(check, &delays, section->delays, arena, read_range, &out->delays);
    if (section->windows)
        good &= read_ranges(check, &windows, section->windows, arena, read_pair, &out->windows);
    if (section->rules)
        good &= read_rules(check, section->rules, arena, out);
    return good;
}
