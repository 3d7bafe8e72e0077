/* test_since.c - releases, and words that are newer than one. */
#include "schema/since.h"

#include "tests/schema/checking.h"

static uint64_t release(const char *text)
{
    uint64_t out;

    ck_assert_msg(retry__since_read(text, &out), "%s", text);
    return out;
}

/* Holds {first: 1s} against a shape whose field is of that release. @return what was found */
static const char *found(const char *since, const char *target)
{
    static char text[256];
    static const struct retry_source source = {"a.yaml", "first: 1s\n", 10};
    const struct retry_field field = {.key = "first", .type = RETRY_FIELD_DURATION, .since = since};
    const struct retry_shape shape = {.name = "outer", .fields = &field, .field_count = 1, .config_size = 8};
    struct retry_report *report = retry__report_new();
    struct retry_document document;
    uint64_t config;
    bool good;

    ck_assert(retry__read(&source, RETRY_FORMAT_YAML, &document, report));
    struct retry_check check = {.document = &document, .report = report, .target = target};
    good = retry__check_section(&check, &document.root, &shape, &config);
    ck_assert(good == (report->count == 0));
    snprintf(text, sizeof text, "%s", good ? "" : report->findings[0].message);
    retry__document_done(&document);
    retry__report_free(report);
    return text;
}

START_TEST(releases_compare_part_by_part)
{
    ck_assert_uint_lt(release("0.1"), release("0.2"));
    ck_assert_uint_lt(release("0.9"), release("0.10"));
    ck_assert_uint_lt(release("0.999999"), release("1.0"));
    ck_assert_uint_eq(release("0.1"), release("0.1.7"));
}
END_TEST

START_TEST(what_is_no_release_is_not_read)
{
    uint64_t out;

    ck_assert(!retry__since_read("", &out));
    ck_assert(!retry__since_read("1", &out));
    ck_assert(!retry__since_read("0.", &out));
    ck_assert(!retry__since_read(".1", &out));
    ck_assert(!retry__since_read("0.1x", &out));
    ck_assert(!retry__since_read("0.01", &out));
    ck_assert(!retry__since_read("0.1000000", &out));
}
END_TEST

START_TEST(a_key_newer_than_the_target_is_a_finding)
{
    ck_assert_str_eq(found("0.2", "0.1"), "'first' is new in release 0.2, the target is 0.1");
}
END_TEST

START_TEST(a_key_of_the_target_or_older_is_right)
{
    ck_assert_str_eq(found("0.2", "0.2"), "");
    ck_assert_str_eq(found("0.2", "0.10"), "");
    ck_assert_str_eq(found(NULL, "0.1"), "");
    ck_assert_str_eq(found("0.2", NULL), "");
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("since");
    Suite *suite = suite_create("since");
    SRunner *runner;
    int failed;

    tcase_add_test(all, releases_compare_part_by_part);
    tcase_add_test(all, what_is_no_release_is_not_read);
    tcase_add_test(all, a_key_newer_than_the_target_is_a_finding);
    tcase_add_test(all, a_key_of_the_target_or_older_is_right);
    suite_add_tcase(suite, all);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
