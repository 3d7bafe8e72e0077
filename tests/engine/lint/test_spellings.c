/* test_spellings.c - the expression of error classes holds every name that there is. */
#include "engine/lint/spellings.h"

#include "engine/errors/vocabulary.h"
#include "engine/retry.h"
#include "schema/mem.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *spellings;

static void write_spellings(void)
{
    spellings = retry__lint_spellings();
    ck_assert_ptr_nonnull(spellings);
}

static void forget_spellings(void)
{
    retry__mem_free(spellings);
}

/* Is the name one of the alternatives: between '|', '(?:' and ')'? */
static bool has_alternative(const char *name)
{
    size_t length = strlen(name);

    for (const char *at = strstr(spellings, name); at != NULL; at = strstr(at + 1, name))
        if (at > spellings && (at[-1] == '|' || at[-1] == ':') && (at[length] == '|' || at[length] == ')'))
            return true;
    return false;
}

START_TEST(every_name_of_every_vocabulary_is_an_alternative)
{
    for (int kind = 0; kind < RETRY_VOCABULARY_COUNT; kind++)
        for (size_t i = 0; i < *retry__vocabularies[kind].name_count; i++)
            ck_assert_msg(has_alternative(retry__vocabularies[kind].names[i].name), "%s",
                          retry__vocabularies[kind].names[i].name);
}
END_TEST

START_TEST(every_prefix_stands_before_its_names)
{
    char part[32];

    for (int kind = RETRY_ERROR_HTTP; kind < RETRY_VOCABULARY_COUNT; kind++) {
        snprintf(part, sizeof part, "|%s:", retry__vocabularies[kind].prefix);
        ck_assert_msg(strstr(spellings, part) != NULL, "%s", part);
    }
    ck_assert_int_eq(strncmp(spellings, "(?:E2BIG|", 9), 0);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("spellings");
    Suite *suite = suite_create("spellings");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(all, write_spellings, forget_spellings);
    tcase_add_test(all, every_name_of_every_vocabulary_is_an_alternative);
    tcase_add_test(all, every_prefix_stands_before_its_names);
    suite_add_tcase(suite, all);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
