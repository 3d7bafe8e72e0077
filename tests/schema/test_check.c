/* test_check.c - keys that are unknown, missing, or exclude one another give one finding each; what is right is stored.
 */
#include "tests/schema/checking.h"
#include "tests/suite.h"

static const struct {
    const char *text;
    const char *findings;
} rows[] = {
    {"{\"first\": \"1s\"}", ""},
    {"{}", "1:1-1:3 missing-key"},
    {"{\"frist\": \"1s\"}", "1:2-1:9 unknown-key"},
    {"{\"first\": \"1s\", \"colour\": 1}", "1:17-1:25 unknown-key"},
    {"{\"first\": \"1s\", \"x-own\": 1}", "1:17-1:24 unknown-key"},
    {"{\"first\": \"1s\", \"over\": {}}", "1:17-1:23 unknown-key"},
    {"{\"first\": \"1s\", \"most\": 1}", "1:17-1:23 unknown-key"},
    {"{\"\": \"1s\", \"first\": \"1s\"}", "1:2-1:4 unknown-key"},
    /* values that bound one another */
    {"{\"first\": \"2s\", \"last\": \"1s\"}", "1:25-1:29 bad-order"},
    {"{\"last\": \"1s\", \"first\": \"2s\"}", "1:10-1:14 bad-order"},
    {"{\"first\": \"2h\"}", "1:11-1:15 bad-order"},
    {"{\"first\": \"2 s\", \"last\": \"1s\"}", "1:11-1:16 bad-duration"},
    {"{\"first\": \"2s\", \"last\": \"1 s\"}", "1:25-1:30 bad-duration"},
    {"{\"first\": \"2s\", \"last\": \"2s\"}", ""},
    /* sections */
    {"{\"first\": \"1s\", \"inner\": {\"x-own\": [1], \"most\": 1}}", ""},
    {"{\"first\": \"1s\", \"inner\": []}", "1:26-1:28 wrong-type"},
    {"{\"first\": \"1s\", \"inner\": {\"most\": 0}}", "1:35-1:36 out-of-range"},
    {"{\"first\": \"1s\", \"inner\": {\"most\": \"unlimited\", \"longest\": \"unlimited\"}}", ""},
    {"{\"first\": \"1s\", \"inner\": {\"most\": \"unlimitd\"}}", "1:35-1:45 bad-word"},
    {"{\"first\": \"1s\", \"inner\": {\"longest\": \"0s\"}}", "1:38-1:42 out-of-range"},
    {"{\"first\": \"1s\", \"inner\": {\"mots\": 1}}", "1:27-1:33 unknown-key"},
    /* several mistakes, each said once */
    {"{\"last\": 1, \"growth\": 0, \"on\": \"yes\"}",
     "1:1-1:38 missing-key; 1:10-1:11 bad-duration; 1:23-1:24 out-of-range; 1:32-1:37 bad-boolean"},
};

/* runs for each row of rows */
START_TEST(a_mistake_is_found_once_and_at_its_place)
{
    expect(rows[_i].text, RETRY_FORMAT_JSON, &outer_shape, rows[_i].findings);
    expect(rows[_i].text, RETRY_FORMAT_YAML, &outer_shape, rows[_i].findings);
}
END_TEST

static const struct {
    const char *text;
    const char *findings;
} choice_rows[] = {
    {"{\"mode\": \"full\", \"over\": {}}", ""},
    {"{\"over\": 5}", "1:1-1:12 one-of"},
    {"{\"mdoe\": \"full\", \"over\": {}}", "1:2-1:8 unknown-key"},
    {"{\"mode\": \"full\"}", "1:1-1:17 missing-key"},
    {"{\"mode\": \"full\", \"ovr\": {}}", "1:18-1:23 unknown-key"},
    {"{\"mode\": \"full\", \"add\": \"1s\", \"over\": {}}", "1:18-1:23 one-of"},
    {"{\"add\": \"1s\", \"over\": {}, \"mode\": \"full\", \"ratio\": 1}", "1:27-1:33 one-of"},
    {"{\"ratio\": 2, \"over\": {}}", "1:11-1:12 out-of-range"},
};

/* runs for each row of choice_rows */
START_TEST(exactly_one_of_a_group_may_stand_there)
{
    expect(choice_rows[_i].text, RETRY_FORMAT_JSON, &choice_shape, choice_rows[_i].findings);
    expect(choice_rows[_i].text, RETRY_FORMAT_YAML, &choice_shape, choice_rows[_i].findings);
}
END_TEST

/* ---- what is stored ---------------------------------------------------------------------------------------- */

START_TEST(every_type_is_stored_at_its_offset)
{
    struct outer config;
    struct trial trial;

    begin(&trial,
          "{first: 1s, last: 2s, pause: 3s, growth: 1.5, ends: [0.5, 1.5], count: 4, on: false, word: full, text: t,"
          " symbol: abc, inner: {most: unlimited, longest: unlimited}, node: 5, names: {a: 1}}",
          RETRY_FORMAT_YAML);
    memset(&config, 0xFF, sizeof config);
    ck_assert(retry__check_section(&trial.check, &trial.document.root, &outer_shape, &config));
    ck_assert_uint_eq(config.first_ns, 1000000000);
    ck_assert_uint_eq(config.last_ns, 2000000000);
    ck_assert_uint_eq(config.pause_ns, 3000000000);
    ck_assert_uint_eq(config.growth.billionths, 1500000000);
    ck_assert_uint_eq(config.ends[0].billionths, 500000000);
    ck_assert_uint_eq(config.ends[1].billionths, 1500000000);
    ck_assert_uint_eq(config.count, 4);
    ck_assert(!config.on);
    ck_assert_uint_eq(config.word, 0);
    ck_assert_uint_eq(config.symbol, 3);
    ck_assert_uint_eq(config.inner.most, UINT32_MAX);
    ck_assert_uint_eq(config.inner.longest_ns, UINT64_MAX);
    ck_assert_ptr_eq(config.node, retry__value_get(&trial.document.root, "node"));
    ck_assert_ptr_eq(config.names, retry__value_get(&trial.document.root, "names"));
    finish(&trial);
}
END_TEST

START_TEST(absent_keys_get_their_presets)
{
    struct outer config;
    struct trial trial;

    begin(&trial, "{first: 1s}", RETRY_FORMAT_YAML);
    memset(&config, 0xFF, sizeof config);
    ck_assert(retry__check_section(&trial.check, &trial.document.root, &outer_shape, &config));
    ck_assert_uint_eq(config.last_ns, 3600 * UINT64_C(1000000000));
    ck_assert_uint_eq(config.growth.billionths, 2 * RETRY_DECIMAL_ONE);
    ck_assert(config.on);
    ck_assert_uint_eq(config.word, 1);
    ck_assert_uint_eq(config.inner.most, 9);
    ck_assert_uint_eq(config.inner.longest_ns, 0);
    ck_assert_uint_eq(config.pause_ns, 0);
    ck_assert_ptr_null(config.node);
    finish(&trial);
}
END_TEST

START_TEST(the_first_value_of_a_key_that_stands_twice_is_stored)
{
    struct outer config;
    struct trial trial;

    begin(&trial, "{first: 1s, count: 1, inner: {most: 1}, first: 3h, count: 2, inner: {most: 2}}", RETRY_FORMAT_YAML);
    ck_assert_uint_eq(trial.report->count, 3);
    ck_assert(retry__check_section(&trial.check, &trial.document.root, &outer_shape, &config));
    ck_assert_uint_eq(config.first_ns, 1000000000);
    ck_assert_uint_eq(config.count, 1);
    ck_assert_uint_eq(config.inner.most, 1);
    ck_assert_uint_eq(trial.report->count, 3);
    finish(&trial);
}
END_TEST

/* Of a shape that tells which keys stand there: not those that have presets, and wrong ones too. */
START_TEST(stated_keys_are_told_by_their_bits)
{
    struct {
        struct inner inner;
        uint64_t stated;
    } config;
    struct retry_shape shape = inner_shape;
    struct trial trial;

    shape.config_size = sizeof config;
    shape.stated_offset = sizeof config.inner;
    begin(&trial, "{longest: 1s, x-y: 1}", RETRY_FORMAT_YAML);
    ck_assert(retry__check_section(&trial.check, &trial.document.root, &shape, &config));
    ck_assert_uint_eq(config.stated, 2);
    finish(&trial);
    begin(&trial, "{longest: 1, most: 5}", RETRY_FORMAT_YAML);
    ck_assert(!retry__check_section(&trial.check, &trial.document.root, &shape, &config));
    ck_assert_uint_eq(config.stated, 3);
    finish(&trial);
}
END_TEST

START_TEST(the_choice_is_stored_by_its_index)
{
    struct choice config;
    struct trial trial;

    begin(&trial, "{over: {}, add: 5ns}", RETRY_FORMAT_YAML);
    ck_assert(retry__check_section(&trial.check, &trial.document.root, &choice_shape, &config));
    ck_assert_uint_eq(config.which, 2);
    ck_assert_uint_eq(config.ns, 5);
    finish(&trial);
}
END_TEST

START_TEST(a_symbol_without_memory_is_no_memory)
{
    struct outer config;
    struct trial trial;

    begin(&trial, "{first: 1s, symbol: abc}", RETRY_FORMAT_YAML);
    trial.check.context = &trial;
    ck_assert(!retry__check_section(&trial.check, &trial.document.root, &outer_shape, &config));
    ck_assert(trial.report->out_of_memory);
    ck_assert_uint_eq(trial.report->count, 0);
    finish(&trial);
}
END_TEST

/* ---- what is said -------------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    const char *message;
    const char *help;
} said[] = {
    {"frist: 1s", "unknown key 'frist' in outer", "did you mean first?"},
    {"first: 1s\nmost: 5", "unknown key 'most' in outer", "move it into inner"},
    {"first: 1s\ninner: {z: 5}", "unknown key 'z' in inner", "the keys of inner are most and longest"},
    {"first: 2s\nlast: 1s", "'last' is 1s, below 'first' with 2s", "write last: 2s, or longer"},
    {"first: 2h", "'last' is 1h, below 'first' with 2h", "write last: 2h, or longer"},
    {"first: 1s\ninner: 5", "'inner' is a single value, a mapping belongs here", "write inner: {most: 5}"},
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

START_TEST(what_is_missing_is_said_at_the_key_of_its_mapping)
{
    struct choice config;
    struct trial trial;
    char found[128];

    begin(&trial, "a:\n  b:\n    mode: full\n", RETRY_FORMAT_YAML);
    retry__check_section(&trial.check, &trial.document.root.pairs[0].value.pairs[0].value, &choice_shape, &config);
    spell(trial.report, found, sizeof found);
    ck_assert_str_eq(found, "2:3-2:4 missing-key");
    ck_assert_str_eq(trial.report->findings[0].path, "a.b");
    ck_assert_str_eq(trial.report->findings[0].message, "choice needs the key 'over'");
    finish(&trial);
}
END_TEST

START_TEST(a_conflict_names_both_places)
{
    struct choice config;
    struct trial trial;
    const struct retry_finding *finding;

    begin(&trial, "mode: full\nover: {}\nadd: 1s\n", RETRY_FORMAT_YAML);
    retry__check_section(&trial.check, &trial.document.root, &choice_shape, &config);
    finding = retry__report_at(trial.report, 0);
    ck_assert_str_eq(finding->message, "'add' cannot stand beside 'mode'");
    ck_assert_uint_eq(finding->related.span.line, 1);
    ck_assert_str_eq(finding->related.line, "mode: full");
    finish(&trial);
}
END_TEST

START_TEST(a_shape_without_fields_takes_an_empty_mapping_only)
{
    struct trial trial;

    expect("{}", RETRY_FORMAT_YAML, &empty_shape, "");
    begin(&trial, "{delay: 1s}", RETRY_FORMAT_YAML);
    ck_assert(!retry__check_section(&trial.check, &trial.document.root, &empty_shape, (char[1]){0}));
    finish(&trial);
}
END_TEST

START_TEST(without_a_report_the_answer_is_the_same)
{
    struct outer config;
    struct trial trial;

    begin(&trial, "{first: 5, x: 1}", RETRY_FORMAT_YAML);
    trial.check.report = NULL;
    ck_assert(!retry__check_section(&trial.check, &trial.document.root, &outer_shape, &config));
    finish(&trial);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("check");
    Suite *suite = suite_create("check");

    tcase_add_loop_test(all, a_mistake_is_found_once_and_at_its_place, 0, (int)RETRY_COUNT(rows));
    tcase_add_loop_test(all, exactly_one_of_a_group_may_stand_there, 0, (int)RETRY_COUNT(choice_rows));
    tcase_add_test(all, every_type_is_stored_at_its_offset);
    tcase_add_test(all, absent_keys_get_their_presets);
    tcase_add_test(all, the_first_value_of_a_key_that_stands_twice_is_stored);
    tcase_add_test(all, stated_keys_are_told_by_their_bits);
    tcase_add_test(all, the_choice_is_stored_by_its_index);
    tcase_add_test(all, a_symbol_without_memory_is_no_memory);
    tcase_add_loop_test(all, a_finding_says_what_is_wrong_and_what_to_write, 0, (int)RETRY_COUNT(said));
    tcase_add_test(all, what_is_missing_is_said_at_the_key_of_its_mapping);
    tcase_add_test(all, a_conflict_names_both_places);
    tcase_add_test(all, a_shape_without_fields_takes_an_empty_mapping_only);
    tcase_add_test(all, without_a_report_the_answer_is_the_same);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
