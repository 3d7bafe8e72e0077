/* test_error.c - errors are spelled as documents do, joined, and known for what they prove. */
#include "engine/errors/error.h"

#include <check.h>
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static void expect_text(retry_error error, const char *expected)
{
    char text[256];

    ck_assert_uint_eq(retry__error_text(error, text, sizeof(text)), strlen(expected));
    ck_assert_str_eq(text, expected);
}

START_TEST(every_kind_has_its_spelling)
{
    expect_text(retry_ok(), "ok");
    expect_text(retry_errno(ECONNRESET), "ECONNRESET");
    expect_text(retry_http(503), "http:503");
    expect_text(retry_grpc(14), "grpc:UNAVAILABLE");
    expect_text(retry_grpc(16), "grpc:UNAUTHENTICATED");
    expect_text(retry__error_sqlstate("40001"), "sqlstate:40001");
    expect_text(retry_exit(75), "exit:75");
    expect_text(retry_signal(SIGTERM), "signal:TERM");
    expect_text(retry_gai(EAI_AGAIN), "gai:EAI_AGAIN");
    expect_text(retry_curl(7), "curl:COULDNT_CONNECT");
    expect_text(retry_app("deadlock"), "app:deadlock");
}
END_TEST

START_TEST(codes_without_a_name_are_numbers)
{
    expect_text(retry_errno(99999), "errno:99999");
    expect_text(retry_errno(-5), "errno:-5");
    expect_text(retry_grpc(17), "grpc:17");
    expect_text(retry_signal(9999), "signal:9999");
    expect_text(retry_gai(-999), "gai:-999");
    expect_text(retry_error_make((retry_error_kind)42, 1), "unknown:1");
    expect_text(retry_error_make(RETRY_ERROR_SQLSTATE, -1), "sqlstate:-1");
}
END_TEST

START_TEST(every_grpc_status_has_a_name)
{
    char text[64];

    for (int status = 1; status <= 16; status++) {
        retry__error_text(retry_grpc(status), text, sizeof(text));
        ck_assert_int_gt(text[strlen("grpc:")], '9');
    }
}
END_TEST

START_TEST(a_second_spelling_follows_a_space)
{
    expect_text(retry__error_also(retry_curl(7), retry_http(503)), "curl:COULDNT_CONNECT http:503");
    expect_text(retry__error_also(retry_http(503), retry_app("SlowDown")), "http:503 app:SlowDown");
    expect_text(retry__error_also(retry_gai(EAI_SYSTEM), retry_errno(EMFILE)), "gai:EAI_SYSTEM EMFILE");
}
END_TEST

START_TEST(text_is_cut_to_any_size)
{
    retry_error error = retry__error_also(retry_curl(7), retry_http(503));
    char text[8] = "#######";

    ck_assert_uint_eq(retry__error_text(error, NULL, 0), strlen("curl:COULDNT_CONNECT http:503"));
    ck_assert_uint_eq(retry__error_text(error, text, 5), strlen("curl:COULDNT_CONNECT http:503"));
    ck_assert_str_eq(text, "curl");
}
END_TEST

START_TEST(words_show_no_control_bytes_and_no_end)
{
    char endless[1000], expected[4 + 63 + 1] = "app:";

    expect_text(retry_app("a\x1b[31m b\xc3\xa4"), "app:a??31m?b??");
    memset(endless, 'x', sizeof(endless));
    memset(expected + 4, 'x', 63);
    endless[sizeof(endless) - 1] = '\0';
    expected[sizeof(expected) - 1] = '\0';
    expect_text(retry_app(endless), expected);
}
END_TEST

START_TEST(a_word_that_is_missing_is_a_question_mark)
{
    retry_error empty = retry_app("word");

    empty.word = "";
    expect_text(empty, "app:?");
    expect_text(retry_error_make(RETRY_ERROR_APP, 0), "app:?");
    expect_text(retry__error_also(retry_http(503), retry_error_make(RETRY_ERROR_APP, 7)), "http:503 app:?");
}
END_TEST

START_TEST(sqlstates_survive_packing)
{
    expect_text(retry__error_sqlstate("08006"), "sqlstate:08006");
    expect_text(retry__error_sqlstate("57P01"), "sqlstate:57P01");
    expect_text(retry__error_sqlstate("57p01"), "sqlstate:57P01");
    expect_text(retry__error_sqlstate("HV00A"), "sqlstate:HV00A");
    expect_text(retry__error_sqlstate("ZZZZZ"), "sqlstate:ZZZZZ");
    expect_text(retry__error_sqlstate("03000"), "sqlstate:03000");
}
END_TEST

START_TEST(sqlstates_of_success_are_success)
{
    ck_assert(retry_is_ok(retry__error_sqlstate(NULL)));
    ck_assert(retry_is_ok(retry__error_sqlstate("00000")));
    ck_assert(retry_is_ok(retry__error_sqlstate("01P01")));
    ck_assert(retry_is_ok(retry__error_sqlstate("02000")));
}
END_TEST

START_TEST(malformed_sqlstates_are_errors)
{
    static const char *const malformed[] = {"", "0", "0000", "000000", "4000 ", "40-01", "\xc3\xa4-01", "00000\n"};

    for (size_t i = 0; i < sizeof(malformed) / sizeof(*malformed); i++)
        expect_text(retry__error_sqlstate(malformed[i]), "sqlstate:ZZZZZ");
}
END_TEST

START_TEST(success_gives_way_to_the_other_part)
{
    expect_text(retry__error_also(retry_ok(), retry_http(503)), "http:503");
    expect_text(retry__error_also(retry_http(503), retry_ok()), "http:503");
    ck_assert(retry_is_ok(retry__error_also(retry_http(200), retry_errno(0))));
}
END_TEST

START_TEST(of_two_words_the_first_stays)
{
    expect_text(retry__error_also(retry_app("one"), retry_app("two")), "app:one");
}
END_TEST

START_TEST(a_number_goes_before_a_word)
{
    expect_text(retry__error_also(retry_app("one"), retry_http(503)), "http:503 app:one");
}
END_TEST

START_TEST(there_are_two_spellings_at_most)
{
    retry_error two = retry__error_also(retry_curl(22), retry_http(429));

    expect_text(retry__error_also(two, retry_app("third")), "curl:HTTP_RETURNED_ERROR http:429");
    expect_text(retry__error_also(retry_exit(3), two), "exit:3 curl:HTTP_RETURNED_ERROR");
    expect_text(retry__error_also(retry_app("word"), two), "curl:HTTP_RETURNED_ERROR app:word");
    expect_text(retry__error_also(retry_ok(), two), "curl:HTTP_RETURNED_ERROR http:429");
}
END_TEST

START_TEST(marks_of_both_parts_stay)
{
    ck_assert(retry__error_also(retry_unprocessed(retry_curl(22)), retry_http(503)).marks & RETRY_MARK_UNPROCESSED);
    ck_assert(retry__error_also(retry_curl(22), retry_unprocessed(retry_http(503))).marks & RETRY_MARK_UNPROCESSED);
    ck_assert(!retry__error_also(retry_curl(22), retry_http(503)).marks);
}
END_TEST

START_TEST(a_success_brings_no_marks)
{
    ck_assert(!retry__error_also(retry_unprocessed(retry_ok()), retry_http(503)).marks);
    ck_assert(!retry__error_also(retry_http(503), retry_unprocessed(retry_ok())).marks);
    ck_assert(retry__error_also(retry_ok(), retry_unprocessed(retry_http(503))).marks);
    ck_assert(retry__error_also(retry_unprocessed(retry_http(503)), retry_ok()).marks);
}
END_TEST

START_TEST(some_errors_prove_that_nothing_was_sent)
{
    static const int numbers[] = {ECONNREFUSED, ENETDOWN, ENETUNREACH, EHOSTDOWN, EHOSTUNREACH};

    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
        ck_assert(retry__error_not_sent(retry_errno(numbers[i])));
    for (int code = 5; code <= 7; code++)
        ck_assert(retry__error_not_sent(retry_curl(code)));
    ck_assert(retry__error_not_sent(retry_gai(EAI_AGAIN)));
    ck_assert(retry__error_not_sent(retry_unprocessed(retry_http(500))));
}
END_TEST

START_TEST(other_errors_prove_nothing)
{
    ck_assert(!retry__error_not_sent(retry_errno(ECONNRESET)));
    ck_assert(!retry__error_not_sent(retry_errno(ETIMEDOUT)));
    ck_assert(!retry__error_not_sent(retry_http(ECONNREFUSED)));
    ck_assert(!retry__error_not_sent(retry_http(503)));
    ck_assert(!retry__error_not_sent(retry_curl(28)));
    ck_assert(!retry__error_not_sent(retry_curl(4)));
    ck_assert(!retry__error_not_sent(retry_exit(7)));
    ck_assert(!retry__error_not_sent(retry_app("ECONNREFUSED")));
}
END_TEST

START_TEST(a_mark_proves_what_the_program_says)
{
    ck_assert(retry__error_not_sent(retry_marked(retry_http(500), RETRY_MARK_NOT_SENT)));
    ck_assert(!retry__error_not_sent(retry_marked(retry_http(500), RETRY_MARK_TRANSIENT)));
    ck_assert_uint_eq(retry_marked(retry_unprocessed(retry_http(500)), RETRY_MARK_TIMEOUT).marks,
                      RETRY_MARK_UNPROCESSED | RETRY_MARK_TIMEOUT);
}
END_TEST

START_TEST(an_error_is_of_its_groups)
{
    ck_assert(retry__error_is(retry_http(503), "transient"));
    ck_assert(retry__error_is(retry_http(503), "any"));
    ck_assert(retry__error_is(retry_marked(retry_http(400), RETRY_MARK_CONFLICT), "conflict"));
    ck_assert(!retry__error_is(retry_http(503), "timeout"));
    ck_assert(!retry__error_is(retry_http(503), "Transient"));
    ck_assert(!retry__error_is(retry_http(503), NULL));
    ck_assert(!retry__error_is(retry_ok(), "any"));
}
END_TEST

START_TEST(either_spelling_may_prove_it)
{
    ck_assert(retry__error_not_sent(retry__error_also(retry_exit(1), retry_errno(ECONNREFUSED))));
    ck_assert(retry__error_not_sent(retry__error_also(retry_curl(7), retry_app("word"))));
    ck_assert(!retry__error_not_sent(retry__error_also(retry_exit(1), retry_app("word"))));
}
END_TEST

int main(void)
{
    TCase *cases = tcase_create("error");
    Suite *suite = suite_create("error");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_test(cases, every_kind_has_its_spelling);
    tcase_add_test(cases, codes_without_a_name_are_numbers);
    tcase_add_test(cases, every_grpc_status_has_a_name);
    tcase_add_test(cases, a_second_spelling_follows_a_space);
    tcase_add_test(cases, text_is_cut_to_any_size);
    tcase_add_test(cases, words_show_no_control_bytes_and_no_end);
    tcase_add_test(cases, a_word_that_is_missing_is_a_question_mark);
    tcase_add_test(cases, sqlstates_survive_packing);
    tcase_add_test(cases, sqlstates_of_success_are_success);
    tcase_add_test(cases, malformed_sqlstates_are_errors);
    tcase_add_test(cases, success_gives_way_to_the_other_part);
    tcase_add_test(cases, of_two_words_the_first_stays);
    tcase_add_test(cases, a_number_goes_before_a_word);
    tcase_add_test(cases, there_are_two_spellings_at_most);
    tcase_add_test(cases, marks_of_both_parts_stay);
    tcase_add_test(cases, a_success_brings_no_marks);
    tcase_add_test(cases, some_errors_prove_that_nothing_was_sent);
    tcase_add_test(cases, other_errors_prove_nothing);
    tcase_add_test(cases, a_mark_proves_what_the_program_says);
    tcase_add_test(cases, an_error_is_of_its_groups);
    tcase_add_test(cases, either_spelling_may_prove_it);
    suite_add_tcase(suite, cases);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
