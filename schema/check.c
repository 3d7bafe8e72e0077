/* check.c - holds mappings against shapes: which keys stand there, which are missing, which exclude one another. */
#include "schema/check.h"

#include "schema/field.h"
#include "schema/help.h"
#include "schema/since.h"
#include "schema/unknown.h"

#include <stdio.h>
#include <string.h>

/* One mapping and its shape. Fields are bits by their index; the bit behind the last field is `over`. */
struct visit {
    const struct retry_check *check;
    const struct retry_value *mapping;
    const struct retry_shape *shape;
    unsigned char *config;
    uint64_t seen;               /* the key stands there */
    uint64_t good;               /* and its value is right */
    bool unknown;                /* a key is no field's */
    struct retry_unknown others; /* what is known of these */
    bool clean;                  /* nothing was found */
};

static uint64_t bit(size_t index)
{
    return UINT64_C(1) << index;
}

static const struct retry_pair *find_pair(const struct visit *visit, const char *key)
{
    const struct retry_pair *pair = visit->mapping->pairs;

    while (!retry__value_is(&pair->key, key))
        pair++;
    return pair;
}

/* What is newer than the target is not looked into: one finding says it all. */
static bool store(const struct visit *visit, size_t index, const struct retry_pair *pair)
{
    const struct retry_field *field = &visit->shape->fields[index];

    if (index == visit->shape->field_count)
        return true;
    if (visit->check->target != NULL && !retry__since_check(visit->check, &pair->key, field->since))
        return false;
    if (field->type == RETRY_FIELD_SECTION)
        return retry__check_section(visit->check, &pair->value, field->section, visit->config + field->offset);
    return retry__field_store(visit->check, field, &pair->value, visit->config);
}

/* Keys mostly stand in the order of the table: each search starts behind the key found last. */
static void visit_pairs(struct visit *visit)
{
    size_t next = 0;

    for (uint32_t i = 0; i < visit->mapping->count; i++) {
        const struct retry_pair *pair = &visit->mapping->pairs[i];
        size_t index = retry__shape_find(visit->shape, &pair->key, next);
        uint32_t below;

        if (index == RETRY_SHAPE_NO_KEY) {
            visit->unknown |= !retry__shape_extends(visit->shape, &pair->key);
            continue;
        }
        next = index + 1;
        visit->seen |= bit(index);
        below = retry__unknown_below(visit->mapping, visit->shape, i);
        visit->unknown |= below > 0;
        i += below;
        if (below > 0 || pair->key.repeated)
            continue;
        if (store(visit, index, pair))
            visit->good |= bit(index);
        else
            visit->clean = false;
    }
}

/* Durations of a list are stored behind the config. */
static size_t longest_list(const struct retry_value *mapping)
{
    size_t longest = 0;

    for (uint32_t i = 0; i < mapping->count; i++)
        if (mapping->pairs[i].value.type == RETRY_VALUE_LIST && mapping->pairs[i].value.count > longest)
            longest = mapping->pairs[i].value.count;
    return longest;
}

/* The later values of a key that stands twice are held against its field like the first, and not kept. Nobody knows
 * which of them is meant, so nothing else is concluded from the first. */
static bool visit_repeated(struct visit *visit)
{
    struct visit aside = *visit;
    size_t behind = longest_list(visit->mapping) * sizeof(uint64_t);
    bool good = true;

    aside.config = retry__mem_new(visit->shape->config_size + behind + 1, 1);
    if (aside.config == NULL)
        return retry__report_no_memory(visit->check->report);
    for (uint32_t i = 0; i < visit->mapping->count; i++) {
        const struct retry_pair *pair = &visit->mapping->pairs[i];
        size_t index = pair->key.repeated ? retry__shape_find(visit->shape, &pair->key, 0) : RETRY_SHAPE_NO_KEY;

        if (index == RETRY_SHAPE_NO_KEY || retry__unknown_below(visit->mapping, visit->shape, i) > 0)
            continue;
        visit->good &= ~bit(index);
        good &= store(&aside, index, pair);
    }
    retry__mem_free(aside.config);
    return good;
}

static bool store_presets(const struct retry_check *check, const struct retry_shape *shape, uint64_t seen,
                          unsigned char *config)
{
    bool good = true;

    for (size_t i = 0; i < shape->field_count; i++) {
        const struct retry_field *field = &shape->fields[i];

        if (seen & bit(i))
            continue;
        if (field->type == RETRY_FIELD_SECTION)
            good &= store_presets(check, field->section, 0, config + field->offset);
        else
            good &= retry__field_preset(check, field, config);
    }
    return good;
}

static bool missing_fault(const struct visit *visit, const char *key, const char *help)
{
    return retry__check_fault(visit->check, RETRY_FINDING_MISSING_KEY, retry__fault_owner(visit->check, visit->mapping),
                              help, "%s needs the key '%s'", visit->shape->name, key);
}

/* Writes the child that the example of the shape has. */
static const char *over_help(const struct retry_shape *shape, char help[RETRY_HELP_BYTES])
{
    const char *over = shape->example ? strstr(shape->example, "over: ") : NULL;

    if (over == NULL)
        return "write over: and below it the backoff that this one changes";
    snprintf(help, RETRY_HELP_BYTES, "write %.*s", (int)strlen(over) - 1, over);
    return help;
}

static bool check_required(const struct visit *visit)
{
    const struct retry_shape *shape = visit->shape;
    uint64_t there = visit->seen | visit->others.meant;
    char help[RETRY_HELP_BYTES];
    bool good = true;

    if (visit->others.lost || (there == 0 && visit->others.elsewhere))
        return false;
    for (size_t i = 0; i < shape->field_count; i++)
        if (shape->fields[i].required && (there & bit(i)) == 0)
            good = missing_fault(visit, shape->fields[i].key, retry__help_example(&shape->fields[i], help));
    if (shape->arity == RETRY_WRAPPER && (there & bit(shape->field_count)) == 0)
        good = missing_fault(visit, "over", over_help(shape, help));
    return good;
}

/* None stands there of fields of which some must. */
static bool none_fault(const struct visit *visit, size_t first, size_t count, enum retry_finding_code code)
{
    const struct retry_field *fields = &visit->shape->fields[first];
    const char *keys[64];
    char list[RETRY_HELP_BYTES];
    char help[RETRY_HELP_BYTES];

    for (size_t i = 0; i < count; i++)
        keys[i] = fields[i].key;
    retry__help_list("", keys, count, code == RETRY_FINDING_ONE_OF ? "or" : "and", list);
    return retry__check_fault(visit->check, code, retry__fault_owner(visit->check, visit->mapping),
                              retry__help_example(fields, help), "%s needs %s one of %s", visit->shape->name,
                              code == RETRY_FINDING_ONE_OF ? "exactly" : "at least", list);
}

static bool check_some(const struct visit *visit)
{
    size_t count = visit->shape->field_count;

    if (!visit->shape->some || ((visit->seen | visit->others.meant) & (bit(count) - 1)) != 0 || visit->others.lost)
        return true;
    return none_fault(visit, 0, count, RETRY_FINDING_MISSING_KEY);
}

static bool several_fault(const struct visit *visit, uint64_t group)
{
    const struct retry_value *keys[2];
    const struct retry_pair *pair = visit->mapping->pairs;
    struct retry_draft draft;

    for (size_t found = 0; found < 2; pair++) {
        size_t index = retry__shape_find(visit->shape, &pair->key, 0);

        if (index != RETRY_SHAPE_NO_KEY && (bit(index) & group) != 0 && !pair->key.repeated)
            keys[found++] = &pair->key;
    }
    draft = retry__fault_draft(visit->check, RETRY_FINDING_ONE_OF, keys[1], "keep one of them");
    draft.related = draft.source;
    draft.related_place = &keys[0]->place;
    draft.related_note = "the other one stands here";
    return retry__report_add(visit->check->report, &draft, "'%s' cannot stand beside '%s'",
                             retry__fault_quote(keys[1]).text, retry__fault_quote(keys[0]).text);
}

static bool check_one_of(const struct visit *visit)
{
    const struct retry_shape *shape = visit->shape;
    uint64_t all = (bit(shape->one_of_count) - 1) << shape->one_of_first;
    uint64_t group = visit->seen & all;

    if (shape->one_of_count == 0)
        return true;
    if (group == 0)
        return (visit->others.meant & all) != 0 || visit->others.lost ||
               none_fault(visit, shape->one_of_first, shape->one_of_count, RETRY_FINDING_ONE_OF);
    visit->config[shape->one_of_offset] = (uint8_t)(__builtin_ctzll(group) - shape->one_of_first);
    return (group & (group - 1)) == 0 || several_fault(visit, group);
}

/* How the value of a DURATION field is written, there or as its preset. */
static struct retry_quote text_of(const struct visit *visit, size_t index)
{
    const struct retry_field *field = &visit->shape->fields[index];
    struct retry_quote quote;

    if (visit->seen & bit(index))
        return retry__fault_quote(&find_pair(visit, field->key)->value);
    snprintf(quote.text, sizeof quote.text, "%s", field->preset);
    return quote;
}

static bool order_fault(const struct visit *visit, size_t lower, size_t upper)
{
    const struct retry_field *fields = visit->shape->fields;
    bool both = (visit->seen & bit(lower)) && (visit->seen & bit(upper));
    size_t at = visit->seen & bit(upper) ? upper : lower;
    char help[RETRY_HELP_BYTES];
    struct retry_draft draft;

    snprintf(help, sizeof help, "write %s: %s, or longer", fields[upper].key, text_of(visit, lower).text);
    draft = retry__fault_draft(visit->check, RETRY_FINDING_BAD_ORDER, &find_pair(visit, fields[at].key)->value, help);
    if (both) {
        draft.related = draft.source;
        draft.related_place = &find_pair(visit, fields[lower].key)->value.place;
        draft.related_note = "the lower bound is here";
    }
    return retry__report_add(visit->check->report, &draft, "'%s' is %s, below '%s' with %s", fields[upper].key,
                             text_of(visit, upper).text, fields[lower].key, text_of(visit, lower).text);
}

/* Is the field's value one to rely on: written and right, or a preset? */
static bool has_value(const struct visit *visit, size_t index)
{
    return (visit->seen & bit(index)) ? (visit->good & bit(index)) != 0 : visit->shape->fields[index].preset != NULL;
}

static bool check_order(const struct visit *visit)
{
    const struct retry_field *fields = visit->shape->fields;
    bool good = true;

    for (size_t upper = 0; upper < visit->shape->field_count; upper++) {
        size_t lower = 0;

        if (fields[upper].not_below == NULL || !has_value(visit, upper))
            continue;
        while (strcmp(fields[lower].key, fields[upper].not_below) != 0)
            lower++;
        if (has_value(visit, lower) && *(const uint64_t *)(visit->config + fields[upper].offset) <
                                           *(const uint64_t *)(visit->config + fields[lower].offset))
            good = order_fault(visit, lower, upper);
    }
    return good;
}

bool retry__check_section(const struct retry_check *check, const struct retry_value *value,
                          const struct retry_shape *shape, void *config)
{
    struct visit visit = {.check = check, .mapping = value, .shape = shape, .config = config, .clean = true};

    const bool preset = check->presets != NULL && check->presets->shape == shape;

    if (preset)
        memcpy(config, check->presets->config, shape->config_size);
    else
        memset(config, 0, shape->config_size);
    if (value->type != RETRY_VALUE_MAPPING)
        return retry__fault_mapping(check, value, shape->name, shape->example);
    visit_pairs(&visit);
    if (value->repeated)
        visit.clean &= visit_repeated(&visit);
    if (shape->stated_offset > 0)
        *(uint64_t *)(void *)(visit.config + shape->stated_offset) = visit.seen;
    if (visit.unknown) {
        visit.others = retry__unknown_keys(check, value, shape, visit.seen);
        visit.clean = false;
    }
    visit.clean &= check_required(&visit);
    visit.clean &= preset || store_presets(check, shape, visit.seen, config);
    visit.clean &= check_one_of(&visit);
    visit.clean &= check_some(&visit);
    visit.clean &= check_order(&visit);
    return visit.clean;
}

/* What a table says of itself is right, as its test says. */
void retry__check_presets(const struct retry_shape *shape, void *config)
{
    memset(config, 0, shape->config_size);
    store_presets(&(struct retry_check){0}, shape, 0, config);
}
