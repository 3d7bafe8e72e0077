/* test_vocabulary.c - the names of codes are sorted, found both ways, and those of the platform's own headers. */
#include "engine/errors/vocabulary.h"

#include "engine/retry.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const struct retry_coded *row_of(retry_error_kind kind, const char *name)
{
    return retry__vocabulary_find(&retry__vocabularies[kind], name, strlen(name));
}

START_TEST(names_are_sorted_and_found)
{
    const struct retry_vocabulary *vocabulary = &retry__vocabularies[_i];

    for (size_t i = 0; i < *vocabulary->name_count; i++) {
        const char *name = vocabulary->names[i].name;
        if (i > 0)
            ck_assert_int_lt(strcmp(vocabulary->names[i - 1].name, name), 0);
        ck_assert_ptr_eq(retry__vocabulary_find(vocabulary, name, strlen(name)), &vocabulary->names[i]);
        ck_assert_ptr_null(retry__vocabulary_find(vocabulary, name, 1));
    }
}
END_TEST

START_TEST(each_code_has_one_usual_name)
{
    const struct retry_vocabulary *vocabulary = &retry__vocabularies[_i];

    for (size_t i = 0; i < *vocabulary->name_count; i++) {
        const struct retry_coded *row = &vocabulary->names[i];
        const char *usual = retry__vocabulary_name(vocabulary, row->code);
        if (row->code == RETRY_CODE_NOWHERE)
            ck_assert_ptr_null(usual);
        else if (row->alias)
            ck_assert_msg(usual && usual != row->name, "%s", row->name);
        else
            ck_assert_msg(usual == row->name, "%s and %s", usual, row->name);
    }
}
END_TEST

START_TEST(every_errno_of_this_platform_has_its_name)
{
    for (int number = 1; number < 4096; number++) {
        const char *name = strerrorname_np(number);
        const char *ours = retry__vocabulary_name(&retry__vocabularies[RETRY_ERROR_ERRNO], number);
        ck_assert_int_eq(name == NULL, ours == NULL);
        if (name)
            ck_assert_str_eq(name, ours);
    }
}
END_TEST

START_TEST(every_signal_of_this_platform_has_its_name)
{
    for (int number = 1; number < NSIG; number++) {
        const char *name = sigabbrev_np(number);
        const char *ours = retry__vocabulary_name(&retry__vocabularies[RETRY_ERROR_SIGNAL], number);
        ck_assert_int_eq(name == NULL, ours == NULL);
        if (name)
            ck_assert_str_eq(name, ours);
    }
}
END_TEST

START_TEST(curl_and_grpc_have_all_their_codes)
{
    for (int code = 0; code <= 16; code++)
        ck_assert_ptr_nonnull(retry__vocabulary_name(&retry__vocabularies[RETRY_ERROR_GRPC], code));
    ck_assert_ptr_null(retry__vocabulary_name(&retry__vocabularies[RETRY_ERROR_GRPC], 17));
    for (int code = 0; code <= 101; code++)
        ck_assert_msg(retry__vocabulary_name(&retry__vocabularies[RETRY_ERROR_CURL], code) != NULL, "%d", code);
    /* libcurl-errors(3). */
    ck_assert_int_eq(row_of(RETRY_ERROR_CURL, "COULDNT_CONNECT")->code, 7);
    ck_assert_int_eq(row_of(RETRY_ERROR_CURL, "OPERATION_TIMEDOUT")->code, 28);
    ck_assert_int_eq(row_of(RETRY_ERROR_CURL, "PEER_FAILED_VERIFICATION")->code, 60);
    ck_assert_int_eq(row_of(RETRY_ERROR_CURL, "SSL_CACERT")->code, 60);
    ck_assert_int_eq(row_of(RETRY_ERROR_CURL, "UNRECOVERABLE_POLL")->code, 99);
    ck_assert_int_eq(row_of(RETRY_ERROR_CURL, "FTP_WEIRD_SERVER_REPLY")->code, 8);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("vocabulary");
    TCase *tests = tcase_create("vocabulary");
    SRunner *runner;
    int failed;

    tcase_add_loop_test(tests, names_are_sorted_and_found, 0, RETRY_VOCABULARY_COUNT);
    tcase_add_loop_test(tests, each_code_has_one_usual_name, 0, RETRY_VOCABULARY_COUNT);
    tcase_add_test(tests, every_errno_of_this_platform_has_its_name);
    tcase_add_test(tests, every_signal_of_this_platform_has_its_name);
    tcase_add_test(tests, curl_and_grpc_have_all_their_codes);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
