/* test_finding.c - slugs are unique and well written, every finding has a meaning. */
#include "schema/finding.h"

#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(every_slug_is_lower_case_words_with_hyphens)
{
    for (int code = 0; code < RETRY_FINDING__COUNT; code++) {
        const char *slug = retry__finding_slug((enum retry_finding_code)code);

        ck_assert_uint_gt(strlen(slug), 2);
        ck_assert_uint_eq(strspn(slug, "abcdefghijklmnopqrstuvwxyz-"), strlen(slug));
        ck_assert(slug[0] != '-' && slug[strlen(slug) - 1] != '-');
    }
}
END_TEST

START_TEST(no_two_findings_share_a_slug)
{
    for (int left = 0; left < RETRY_FINDING__COUNT; left++)
        for (int right = 0; right < left; right++)
            ck_assert_str_ne(retry__finding_slug((enum retry_finding_code)left),
                             retry__finding_slug((enum retry_finding_code)right));
}
END_TEST

START_TEST(every_meaning_is_one_sentence)
{
    for (int code = 0; code < RETRY_FINDING__COUNT; code++) {
        const char *text = retry__finding_text((enum retry_finding_code)code);

        ck_assert(text[0] >= 'A' && text[0] <= 'Z');
        ck_assert_int_eq(text[strlen(text) - 1], '.');
    }
}
END_TEST

START_TEST(severities_are_those_of_the_table)
{
    ck_assert_int_eq(retry__finding_severity(RETRY_FINDING_OUT_OF_MEMORY), RETRY_FINDING_ERROR);
    ck_assert_int_eq(retry__finding_severity(RETRY_FINDING_UNUSED), RETRY_FINDING_WARNING);
    ck_assert_int_eq(retry__finding_severity(RETRY_FINDING_REPLACED), RETRY_FINDING_INFO);
    ck_assert_str_eq(retry__finding_slug(RETRY_FINDING_UNKNOWN_KEY), "unknown-key");
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("finding");
    Suite *suite = suite_create("finding");

    tcase_add_test(all, every_slug_is_lower_case_words_with_hyphens);
    tcase_add_test(all, no_two_findings_share_a_slug);
    tcase_add_test(all, every_meaning_is_one_sentence);
    tcase_add_test(all, severities_are_those_of_the_table);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
