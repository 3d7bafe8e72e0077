/* test_shapes.c - the tables of the document's own sections. */
#include "engine/store/shapes.h"

#include "tests/engine/store/folder.h"

static const struct retry_shape *const shapes[] = {&retry__shape_document, &retry__shape_policy,
                                                   &retry__shape_limits,   &retry__shape_rule,
                                                   &retry__shape_hints,    &retry__shape_override};

static bool is_sentence(const char *text)
{
    size_t length = text ? strlen(text) : 0;
    return length > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[length - 1] == '.';
}

START_TEST(every_section_and_field_is_documented_by_a_sentence)
{
    for (size_t i = 0; i < RETRY_COUNT(shapes); i++) {
        ck_assert_msg(is_sentence(shapes[i]->doc), "%s", shapes[i]->name);
        for (uint16_t at = 0; at < shapes[i]->field_count; at++) {
            ck_assert_msg(is_sentence(shapes[i]->fields[at].doc), "%s", shapes[i]->fields[at].key);
            ck_assert_ptr_nonnull(shapes[i]->fields[at].example);
        }
    }
}
END_TEST

START_TEST(configs_are_whole_words)
{
    for (size_t i = 0; i < RETRY_COUNT(shapes); i++)
        ck_assert_uint_eq(shapes[i]->config_size % 8, 0);
}
END_TEST

/* Loads a document in flow style that must give these warnings and no error. */
static void accepted_but(const char *text, const char *findings)
{
    struct retry_set *set = folder_load_text(text);

    ck_assert_str_eq(folder_findings(), findings);
    ck_assert_ptr_nonnull(set);
    retry__set_free(set);
    folder_forget();
}

static void accepted(const char *text)
{
    accepted_but(text, "");
}

START_TEST(bits_of_policies_are_in_the_order_of_the_table)
{
    ck_assert_uint_eq(retry__shape_policy.field_count, RETRY_POLICY_WHEN_DISABLED + 1);
    ck_assert_str_eq(retry__shape_policy.fields[RETRY_POLICY_EXTENDS].key, "extends");
    ck_assert_str_eq(retry__shape_policy.fields[RETRY_POLICY_ENABLED].key, "enabled");
    ck_assert_str_eq(retry__shape_policy.fields[RETRY_POLICY_BACKOFF].key, "backoff");
    ck_assert_str_eq(retry__shape_policy.fields[RETRY_POLICY_RULES].key, "rules");
    ck_assert_str_eq(retry__shape_policy.fields[RETRY_POLICY_OTHERWISE].key, "otherwise");
    ck_assert_str_eq(retry__shape_policy.fields[RETRY_POLICY_WHEN_DISABLED].key, "when_disabled");
    ck_assert_ptr_eq(retry__shape_override.fields, &retry__shape_policy.fields[RETRY_POLICY_ENABLED]);
}
END_TEST

START_TEST(examples_of_the_sections_are_accepted)
{
    char text[512];

    accepted(retry__shape_document.example);
    snprintf(text, sizeof text, "{version: 1, policies: {%s}}", retry__shape_policy.example);
    accepted(text);
    snprintf(text, sizeof text, "{version: 1, policies: {db: {%s, backoff: {immediate: {}}}}}",
             retry__shape_limits.example);
    accepted(text);
}
END_TEST

START_TEST(examples_of_the_fields_are_accepted)
{
    char text[512];

    for (uint16_t i = 1; i < retry__shape_document.field_count; i++) {
        const struct retry_field *field = &retry__shape_document.fields[i];
        snprintf(text, sizeof text, "{version: 1, %s: %s}", field->key, field->example);
        accepted_but(text, strcmp(field->key, "overrides") == 0 ? "a.yaml:1:37 overrides-nothing\n" : "");
    }
    for (uint16_t i = 0; i < retry__shape_policy.field_count; i++) {
        const struct retry_field *field = &retry__shape_policy.fields[i];
        if (i == RETRY_POLICY_EXTENDS || i == RETRY_POLICY_LIMITS || i == RETRY_POLICY_BACKOFF)
            continue; /* the example of the whole has them, but for a parent */
        snprintf(text, sizeof text, "{version: 1, policies: {db: {%s: %s, limits: {max_attempts: 1}}}}", field->key,
                 field->example);
        accepted(text);
    }
    for (uint16_t i = 1; i < retry__shape_limits.field_count; i++) {
        const struct retry_field *field = &retry__shape_limits.fields[i];
        snprintf(text, sizeof text, "{version: 1, policies: {db: {limits: {max_attempts: 1, %s: %s}}}}", field->key,
                 field->example);
        accepted(text);
    }
}
END_TEST

FOLDER_MAIN("shapes", every_section_and_field_is_documented_by_a_sentence, configs_are_whole_words,
            bits_of_policies_are_in_the_order_of_the_table, examples_of_the_sections_are_accepted,
            examples_of_the_fields_are_accepted)
