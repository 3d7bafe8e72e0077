/* test_field.c - a value of another type, out of its bounds or misspelt gives one finding, at its place. */
#include "tests/schema/checking.h"
#include "tests/suite.h"

/* Spellings that YAML and JSON share. */
static const struct {
    const char *text;
    const char *findings;
} rows[] = {
    /* durations */
    {"{\"first\": 5}", "1:11-1:12 bad-duration"},
    {"{\"first\": \"5\"}", "1:11-1:14 bad-duration"},
    {"{\"first\": \"1:30\"}", "1:11-1:17 bad-duration"},
    {"{\"first\": \"366d\"}", "1:11-1:17 out-of-range"},
    {"{\"first\": null}", "1:11-1:15 wrong-type"},
    {"{\"first\": []}", "1:11-1:13 wrong-type"},
    {"{\"first\": {}}", "1:11-1:13 wrong-type"},
    {"{\"first\": true}", "1:11-1:15 bad-duration"},
    {"{\"first\": \"unlimited\"}", "1:11-1:22 bad-word"},
    {"{\"first\": \"1s\", \"pause\": \"1m1ns\"}", "1:26-1:33 out-of-range"},
    /* numbers */
    {"{\"first\": \"1s\", \"growth\": 1.125}", ""},
    {"{\"first\": \"1s\", \"growth\": 1.1234}", "1:27-1:33 bad-number"},
    {"{\"first\": \"1s\", \"growth\": 0.999}", "1:27-1:32 out-of-range"},
    {"{\"first\": \"1s\", \"growth\": 100.001}", "1:27-1:34 out-of-range"},
    {"{\"first\": \"1s\", \"growth\": 99999999999}", "1:27-1:38 out-of-range"},
    {"{\"first\": \"1s\", \"growth\": -1}", "1:27-1:29 bad-number"},
    {"{\"first\": \"1s\", \"growth\": 1e1}", "1:27-1:30 bad-number"},
    {"{\"first\": \"1s\", \"growth\": \"2\"}", "1:27-1:30 wrong-type"},
    {"{\"first\": \"1s\", \"growth\": \"two\"}", "1:27-1:32 bad-number"},
    {"{\"first\": \"1s\", \"growth\": {}}", "1:27-1:29 wrong-type"},
    {"{\"first\": \"1s\", \"count\": 4294967294}", ""},
    {"{\"first\": \"1s\", \"count\": 4294967295}", "1:26-1:36 out-of-range"},
    {"{\"first\": \"1s\", \"count\": 99999999999999999999}", "1:26-1:46 out-of-range"},
    {"{\"first\": \"1s\", \"count\": 1.0}", "1:26-1:29 bad-number"},
    {"{\"first\": \"1s\", \"count\": true}", "1:26-1:30 bad-number"},
    /* ranges */
    {"{\"first\": \"1s\", \"ends\": [0, 0]}", ""},
    {"{\"first\": \"1s\", \"ends\": 1}", "1:25-1:26 wrong-type"},
    {"{\"first\": \"1s\", \"ends\": [1]}", "1:25-1:28 wrong-type"},
    {"{\"first\": \"1s\", \"ends\": [1, 2, 3]}", "1:25-1:34 wrong-type"},
    {"{\"first\": \"1s\", \"ends\": [2, 1]}", "1:29-1:30 bad-order"},
    {"{\"first\": \"1s\", \"ends\": [\"1\", 2]}", "1:26-1:29 wrong-type"},
    {"{\"first\": \"1s\", \"ends\": [-1, 1001]}", "1:26-1:28 bad-number; 1:30-1:34 out-of-range"},
    {"{\"first\": \"1s\", \"ends\": [[], 1]}", "1:26-1:28 wrong-type"},
    /* booleans, words, text */
    {"{\"first\": \"1s\", \"on\": false}", ""},
    {"{\"first\": \"1s\", \"on\": \"true\"}", "1:23-1:29 wrong-type"},
    {"{\"first\": \"1s\", \"on\": 1}", "1:23-1:24 bad-boolean"},
    {"{\"first\": \"1s\", \"on\": []}", "1:23-1:25 wrong-type"},
    {"{\"first\": \"1s\", \"word\": \"full\"}", ""},
    {"{\"first\": \"1s\", \"word\": \"ful\"}", "1:25-1:30 bad-word"},
    {"{\"first\": \"1s\", \"word\": \"none\"}", "1:25-1:31 bad-word"},
    {"{\"first\": \"1s\", \"word\": [\"full\"]}", "1:25-1:33 wrong-type"},
    {"{\"first\": \"1s\", \"text\": \"5\"}", ""},
    {"{\"first\": \"1s\", \"text\": \"\"}", ""},
    {"{\"first\": \"1s\", \"text\": 5}", "1:25-1:26 needs-quotes"},
    {"{\"first\": \"1s\", \"text\": null}", "1:25-1:29 needs-quotes"},
    {"{\"first\": \"1s\", \"text\": {}}", "1:25-1:27 wrong-type"},
    /* names */
    {"{\"first\": \"1s\", \"symbol\": \"my-own\"}", ""},
    {"{\"first\": \"1s\", \"symbol\": \"My-Own\"}", "1:27-1:35 bad-name"},
    {"{\"first\": \"1s\", \"symbol\": 5}", "1:27-1:28 bad-name"},
    {"{\"first\": \"1s\", \"symbol\": null}", "1:27-1:31 wrong-type"},
    {"{\"first\": \"1s\", \"names\": {\"a\": 1, \"b\": []}}", ""},
    {"{\"first\": \"1s\", \"names\": {\"no\": 1, \"x-b\": 2}}", "1:27-1:31 bad-name; 1:36-1:41 bad-name"},
    {"{\"first\": \"1s\", \"names\": [\"a\"]}", "1:26-1:31 wrong-type"},
};

/* runs for each row of rows */
START_TEST(a_wrong_value_is_found_once_and_at_its_place)
{
    expect(rows[_i].text, RETRY_FORMAT_JSON, &outer_shape, rows[_i].findings);
    expect(rows[_i].text, RETRY_FORMAT_YAML, &outer_shape, rows[_i].findings);
}
END_TEST

/* ---- what only YAML can spell --------------------------------------------------------------------------- */

static const struct {
    const char *text;
    const char *findings;
} yaml_rows[] = {
    {"first: 1s\ntext: no\nword: full\n", ""},
    {"first: 1s\ntext: 'no'\nsymbol: \"a\"\n", ""},
    {"first:\n", "1:7-1:7 wrong-type"},
    {"first: ~\n", "1:8-1:9 wrong-type"},
    {"first: 1s\ntext:\n", "2:6-2:6 wrong-type"},
    {"first: 1s\ntext: 0x1F\n", "2:7-2:11 needs-quotes"},
    {"first: 1s\ntext: .inf\n", "2:7-2:11 needs-quotes"},
    {"first: 1s\non: yes\n", "2:5-2:8 bad-boolean"},
    {"first: 1s\non: True\n", "2:5-2:9 bad-boolean"},
    {"first: 1s\ncount: 010\n", "2:8-2:11 bad-number"},
    {"first: 1s\ncount: 1_000\n", "2:8-2:13 bad-number"},
    {"first: 1s\nsymbol: no\n", "2:9-2:11 bad-name"},
    {"first: 1s\ninner:\n", "2:7-2:7 wrong-type"},
    {"first: 1s\ninner:\n  most:\n    - 1\n", "4:5-4:8 wrong-type"},
    {"first: 1s\nnames:\n  5db: 1\n", "3:3-3:6 bad-name"},
};

/* runs for each row of yaml_rows */
START_TEST(plain_scalars_are_typed_by_their_field)
{
    expect(yaml_rows[_i].text, RETRY_FORMAT_YAML, &outer_shape, yaml_rows[_i].findings);
}
END_TEST

static const struct {
    const char *text;
    const char *message;
    const char *help;
} said[] = {
    {"first: 1:30", "'1:30' is written with colons", "write first: 1m30s"},
    {"first: 5", "'5' has no unit", "write first: 5ms or first: 5s"},
    {"first: 0", "'0' has no unit", "write first: 0s"},
    {"first: 1h30", "'1h30' has no unit", "write first: 1h30m"},
    {"first: +5s", "'+5s' has a sign", "write first: 5s"},
    {"first: 1_500ms", "'1_500ms' has an underscore", "write first: 1.5s"},
    {"first: 1,5s", "'1,5s' has a comma", "write first: 1.5s"},
    {"first: 1,500ms", "'1,500ms' has a comma", "write first: 100ms"},
    {"first: 1s\npause: 90", "'90' has no unit", "write pause: 90ms"},
    {"first: 1s\ninner: {longest: 0}", "'0' has no unit", "write longest: 30s"},
    {"first: 1s\ninner: {most: 3.0}", "'3.0' has a point", "write most: 3"},
    {"first: 1s\ninner: {most: +03}", "'+03' has a sign", "write most: 3"},
    {"first: 1s\ninner: {most: 1_000}", "'1_000' has an underscore", "write a whole number, for example most: 5"},
    {"first: 1s\ninner: {most: 0x3}", "'0x3' is hexadecimal", "write a whole number, for example most: 5"},
    {"first: 1s\nbase: .7", "'.7' has no digit before the point", "write base: 0.7"},
    {"first: 1s\nbase: 5.", "'5.' has no digit after the point", "write base: 5"},
    {"first: 1s\ngrowth: 1.5000", "'1.5000' has too many digits after the point", "write growth: 1.5"},
    {"first: soon", "'soon' is not a duration", "write first: 100ms"},
    {"first: unlimited", "'first' cannot be unlimited", "write first: 100ms"},
    {"first: [1s]", "'first' is a list, a duration belongs here", "write first: 100ms"},
    {"first:", "'first' has no value, a duration belongs here", "write first: 100ms"},
    {"first: 400d", "'first' is '400d', it must be at most 365d", "write first: 100ms"},
    {"first: 1s\npause: 2m", "'pause' is '2m', it must be at most 1m", "write pause: 100ms"},
    {"first: 1s\ngrowth: 0", "'growth' is '0', it must be from 1 to 100", "write growth: 2"},
    {"first: 1s\nbase: 0.4", "'base' is '0.4', it must be at least 0.5", "write base: 1.5"},
    {"first: 1s\ngrowth: \"3\"", "'growth' is text in quotes, a number belongs here", "write growth: 3"},
    {"first: 1s\ngrowth: 1e2", "'1e2' has an exponent", "write a number, for example growth: 2"},
    {"first: 1s\ncount: 4294967295", "'count' is '4294967295', it is too large", "write count: 5"},
    {"first: 1s\nends: [1]", "'ends' is a list of 1, a list of two numbers belongs here", "write ends: [0.5, 1.5]"},
    {"first: 1s\nends: [2, 1]", "the upper end '1' is below the lower end '2'", "write the smaller number first"},
    {"first: 1s\non: yes", "'yes' is not a boolean", "write on: true"},
    {"first: 1s\non: Off", "'Off' is not a boolean", "write on: false"},
    {"first: 1s\non: maybe", "'maybe' is not a boolean", "write on: true or false"},
    {"first: 1s\nword: ful", "'word' cannot be 'ful'", "did you mean full?"},
    {"first: 1s\nword: none", "'word' cannot be 'none'", "write word: full or equal"},
    {"first: 1s\ntext: 12", "'12' without quotes is not text", "write text: \"12\""},
    {"first: 1s\nsymbol: my own", "the name 'my own' has a space", "write my-own"},
    {"first: 1s\nsymbol: no", "the name 'no' is a word that YAML may read as something else",
     "a name is none of y, n, yes, no, on, off, true, false and null"},
    {"first: 1s\nsymbol: x-own", "the name 'x-own' starts with x-",
     "a name does not start with x-: such keys are for your own notes"},
    {"first: 1s\nsymbol: d\xD0\xB1", "the name 'd\xD0\xB1' has a character that names do not have",
     "a name is a lower-case letter and then up to 62 of a-z, 0-9, '.', '_' and '-'"},
    {"first: 1s\nsymbol: \"a\\tb\"", "the name 'a\\x09b' has a character that names do not have", "write a-b"},
    {"first: 1s\nmost: 5", "unknown key 'most' in outer", "move it into inner"},
    {"first: 1s\ninner:\nmost: 5\nlongest: 1s", "'most' belongs under inner", "indent it under inner:"},
    {"first: 1s\nnode:\nfixed: {a: 1}", "'fixed' belongs under node", "indent it under node:"},
    {"first: 1s\nnames:\nquick: {a: 1}", "'quick' belongs under names", "indent it under names:"},
    {"first: 1s\nnames:\n  db:\n  most: 5\n  longest: 1s", "'most' belongs under db", "indent it under db:"},
    {"{first:1s}", "a space is missing behind ':' in 'first:1s'", "write first: 1s"},
    {"{first=1s}", "'first=1s' has a '=' where ': ' belongs", "write first: 1s"},
    {"first: 1s\ninner: most:5", "a space is missing behind ':' in 'most:5'", "write most: 5"},
    {"colour: 1s", "unknown key 'colour' in outer",
     "the keys of outer are base, first, last, pause, growth, ends, count, on, word, text, symbol, inner, node and "
     "names"},
    {"first: 1s\ninner: {most: unlimitd}", "'unlimitd' is neither a whole number nor the word unlimited",
     "did you mean unlimited?"},
    {"first: 1s\ninner: {longest: 0s}", "'longest' is '0s', it must be from 1ns to 365d", "write longest: 30s"},
};

/* runs for each row of said */
START_TEST(a_finding_says_what_is_wrong_and_what_to_write)
{
    struct outer config;
    struct trial trial;

    begin(&trial, said[_i].text, RETRY_FORMAT_YAML);
    retry__check_section(&trial.check, &trial.document.root, &outer_shape, &config);
    ck_assert_uint_eq(trial.report->count, 1);
    ck_assert_str_eq(trial.report->findings[0].message, said[_i].message);
    ck_assert_pstr_eq(trial.report->findings[0].help, said[_i].help);
    finish(&trial);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("field");
    Suite *suite = suite_create("field");

    tcase_add_loop_test(all, a_wrong_value_is_found_once_and_at_its_place, 0, (int)RETRY_COUNT(rows));
    tcase_add_loop_test(all, plain_scalars_are_typed_by_their_field, 0, (int)RETRY_COUNT(yaml_rows));
    tcase_add_loop_test(all, a_finding_says_what_is_wrong_and_what_to_write, 0, (int)RETRY_COUNT(said));
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
