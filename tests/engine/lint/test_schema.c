/* test_schema.c - everything that documents may say stands in the schema and in the reference. */
#include "engine/lint/schema.h"

#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static char *reference, *text, *complaint;
static json_t *schema;

static char *output(bool of_reference, char *const *operands, size_t count, enum retry_exit expected)
{
    const struct retry_arguments arguments = {.reference = of_reference, .operands = operands, .operand_count = count};
    char *written;
    size_t size, length;
    FILE *out = open_memstream(&written, &size), *complaints = open_memstream(&complaint, &length);

    ck_assert_int_eq(retry__lint_schema(&arguments, out, complaints), expected);
    fclose(out);
    fclose(complaints);
    free(expected == RETRY_EXIT_USAGE ? NULL : complaint);
    return written;
}

static void write_both(void)
{
    reference = output(true, NULL, 0, RETRY_EXIT_CLEAN);
    text = output(false, NULL, 0, RETRY_EXIT_CLEAN);
    schema = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(schema);
}

static void forget_both(void)
{
    json_decref(schema);
    free(reference);
    free(text);
}

/* Of a section that no other shares its name with. */
static const json_t *properties_of(const struct retry_shape *shape)
{
    const json_t *definition = shape == retry__lint_tables.document
                                   ? schema
                                   : json_object_get(json_object_get(schema, "definitions"), shape->name);

    return json_object_get(definition, "properties");
}

static void expect_field(const char *part, const json_t *properties, const struct retry_field *field)
{
    const json_t *description = json_object_get(json_object_get(properties, field->key), "description");
    char key[128];

    snprintf(key, sizeof key, ".It Cm %s\n", field->key);
    ck_assert_msg(strstr(part, key) != NULL, "%s is not in the reference", field->key);
    ck_assert_msg(strstr(part, field->doc) != NULL, "%s has no doc in the reference", field->key);
    ck_assert_msg(description != NULL, "%s is not in the schema", field->key);
    ck_assert_int_eq(strncmp(json_string_value(description), field->doc, strlen(field->doc)), 0);
}

START_TEST(every_section_and_field_is_in_both)
{
    struct retry_sections sections;

    retry__tables_sections(&retry__lint_tables, &sections);
    ck_assert_uint_gt(sections.count, 2);
    for (size_t i = 0; i < sections.count; i++) {
        const struct retry_shape *shape = sections.shapes[i];
        char title[128];

        snprintf(title, sizeof title, ".Ss The section %s\n%s\n", shape->name, shape->doc);
        const char *part = strstr(reference, title);
        ck_assert_msg(part != NULL, "%s is not in the reference", shape->name);
        ck_assert_msg(strstr(part, shape->example) != NULL, "%s has no example", shape->name);
        for (size_t j = 0; j < shape->field_count; j++)
            expect_field(part, properties_of(shape), &shape->fields[j]);
    }
}
END_TEST

START_TEST(the_schema_takes_no_operands)
{
    char operand[] = "file", *operands[] = {operand};

    free(output(false, operands, 1, RETRY_EXIT_USAGE));
    ck_assert_ptr_nonnull(strstr(complaint, "schema takes no operands"));
    free(complaint);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("schema");
    Suite *suite = suite_create("schema");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(all, write_both, forget_both);
    tcase_add_test(all, every_section_and_field_is_in_both);
    tcase_add_test(all, the_schema_takes_no_operands);
    suite_add_tcase(suite, all);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
