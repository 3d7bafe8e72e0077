/* test_class.c - error classes are read as documents spell them, and misspelt ones get the nearest. */
#include "engine/errors/class.h"

#include "engine/errors/group.h"
#include "engine/errors/sqlstate.h"
#include "engine/errors/vocabulary.h"

#include <check.h>
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static struct retry_class read_class(const char *text)
{
    struct retry_class class;
    const char *wrong = retry__class_read(text, strlen(text), &class);

    ck_assert_msg(wrong == NULL, "'%s' %s", text, wrong);
    return class;
}

static void expect_codes(const char *text, retry_error_kind kind, int32_t from, int32_t to)
{
    struct retry_class class = read_class(text);

    ck_assert_msg(class.type == RETRY_CLASS_CODES && class.kind == kind, "%s", text);
    ck_assert_msg(class.from == from && class.to == to, "%s: %d..%d", text, class.from, class.to);
}

static void expect_wrong(const char *text, const char *expected, const char *help)
{
    struct retry_class class = {.length = 77};
    char buffer[RETRY_CLASS_HELP];
    const char *wrong = retry__class_read(text, strlen(text), &class);

    ck_assert_msg(wrong != NULL, "'%s' is accepted", text);
    ck_assert_str_eq(wrong, expected);
    ck_assert_uint_eq(class.length, 77);
    ck_assert_str_eq(retry__class_help(text, strlen(text), buffer, sizeof(buffer)), help);
}

static void expect_help(const char *text, const char *help)
{
    char buffer[RETRY_CLASS_HELP];

    ck_assert_str_eq(retry__class_help(text, strlen(text), buffer, sizeof(buffer)), help);
}

START_TEST(every_vocabulary_is_read)
{
    expect_codes("ECONNREFUSED", RETRY_ERROR_ERRNO, ECONNREFUSED, ECONNREFUSED);
    expect_codes("EWOULDBLOCK", RETRY_ERROR_ERRNO, EAGAIN, EAGAIN);
    expect_codes("http:503", RETRY_ERROR_HTTP, 503, 503);
    expect_codes("http:5xx", RETRY_ERROR_HTTP, 500, 599);
    expect_codes("http:1xx", RETRY_ERROR_HTTP, 100, 199);
    expect_codes("http:500-504", RETRY_ERROR_HTTP, 500, 504);
    expect_codes("http:100-599", RETRY_ERROR_HTTP, 100, 599);
    expect_codes("http:404-404", RETRY_ERROR_HTTP, 404, 404);
    expect_codes("grpc:UNAVAILABLE", RETRY_ERROR_GRPC, 14, 14);
    expect_codes("exit:0", RETRY_ERROR_EXIT, 0, 0);
    expect_codes("exit:1-255", RETRY_ERROR_EXIT, 1, 255);
    expect_codes("signal:TERM", RETRY_ERROR_SIGNAL, SIGTERM, SIGTERM);
    expect_codes("signal:SIGTERM", RETRY_ERROR_SIGNAL, SIGTERM, SIGTERM);
    expect_codes("signal:CLD", RETRY_ERROR_SIGNAL, SIGCHLD, SIGCHLD);
    expect_codes("gai:EAI_AGAIN", RETRY_ERROR_GAI, EAI_AGAIN, EAI_AGAIN);
    expect_codes("curl:OPERATION_TIMEDOUT", RETRY_ERROR_CURL, 28, 28);
    expect_codes("curl:OPERATION_TIMEOUTED", RETRY_ERROR_CURL, 28, 28);
    expect_codes("curl:OBSOLETE16", RETRY_ERROR_CURL, 16, 16);
}
END_TEST

START_TEST(sqlstates_are_read_whole_or_by_prefix)
{
    const int32_t base = RETRY_SQLSTATE_BASE;

    expect_codes("sqlstate:00000", RETRY_ERROR_SQLSTATE, 0, 0);
    expect_codes("sqlstate:ZZZZZ", RETRY_ERROR_SQLSTATE, RETRY_SQLSTATE_LAST, RETRY_SQLSTATE_LAST);
    expect_codes("sqlstate:40001", RETRY_ERROR_SQLSTATE, 4 * base * base * base * base + 1,
                 4 * base * base * base * base + 1);
    expect_codes("sqlstate:08*", RETRY_ERROR_SQLSTATE, 8 * base * base * base, 9 * base * base * base - 1);
    expect_codes("sqlstate:0*", RETRY_ERROR_SQLSTATE, 0, base * base * base * base - 1);
    expect_codes("sqlstate:0000*", RETRY_ERROR_SQLSTATE, 0, base - 1);
}
END_TEST

START_TEST(words_names_and_groups_are_told_apart)
{
    struct retry_class class = read_class("app:dead.Lock_1-2");

    ck_assert_int_eq(class.type, RETRY_CLASS_WORD);
    ck_assert_uint_eq(class.length, strlen("dead.Lock_1-2"));
    ck_assert_int_eq(strncmp(class.word, "dead.Lock_1-2", class.length), 0);
    class = read_class("transient");
    ck_assert_int_eq(class.type, RETRY_CLASS_GROUP);
    ck_assert_str_eq(class.group->name, "transient");
    ck_assert_int_eq(read_class("any").type, RETRY_CLASS_ANY);
    class = read_class("db-down");
    ck_assert_int_eq(class.type, RETRY_CLASS_NAME);
    ck_assert_uint_eq(class.length, 7);
}
END_TEST

START_TEST(names_of_other_platforms_are_known_and_match_nothing)
{
    static const char *const spellings[] = {"EBADRPC",          "EFTYPE",         "ENOTCAPABLE",
                                            "gai:EAI_BADHINTS", "signal:SIGINFO", "signal:EMT"};

    for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++) {
        struct retry_class class = read_class(spellings[i]);
        retry_error error;
        char text[RETRY_CLASS_TEXT];
        ck_assert_int_eq(class.type, RETRY_CLASS_NOWHERE);
        ck_assert(!retry__class_error(&class, &error));
        ck_assert_str_eq(retry__class_text(&class, text), spellings[i]);
    }
}
END_TEST

START_TEST(what_is_no_class_says_why_and_what_to_write)
{
    const char *http = "write a status from 100 to 599 as http:503, a class as http:5xx, or a range as http:500-504";
    const char *state =
        "write five digits and upper-case letters, as sqlstate:40001, or the first of them and '*', as sqlstate:08*";
    const char *word = "write 1 to 63 letters, digits, '.', '_' and '-', as app:deadlock";
    const char *code = "write a code from 0 to 255 as exit:75, or a range as exit:1-9";

    expect_wrong("", "is empty", "");
    expect_wrong("http:600", "is no HTTP status", http);
    expect_wrong("http:99", "is no HTTP status", http);
    expect_wrong("http:0503", "is no HTTP status", http);
    expect_wrong("http:503-", "is no HTTP status", http);
    expect_wrong("http:-503", "is no HTTP status", http);
    expect_wrong("http:6xx", "is no HTTP status", http);
    expect_wrong("http:50x", "is no HTTP status", http);
    expect_wrong("http:", "is no HTTP status", http);
    expect_wrong("http:99999999999999999999", "is no HTTP status", http);
    expect_wrong("http:500-4294967800", "is no HTTP status", http);
    expect_wrong("http:504-500", "is a range that ends before it begins", http);
    expect_wrong("http:5XX", "is no HTTP status", "write http:5xx");
    expect_wrong("exit:256", "is no exit code", code);
    expect_wrong("exit:-1", "is no exit code", code);
    expect_wrong("sqlstate:4000", "is no SQLSTATE", state);
    expect_wrong("sqlstate:400011", "is no SQLSTATE", state);
    expect_wrong("sqlstate:40001*", "is no SQLSTATE", state);
    expect_wrong("sqlstate:*", "is no SQLSTATE", state);
    expect_wrong("sqlstate:40p01", "has lower-case letters", "write sqlstate:40P01");
    expect_wrong("sqlstate:57p*", "has lower-case letters", "write sqlstate:57P*");
    expect_wrong("app:", "is no word", word);
    expect_wrong("app:two words", "is no word", word);
    expect_wrong("app:ä", "is no word", word);
    expect_wrong("grpc:UNAVALABLE", "is no gRPC status", "did you mean grpc:UNAVAILABLE?");
    expect_wrong("grpc:unavailable", "is no gRPC status", "write grpc:UNAVAILABLE");
    expect_wrong("grpc:14", "is no gRPC status", "write grpc:UNAVAILABLE");
    expect_wrong("grpc:99", "is no gRPC status", "write the name of a status, as grpc:UNAVAILABLE");
    expect_wrong("curl:7", "is no result of libcurl", "write curl:COULDNT_CONNECT");
    expect_wrong("curl:CURLE_COULDNT_CONNECT", "is no result of libcurl", "write curl:COULDNT_CONNECT");
    expect_wrong("gai:AGAIN", "is no result of getaddrinfo", "write gai:EAI_AGAIN");
    expect_wrong("gai:-3", "is no result of getaddrinfo", "write gai:EAI_AGAIN");
    expect_wrong("signal:15", "is no name of a signal", "write signal:TERM");
    expect_wrong("signal:SIG", "is no name of a signal", "write the name of a signal, as signal:TERM");
    expect_wrong("errno:ECONNRESET", "is no error class", "write ECONNRESET");
    expect_wrong("errno:104", "is no error class", "write ECONNRESET");
    expect_wrong("ECONREFUSED", "is no error class", "did you mean ECONNREFUSED?");
    expect_wrong("Econnrefused", "is no error class", "write ECONNREFUSED");
    expect_wrong("Transient", "is no error class", "write transient");
    expect_wrong("503", "is no error class", "write http:503");
    expect_wrong("5xx", "is no error class", "write http:5xx");
    expect_wrong("UNAVAILABLE", "is no error class", "write grpc:UNAVAILABLE");
    expect_wrong("UNAVAILABEL", "is no error class", "did you mean grpc:UNAVAILABLE?");
    expect_wrong("SIGTERM", "is no error class", "write signal:TERM");
    expect_wrong("SIGTREM", "is no error class", "did you mean signal:TERM?");
    expect_wrong("EAI_AGAIN", "is no error class", "write gai:EAI_AGAIN");
    expect_wrong("CURLE_RECV_ERROR", "is no error class", "write curl:RECV_ERROR");
    expect_wrong("40001", "is no error class", "write sqlstate:40001");
    expect_wrong("40P01", "is no error class", "write sqlstate:40P01");
    expect_wrong("08*", "is no error class", "write sqlstate:08*");
    expect_wrong("75", "is no error class", "write exit:75");
    expect_wrong("SlowDown", "is no error class", "write app:SlowDown");
    expect_wrong("HTTP:503", "is no error class", "write http:503");
    expect_wrong("http: 503", "is no HTTP status", "write http:503");
    expect_wrong("htpp:503", "is no error class", "write http:503");
    expect_wrong("nope:503", "is no error class",
                 "the kinds are http, grpc, sqlstate, exit, signal, gai, curl and app, as http:503");
    expect_wrong("WORLD PEACE", "is no error class", "");
}
END_TEST

START_TEST(names_that_no_document_defines_get_help_too)
{
    expect_help("econnrefused", "write ECONNREFUSED");
    expect_help("transiet", "did you mean transient?");
    expect_help("timeouts", "did you mean timeout?");
    expect_help("not-sent", "did you mean not_sent?");
    expect_help("unavailable", "write grpc:UNAVAILABLE");
    expect_help("my-own-group", "");
}
END_TEST

START_TEST(a_nul_byte_is_no_part_of_a_name)
{
    struct retry_class class;

    ck_assert_ptr_nonnull(retry__class_read("EIO\0xx", 6, &class));
    ck_assert_ptr_nonnull(retry__class_read("any\0", 4, &class));
    ck_assert_ptr_nonnull(retry__class_read("grpc:OK\0", 8, &class));
    ck_assert_ptr_nonnull(retry__class_read("EIOX", 4, &class));
    ck_assert_ptr_null(retry__class_read("EIOX", 3, &class));
}
END_TEST

START_TEST(texts_read_as_the_same_class)
{
    static const char *const spellings[] = {
        "ECONNRESET",     "http:503",       "http:5xx",     "http:500-504", "grpc:OK",     "grpc:DATA_LOSS",
        "sqlstate:40001", "exit:75",        "sqlstate:08*", "exit:1-9",     "signal:TERM", "any",
        "curl:HTTP3",     "sqlstate:57P0*", "transient",    "app:deadlock", "my-own",      "gai:EAI_AGAIN"};
    char text[RETRY_CLASS_TEXT];

    for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++) {
        struct retry_class class = read_class(spellings[i]);
        ck_assert_str_eq(retry__class_text(&class, text), spellings[i]);
    }
    struct retry_class alias = read_class("EDEADLOCK"), whole = read_class("http:100-199");
    ck_assert_str_eq(retry__class_text(&alias, text), "EDEADLK");
    ck_assert_str_eq(retry__class_text(&whole, text), "http:1xx");
}
END_TEST

static void expect_error(const char *text, retry_error expected)
{
    struct retry_class class = read_class(text);
    retry_error error;

    ck_assert_msg(retry__class_error(&class, &error), "%s", text);
    ck_assert_uint_eq(error.kind, expected.kind);
    ck_assert_int_eq(error.code, expected.code);
}

START_TEST(a_class_of_one_error_gives_it)
{
    struct retry_class wide = read_class("http:5xx"), group = read_class("transient");
    retry_error error;

    expect_error("ECONNRESET", retry_errno(ECONNRESET));
    expect_error("http:503", retry_http(503));
    expect_error("http:200", retry_ok());
    expect_error("http:399", retry_ok());
    expect_error("http:400", retry_http(400));
    expect_error("exit:0", retry_ok());
    expect_error("grpc:OK", retry_ok());
    expect_error("sqlstate:02ZZZ", retry_ok());
    expect_error("sqlstate:40001", retry_error_make(RETRY_ERROR_SQLSTATE, 6718465));
    expect_error("sqlstate:03000", retry_error_make(RETRY_ERROR_SQLSTATE, 139968));
    expect_error("gai:EAI_AGAIN", retry_gai(EAI_AGAIN));
    expect_error("app:deadlock", retry_app("deadlock"));
    ck_assert(!retry__class_error(&wide, &error));
    ck_assert(!retry__class_error(&group, &error));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("class");
    TCase *tests = tcase_create("class");
    SRunner *runner;
    int failed;

    tcase_add_test(tests, every_vocabulary_is_read);
    tcase_add_test(tests, sqlstates_are_read_whole_or_by_prefix);
    tcase_add_test(tests, words_names_and_groups_are_told_apart);
    tcase_add_test(tests, names_of_other_platforms_are_known_and_match_nothing);
    tcase_add_test(tests, what_is_no_class_says_why_and_what_to_write);
    tcase_add_test(tests, names_that_no_document_defines_get_help_too);
    tcase_add_test(tests, a_nul_byte_is_no_part_of_a_name);
    tcase_add_test(tests, texts_read_as_the_same_class);
    tcase_add_test(tests, a_class_of_one_error_gives_it);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
