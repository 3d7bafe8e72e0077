/* field.c - one value against the field that it fills. */
#include "schema/field.h"

#include "schema/help.h"
#include "schema/limits.h"
#include "schema/name.h"
#include "schema/near.h"
#include "schema/number.h"
#include "schema/unknown.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* One value and where it goes. */
struct slot {
    const struct retry_check *check;
    const struct retry_field *field;
    const struct retry_value *value;
    void *at;
};

static bool type_fault(const struct slot *slot)
{
    char help[RETRY_HELP_BYTES];

    return retry__fault_type(slot->check, slot->field->key, slot->value, retry__help_belongs(slot->field->type),
                             retry__help_example(slot->field, help));
}

static bool is_scalar(const struct slot *slot)
{
    return (slot->value->type == RETRY_VALUE_SCALAR && !retry__fault_is_null(slot->value)) || type_fault(slot);
}

static bool read_number(const struct slot *slot)
{
    return retry__number_read(slot->check, slot->field, slot->value, slot->at);
}

static bool read_whole(const struct slot *slot)
{
    uint64_t number = 0;

    if (!retry__number_read(slot->check, slot->field, slot->value, &number))
        return false;
    *(uint32_t *)slot->at = number > UINT32_MAX ? UINT32_MAX : (uint32_t)number;
    return true;
}

static bool order_fault(const struct slot *slot)
{
    const struct retry_value *ends = slot->value->items;
    struct retry_draft draft =
        retry__fault_draft(slot->check, RETRY_FINDING_BAD_ORDER, &ends[1], "write the smaller number first");

    draft.related = draft.source;
    draft.related_place = &ends[0].place;
    draft.related_note = "the lower end is here";
    return retry__report_add(slot->check->report, &draft, "the upper end '%s' is below the lower end '%s'",
                             retry__fault_quote(&ends[1]).text, retry__fault_quote(&ends[0]).text);
}

static bool count_fault(const struct slot *slot)
{
    char help[RETRY_HELP_BYTES];

    return retry__check_fault(
        slot->check, RETRY_FINDING_WRONG_TYPE, slot->value, retry__help_example(slot->field, help),
        "'%s' is a list of %u, a list of two numbers belongs here", slot->field->key, (unsigned)slot->value->count);
}

static bool read_range(const struct slot *slot)
{
    const struct retry_value *list = slot->value;
    struct retry_decimal *ends = slot->at;
    bool good;

    if (list->type != RETRY_VALUE_LIST)
        return type_fault(slot);
    if (list->count != 2)
        return count_fault(slot);
    good = retry__number_read(slot->check, slot->field, &list->items[0], &ends[0].billionths);
    good &= retry__number_read(slot->check, slot->field, &list->items[1], &ends[1].billionths);
    return good && (ends[0].billionths <= ends[1].billionths || order_fault(slot));
}

/* What somebody wrote for a boolean, in any case. */
static const char *boolean_meant(const struct retry_value *value)
{
    static const char *const words[][2] = {
        {"false", "false"}, {"no", "false"}, {"off", "false"}, {"n", "false"}, {"0", "false"},
        {"true", "true"},   {"yes", "true"}, {"on", "true"},   {"y", "true"},  {"1", "true"},
    };

    for (size_t i = 0; i < RETRY_COUNT(words); i++)
        if (strlen(words[i][0]) == value->count && strncasecmp(words[i][0], value->text, value->count) == 0)
            return words[i][1];
    return "true or false";
}

static bool read_boolean(const struct slot *slot)
{
    const struct retry_value *value = slot->value;
    char help[RETRY_HELP_BYTES];
    bool is_true, is_boolean;

    if (!is_scalar(slot))
        return false;
    is_true = retry__value_is(value, "true");
    is_boolean = is_true || retry__value_is(value, "false");
    if (value->plain && is_boolean) {
        *(bool *)slot->at = is_true;
        return true;
    }
    retry__help_write(slot->field, boolean_meant(value), help);
    if (is_boolean) /* only the quotes are wrong */
        return retry__fault_type(slot->check, slot->field->key, value, "a boolean", help);
    return retry__check_fault(slot->check, RETRY_FINDING_BAD_BOOLEAN, value, help, "'%s' is not a boolean",
                              retry__fault_quote(value).text);
}

static bool word_fault(const struct slot *slot, size_t count)
{
    const struct retry_value *value = slot->value;
    struct retry_near near = {0};
    char prefix[RETRY_HELP_BYTES];
    char help[RETRY_HELP_BYTES];

    for (size_t i = 0; i < count; i++)
        retry__near_offer(&near, value->text, value->count, slot->field->words[i]);
    if (near.best != NULL)
        snprintf(help, sizeof help, "did you mean %s?", near.best);
    else
        retry__help_list(retry__help_write(slot->field, "", prefix), slot->field->words, count, "or", help);
    return retry__check_fault(slot->check, RETRY_FINDING_BAD_WORD, value, help, "'%s' cannot be '%s'", slot->field->key,
                              retry__fault_quote(value).text);
}

static bool read_word(const struct slot *slot)
{
    const char *const *words = slot->field->words;
    uint8_t index = 0;

    if (!is_scalar(slot))
        return false;
    while (words[index] != NULL && !retry__value_is(slot->value, words[index]))
        index++;
    *(uint8_t *)slot->at = index;
    return words[index] != NULL || word_fault(slot, index);
}

static bool is_written(const struct retry_value *value)
{
    return value->type == RETRY_VALUE_SCALAR && !(value->plain && value->count == 0);
}

static bool read_text(const struct slot *slot)
{
    const struct retry_value *value = slot->value;
    char quoted[80];
    char help[RETRY_HELP_BYTES];

    if (!is_written(value))
        return type_fault(slot);
    if (!value->plain || !retry__name_is_core(value->text, value->count))
        return true;
    snprintf(quoted, sizeof quoted, "\"%s\"", retry__fault_quote(value).text);
    return retry__check_fault(slot->check, RETRY_FINDING_NEEDS_QUOTES, value,
                              retry__help_write(slot->field, quoted, help), "'%s' without quotes is not text",
                              retry__fault_quote(value).text);
}

static bool read_symbol(const struct slot *slot)
{
    const struct retry_check *check = slot->check;
    const struct retry_value *value = slot->value;

    if (!is_scalar(slot) || !retry__fault_name(check, value))
        return false;
    return check->symbol(check->context, value->text, value->count, slot->at) || retry__report_no_memory(check->report);
}

static bool read_value(const struct slot *slot)
{
    *(const struct retry_value **)slot->at = slot->value;
    return true;
}

static bool read_name(const struct slot *slot)
{
    return is_scalar(slot) && retry__fault_name(slot->check, slot->value) && read_value(slot);
}

static bool read_list(const struct slot *slot)
{
    return slot->value->type == RETRY_VALUE_LIST && slot->value->count > 0 ? read_value(slot) : type_fault(slot);
}

/* One text where a list of them belongs. */
static bool single_fault(const struct slot *slot)
{
    const char *quote = slot->value->plain ? "" : "\"";
    char list[RETRY_HELP_BYTES], help[RETRY_HELP_BYTES];

    snprintf(list, sizeof list, "[%s%s%s]", quote, retry__fault_quote(slot->value).text, quote);
    return retry__fault_type(slot->check, slot->field->key, slot->value, retry__help_belongs(slot->field->type),
                             retry__help_write(slot->field, list, help));
}

/* Whether one needs quotes is for those to say who know what may stand there instead. */
static bool read_texts(const struct slot *slot)
{
    if (is_written(slot->value) && !retry__fault_is_null(slot->value))
        return single_fault(slot);
    bool good = read_list(slot);

    for (uint32_t i = 0; good && i < slot->value->count; i++)
        if (!is_written(&slot->value->items[i]))
            good = type_fault(&(struct slot){slot->check, slot->field, &slot->value->items[i], NULL});
    return good;
}

static bool read_durations(const struct slot *slot)
{
    const struct retry_value *list = slot->value;
    struct retry_field item = *slot->field;
    uint64_t *durations = (uint64_t *)slot->at + 1;
    char help[RETRY_HELP_BYTES];
    bool good = true;

    if (list->type != RETRY_VALUE_LIST)
        return type_fault(slot);
    if (list->count == 0)
        return retry__check_fault(slot->check, RETRY_FINDING_WRONG_TYPE, list, retry__help_example(slot->field, help),
                                  "'%s' is an empty list, %s belongs here", slot->field->key,
                                  retry__help_belongs(slot->field->type));
    if (list->count > RETRY_LIMIT_DELAYS)
        return retry__check_fault(slot->check, RETRY_FINDING_TOO_MANY, list, "say it with a curve, or with fewer",
                                  "'%s' is a list of %u, at most %d may stand here", slot->field->key,
                                  (unsigned)list->count, RETRY_LIMIT_DELAYS);
    item.type = RETRY_FIELD_DURATION;
    for (uint32_t i = 0; i < list->count; i++)
        good &= retry__number_read(slot->check, &item, &list->items[i], &durations[i]);
    *(uint64_t *)slot->at = list->count;
    return good;
}

static bool read_names(const struct slot *slot)
{
    const struct retry_value *mapping = slot->value;
    const struct retry_shape *section = slot->field->section;
    bool good = true;

    if (mapping->type != RETRY_VALUE_MAPPING)
        return type_fault(slot);
    for (uint32_t i = 0; i < mapping->count; i++) {
        const struct retry_pair *pair = &mapping->pairs[i];
        uint32_t outside = section != NULL ? retry__unknown_outside(mapping, section, i) : 0;

        good &= pair->key.repeated || retry__fault_name(slot->check, &pair->key);
        if (outside > 0)
            good = retry__unknown_indent(slot->check, &pair[1].key, &pair->key);
        i += outside;
    }
    *(const struct retry_value **)slot->at = mapping;
    return good;
}

bool retry__field_store(const struct retry_check *check, const struct retry_field *field,
                        const struct retry_value *value, void *config)
{
    static bool (*const readers[])(const struct slot *) = {
        [RETRY_FIELD_DURATION] = read_number, [RETRY_FIELD_DECIMAL] = read_number,
        [RETRY_FIELD_RANGE] = read_range,     [RETRY_FIELD_WHOLE] = read_whole,
        [RETRY_FIELD_BOOLEAN] = read_boolean, [RETRY_FIELD_WORD] = read_word,
        [RETRY_FIELD_TEXT] = read_text,       [RETRY_FIELD_SYMBOL] = read_symbol,
        [RETRY_FIELD_NODE] = read_value,      [RETRY_FIELD_NAMES] = read_names,
        [RETRY_FIELD_NAME] = read_name,       [RETRY_FIELD_TEXTS] = read_texts,
        [RETRY_FIELD_SECTIONS] = read_list,   [RETRY_FIELD_DURATIONS] = read_durations,
        [RETRY_FIELD_ANY] = read_value,
    };
    struct slot slot = {check, field, value, (unsigned char *)config + field->offset};

    return readers[field->type](&slot);
}

bool retry__field_preset(const struct retry_check *check, const struct retry_field *field, void *config)
{
    struct retry_value value = {.type = RETRY_VALUE_SCALAR, .plain = true};

    if (field->preset == NULL)
        return true;
    value.text = field->preset;
    value.count = (uint32_t)strlen(field->preset);
    return retry__field_store(check, field, &value, config);
}
