/* test_reference.c - the reference names everything, in mdoc. */
#include "schema/reference.h"

#include "tests/schema/tables.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static char *text;

static void write_text(void)
{
    size_t size;
    FILE *out = open_memstream(&text, &size);

    retry__reference(&tables, out);
    fclose(out);
}

static void forget_text(void)
{
    free(text);
}

static void expect(const char *words)
{
    ck_assert_msg(strstr(text, words) != NULL, "'%s' is not in\n%s", words, text);
}

START_TEST(sections_say_their_fields_and_an_example)
{
    expect(".Ss The section root\nAll of it.\n.Bl -tag -width \"version\"\n.It Cm version\nRequired.\nThe version.\n"
           "The whole number 1.\n");
    expect(".It Cm x-*\n");
    expect(".Bd -literal -offset indent\npart: {most: 5}\n.Ed\n");
    expect(".Ss The section guest\n");
}
END_TEST

START_TEST(kinds_say_their_fields_and_what_they_hold)
{
    expect(".It Cm leaf\nStands alone.\n");
    expect(".It Cm growth\nHow fast.\nA decimal from 0.5 to 2 with at most 3 digits after the point, by default 1.5.\n"
           "Since 0.3.\n");
    expect(".It Cm many\nHolds nodes.\nA list with at least one node.\nSince 0.2.\n.Bd");
    expect("Exactly one of mood and range must be given.\n");
    expect(".It Cm over\nRequired.\n");
    expect(".It Cm over\nThe backoff that serves in its place.\n");
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("reference");
    Suite *suite = suite_create("reference");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(all, write_text, forget_text);
    tcase_add_test(all, sections_say_their_fields_and_an_example);
    tcase_add_test(all, kinds_say_their_fields_and_what_they_hold);
    suite_add_tcase(suite, all);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
