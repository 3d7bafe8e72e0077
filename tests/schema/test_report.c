/* test_report.c - a report keeps everything that it is told, in copies, and orders it. */
#include "schema/report.h"

#include "tests/suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char text[] = "version: 1\npolicies:\n  db: 5\n";
static const struct retry_source source = {"a.yaml", text, sizeof text - 1};

static void add(struct retry_report *report, enum retry_finding_code code, const char *file, uint32_t line,
                uint32_t column, const char *message)
{
    struct retry_draft draft = {.code = code, .file = file, .span = {line, column, line, column + 1}};

    ck_assert(!retry__report_add(report, &draft, "%s", message));
}

START_TEST(a_finding_is_copied_with_its_place_and_line)
{
    struct retry_report *report = retry__report_new();
    char help[] = "write it so";
    char name[] = "a.yaml";
    struct retry_source local = {name, text, sizeof text - 1};
    struct retry_draft draft = {
        .code = RETRY_FINDING_WRONG_TYPE,
        .source = &local,
        .span = {3, 7, 3, 8},
        .help = help,
        .related = &local,
        .related_span = {1, 1, 1, 8},
        .related_note = "see here",
    };
    const struct retry_finding *finding;

    ck_assert(!retry__report_add(report, &draft, "'%d' is %s", 5, "wrong"));
    memset(help, '#', sizeof help - 1);
    memset(name, '#', sizeof name - 1);
    finding = retry__report_at(report, 0);
    ck_assert_str_eq(finding->place.file, "a.yaml");
    ck_assert_str_eq(finding->place.line, "  db: 5");
    ck_assert_uint_eq(finding->place.span.column, 7);
    ck_assert_str_eq(finding->message, "'5' is wrong");
    ck_assert_str_eq(finding->help, "write it so");
    ck_assert_str_eq(finding->path, "");
    ck_assert_str_eq(finding->related.line, "version: 1");
    ck_assert_str_eq(finding->related_note, "see here");
    ck_assert_ptr_eq(finding->related.file, finding->place.file);
    retry__report_free(report);
}
END_TEST

START_TEST(bytes_of_the_source_become_lines_and_columns)
{
    struct retry_report *report = retry__report_new();
    struct retry_draft draft = {
        .code = RETRY_FINDING_WRONG_TYPE,
        .source = &source,
        .place = &(struct retry_range){27, 28},
        .related = &source,
        .related_place = &(struct retry_range){11, 28},
        .related_note = "in here",
    };
    const struct retry_finding *finding;
    const struct retry_span five = {3, 7, 3, 8}, policies = {2, 1, 3, 8};

    retry__report_add(report, &draft, "wrong");
    finding = retry__report_at(report, 0);
    ck_assert(memcmp(&finding->place.span, &five, sizeof five) == 0);
    ck_assert_str_eq(finding->place.line, "  db: 5");
    ck_assert(memcmp(&finding->related.span, &policies, sizeof policies) == 0);
    ck_assert_str_eq(finding->related.line, "policies:");
    retry__report_free(report);
}
END_TEST

START_TEST(the_path_leads_through_the_document)
{
    struct retry_report *report = retry__report_new();
    struct retry_pair pair = {
        .key = {.text = "db\x1B", .count = 3, .plain = true, .place = {1, 4}},
        .value = {.text = "5", .count = 1, .plain = true, .place = {6, 7}},
    };
    struct retry_value root = {.type = RETRY_VALUE_MAPPING, .count = 1, .place = {0, 8}};
    struct retry_draft draft = {
        .code = RETRY_FINDING_WRONG_TYPE, .file = "a", .root = &root, .place = &pair.value.place};

    root.pairs = &pair;
    retry__report_add(report, &draft, "wrong");
    ck_assert_str_eq(retry__report_at(report, 0)->path, "db\\x1B");
    retry__report_free(report);
}
END_TEST

START_TEST(messages_and_helps_are_escaped_and_cut)
{
    struct retry_report *report = retry__report_new();
    struct retry_draft draft = {.code = RETRY_FINDING_SYNTAX, .source = &source, .help = "\x1B[2J"};
    char large[3000];
    const struct retry_finding *finding;

    memset(large, 'a', sizeof large - 1);
    large[sizeof large - 1] = '\0';
    retry__report_add(report, &draft, "\x07%s", large);
    finding = retry__report_at(report, 0);
    ck_assert_uint_eq(strlen(finding->message), 511);
    ck_assert_str_eq(finding->message + 508, "...");
    ck_assert(strncmp(finding->message, "\\x07aaa", 7) == 0);
    ck_assert_str_eq(finding->help, "\\x1B[2J");
    retry__report_free(report);
}
END_TEST

START_TEST(a_message_of_wide_characters_is_cut_at_a_whole_one)
{
    struct retry_report *report = retry__report_new();
    struct retry_draft draft = {.code = RETRY_FINDING_SYNTAX};
    char large[3001];

    for (size_t i = 0; i < 3000; i += 3)
        memcpy(large + i, "\xE6\x97\xA5", 3);
    large[3000] = '\0';
    retry__report_add(report, &draft, "%s", large);
    ck_assert_uint_eq(strlen(retry__report_at(report, 0)->message) % 3, 0);
    retry__report_free(report);
}
END_TEST

START_TEST(findings_are_ordered_by_file_line_column_and_severity)
{
    static const char *const expected[] = {"b1", "b2", "b3 error", "b3 warning", "b3 again", "a", "none"};
    struct retry_report *report = retry__report_new();

    add(report, RETRY_FINDING_SYNTAX, "b", 2, 1, "b2");
    add(report, RETRY_FINDING_SYNTAX, "a", 1, 1, "a");
    add(report, RETRY_FINDING_UNUSED, "b", 3, 4, "b3 warning");
    add(report, RETRY_FINDING_UNUSED, "b", 3, 4, "b3 again");
    add(report, RETRY_FINDING_SYNTAX, NULL, 0, 0, "none");
    add(report, RETRY_FINDING_SYNTAX, "b", 3, 4, "b3 error");
    add(report, RETRY_FINDING_SYNTAX, "b", 1, 9, "b1");
    for (int round = 0; round < 2; round++) {
        retry__report_sort(report);
        for (size_t i = 0; i < RETRY_COUNT(expected); i++)
            ck_assert_str_eq(retry__report_at(report, i)->message, expected[i]);
    }
    retry__report_free(report);
}
END_TEST

START_TEST(severities_are_counted_from_the_least_on)
{
    struct retry_report *report = retry__report_new();

    add(report, RETRY_FINDING_SYNTAX, "a", 1, 1, "error");
    add(report, RETRY_FINDING_UNUSED, "a", 1, 1, "warning");
    add(report, RETRY_FINDING_REPLACED, "a", 1, 1, "info");
    ck_assert_uint_eq(retry__report_count(report, RETRY_FINDING_INFO), 3);
    ck_assert_uint_eq(retry__report_count(report, RETRY_FINDING_WARNING), 2);
    ck_assert_uint_eq(retry__report_count(report, RETRY_FINDING_ERROR), 1);
    ck_assert(!report->io);
    retry__report_free(report);
}
END_TEST

START_TEST(findings_of_reading_mark_the_report)
{
    static const enum retry_finding_code codes[] = {RETRY_FINDING_CANNOT_READ, RETRY_FINDING_NOT_REGULAR,
                                                    RETRY_FINDING_CHANGED};

    for (size_t i = 0; i < RETRY_COUNT(codes); i++) {
        struct retry_report *report = retry__report_new();

        add(report, codes[i], "a", 0, 0, "unreadable");
        ck_assert(report->io);
        retry__report_free(report);
    }
}
END_TEST

START_TEST(beyond_the_limit_findings_are_counted_only)
{
    struct retry_report *report = retry__report_new();
    struct retry_more more;

    for (int i = 0; i < RETRY_REPORT_MAX + 5; i++)
        add(report, RETRY_FINDING_UNUSED, "a", 1, 1, "again");
    add(report, RETRY_FINDING_CANNOT_READ, "a", 1, 1, "unreadable");
    ck_assert_uint_eq(report->count, RETRY_REPORT_MAX);
    ck_assert_uint_eq(report->dropped, 6);
    ck_assert_uint_eq(retry__report_count(report, RETRY_FINDING_INFO), RETRY_REPORT_MAX + 6);
    ck_assert_uint_eq(retry__report_count(report, RETRY_FINDING_ERROR), 1);
    ck_assert(report->io);
    ck_assert_ptr_null(retry__report_at(report, RETRY_REPORT_MAX));
    ck_assert_str_eq(retry__report_more(report, &more)->message, "6 more findings are not shown");
    retry__report_free(report);
}
END_TEST

START_TEST(running_out_of_memory_is_one_more_finding)
{
    struct retry_report *report = retry__report_new();

    add(report, RETRY_FINDING_UNUSED, "a", 1, 1, "warning");
    ck_assert(!retry__report_no_memory(report));
    ck_assert(!retry__report_no_memory(report));
    ck_assert_uint_eq(retry__report_count(report, RETRY_FINDING_ERROR), 1);
    ck_assert_uint_eq(retry__report_count(report, RETRY_FINDING_INFO), 2);
    ck_assert_int_eq(retry__report_at(report, 1)->code, RETRY_FINDING_OUT_OF_MEMORY);
    ck_assert_str_eq(retry__report_at(report, 1)->message, "out of memory");
    ck_assert_ptr_null(retry__report_at(report, 2));
    retry__report_free(report);
}
END_TEST

START_TEST(no_report_takes_everything_and_keeps_nothing)
{
    add(NULL, RETRY_FINDING_SYNTAX, "a", 1, 1, "error");
    ck_assert(!retry__report_no_memory(NULL));
    retry__report_sort(NULL);
    ck_assert_uint_eq(retry__report_count(NULL, RETRY_FINDING_INFO), 0);
    ck_assert_ptr_null(retry__report_at(NULL, 0));
    retry__report_free(NULL);
}
END_TEST

START_TEST(a_place_without_a_line_shows_none)
{
    struct retry_report *report = retry__report_new();
    struct retry_draft draft = {.code = RETRY_FINDING_TOO_LARGE, .source = &source};

    retry__report_add(report, &draft, "too large");
    draft.span = (struct retry_span){99, 1, 99, 1};
    retry__report_add(report, &draft, "beyond the end");
    ck_assert_ptr_null(retry__report_at(report, 0)->place.line);
    ck_assert_ptr_null(retry__report_at(report, 1)->place.line);
    retry__report_free(report);
}
END_TEST

START_TEST(a_copy_keeps_the_first_of_each_severity_and_counts_all)
{
    struct retry_report *report = retry__report_new();
    struct retry_report copy = {0};
    struct retry_draft draft = {.code = RETRY_FINDING_WRONG_TYPE,
                                .source = &source,
                                .span = {3, 7, 3, 8},
                                .help = "so",
                                .related = &source,
                                .related_span = {1, 1, 1, 8},
                                .related_note = "see here"};

    retry__report_add(report, &draft, "the first");
    for (uint32_t i = 1; i <= 5; i++)
        add(report, RETRY_FINDING_UNUSED, "b.yaml", i, 1, "unused");
    add(report, RETRY_FINDING_WRONG_TYPE, "b.yaml", 9, 1, "the second");
    retry__report_copy(&copy, report, 2);
    retry__report_free(report);
    ck_assert_uint_eq(copy.count, 4);
    ck_assert_uint_eq(copy.dropped, 3);
    ck_assert_uint_eq(retry__report_count(&copy, RETRY_FINDING_WARNING), 7);
    ck_assert_uint_eq(retry__report_count(&copy, RETRY_FINDING_ERROR), 2);
    ck_assert_str_eq(copy.findings[0].message, "the first");
    ck_assert_str_eq(copy.findings[0].place.line, "  db: 5");
    ck_assert_str_eq(copy.findings[0].help, "so");
    ck_assert_str_eq(copy.findings[0].related.line, "version: 1");
    ck_assert_str_eq(copy.findings[0].related_note, "see here");
    ck_assert_uint_eq(copy.findings[2].place.span.line, 2);
    ck_assert_str_eq(copy.findings[3].message, "the second");
    retry__report_empty(&copy);
    ck_assert_uint_eq(copy.count, 0);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("report");
    Suite *suite = suite_create("report");

    tcase_add_test(all, a_finding_is_copied_with_its_place_and_line);
    tcase_add_test(all, the_path_leads_through_the_document);
    tcase_add_test(all, bytes_of_the_source_become_lines_and_columns);
    tcase_add_test(all, messages_and_helps_are_escaped_and_cut);
    tcase_add_test(all, a_message_of_wide_characters_is_cut_at_a_whole_one);
    tcase_add_test(all, findings_are_ordered_by_file_line_column_and_severity);
    tcase_add_test(all, severities_are_counted_from_the_least_on);
    tcase_add_test(all, findings_of_reading_mark_the_report);
    tcase_add_test(all, beyond_the_limit_findings_are_counted_only);
    tcase_add_test(all, running_out_of_memory_is_one_more_finding);
    tcase_add_test(all, no_report_takes_everything_and_keeps_nothing);
    tcase_add_test(all, a_place_without_a_line_shows_none);
    tcase_add_test(all, a_copy_keeps_the_first_of_each_severity_and_counts_all);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
