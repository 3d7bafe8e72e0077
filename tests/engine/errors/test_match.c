/* test_match.c - of many lists the first that holds an error is found, as a search of all of them would. */
#include "engine/errors/match.h"

#include "engine/errors/collect.h"
#include "engine/errors/group.h"
#include "schema/mem.h"

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct retry_matching matching;
static struct retry_match *match;

static bool add(const char *text, uint8_t list)
{
    struct retry_class class;
    bool fresh = false;

    ck_assert_ptr_null(retry__class_read(text, strlen(text), &class));
    ck_assert(retry__matching_add(&matching, &class, list, &fresh));
    return fresh;
}

static void compile(void)
{
    size_t size = retry__matching_size(&matching);

    ck_assert_uint_eq(size % 8, 0);
    match = retry__mem_new(1, size);
    ck_assert_ptr_nonnull(match);
    retry__matching_write(&matching, match);
}

static void finish(void)
{
    retry__matching_done(&matching);
    ck_assert_ptr_null(matching.collection);
    retry__mem_free(match);
}

static uint8_t find(retry_error error)
{
    return retry__match_find(match, &error);
}

START_TEST(no_list_holds_nothing)
{
    compile();
    ck_assert_uint_eq(find(retry_http(503)), 0);
    ck_assert_uint_eq(find(retry_app("word")), 0);
    finish();
}
END_TEST

START_TEST(the_first_list_counts)
{
    ck_assert(add("http:503", 1));
    ck_assert(add("http:5xx", 2));
    ck_assert(add("app:deadlock", 2));
    ck_assert(add("app:deadlock", 2)); /* twice in one list: no earlier one holds it */
    ck_assert(!add("app:deadlock", 3));
    ck_assert(add("any", 3));
    compile();
    ck_assert_uint_eq(find(retry_http(503)), 1);
    ck_assert_uint_eq(find(retry_http(500)), 2);
    ck_assert_uint_eq(find(retry_http(502)), 2);
    ck_assert_uint_eq(find(retry_http(504)), 2);
    ck_assert_uint_eq(find(retry_http(599)), 2);
    ck_assert_uint_eq(find(retry_http(600)), 3);
    ck_assert_uint_eq(find(retry_http(499)), 3);
    ck_assert_uint_eq(find(retry_grpc(503)), 3);
    ck_assert_uint_eq(find(retry_app("deadlock")), 2);
    ck_assert_uint_eq(find(retry_app("deadlocks")), 3);
    finish();
}
END_TEST

START_TEST(what_earlier_lists_hold_wholly_is_not_new)
{
    ck_assert(add("http:500-502", 1));
    ck_assert(add("http:503-504", 2));
    ck_assert(add("http:503", 2)); /* twice in one list: no earlier one holds it */
    ck_assert(!add("http:500-504", 3));
    ck_assert(!add("http:502", 3));
    ck_assert(add("http:500-505", 3));
    ck_assert(!add("http:505", 4));
    ck_assert(add("transient", 4));
    ck_assert(!add("transient", 5));
    ck_assert(add("not_sent", 5) == false); /* its mark counts for transient as well */
    ck_assert(!add("ECONNREFUSED", 5));
    ck_assert(!add("sqlstate:0800*", 5));
    ck_assert(add("EBADRPC", 5));
    ck_assert(add("any", 6));
    ck_assert(add("any", 6));
    ck_assert(add("app:word", 6));
    ck_assert(!add("any", 7));
    ck_assert(!add("app:word", 7));
    ck_assert(!add("timeout", 7));
    finish();
}
END_TEST

START_TEST(a_group_of_members_that_are_held_is_new_by_its_mark)
{
    const struct retry_group *group = retry__group_find("conflict", 8);

    for (size_t i = 0; i < group->member_count; i++)
        ck_assert(add(group->members[i].spelling, 1));
    ck_assert(add("conflict", 2));
    compile();
    ck_assert_uint_eq(find(retry_http(409)), 1);
    ck_assert_uint_eq(find((retry_error){.kind = RETRY_ERROR_EXIT, .code = 1, .marks = RETRY_MARK_CONFLICT}), 2);
    finish();
}
END_TEST

START_TEST(either_spelling_and_the_marks_are_matched)
{
    add("timeout", 1);
    add("app:SlowDown", 2);
    add("curl:HTTP_RETURNED_ERROR", 3);
    add("transient", 4);
    compile();
    retry_error error = {.kind = RETRY_ERROR_CURL, .also_kind = RETRY_ERROR_HTTP, .code = 22, .also_code = 503};
    ck_assert_uint_eq(find(error), 3);
    error.also_code = 504;
    ck_assert_uint_eq(find(error), 1);
    error.also_kind = RETRY_ERROR_APP;
    error.word = "SlowDown";
    ck_assert_uint_eq(find(error), 2);
    error.marks = RETRY_MARK_TIMEOUT | RETRY_MARK_NOT_SENT | RETRY_MARK_UNPROCESSED;
    ck_assert_uint_eq(find(error), 1);
    ck_assert_uint_eq(find((retry_error){.kind = RETRY_ERROR_EXIT, .code = 3, .marks = RETRY_MARK_NOT_SENT}), 4);
    ck_assert_uint_eq(find((retry_error){.kind = RETRY_ERROR_EXIT, .code = 3, .marks = RETRY_MARK_UNPROCESSED}), 0);
    finish();
}
END_TEST

START_TEST(codes_at_the_ends_of_their_type_are_told_apart)
{
    static const int32_t ends[] = {INT32_MIN, INT32_MIN + 1, -1, 0, 1, INT32_MAX - 1, INT32_MAX};
    const size_t count = sizeof(ends) / sizeof(*ends);

    /* Of neighbouring kinds, so that the last code of one is next to the first of the other. */
    for (uint8_t kind = RETRY_ERROR_ERRNO; kind < RETRY_ERROR_APP; kind += 2)
        for (size_t i = 0; i < count; i++) {
            struct retry_class class = {.type = RETRY_CLASS_CODES, .kind = kind, .from = ends[i], .to = ends[i]};
            ck_assert(retry__matching_add(&matching, &class, 7, NULL));
        }
    struct retry_class all = {.type = RETRY_CLASS_CODES, .kind = RETRY_ERROR_HTTP, .from = INT32_MIN, .to = INT32_MAX};
    ck_assert(retry__matching_add(&matching, &all, 7, NULL));
    compile();
    for (uint8_t kind = RETRY_ERROR_ERRNO; kind < RETRY_ERROR_APP; kind++)
        for (size_t i = 0; i < count; i++)
            ck_assert_uint_eq(find(retry_error_make((retry_error_kind)kind, ends[i])),
                              kind % 2 == 1 || kind == RETRY_ERROR_HTTP ? 7 : 0);
    ck_assert_uint_eq(find(retry_error_make(RETRY_ERROR_ERRNO, 2)), 0);
    /* A second code beyond 32 bits is no code of ours. */
    ck_assert_uint_eq(
        find((retry_error){
            .kind = RETRY_ERROR_EXIT, .code = 9, .also_kind = RETRY_ERROR_HTTP, .also_code = (int64_t)INT32_MAX + 1}),
        0);
    finish();
}
END_TEST

START_TEST(words_of_equal_hash_are_told_apart)
{
    /* Known to collide in FNV-1a of 32 bits. */
    static const char *const pairs[][2] = {
        {"costarring", "liquid"}, {"declinate", "macallums"}, {"altarage", "zinke"}, {"altarages", "zinkes"}};

    for (size_t i = 0; i < 4; i++) {
        size_t length;
        ck_assert(add(i == 0   ? "app:costarring"
                      : i == 1 ? "app:declinate"
                      : i == 2 ? "app:altarage"
                               : "app:altarages",
                      (uint8_t)(i + 1)));
        ck_assert_uint_eq(retry__word_hash(pairs[i][0], 63, &length), retry__word_hash(pairs[i][1], 63, &length));
    }
    ck_assert(add("app:liquid", 9));
    compile();
    for (size_t i = 0; i < 4; i++) {
        ck_assert_uint_eq(find(retry_app(pairs[i][0])), i + 1);
        ck_assert_uint_eq(find(retry_app(pairs[i][1])), i == 0 ? 9 : 0);
    }
    finish();
}
END_TEST

START_TEST(words_of_any_length_are_looked_up)
{
    char text[68] = "app:", longer[200];

    memset(text + 4, 'w', 63);
    memset(longer, 'w', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    add(text, 1);
    compile();
    ck_assert_uint_eq(find(retry_app(text + 4)), 1);
    ck_assert_uint_eq(find(retry_app(text + 5)), 0);
    ck_assert_uint_eq(find(retry_app(longer)), 0);
    longer[64] = '\0';
    ck_assert_uint_eq(find(retry_app(longer)), 0);
    ck_assert_uint_eq(find(retry_error_make(RETRY_ERROR_APP, 3)), 0);
    finish();
}
END_TEST

START_TEST(there_may_be_255_lists)
{
    char words[255][24], exits[255][24];

    for (int list = 1; list <= 255; list++) {
        snprintf(words[list - 1], sizeof(words[0]), "app:word%d", list);
        add(words[list - 1], (uint8_t)list);
        snprintf(exits[list - 1], sizeof(exits[0]), "exit:%d", list);
        add(exits[list - 1], (uint8_t)list);
    }
    compile();
    for (int list = 1; list <= 255; list++) {
        ck_assert_uint_eq(find(retry_app(words[list - 1] + 4)), (unsigned)list);
        ck_assert_uint_eq(find(retry_exit(list)), (unsigned)list);
    }
    finish();
}
END_TEST

START_TEST(neighbours_are_joined)
{
    char text[24];
    size_t one;

    add("http:100", 1);
    one = retry__matching_size(&matching);
    for (int status = 101; status <= 599; status += 2) {
        snprintf(text, sizeof(text), "http:%d", status);
        add(text, 1);
    }
    for (int status = 598; status > 100; status -= 2) {
        snprintf(text, sizeof(text), "http:%d", status);
        add(text, 1);
    }
    ck_assert_uint_eq(retry__matching_size(&matching), one);
    finish();
}
END_TEST

/* ---- against a search of everything -------------------------------------------------------------------- */

#define CLASSES 60

static uint64_t state;

static unsigned chance(unsigned below)
{
    state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = (state ^ (state >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (unsigned)((z ^ (z >> 31)) % below);
}

static const char *const words[] = {"a", "b", "SlowDown", "Throttling", "costarring", "liquid"};

static struct retry_class random_class(void)
{
    unsigned kind = chance(12);
    struct retry_class class = {.type = RETRY_CLASS_CODES, .kind = (uint8_t)(1 + kind % 8)};

    if (kind == 8)
        return (struct retry_class){.type = RETRY_CLASS_GROUP, .group = &retry__groups[chance(5)]};
    if (kind == 9 && chance(20) == 0)
        return (struct retry_class){.type = RETRY_CLASS_ANY, .group = &retry__groups[5]};
    if (kind >= 9) {
        class = (struct retry_class){.type = RETRY_CLASS_WORD, .word = words[chance(6)]};
        class.length = strlen(class.word);
        return class;
    }
    class.from = (int32_t)chance(600) - 20;
    class.to = class.from + (int32_t)(chance(3) ? chance(3) : chance(120));
    return class;
}

static bool holds(const struct retry_class *class, const retry_error *error)
{
    retry_error first = {.kind = error->kind, .code = error->code, .word = error->word};
    retry_error second = {.kind = error->also_kind, .word = error->word};

    if (class->type == RETRY_CLASS_ANY)
        return true;
    if (class->type == RETRY_CLASS_GROUP)
        return retry__group_holds(class->group, error);
    if (error->also_kind != RETRY_ERROR_APP)
        second.code = (int32_t)error->also_code;
    for (int i = 0; i < 2; i++) {
        const retry_error *one = i == 0 ? &first : &second;
        if (class->type == RETRY_CLASS_WORD && one->kind == RETRY_ERROR_APP && strcmp(one->word, class->word) == 0)
            return true;
        if (class->type == RETRY_CLASS_CODES && one->kind == class->kind && one->code >= class->from &&
            one->code <= class->to)
            return true;
    }
    return false;
}

static retry_error random_error(void)
{
    retry_error error = retry_error_make((retry_error_kind)(1 + chance(8)), (int32_t)chance(640) - 30);

    if (chance(8) == 0)
        error = retry_app(words[chance(6)]);
    else if (chance(4) == 0)
        error.also_kind = RETRY_ERROR_APP, error.word = words[chance(6)];
    else if (chance(2) == 0)
        error.also_kind = (uint8_t)(1 + chance(8)), error.also_code = (int32_t)chance(640) - 30;
    if (chance(3) == 0)
        error.marks = (uint16_t)chance(64);
    return error;
}

/* Is every error of the class held by an earlier list? For codes only, which can be counted. */
static bool all_held(const struct retry_class *classes, const uint8_t *lists, unsigned count, unsigned at)
{
    for (int32_t code = classes[at].from; code <= classes[at].to; code++) {
        retry_error error = retry_error_make((retry_error_kind)classes[at].kind, code);
        bool held = false;
        for (unsigned i = 0; i < count && lists[i] < lists[at]; i++)
            held = held || holds(&classes[i], &error);
        if (!held)
            return false;
    }
    return true;
}

START_TEST(every_error_is_found_where_a_search_of_all_lists_finds_it)
{
    struct retry_class classes[CLASSES];
    uint8_t lists[CLASSES];
    unsigned count = 1 + chance(CLASSES);

    state = (uint64_t)_i * 7919;
    for (unsigned i = 0; i < count; i++) {
        bool fresh;
        classes[i] = random_class();
        lists[i] = (uint8_t)(i == 0 ? 1 : lists[i - 1] + chance(3) / 2);
        ck_assert(retry__matching_add(&matching, &classes[i], lists[i], &fresh));
        if (classes[i].type == RETRY_CLASS_CODES)
            ck_assert_int_eq(fresh, !all_held(classes, lists, i, i));
    }
    compile();
    for (int i = 0; i < 2000; i++) {
        retry_error error = random_error();
        uint8_t expected = 0;
        for (unsigned at = 0; at < count && expected == 0; at++)
            expected = holds(&classes[at], &error) ? lists[at] : 0;
        ck_assert_uint_eq(find(error), expected);
    }
    finish();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match");
    TCase *tests = tcase_create("match");
    SRunner *runner;
    int failed;

    tcase_add_test(tests, no_list_holds_nothing);
    tcase_add_test(tests, the_first_list_counts);
    tcase_add_test(tests, what_earlier_lists_hold_wholly_is_not_new);
    tcase_add_test(tests, a_group_of_members_that_are_held_is_new_by_its_mark);
    tcase_add_test(tests, either_spelling_and_the_marks_are_matched);
    tcase_add_test(tests, codes_at_the_ends_of_their_type_are_told_apart);
    tcase_add_test(tests, words_of_equal_hash_are_told_apart);
    tcase_add_test(tests, words_of_any_length_are_looked_up);
    tcase_add_test(tests, there_may_be_255_lists);
    tcase_add_test(tests, neighbours_are_joined);
    tcase_add_loop_test(tests, every_error_is_found_where_a_search_of_all_lists_finds_it, 0, 100);
    suite_add_tcase(suite, tests);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
