/* test_read_json.c - JSON becomes values with places, and what is no JSON is refused, by us as by jansson. */
#include "schema/read_json.h"

#include "tests/schema/json_cases.h"
#include "tests/schema/reading.h"

#include <jansson.h>

static bool jansson_accepts(const struct json_case *text)
{
    json_t *tree = json_loadb(text->text, text->size, 0, NULL);
    json_decref(tree);
    return tree != NULL;
}

START_TEST(what_is_json_is_accepted_by_both)
{
    const struct json_case *text = &json_good[_i];
    struct reading *reading = reading_bytes(RETRY_FORMAT_JSON, text->text, text->size);
    ck_assert_msg(reading->accepted, "refused <%s>: %s", text->text, reading->findings);
    ck_assert_msg(jansson_accepts(text), "jansson refuses <%s>", text->text);
    reading_free(reading);
}
END_TEST

START_TEST(what_is_no_json_is_refused_by_both)
{
    const struct json_case *text = &json_bad[_i];
    struct reading *reading = reading_bytes(RETRY_FORMAT_JSON, text->text, text->size);
    ck_assert_msg(!reading->accepted, "accepted <%s>", text->text);
    ck_assert_uint_eq(reading->report->count, 1);
    ck_assert_msg(!jansson_accepts(text), "jansson accepts <%s>", text->text);
    reading_free(reading);
}
END_TEST

START_TEST(values_know_their_text_and_whether_it_is_plain)
{
    struct reading *reading = reading_json("{\"a\": \"5s\", \"b\": -0.50E+3, \"c\": true, \"d\": null, \"e\": [\"\"]}");
    const struct retry_value *root = &reading->document.root;
    static const char *const texts[] = {"5s", "-0.50E+3", "true", "null"};
    for (uint32_t at = 0; at < RETRY_COUNT(texts); at++) {
        reading_expect_text(&root->pairs[at].value, texts[at]);
        ck_assert_int_eq(root->pairs[at].value.plain, at > 0);
        ck_assert(!root->pairs[at].key.plain);
    }
    const struct retry_value *list = retry__value_get(root, "e");
    ck_assert_int_eq(list->type, RETRY_VALUE_LIST);
    ck_assert_uint_eq(list->count, 1);
    reading_expect_text(&list->items[0], "");
    reading_free(reading);
}
END_TEST

START_TEST(a_string_without_escapes_points_into_the_source)
{
    struct reading *reading = reading_json("{\"key\": \"value\"}");
    const struct retry_pair *pair = &reading->document.root.pairs[0];
    ck_assert_ptr_eq(pair->key.text, reading->source.text + 2);
    ck_assert_ptr_eq(pair->value.text, reading->source.text + 9);
    reading_free(reading);
}
END_TEST

START_TEST(escapes_stand_for_their_characters)
{
    struct reading *reading =
        reading_json("{\"a\\u0062\": \"\\\"\\\\\\/\\b\\f\\n\\r\\t|\\u00e9\\u20AC\\ud83d\\uDE00|\xC3\xA9\"}");
    reading_expect_text(&reading->document.root.pairs[0].key, "ab");
    reading_expect_text(&reading->document.root.pairs[0].value,
                        "\"\\/\b\f\n\r\t|\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80|\xC3\xA9");
    reading_free(reading);
}
END_TEST

START_TEST(places_count_code_points_and_all_line_breaks)
{
    struct reading *reading =
        reading_json("\xEF\xBB\xBF{\"\xC3\xA9\": [\"\xE2\x82\xAC\\u0041\", 1],\r\n \"b\":\r{}\n}\n");
    const struct retry_value *root = &reading->document.root;
    reading_expect_span(&reading->source, root, "1:1-4:2");
    reading_expect_span(&reading->source, &root->pairs[0].key, "1:2-1:5");
    reading_expect_span(&reading->source, &root->pairs[0].value, "1:7-1:21");
    reading_expect_span(&reading->source, &root->pairs[0].value.items[0], "1:8-1:17");
    reading_expect_span(&reading->source, &root->pairs[0].value.items[1], "1:19-1:20");
    reading_expect_span(&reading->source, &root->pairs[1].key, "2:2-2:5");
    reading_expect_span(&reading->source, &root->pairs[1].value, "3:1-3:3");
    reading_free(reading);
}
END_TEST

static const char *const places[][2] = {
    {"", "1:1 empty-document"},
    {"\xEF\xBB\xBF \r\n\t", "1:1 empty-document"},
    {"[1]", "1:1 wrong-type"},
    {" \"a\"", "1:2 wrong-type"},
    {"\n12", "2:1 wrong-type"},
    {"nope", "1:1 syntax"},
    {"{\"a\": 1}\n{\"a\": 1}", "2:1 several-documents"},
    {"{\"a\": 1} x", "1:10 several-documents"},
    {"{\"a\": 1}}", "1:9 syntax"},
    {"{\"a\": 1,}", "1:9 syntax"},
    {"{\"a\": 1 \"b\": 2}", "1:9 syntax < 1:1"},
    {"{\"a\" 1}", "1:6 syntax"},
    {"{\"a\": }", "1:7 syntax"},
    {"{\"a\": [1,\n ]}", "2:2 syntax"},
    {"{\"a\": [1 2]}", "1:10 syntax < 1:7"},
    {"{\"a\": [1}", "1:9 syntax < 1:7"},
    {"{\"a\": {\"b\": 1]}", "1:14 syntax < 1:7"},
    {"{a: 1}", "1:2 syntax"},
    {"{'a': 1}", "1:2 syntax"},
    {"{\"\xC3\xA9\": \xC3\xA9}", "1:7 syntax"},
    {"{\"a\": 1, // why\n\"b\": 2}", "1:10 syntax"},
    {"{\"a\": 010}", "1:7 syntax"},
    {"{\"a\": 5s}", "1:7 syntax"},
    {"{\"a\": .5}", "1:7 syntax"},
    {"{\"a\": +1}", "1:7 syntax"},
    {"{\"a\": True}", "1:7 syntax"},
    {"{\"a\": NaN}", "1:7 syntax"},
    /* At the end of the text, what is open is the place that helps. */
    {"{\"a\": 1", "1:1 syntax"},
    {"{\"a\": [1,\n2,", "1:7 syntax"},
    {"{\"a\": [1], ", "1:1 syntax"},
    {"{\"a\": \"x", "1:7 syntax"},
    {"{\"a\": \"x\\", "1:7 syntax"},
    {"{\"a\": \"x\n\"}", "1:7 syntax"},
    /* Inside a string. */
    {"{\"\xC3\xA9\": \"\xC3\xA9\tx\"}", "1:9 syntax"},
    {"{\"\xC3\xA9\": \"\xC3\xA9\\qx\"}", "1:9 syntax"},
    {"{\"a\": \"x\\u12G4\"}", "1:9 syntax"},
    {"{\"a\": \"x\\u12\"}", "1:9 syntax"},
    {"{\"a\": \"x\\u0000\"}", "1:9 encoding"},
    {"{\"a\": \"x\\ud83d\"}", "1:9 encoding"},
    {"{\"a\": \"x\\ud83d\\u0041\"}", "1:9 encoding"},
    {"{\"a\": \"x\\ude00\\ud83d\"}", "1:9 encoding"},
    {"{\"a\\u200b\": 1}", "1:2 encoding"},
    {"{\"a\": 1, \"a\": 2}", "1:10 duplicate-key < 1:2"},
    {"{\"a\": 1, \"\\u0061\": 2}", "1:10 duplicate-key < 1:2"},
};

START_TEST(a_finding_stands_at_the_exact_place)
{
    reading_expect(RETRY_FORMAT_JSON, places[_i][0], places[_i][1]);
}
END_TEST

static void expect_words(const char *text, const char *message, const char *help)
{
    struct reading *reading = reading_json(text);
    ck_assert_uint_eq(reading->report->count, 1);
    ck_assert_str_eq(reading->report->findings[0].message, message);
    ck_assert_str_eq(reading->report->findings[0].help, help);
    reading_free(reading);
}

START_TEST(a_finding_says_what_was_expected_and_what_to_write)
{
    expect_words("{\"a\": True}", "expected a value but found 'True'", "write true");
    expect_words("{\"a\" 1}", "expected ':' but found '1'", "put a ':' between key and value");
    expect_words("{\"a\": 1, # b\n}", "expected a key in double quotes but found '#'",
                 "JSON has no comments: remove it, or write the file in YAML");
    expect_words("{\"a\": [1,]}", "expected a value but found ']'",
                 "remove the ',' before it, or write what is missing");
    expect_words("{\"a\": [1", "this '[' is never closed", "close it with ']'");
    expect_words("{\"a\": \"\t\"}", "a string in JSON holds no raw TAB", "write \\t");
}
END_TEST

START_TEST(yaml_under_a_name_of_json_is_told_so)
{
    struct retry_source source = {"a.json", "version: 1\n", 11};
    struct retry_document document;
    struct retry_report *report = retry__report_new();
    ck_assert(!retry__read(&source, RETRY_FORMAT_JSON, &document, report));
    ck_assert_uint_eq(report->count, 1);
    ck_assert_str_eq(report->findings[0].message, "the name ends in .json, and this is not JSON");
    ck_assert_str_eq(report->findings[0].help, "write JSON, or rename the file to end in .yaml");
    retry__report_free(report);
}
END_TEST

START_TEST(no_comma_is_blamed_where_none_stands)
{
    struct reading *reading = reading_json("{\"a\": }");
    ck_assert_str_eq(reading->report->findings[0].help, "write a value before it");
    reading_free(reading);
    reading = reading_json("{\"a\": [1, ]}");
    ck_assert_str_eq(reading->report->findings[0].help, "remove the ',' before it, or write what is missing");
    reading_free(reading);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("read_json");
    TCase *tests = tcase_create("read_json");
    tcase_add_test(tests, yaml_under_a_name_of_json_is_told_so);
    tcase_add_test(tests, no_comma_is_blamed_where_none_stands);
    tcase_add_loop_test(tests, what_is_json_is_accepted_by_both, 0, RETRY_COUNT(json_good));
    tcase_add_loop_test(tests, what_is_no_json_is_refused_by_both, 0, RETRY_COUNT(json_bad));
    tcase_add_test(tests, values_know_their_text_and_whether_it_is_plain);
    tcase_add_test(tests, a_string_without_escapes_points_into_the_source);
    tcase_add_test(tests, escapes_stand_for_their_characters);
    tcase_add_test(tests, places_count_code_points_and_all_line_breaks);
    tcase_add_loop_test(tests, a_finding_stands_at_the_exact_place, 0, RETRY_COUNT(places));
    tcase_add_test(tests, a_finding_says_what_was_expected_and_what_to_write);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
