/* test_read.c - what both formats share: which one it is, limits, and that the same mistake gives the same finding. */
#include "schema/read.h"

#include "schema/limits.h"
#include "tests/schema/reading.h"

#include <pthread.h>

START_TEST(the_ending_of_a_name_tells_the_format)
{
    ck_assert_int_eq(retry__read_format("a.json", "a: 1", 4), RETRY_FORMAT_JSON);
    ck_assert_int_eq(retry__read_format("d.yaml/a.b.json", "", 0), RETRY_FORMAT_JSON);
    ck_assert_int_eq(retry__read_format("a.yaml", "{}", 2), RETRY_FORMAT_YAML);
    ck_assert_int_eq(retry__read_format("a.yml", "{}", 2), RETRY_FORMAT_YAML);
    ck_assert_int_eq(retry__read_format("a.txt", "{}", 2), RETRY_FORMAT_YAML);
    ck_assert_int_eq(retry__read_format("a.jsonl", "{}", 2), RETRY_FORMAT_YAML);
}
END_TEST

START_TEST(without_an_ending_the_text_tells_the_format)
{
    static const char *const json[] = {"{}", "{\"a\": 1}", "\xEF\xBB\xBF \r\n\t{ \n\"a\": 1}"};
    static const char *const yaml[] = {"", " ", "{", "{ ", "{a: 1}", "{'a': 1}", "a: {}", "# {}", "\"a\": 1"};
    for (size_t at = 0; at < RETRY_COUNT(json); at++)
        ck_assert_int_eq(retry__read_format("<stdin>", json[at], strlen(json[at])), RETRY_FORMAT_JSON);
    for (size_t at = 0; at < RETRY_COUNT(yaml); at++)
        ck_assert_int_eq(retry__read_format("d.json/policy", yaml[at], strlen(yaml[at])), RETRY_FORMAT_YAML);
}
END_TEST

static const struct {
    const char *yaml, *json, *findings;
} same[] = {
    {"{\"a\": 1, \"b\": {\"c\": 2}}", "{\"a\": 1, \"b\": {\"c\": 2}}", ""},
    {"{\"a\": 1, \"a\": 2}", "{\"a\": 1, \"a\": 2}", "1:10 duplicate-key < 1:2"},
    {"{\"a\": \"x", "{\"a\": \"x", "1:7 syntax"},
    {"{\"a\": [1", "{\"a\": [1", "1:7 syntax"},
    {"{\"a\": 1", "{\"a\": 1", "1:1 syntax"},
    {"{\"a\": 1}}", "{\"a\": 1}}", "1:9 syntax"},
    {"{\"a\": [1}", "{\"a\": [1}", "1:9 syntax < 1:7"},
    {"{\"a\": \"\\ud800\"}", "{\"a\": \"\\ud800\"}", "1:8 encoding"},
    {"{\"a\": \"\\u0000\"}", "{\"a\": \"\\u0000\"}", "1:8 encoding"},
    {"{\"a\": \"\\q\"}", "{\"a\": \"\\q\"}", "1:8 syntax"},
    {"{\"a\": 1}\n{\"b\": 1}", "{\"a\": 1}\n{\"b\": 1}", "2:1 several-documents"},
    {"[1]", "[1]", "1:1 wrong-type"},
    {"\"a\"", "\"a\"", "1:1 wrong-type"},
    {"", "", "1:1 empty-document"},
    {"{\"a\xE2\x80\x8B\": 1}", "{\"a\xE2\x80\x8B\": 1}", "1:2 encoding"},
    {"{\"a\": \"\xE2\x80\xAE\"}", "{\"a\": \"\xE2\x80\xAE\"}", "1:8 encoding"},
    {"{\"a\": \"\xC2\x85\"}", "{\"a\": \"\xC2\x85\"}", "1:8 encoding"},
};

START_TEST(the_same_mistake_gives_the_same_finding)
{
    reading_expect(RETRY_FORMAT_YAML, same[_i].yaml, same[_i].findings);
    reading_expect(RETRY_FORMAT_JSON, same[_i].json, same[_i].findings);
}
END_TEST

/* head, count times body, tail */
static char *repeat(const char *head, const char *body, size_t count, const char *tail)
{
    char *text = malloc(strlen(head) + strlen(body) * count + strlen(tail) + 1);
    ck_assert_ptr_nonnull(text);
    char *end = stpcpy(text, head);
    while (count-- > 0)
        end = stpcpy(end, body);
    stpcpy(end, tail);
    return text;
}

static void expect_both(char *text, const char *findings)
{
    reading_expect(RETRY_FORMAT_YAML, text, findings);
    reading_expect(RETRY_FORMAT_JSON, text, findings);
    free(text);
}

START_TEST(depth_is_limited_at_the_token_that_passes_it)
{
    char *inner = repeat("", "]", RETRY_LIMIT_DEPTH - 1, "}");
    expect_both(repeat("{\"a\": ", "[", RETRY_LIMIT_DEPTH - 1, inner), "");
    expect_both(repeat("{\"a\": ", "[", RETRY_LIMIT_DEPTH, ""), "1:38 too-deep");
    expect_both(repeat("{\"a\":\n", "[", 1 << 20, ""), "2:32 too-deep");
    expect_both(repeat("{\"a\": ", "{\"a\": ", RETRY_LIMIT_DEPTH, ""), "1:193 too-deep");
    free(inner);
}
END_TEST

START_TEST(values_are_limited_at_the_one_that_passes_it)
{
    /* The mapping, its key and the list are three. */
    expect_both(repeat("{\"a\": [\n", "1,\n", RETRY_LIMIT_VALUES - 4, "1]}"), "");
    expect_both(repeat("{\"a\": [\n", "1,\n", RETRY_LIMIT_VALUES - 3, "1,\n1]}"), "499999:1 too-many-values");
}
END_TEST

START_TEST(scalars_and_keys_are_limited_in_bytes)
{
    expect_both(repeat("{\"a\": \"", "x", RETRY_LIMIT_SCALAR_BYTES, "\"}"), "");
    expect_both(repeat("{\"a\": \"", "x", RETRY_LIMIT_SCALAR_BYTES + 1, "\"}"), "1:7 too-long");
    expect_both(repeat("{\"a\": \"", "\\n", RETRY_LIMIT_SCALAR_BYTES, "\"}"), "");
    expect_both(repeat("{\"", "x", RETRY_LIMIT_KEY_BYTES, "\": 1}"), "");
    expect_both(repeat("{\"", "x", RETRY_LIMIT_KEY_BYTES + 1, "\": 1}"), "1:2 too-long");
    expect_both(repeat("{\"", "\xC3\xA9", RETRY_LIMIT_KEY_BYTES / 2 + 1, "\": 1}"), "1:2 too-long");
}
END_TEST

START_TEST(a_file_is_limited_in_bytes)
{
    expect_both(repeat("{\"a\": 1}", " ", RETRY_LIMIT_FILE_BYTES - 8, ""), "");
    expect_both(repeat("{\"a\": 1}", " ", RETRY_LIMIT_FILE_BYTES - 7, ""), "1:1 too-large");
}
END_TEST

START_TEST(a_cut_off_document_never_crashes_and_json_is_always_refused)
{
    static const char text[] = "{\"a\": [1, {\"b\\u00e9\": \"\xC3\xA9\\n\"}], \"c\": {\"d\": -1.5e3}}";
    for (size_t size = 0; size < sizeof text - 1; size++) {
        struct reading *reading = reading_bytes(RETRY_FORMAT_JSON, text, size);
        ck_assert(!reading->accepted);
        ck_assert_uint_eq(reading->report->count, 1);
        reading_free(reading);
        reading = reading_bytes(RETRY_FORMAT_YAML, text, size);
        ck_assert(!reading->accepted);
        reading_free(reading);
    }
}
END_TEST

static void *read_deep(void *context)
{
    char *text = context;
    reading_expect(RETRY_FORMAT_JSON, text, "1:37 too-deep");
    reading_expect(RETRY_FORMAT_YAML, text, "1:37 too-deep");
    return NULL;
}

START_TEST(a_small_thread_stack_suffices)
{
    pthread_attr_t attributes;
    pthread_t thread;
    char *text = repeat("{\"a\":", "[", 100000, "");
    ck_assert_int_eq(pthread_attr_init(&attributes), 0);
    ck_assert_int_eq(pthread_attr_setstacksize(&attributes, 64 << 10), 0);
    ck_assert_int_eq(pthread_create(&thread, &attributes, read_deep, text), 0);
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    pthread_attr_destroy(&attributes);
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("read");
    TCase *tests = tcase_create("read");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, the_ending_of_a_name_tells_the_format);
    tcase_add_test(tests, without_an_ending_the_text_tells_the_format);
    tcase_add_loop_test(tests, the_same_mistake_gives_the_same_finding, 0, RETRY_COUNT(same));
    tcase_add_test(tests, depth_is_limited_at_the_token_that_passes_it);
    tcase_add_test(tests, values_are_limited_at_the_one_that_passes_it);
    tcase_add_test(tests, scalars_and_keys_are_limited_in_bytes);
    tcase_add_test(tests, a_file_is_limited_in_bytes);
    tcase_add_test(tests, a_cut_off_document_never_crashes_and_json_is_always_refused);
    tcase_add_test(tests, a_small_thread_stack_suffices);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
