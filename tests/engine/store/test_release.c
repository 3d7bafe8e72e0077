/* test_release.c - which release a document is written for. */
#include "engine/store/release.h"

#include "engine/retry.h"
#include "tests/engine/store/folder.h"

static const char *findings_of(const char *text)
{
    folder_forget();
    retry__set_free(folder_load_text(text));
    return folder_findings();
}

/* A document that needs that release and holds a key of the future. */
static const char *needing(unsigned long major, unsigned long minor, const char *rest)
{
    static char text[200];

    snprintf(text, sizeof text, "version: 1\nneeds: \"%lu.%lu\"\n%s", major, minor, rest);
    return text;
}

START_TEST(newer_release_is_one_finding_whatever_else_stands_there)
{
    ck_assert_str_eq(findings_of(needing(RETRY_VERSION_MAJOR, RETRY_VERSION_MINOR + 1, "future: [1]\npolicies: 5\n")),
                     "a.yaml:2:8 needs-newer\n");
    ck_assert_str_eq(findings_of(needing(RETRY_VERSION_MAJOR + 1, 0, "")), "a.yaml:2:8 needs-newer\n");
}
END_TEST

START_TEST(this_release_and_older_ones_are_there)
{
    ck_assert_str_eq(findings_of(needing(RETRY_VERSION_MAJOR, RETRY_VERSION_MINOR, "")), "");
    ck_assert_str_eq(findings_of(needing(0, 0, "")), "");
}
END_TEST

START_TEST(numbers_are_compared_as_numbers)
{
    ck_assert_str_eq(findings_of(needing(0, 1000, "")), "a.yaml:2:8 needs-newer\n");
}
END_TEST

START_TEST(names_of_a_newer_document_may_be_used_elsewhere)
{
    folder_write("a.yaml",
                 "version: 1\npolicies: {db: {limits: {max_attempts: 3}, backoff: {use: quick}, rules: [{when: "
                 "[down], action: retry}]}, web: {extends: base}}\noverrides: {policies: {nowhere: {}}}\n");
    folder_write("b.yaml", needing(1000, 0, "backoffs: {quick: {immediate: {}}}\n"));
    ck_assert_ptr_null(folder_load("a.yaml:b.yaml", NULL));
    ck_assert_str_eq(folder_findings(), "b.yaml:2:8 needs-newer\n");
}
END_TEST

START_TEST(needs_is_text_of_two_numbers)
{
    static const char *const wrong[] = {"\"2\"", "\"0.\"", "\".1\"", "\"v0.1\"", "\"0.1.0\"", "\"0.01\"", "latest"};
    char text[64];

    for (size_t i = 0; i < RETRY_COUNT(wrong); i++) {
        snprintf(text, sizeof text, "version: 1\nneeds: %s\n", wrong[i]);
        ck_assert_str_eq(findings_of(text), "a.yaml:2:8 bad-number\n");
    }
    ck_assert_str_eq(findings_of("version: 1\nneeds: 0.1\n"), "a.yaml:2:8 needs-quotes\n");
    ck_assert_str_eq(findings_of("version: 1\nneeds: [0.1]\n"), "a.yaml:2:8 wrong-type\n");
}
END_TEST

FOLDER_MAIN("release", newer_release_is_one_finding_whatever_else_stands_there, this_release_and_older_ones_are_there,
            numbers_are_compared_as_numbers, names_of_a_newer_document_may_be_used_elsewhere,
            needs_is_text_of_two_numbers)
