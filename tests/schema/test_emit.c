/* test_emit.c - the JSON Schema says of each key what the tables say. */
#include "schema/emit.h"

#include "tests/schema/tables.h"

#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static char *text;
static json_t *schema;

static void write_schema(void)
{
    size_t size;
    FILE *out = open_memstream(&text, &size);

    ck_assert(retry__emit(&tables, out));
    fclose(out);
    schema = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_msg(schema != NULL, "%s", text);
}

static void forget_schema(void)
{
    json_decref(schema);
    free(text);
}

/* What stands under these keys, separated by spaces. */
static const json_t *at(const char *path)
{
    char words[256], *rest = words, *word;
    const json_t *value = schema;

    snprintf(words, sizeof words, "%s", path);
    while ((word = strsep(&rest, " ")) != NULL) {
        value = json_is_array(value) ? json_array_get(value, (size_t)strtoul(word, NULL, 10))
                                     : json_object_get(value, word);
        ck_assert_msg(value != NULL, "'%s' of '%s' is not in\n%s", word, path, text);
    }
    return value;
}

static void expect(const char *path, const char *json)
{
    char *written = json_dumps(at(path), JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));

    ck_assert_str_eq(written, json);
    free(written);
}

START_TEST(a_node_has_one_property_a_kind_and_no_second_key)
{
    expect("definitions node minProperties", "1");
    expect("definitions node additionalProperties", "false");
    expect("definitions node properties leaf", "{\"$ref\":\"#/definitions/kind.leaf\"}");
    expect("definitions node dependencies leaf", "{\"properties\":{\"leaf\":true},\"additionalProperties\":false}");
    expect("definitions node dependencies use", "{\"properties\":{\"use\":true},\"additionalProperties\":false}");
    ck_assert_uint_eq(json_object_size(at("definitions node properties")), 5);
}
END_TEST

START_TEST(no_object_is_one_of_alternatives)
{
    ck_assert_ptr_null(strstr(text, "oneOf"));
}
END_TEST

START_TEST(kinds_say_what_they_need)
{
    expect("definitions kind.leaf allOf", "[{\"required\":[\"wait\"]}]");
    expect("definitions kind.wrapper allOf", "[{\"required\":[\"over\"]}]");
    expect("definitions kind.many type", "\"array\"");
    expect("definitions kind.many items", "{\"$ref\":\"#/definitions/node\"}");
    expect("required", "[\"version\"]");
    expect("definitions kind.wrapper anyOf", "[{\"required\":[\"mood\"]},{\"required\":[\"range\"]}]");
    expect("definitions kind.wrapper dependencies mood", "{\"properties\":{\"range\":false}}");
    expect("definitions kind.either anyOf", "[{\"required\":[\"mood\"]},{\"required\":[\"range\"]}]");
    ck_assert_ptr_null(json_object_get(at("definitions kind.either"), "allOf"));
    ck_assert_ptr_null(json_object_get(at("definitions kind.either"), "dependencies"));
}
END_TEST

START_TEST(numbers_have_bounds_and_presets)
{
    expect("definitions kind.leaf properties growth minimum", "0.5");
    expect("definitions kind.leaf properties growth maximum", "2");
    expect("definitions kind.leaf properties growth default", "1.5");
    expect("definitions kind.leaf properties growth examples", "[1.25]");
    expect("definitions part properties most type", "[\"integer\",\"string\"]");
    expect("definitions part properties most pattern", "\"^(?:unlimited)$\"");
    expect("definitions part properties most examples", "[5,\"unlimited\"]");
    expect("definitions kind.wrapper properties range maxItems", "2");
    expect("definitions kind.wrapper properties range items maximum", "10");
    expect("properties version const", "1");
}
END_TEST

START_TEST(durations_have_a_message_of_their_own)
{
    expect("definitions kind.leaf properties wait patternErrorMessage", "\"write a duration as 250ms, 1.5s or 1m30s\"");
    expect("definitions part properties longest patternErrorMessage",
           "\"write a duration as 250ms, 1.5s or 1m30s, longer than zero, or unlimited\"");
    expect("definitions kind.leaf properties steps type", "\"array\"");
}
END_TEST

START_TEST(every_other_type_has_its_schema)
{
    expect("definitions kind.wrapper properties mood enum", "[\"calm\",\"wild\"]");
    expect("definitions part properties on type", "\"boolean\"");
    expect("properties title type", "\"string\"");
    expect("properties base type", "\"string\"");
    expect("properties part $ref", "\"#/definitions/part\"");
    expect("properties parts items", "{\"$ref\":\"#/definitions/part-2\"}");
    expect("properties tree $ref", "\"#/definitions/node\"");
    expect("properties trees additionalProperties", "{\"$ref\":\"#/definitions/node\"}");
    expect("properties lists additionalProperties items", "{\"$ref\":\"#/definitions/text\"}");
    expect("properties named additionalProperties", "{\"$ref\":\"#/definitions/part\"}");
    expect("properties when items", "{\"$ref\":\"#/definitions/text\"}");
    expect("definitions text pattern", "\"^(?:a:[0-9])$\"");
    expect("definitions text examples", "[\"a:1\",\"a:2\"]");
    ck_assert_ptr_null(json_object_get(at("properties free"), "anyOf"));
}
END_TEST

START_TEST(what_stands_in_an_open_field_is_the_callers_to_say)
{
    expect("properties guests anyOf 0 minimum", "2");
    expect("properties guests anyOf 1 type", "\"array\"");
    expect("properties guests anyOf 1 minItems", "0");
    expect("properties guests anyOf 1 items anyOf 0", "{\"$ref\":\"#/definitions/guest\"}");
    expect("properties guests anyOf 1 items anyOf 1", "{\"$ref\":\"#/definitions/text\"}");
    expect("properties guests anyOf 1 items anyOf 2 minItems", "2");
    expect("properties guests anyOf 1 items anyOf 2 maxItems", "2");
    expect("properties guests anyOf 1 items anyOf 2 items type", "\"string\"");
    expect("properties title pattern", "\"^(?:[A-Z].*)$\"");
    expect("properties title patternErrorMessage", "\"write a capital letter first\"");
}
END_TEST

START_TEST(notes_stand_where_the_shape_allows_them)
{
    expect("patternProperties", "{\"^x-\":true}");
    expect("definitions part patternProperties", "{\"^x-\":true}");
    ck_assert_ptr_null(json_object_get(at("definitions kind.leaf"), "patternProperties"));
    expect("definitions kind.leaf additionalProperties", "false");
}
END_TEST

START_TEST(descriptions_say_doc_type_example_and_release)
{
    expect("definitions kind.leaf description", "\"Stands alone.\\n\\nExample: `leaf: {wait: 1s}`\\n\\nSince 0.1.\"");
    expect("definitions kind.leaf properties wait description", "\"How long.\\n\\nA duration.\\n\\nSince 0.1.\"");
    expect("properties guests description", "\"Guests.\\n\\nSince 0.1.\"");
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("emit");
    Suite *suite = suite_create("emit");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(all, write_schema, forget_schema);
    tcase_add_test(all, a_node_has_one_property_a_kind_and_no_second_key);
    tcase_add_test(all, no_object_is_one_of_alternatives);
    tcase_add_test(all, kinds_say_what_they_need);
    tcase_add_test(all, numbers_have_bounds_and_presets);
    tcase_add_test(all, durations_have_a_message_of_their_own);
    tcase_add_test(all, every_other_type_has_its_schema);
    tcase_add_test(all, what_stands_in_an_open_field_is_the_callers_to_say);
    tcase_add_test(all, notes_stand_where_the_shape_allows_them);
    tcase_add_test(all, descriptions_say_doc_type_example_and_release);
    suite_add_tcase(suite, all);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
