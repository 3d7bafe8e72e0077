/* test_print.c - a report looks as people expect it, and no byte of the input escapes into the terminal. */
#include "schema/print.h"

#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static char *printed(const struct retry_report *report, enum retry_print_format format, bool colour)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(stream);
    ck_assert(retry__print_report(report, format, colour, stream));
    fclose(stream);
    return text;
}

static void prints(const struct retry_report *report, enum retry_print_format format, bool colour, const char *expected)
{
    char *text = printed(report, format, colour);

    ck_assert_str_eq(text, expected);
    free(text);
}

/* Adds one finding at the columns of line 1, or to the end of a later line. */
static struct retry_report *at(const char *text, uint32_t column, uint32_t end_line, uint32_t end_column)
{
    struct retry_report *report = retry__report_new();
    struct retry_source source = {"a.yaml", text, strlen(text)};
    struct retry_draft draft = {
        .code = RETRY_FINDING_WRONG_TYPE, .source = &source, .span = {1, column, end_line, end_column}};

    retry__report_add(report, &draft, "wrong");
    return report;
}

static struct retry_report *full(void)
{
    static const char text[] = "policies:\n  db:\n    limits: {max_atempts: 6}\n\n\n\n\n\n\n  db: 1\n";
    static const struct retry_source source = {"app.yaml", text, sizeof text - 1};
    struct retry_report *report = retry__report_new();
    struct retry_draft unknown = {
        .code = RETRY_FINDING_UNKNOWN_KEY,
        .source = &source,
        .span = {3, 14, 3, 25},
        .help = "did you mean max_attempts?",
    };
    struct retry_draft twice = {
        .code = RETRY_FINDING_DEFINED_TWICE,
        .source = &source,
        .span = {10, 3, 10, 5},
        .related = &source,
        .related_span = {2, 3, 2, 5},
        .related_note = "first defined here",
    };

    retry__report_add(report, &unknown, "unknown key 'max_atempts' in limits");
    retry__report_add(report, &twice, "'db' is defined twice");
    return report;
}

START_TEST(text_shows_the_line_the_caret_the_other_place_and_the_help)
{
    struct retry_report *report = full();

    prints(report, RETRY_PRINT_TEXT, false,
           "app.yaml:3:14: error: unknown key 'max_atempts' in limits [unknown-key]\n"
           "  3 |     limits: {max_atempts: 6}\n"
           "    |              ^~~~~~~~~~~\n"
           "  help: did you mean max_attempts?\n"
           "\n"
           "app.yaml:10:3: error: 'db' is defined twice [defined-twice]\n"
           "  10 |   db: 1\n"
           "     |   ^~\n"
           "app.yaml:2:3: note: first defined here\n"
           "   2 |   db:\n"
           "     |   ^~\n"
           "\n");
    retry__report_free(report);
}
END_TEST

START_TEST(short_is_one_line_for_each)
{
    struct retry_report *report = full();

    prints(report, RETRY_PRINT_SHORT, true,
           "app.yaml:3:14: error: unknown key 'max_atempts' in limits [unknown-key]\n"
           "app.yaml:10:3: error: 'db' is defined twice [defined-twice]\n");
    retry__report_free(report);
}
END_TEST

START_TEST(colour_marks_place_severity_caret_and_help)
{
    struct retry_report *report = at("a: b", 4, 1, 5);

    prints(report, RETRY_PRINT_TEXT, true,
           "\033[1ma.yaml:1:4: \033[0m\033[1;31merror:\033[0m \033[1mwrong\033[0m [wrong-type]\n"
           "  1 | a: b\n"
           "    | \033[1;32m   ^\033[0m\n"
           "\n");
    retry__report_free(report);
}
END_TEST

START_TEST(without_a_place_only_the_sentence_is_shown)
{
    struct retry_report *report = retry__report_new();
    struct retry_draft draft = {.code = RETRY_FINDING_UNUSED, .file = "dir/a.yaml"};

    retry__report_add(report, &draft, "nothing in it");
    draft = (struct retry_draft){.code = RETRY_FINDING_REPLACED};
    retry__report_add(report, &draft, "nowhere at all");
    retry__report_no_memory(report);
    report->dropped = 3;
    prints(report, RETRY_PRINT_SHORT, false,
           "dir/a.yaml: warning: nothing in it [unused]\n"
           "info: nowhere at all [replaced]\n"
           "error: out of memory [out-of-memory]\n"
           "info: 3 more findings are not shown [more-findings]\n");
    retry__report_free(report);
}
END_TEST

/* ---- control bytes ------------------------------------------------------------------------------------------ */

static struct retry_report *hostile(void)
{
    struct retry_report *report = retry__report_new();
    char text[300];
    struct retry_source source = {"\x1B[2J\xFF\n\xC2\x9B.yaml", text, sizeof text};
    struct retry_draft draft = {
        .code = RETRY_FINDING_ENCODING,
        .source = &source,
        .span = {1, 1, 1, 300},
        .help = "\x07 \xE2\x80\xAE \x80",
        .related = &source,
        .related_span = {1, 2, 1, 3},
        .related_note = "\x1B",
    };

    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i == '\n' || i == '\r' ? 'x' : i);
    retry__report_add(report, &draft, "\x1B]0;title\x07 %.*s", (int)sizeof text, text + 1);
    return report;
}

START_TEST(no_control_byte_reaches_the_output)
{
    static const enum retry_print_format formats[] = {RETRY_PRINT_TEXT, RETRY_PRINT_SHORT, RETRY_PRINT_JSON};
    struct retry_report *report = hostile();

    for (size_t i = 0; i < RETRY_COUNT(formats); i++) {
        char *text = printed(report, formats[i], false);

        for (const char *byte = text; *byte != '\0'; byte++)
            ck_assert(((unsigned char)*byte >= ' ' && *byte != 0x7F) || *byte == '\n');
        ck_assert_ptr_null(strstr(text, "\xC2\x9B"));
        ck_assert_ptr_null(strstr(text, "\xE2\x80\xAE"));
        free(text);
    }
    retry__report_free(report);
}
END_TEST

/* ---- write errors --------------------------------------------------------------------------------------------- */

START_TEST(a_full_device_is_an_error)
{
    static const enum retry_print_format formats[] = {RETRY_PRINT_TEXT, RETRY_PRINT_SHORT, RETRY_PRINT_JSON};
    struct retry_report *report = full();

    for (size_t i = 0; i < RETRY_COUNT(formats); i++) {
        FILE *stream = fopen("/dev/full", "w");

        ck_assert_ptr_nonnull(stream);
        ck_assert(!retry__print_report(report, formats[i], false, stream));
        fclose(stream);
    }
    retry__report_free(report);
}
END_TEST

START_TEST(an_empty_report_prints_nothing)
{
    struct retry_report *report = retry__report_new();

    prints(report, RETRY_PRINT_TEXT, true, "");
    prints(report, RETRY_PRINT_JSON, false, "[]\n");
    retry__report_free(report);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("print");
    Suite *suite = suite_create("print");

    tcase_add_test(all, text_shows_the_line_the_caret_the_other_place_and_the_help);
    tcase_add_test(all, short_is_one_line_for_each);
    tcase_add_test(all, colour_marks_place_severity_caret_and_help);
    tcase_add_test(all, without_a_place_only_the_sentence_is_shown);
    tcase_add_test(all, no_control_byte_reaches_the_output);
    tcase_add_test(all, a_full_device_is_an_error);
    tcase_add_test(all, an_empty_report_prints_nothing);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
