/* test_group.c - the built-in groups hold what they promise, each member with its reason. */
#include "engine/errors/group.h"

#include "engine/errors/class.h"

#include <check.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct retry_group *group_of(const char *name)
{
    const struct retry_group *group = retry__group_find(name, strlen(name));

    ck_assert_msg(group != NULL, "%s", name);
    return group;
}

static bool holds(const char *name, retry_error error)
{
    return retry__group_holds(group_of(name), &error);
}

static bool overlap(const struct retry_member *left, const struct retry_member *right)
{
    if (left->kind != right->kind)
        return false;
    if (left->word)
        return strcmp(left->word, right->word) == 0;
    return left->from <= right->to && right->from <= left->to;
}

START_TEST(every_member_reads_as_what_it_stands_for)
{
    const struct retry_group *group = &retry__groups[_i];

    for (size_t i = 0; i < group->member_count; i++) {
        const struct retry_member *member = &group->members[i];
        struct retry_class class;
        ck_assert_ptr_null(retry__class_read(member->spelling, strlen(member->spelling), &class));
        if (member->word) {
            ck_assert_int_eq(class.type, RETRY_CLASS_WORD);
            ck_assert_int_eq(member->kind, RETRY_ERROR_APP);
            ck_assert_str_eq(class.word, member->word);
            continue;
        }
        ck_assert_int_eq(class.type, RETRY_CLASS_CODES);
        ck_assert_msg(class.kind == member->kind && class.from == member->from && class.to == member->to, "%s",
                      member->spelling);
    }
}
END_TEST

static void expect_sentence(const char *text)
{
    size_t length = strlen(text);

    ck_assert_msg(isupper((unsigned char)text[0]) || strncmp(text, "timeout(1)", 10) == 0, "%s", text);
    ck_assert_msg(length > 10 && text[length - 1] == '.', "%s", text);
}

START_TEST(every_group_and_member_has_a_sentence)
{
    const struct retry_group *group = &retry__groups[_i];

    expect_sentence(group->doc);
    for (size_t i = 0; i < group->member_count; i++)
        expect_sentence(group->members[i].reason);
}
END_TEST

START_TEST(no_member_stands_twice)
{
    const struct retry_group *group = &retry__groups[_i];

    for (size_t i = 0; i < group->member_count; i++)
        for (size_t j = 0; j < i; j++)
            ck_assert_msg(!overlap(&group->members[i], &group->members[j]), "%s", group->members[i].spelling);
}
END_TEST

START_TEST(the_first_four_are_disjoint)
{
    static const char *const names[] = {"transient", "timeout", "throttled", "conflict"};

    for (size_t one = 0; one < 4; one++) {
        ck_assert_str_eq(retry__groups[one].name, names[one]);
        for (size_t other = 0; other < one; other++)
            for (size_t i = 0; i < retry__groups[one].member_count; i++)
                for (size_t j = 0; j < retry__groups[other].member_count; j++)
                    ck_assert_msg(!overlap(&retry__groups[one].members[i], &retry__groups[other].members[j]), "%s %s",
                                  names[one], retry__groups[one].members[i].spelling);
    }
}
END_TEST

START_TEST(not_sent_is_part_of_transient)
{
    const struct retry_group *part = group_of("not_sent"), *whole = group_of("transient");

    for (size_t i = 0; i < part->member_count; i++) {
        bool found = false;
        for (size_t j = 0; j < whole->member_count; j++)
            found = found || strcmp(part->members[i].spelling, whole->members[j].spelling) == 0;
        ck_assert_msg(found, "%s", part->members[i].spelling);
    }
    ck_assert_uint_eq(whole->mark, RETRY_MARK_TRANSIENT | RETRY_MARK_NOT_SENT);
}
END_TEST

/* The table of the manual; members never change within version 1. */
START_TEST(the_members_are_those_of_the_manual)
{
    static const char *const all[] = {
        "ECONNREFUSED ECONNRESET ECONNABORTED ENETDOWN ENETUNREACH ENETRESET EHOSTDOWN EHOSTUNREACH EPIPE EAGAIN "
        "gai:EAI_AGAIN curl:COULDNT_CONNECT curl:COULDNT_RESOLVE_HOST curl:COULDNT_RESOLVE_PROXY curl:GOT_NOTHING "
        "curl:SEND_ERROR curl:RECV_ERROR curl:PARTIAL_FILE http:500 http:502 http:503 grpc:UNAVAILABLE sqlstate:08* "
        "sqlstate:57P01 sqlstate:57P02 sqlstate:57P03 exit:75 ",
        "ETIMEDOUT http:408 http:504 grpc:DEADLINE_EXCEEDED curl:OPERATION_TIMEDOUT sqlstate:57014 exit:124 ",
        "http:429 grpc:RESOURCE_EXHAUSTED sqlstate:53* app:Throttling app:ThrottlingException app:ThrottledException "
        "app:RequestThrottledException app:TooManyRequestsException app:ProvisionedThroughputExceededException "
        "app:TransactionInProgressException app:RequestLimitExceeded app:BandwidthLimitExceeded "
        "app:LimitExceededException app:RequestThrottled app:SlowDown app:PriorRequestNotComplete "
        "app:EC2ThrottledException ",
        "http:409 grpc:ABORTED sqlstate:40001 sqlstate:40P01 sqlstate:55P03 EDEADLK ",
        "ECONNREFUSED ENETDOWN ENETUNREACH EHOSTDOWN EHOSTUNREACH gai:EAI_AGAIN curl:COULDNT_CONNECT "
        "curl:COULDNT_RESOLVE_HOST curl:COULDNT_RESOLVE_PROXY ",
        "",
    };
    char text[2048] = "";
    size_t at = 0;

    for (size_t i = 0; i < retry__groups[_i].member_count; i++)
        at += (size_t)snprintf(text + at, sizeof(text) - at, "%s ", retry__groups[_i].members[i].spelling);
    ck_assert_str_eq(text, all[_i]);
}
END_TEST

START_TEST(groups_hold_errors_by_either_spelling_and_by_marks)
{
    retry_error both = {.kind = RETRY_ERROR_CURL, .also_kind = RETRY_ERROR_HTTP, .code = 22, .also_code = 503};
    retry_error word = {.kind = RETRY_ERROR_HTTP, .also_kind = RETRY_ERROR_APP, .code = 400, .word = "SlowDown"};
    retry_error marked = retry_http(418);

    ck_assert(holds("transient", both));
    ck_assert(!holds("timeout", both));
    ck_assert(holds("throttled", word));
    ck_assert(!holds("transient", word));
    ck_assert(!holds("throttled", retry_app("slowdown")));
    ck_assert(!holds("throttled", retry_app("SlowDownNow")));
    ck_assert(!holds("throttled", retry_error_make(RETRY_ERROR_APP, 0)));
    ck_assert(!holds("conflict", marked));
    marked.marks = RETRY_MARK_CONFLICT;
    ck_assert(holds("conflict", marked));
    ck_assert(!holds("transient", marked));
    marked.marks = RETRY_MARK_NOT_SENT;
    ck_assert(holds("not_sent", marked));
    ck_assert(holds("transient", marked));
    marked.marks = RETRY_MARK_UNPROCESSED;
    ck_assert(!holds("not_sent", marked));
}
END_TEST

START_TEST(any_holds_every_error_and_no_success)
{
    ck_assert(holds("any", retry_exit(1)));
    ck_assert(holds("any", retry_app("word")));
    ck_assert(!holds("any", retry_ok()));
    ck_assert(!holds("transient", (retry_error){.marks = RETRY_MARK_TRANSIENT}));
}
END_TEST

START_TEST(a_name_is_found_whole_only)
{
    ck_assert_ptr_null(retry__group_find("transien", 8));
    ck_assert_ptr_null(retry__group_find("transients", 10));
    ck_assert_ptr_null(retry__group_find("", 0));
    ck_assert_ptr_eq(retry__group_find("anything", 3), &retry__groups[5]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("group");
    TCase *tests = tcase_create("group");
    SRunner *runner;
    int failed;

    tcase_add_loop_test(tests, every_member_reads_as_what_it_stands_for, 0, RETRY_GROUP_COUNT);
    tcase_add_loop_test(tests, every_group_and_member_has_a_sentence, 0, RETRY_GROUP_COUNT);
    tcase_add_loop_test(tests, no_member_stands_twice, 0, RETRY_GROUP_COUNT);
    tcase_add_test(tests, the_first_four_are_disjoint);
    tcase_add_test(tests, not_sent_is_part_of_transient);
    tcase_add_loop_test(tests, the_members_are_those_of_the_manual, 0, RETRY_GROUP_COUNT);
    tcase_add_test(tests, groups_hold_errors_by_either_spelling_and_by_marks);
    tcase_add_test(tests, any_holds_every_error_and_no_success);
    tcase_add_test(tests, a_name_is_found_whole_only);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
