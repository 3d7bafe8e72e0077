/* test_read_yaml.c - YAML becomes values with places; what is not part of the format is refused. */
#include "schema/read_yaml.h"

#include "tests/schema/reading.h"

START_TEST(scalars_of_all_styles_become_their_text)
{
    struct reading *reading = reading_yaml("plain: a b\n"
                                           "single: 'it''s'\n"
                                           "double: \"\\x41\\u00e9\\n\"\n"
                                           "literal: |\n  one\n  two\n"
                                           "folded: >-\n  one\n  two\n"
                                           "lines: one\n  two\n"
                                           "empty:\n");
    static const char *const texts[] = {"a b", "it's", "A\xC3\xA9\n", "one\ntwo\n", "one two", "one two", ""};
    ck_assert_str_eq(reading->findings, "");
    for (uint32_t at = 0; at < RETRY_COUNT(texts); at++) {
        const struct retry_value *value = &reading->document.root.pairs[at].value;
        reading_expect_text(value, texts[at]);
        ck_assert_int_eq(value->plain, at == 0 || at >= 5);
    }
    reading_free(reading);
}
END_TEST

START_TEST(values_have_their_places)
{
    struct reading *reading = reading_yaml("\xEF\xBB\xBFtop: 1\n"
                                           "flow: {a: [b, \"\xC3\xA9\xC3\xA9\"], c: d}  # why\n"
                                           "block:\n"
                                           "- x\n"
                                           "- y: z\n"
                                           "  last: long\n"
                                           "    plain\n"
                                           "\n"
                                           "none:\n"
                                           "end: 'x'\n");
    const struct retry_value *root = &reading->document.root, *flow = &root->pairs[1].value,
                             *block = &root->pairs[2].value;
    reading_expect_span(&reading->source, root, "1:1-10:9");
    reading_expect_span(&reading->source, &root->pairs[0].key, "1:1-1:4");
    reading_expect_span(&reading->source, &root->pairs[0].value, "1:6-1:7");
    reading_expect_span(&reading->source, flow, "2:7-2:27");
    reading_expect_span(&reading->source, &flow->pairs[0].value, "2:11-2:20");
    reading_expect_span(&reading->source, &flow->pairs[0].value.items[1], "2:15-2:19");
    reading_expect_span(&reading->source, &flow->pairs[1].value, "2:25-2:26");
    reading_expect_span(&reading->source, block, "4:1-7:10");
    reading_expect_span(&reading->source, &block->items[0], "4:3-4:4");
    reading_expect_span(&reading->source, &block->items[1], "5:3-7:10");
    reading_expect_span(&reading->source, &block->items[1].pairs[1].value, "6:9-7:10");
    reading_expect_span(&reading->source, &root->pairs[3].value, "9:6-9:6");
    reading_expect_span(&reading->source, &root->pairs[4].value, "10:6-10:9");
    reading_free(reading);
}
END_TEST

START_TEST(places_count_code_points_behind_a_byte_order_mark)
{
    struct reading *reading = reading_yaml("\xEF\xBB\xBF\xC3\xA9: [\xE2\x82\xAC, 'x']\r\nb:\n- \"\\u0041\xC3\xA9\"\n");
    const struct retry_value *root = &reading->document.root, *list = &root->pairs[0].value;
    reading_expect_span(&reading->source, root, "1:1-3:12");
    reading_expect_span(&reading->source, &root->pairs[0].key, "1:1-1:2");
    reading_expect_span(&reading->source, list, "1:4-1:12");
    reading_expect_span(&reading->source, &list->items[0], "1:5-1:6");
    reading_expect_span(&reading->source, &list->items[1], "1:8-1:11");
    reading_expect_span(&reading->source, &root->pairs[1].value.items[0], "3:3-3:12");
    reading_expect_text(&list->items[0], "\xE2\x82\xAC");
    reading_expect_text(&list->items[1], "x");
    reading_expect_text(&root->pairs[1].value.items[0], "A\xC3\xA9");
    reading_free(reading);
}
END_TEST

/* What libyaml says and what stands there may have the same length and yet differ. */
START_TEST(text_that_is_folded_or_escaped_is_not_what_stands_there)
{
    static const struct {
        const char *document, *text;
    } texts[] = {
        {"{a: b\nc}\n", "b c"},
        {"a: b\n c\n", "b c"},
        {"a: 'b\n  c'\n", "b c"},
        {"a: 'b''c'\n", "b'c"},
        {"a: \"\\L\\L\\x41\"\n", "\xE2\x80\xA8\xE2\x80\xA8"
                                 "A"},
        {"a: |\n  b\n", "b\n"},
        {"a: >-\n  b\n", "b"},
        {"\xC3\xA9: b\n \xC3\xA9\n", "b \xC3\xA9"},
    };
    struct reading *reading = reading_yaml(texts[_i].document);
    const struct retry_value *root = &reading->document.root;
    reading_expect_text(&root->pairs[0].value, texts[_i].text);
    reading_free(reading);
}
END_TEST

START_TEST(each_kind_of_line_break_starts_a_line)
{
    struct reading *reading = reading_yaml("a: 1\r\nb: 2\rc: 3\n\r\nd: 4");
    static const uint32_t lines[] = {1, 2, 3, 5};
    for (uint32_t at = 0; at < RETRY_COUNT(lines); at++) {
        struct retry_span span = reading_span(&reading->source, &reading->document.root.pairs[at].key);
        ck_assert_uint_eq(span.line, lines[at]);
        ck_assert_uint_eq(span.column, 1);
    }
    reading_free(reading);
}
END_TEST

static const char *const good[] = {
    "a: 1\n...\n",
    "---\na: 1\n",
    "--- {a: 1}\n",
    "---\na: 1\n...\n# end\n",
    "%YAML 1.1\n---\na: 1\n",
    "%YAML 1.2 # why\n---\na: 1\n",
    "# comment\n\na: 1 # comment\n",
    "{}",
    "{\"a\":1,\"b\":[true,null]}",
    "a: x\xE2\x80\x8By\n",
    "a: 'x!'\nb: \"&c *d !e\"\nc: 5 !\nd: x&y\n",
    "a: http://example.com/x#y\n",
    "? a\n: 1\n? b\n",
    "a: [b: c, d]\n",
    "\"<<\": 1\n",
    "a: <<\n",
    "a: [<<]\n",
    "a: \"\\\\0\"\n",
    "a: '\\0'\n",
};

START_TEST(what_is_part_of_the_format_is_read)
{
    reading_expect(RETRY_FORMAT_YAML, good[_i], "");
}
END_TEST

static const char *const bad[][2] = {
    {"", "1:1 empty-document"},
    {"\n\n", "1:1 empty-document"},
    {"# only this\n", "1:1 empty-document"},
    {"---\n", "1:1 empty-document"},
    {"---\n...\n", "1:1 empty-document"},
    {"%YAML 1.2\n---\n", "1:1 empty-document"},
    {"a: 1\n---\nb: 2\n", "2:1 several-documents"},
    {"a: 1\n---\n", "2:1 several-documents"},
    {"a: 1\n...\n---\nb: 2\n---\nc: 3\n", "3:1 several-documents"},
    {"{a: 1}\n{b: 2}\n", "2:1 several-documents"},
    {"- a\n- b\n", "1:1 wrong-type"},
    {"[a, b]\n", "1:1 wrong-type"},
    {"word\n", "1:1 wrong-type"},
    {"~\n", "1:1 wrong-type"},
    {"''\n", "1:1 wrong-type"},
    {"a: &x 1\n", "1:4 anchor"},
    {"a: &x {b: 1}\n", "1:4 anchor"},
    {"a: &x [b]\n", "1:4 anchor"},
    {"&x a: 1\n", "1:1 anchor"},
    {"&x {a: 1}\n", "1:1 anchor"},
    {"a: &x 1\nb: *x\nc: *x\n", "1:4 anchor; 2:4 alias; 3:4 alias"},
    {"a: *x\n", "1:4 alias"},
    {"*x : 1\n", "1:1 alias"},
    {"a: &x [*x]\n", "1:4 anchor; 1:8 alias"},
    {"a: !!str 1\n", "1:4 tag"},
    {"a: ! 1\n", "1:4 tag"},
    {"a: ! 'b'\n", "1:4 tag"},
    {"\xC3\xA9: \xC3\xA9\nb: ! 1\n", "2:4 tag"},
    {"a: !\n", "1:4 tag"},
    {"a: ! [b]\n", "1:4 tag"},
    {"a: !local {b: 1}\n", "1:4 tag"},
    {"a: !<tag:yaml.org,2002:str> b\n", "1:4 tag"},
    {"! a: 1\n", "1:1 tag"},
    {"!!map {a: 1}\n", "1:1 tag"},
    {"a: &x 1\nb: !t c\n", "1:4 anchor; 2:4 tag"},
    {"a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n", "1:4 anchor; 3:3 merge-key"},
    {"c:\n  <<: [*x, *y]\n  d: *z\n", "2:3 merge-key; 3:6 alias"},
    {"<<: {a: 1}\n", "1:1 merge-key"},
    {"[a]: 1\n", "1:1 bad-key"},
    {"? {a: 1}\n: 2\n", "1:3 bad-key"},
    {"a: {[b]: 1}\n", "1:5 bad-key"},
    {"a: \"x\\0y\"\n", "1:6 encoding"},
    {"a: \"\xC3\xA9\\\\\\x00\"\n", "1:8 encoding"},
    {"a: \"x\n  \xC3\xA9 \\u0000\"\n", "2:5 encoding"},
    {"a: \"\\U00000000\"\n", "1:5 encoding"},
    {"a: \"\\\\0\\0\"\n", "1:8 encoding"},
    {"\"a\\0\": 1\n", "1:3 encoding"},
    {"a\xE2\x80\x8B: 1\nb: {\"\\u200d\": 2}\n", "1:1 encoding; 2:5 encoding"},
    {"a: 1\nb: 2\na: 3\n'a': 4\n", "3:1 duplicate-key < 1:1; 4:1 duplicate-key < 1:1"},
    {"a: 1\r\nb: {c: 1, c: 2}\r\na: 3\r\n", "2:11 duplicate-key < 2:5; 3:1 duplicate-key < 1:1"},
};

START_TEST(what_is_not_part_of_the_format_is_refused_at_its_place)
{
    reading_expect(RETRY_FORMAT_YAML, bad[_i][0], bad[_i][1]);
}
END_TEST

START_TEST(a_property_is_shown_whole_and_named)
{
    struct reading *reading = reading_yaml("a: [!!str x, &base y]\n");
    const struct retry_finding *tag = &reading->report->findings[0], *anchor = &reading->report->findings[1];
    ck_assert_uint_eq(tag->place.span.end_column, 10);
    ck_assert_str_eq(tag->message, "'!!str' is a tag, which is not part of the format");
    ck_assert_uint_eq(anchor->place.span.end_column, 19);
    ck_assert_str_eq(anchor->message, "'&base' is an anchor, which is not part of the format");
    reading_free(reading);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("read_yaml");
    TCase *tests = tcase_create("read_yaml");
    tcase_add_test(tests, scalars_of_all_styles_become_their_text);
    tcase_add_test(tests, values_have_their_places);
    tcase_add_test(tests, places_count_code_points_behind_a_byte_order_mark);
    tcase_add_loop_test(tests, text_that_is_folded_or_escaped_is_not_what_stands_there, 0, 8);
    tcase_add_test(tests, each_kind_of_line_break_starts_a_line);
    tcase_add_loop_test(tests, what_is_part_of_the_format_is_read, 0, RETRY_COUNT(good));
    tcase_add_loop_test(tests, what_is_not_part_of_the_format_is_refused_at_its_place, 0, RETRY_COUNT(bad));
    tcase_add_test(tests, a_property_is_shown_whole_and_named);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
