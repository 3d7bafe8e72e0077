/* test_duplicate.c - keys that stand twice are found in mappings of any size. */
#include "schema/duplicate.h"

#include "tests/schema/reading.h"

/* A mapping of so many keys "k0", "k1", ..., where number `later`, if any, is written like number `first`. */
static struct reading *mapping_of(unsigned count, unsigned first, unsigned later)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(file);
    for (unsigned at = 0; at < count; at++)
        fprintf(file, "%s\"k%u\": 1\n", at > 0 ? "," : "{", at == later ? first : at);
    fputs("}", file);
    fclose(file);
    struct reading *reading = reading_json(text);
    free(text);
    return reading;
}

START_TEST(different_keys_are_fine_in_any_number)
{
    static const unsigned counts[] = {1, 2, 11, 12, 13, 14, 100, 5000};
    struct reading *reading = mapping_of(counts[_i], 0, UINT32_MAX);
    ck_assert_str_eq(reading->findings, "");
    ck_assert_uint_eq(reading->document.root.count, counts[_i]);
    ck_assert(!reading->document.root.repeated);
    reading_free(reading);
}
END_TEST

START_TEST(a_repeated_key_is_found_with_its_first_place)
{
    static const unsigned places[][3] = {{2, 0, 1},  {12, 0, 11},  {12, 10, 11},       {13, 0, 12},
                                         {13, 5, 6}, {100, 3, 99}, {5000, 4998, 4999}, {5000, 0, 4999}};
    struct reading *reading = mapping_of(places[_i][0], places[_i][1], places[_i][2]);
    char expected[64];
    snprintf(expected, sizeof expected, "%u:2 duplicate-key < %u:2", places[_i][2] + 1, places[_i][1] + 1);
    ck_assert_str_eq(reading->findings, expected);
    ck_assert_ptr_nonnull(strstr(reading->report->findings[0].message, "'k"));
    ck_assert_str_eq(reading->report->findings[0].related_note, "first written here");
    ck_assert(reading->document.root.repeated);
    for (unsigned at = 0; at < places[_i][0]; at++)
        ck_assert(reading->document.root.pairs[at].key.repeated == (at == places[_i][2]));
    reading_free(reading);
}
END_TEST

START_TEST(each_repetition_is_told)
{
    reading_expect(RETRY_FORMAT_YAML, "a: 1\na: 2\na: 3\n", "2:1 duplicate-key < 1:1; 3:1 duplicate-key < 1:1");
    reading_expect(RETRY_FORMAT_YAML, "a: 1\nb: {c: 1, c: 1}\na: 3\n",
                   "2:11 duplicate-key < 2:5; 3:1 duplicate-key < 1:1");
    reading_expect(RETRY_FORMAT_YAML,
                   "{a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10, k: 11, l: 12, a: 13, a: 14}",
                   "1:77 duplicate-key < 1:2; 1:84 duplicate-key < 1:2");
}
END_TEST

START_TEST(keys_are_compared_by_all_their_bytes)
{
    reading_expect(RETRY_FORMAT_JSON, "{\"\": 1, \"a\": 2, \"A\": 3, \"ab\": 4}", "");
    reading_expect(RETRY_FORMAT_JSON, "{\"\": 1, \"\": 2}", "1:9 duplicate-key < 1:2");
    reading_expect(RETRY_FORMAT_YAML, "'1': 1\n1: 2\n", "2:1 duplicate-key < 1:1");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("duplicate");
    TCase *tests = tcase_create("duplicate");
    tcase_add_loop_test(tests, different_keys_are_fine_in_any_number, 0, 8);
    tcase_add_loop_test(tests, a_repeated_key_is_found_with_its_first_place, 0, 8);
    tcase_add_test(tests, each_repetition_is_told);
    tcase_add_test(tests, keys_are_compared_by_all_their_bytes);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
