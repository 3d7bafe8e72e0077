/* test_shapes.c - the tables of what a test may say. */
#include "engine/test/shapes.h"

#include "tests/engine/test/scenes.h"

static const struct retry_shape *const shapes[] = {&retry__shape_test, &retry__shape_outcome, &retry__shape_expect,
                                                   &retry__shape_seed};

static bool is_sentence(const char *text)
{
    size_t length = text ? strlen(text) : 0;
    return length > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[length - 1] == '.';
}

START_TEST(every_shape_and_field_is_documented_and_new_in_0_2)
{
    for (size_t i = 0; i < RETRY_COUNT(shapes); i++) {
        ck_assert_msg(is_sentence(shapes[i]->doc), "%s", shapes[i]->name);
        ck_assert_str_eq(shapes[i]->since, "0.2");
        ck_assert_ptr_nonnull(shapes[i]->example);
        ck_assert_uint_eq(shapes[i]->config_size % 8, 0);
        for (uint16_t at = 0; at < shapes[i]->field_count; at++) {
            ck_assert_msg(is_sentence(shapes[i]->fields[at].doc), "%s", shapes[i]->fields[at].key);
            ck_assert_ptr_nonnull(shapes[i]->fields[at].example);
            ck_assert_str_eq(shapes[i]->fields[at].since, "0.2");
        }
    }
}
END_TEST

START_TEST(reasons_are_those_of_the_library_that_a_test_can_meet)
{
    size_t found = 0, words = 0;

    while (retry__expect_reasons[words])
        words++;
    for (int reason = RETRY_REASON_SUCCESS; strcmp(retry_reason_name((retry_reason)reason), "unknown") != 0; reason++) {
        const char *name = retry_reason_name((retry_reason)reason);
        bool known = false;
        for (size_t i = 0; i < words; i++)
            known |= strcmp(retry__expect_reasons[i], name) == 0;
        /* No test leaves a call early, cancels it, or names a policy that is not there. */
        bool impossible =
            reason == RETRY_REASON_ENDED || reason == RETRY_REASON_CANCELLED || reason == RETRY_REASON_UNDEFINED_POLICY;
        ck_assert_msg(known != impossible, "%s", name);
        found += known;
    }
    ck_assert_uint_eq(found, words);
}
END_TEST

START_TEST(examples_of_the_shapes_are_accepted)
{
    char text[1024];

    ck_assert_str_eq(scenes_findings_of(retry__shape_test.example), "");
    snprintf(text, sizeof(text), "{name: t, policy: db, outcomes: [%s], %s, %s}", retry__shape_outcome.example,
             retry__shape_expect.example, retry__shape_seed.example);
    ck_assert_str_eq(scenes_findings_of(text), "");
}
END_TEST

START_TEST(examples_of_the_fields_are_accepted)
{
    char text[1024];

    for (uint16_t i = 0; i < retry__shape_expect.field_count; i++) {
        const struct retry_field *field = &retry__shape_expect.fields[i];
        snprintf(text, sizeof(text), "{name: t, policy: db, outcomes: [ok], expect: {%s: %s}}", field->key,
                 field->example);
        ck_assert_str_eq(scenes_findings_of(text), "");
    }
    for (uint16_t i = 1; i < retry__shape_outcome.field_count; i++) {
        const struct retry_field *field = &retry__shape_outcome.fields[i];
        snprintf(text, sizeof(text),
                 "{name: t, policy: db, outcomes: [{error: ETIMEDOUT, %s: %s}], expect: {attempts: 1}}", field->key,
                 field->example);
        ck_assert_str_eq(scenes_findings_of(text), "");
    }
    for (uint16_t i = 2; i < 5; i++) {
        const struct retry_field *field = &retry__shape_test.fields[i];
        snprintf(text, sizeof(text), "{name: t, policy: db, outcomes: [ok], expect: {attempts: 1}, %s: %s}", field->key,
                 field->example);
        ck_assert_str_eq(scenes_findings_of(text), "");
    }
}
END_TEST

SCENES_MAIN("shapes", every_shape_and_field_is_documented_and_new_in_0_2,
            reasons_are_those_of_the_library_that_a_test_can_meet, examples_of_the_shapes_are_accepted,
            examples_of_the_fields_are_accepted)
