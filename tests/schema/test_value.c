/* test_value.c - values found by key and by place. */
#include "tests/schema/reading.h"

static struct reading *reading;

static void set_up(void)
{
    reading = reading_yaml("version: 1\n"
                           "policies:\n"
                           "  db:\n"
                           "    limits: {max_attempts: 6}\n"
                           "    empty:\n"
                           "list:\n"
                           "  - a\n"
                           "  - [b, {c: d}]\n"
                           "only:\n"
                           "  child:\n"
                           "    leaf: x\n");
    ck_assert_str_eq(reading->findings, "");
}

static void tear_down(void)
{
    reading_free(reading);
}

static void expect_path(const struct retry_range *place, const char *path)
{
    char found[64];
    ck_assert_uint_eq(retry__value_path(&reading->document.root, place, found, sizeof found), strlen(path));
    ck_assert_str_eq(found, path);
}

/* The place of one character. */
static struct retry_range at(uint32_t line, uint32_t column)
{
    struct retry_cursor cursor = {0};
    struct retry_cursor_line found;
    ck_assert(retry__cursor_line(&cursor, &reading->source, NULL, line, column, &found));
    return (struct retry_range){(uint32_t)cursor.offset, (uint32_t)cursor.offset + 1};
}

static void expect_path_at(uint32_t line, uint32_t column, const char *path)
{
    struct retry_range place = at(line, column);
    expect_path(&place, path);
}

START_TEST(a_value_is_found_by_its_whole_key)
{
    const struct retry_value *root = &reading->document.root;
    ck_assert(retry__value_is(retry__value_get(root, "version"), "1"));
    ck_assert_ptr_null(retry__value_get(root, "versio"));
    ck_assert_ptr_null(retry__value_get(root, "versions"));
    ck_assert_ptr_null(retry__value_get(root, ""));
}
END_TEST

START_TEST(only_a_scalar_is_a_text)
{
    const struct retry_value *root = &reading->document.root;
    ck_assert(!retry__value_is(root, ""));
    ck_assert(!retry__value_is(retry__value_get(root, "list"), "a"));
    ck_assert(!retry__value_is(retry__value_get(root, "version"), "10"));
    ck_assert(!retry__value_is(retry__value_get(root, "version"), ""));
}
END_TEST

START_TEST(a_path_names_keys_and_items)
{
    expect_path_at(1, 1, "version");
    expect_path_at(1, 10, "version");
    expect_path_at(3, 3, "policies.db");
    expect_path_at(4, 6, "policies.db.limits");
    expect_path_at(4, 12, "policies.db.limits");
    expect_path_at(4, 14, "policies.db.limits.max_attempts");
    expect_path_at(4, 28, "policies.db.limits.max_attempts");
    expect_path_at(7, 5, "list[0]");
    expect_path_at(8, 6, "list[1][0]");
    expect_path_at(8, 10, "list[1][1].c");
    struct retry_range empty = {at(5, 10).end, at(5, 10).end};
    expect_path(&empty, "policies.db.empty");
}
END_TEST

START_TEST(the_place_of_a_collection_names_it_and_not_its_first_child)
{
    const struct retry_value *root = &reading->document.root, *only = retry__value_get(root, "only");
    expect_path(&root->place, "");
    expect_path(&only->place, "only");
    expect_path(&only->pairs[0].value.place, "only.child");
    expect_path(&retry__value_get(root, "policies")->place, "policies");
    expect_path(&retry__value_get(root, "list")->items[1].place, "list[1]");
}
END_TEST

START_TEST(a_place_outside_has_no_path)
{
    uint32_t size = (uint32_t)reading->source.size;
    expect_path(&(struct retry_range){size + 1, size + 1}, "");
    expect_path(&(struct retry_range){0, size}, "");
}
END_TEST

START_TEST(a_path_is_cut_to_the_buffer)
{
    char path[8] = "???????";
    const struct retry_range place = at(4, 28);
    ck_assert_uint_eq(retry__value_path(&reading->document.root, &place, path, sizeof path), 7);
    ck_assert_str_eq(path, "policie");
    ck_assert_uint_eq(retry__value_path(&reading->document.root, &place, path, 1), 0);
    ck_assert_str_eq(path, "");
    ck_assert_uint_eq(retry__value_path(&reading->document.root, &place, NULL, 0), 0);
}
END_TEST

START_TEST(a_document_may_be_done_twice_or_not_exist)
{
    retry__document_done(&reading->document);
    retry__document_done(&reading->document);
    retry__document_done(NULL);
}
END_TEST

START_TEST(an_item_number_has_any_number_of_digits)
{
    char text[4096] = "{\"a\": [";
    for (int at = 0; at < 1000; at++)
        memcpy(text + strlen(text), "0,", 3);
    memcpy(text + strlen(text), "1]}", 4);
    struct reading *list = reading_json(text);
    char path[16];
    const struct retry_value *items = retry__value_get(&list->document.root, "a");
    ck_assert_uint_eq(retry__value_path(&list->document.root, &items->items[1000].place, path, sizeof path), 7);
    ck_assert_str_eq(path, "a[1000]");
    reading_free(list);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("value");
    TCase *tests = tcase_create("value");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, a_value_is_found_by_its_whole_key);
    tcase_add_test(tests, only_a_scalar_is_a_text);
    tcase_add_test(tests, a_path_names_keys_and_items);
    tcase_add_test(tests, the_place_of_a_collection_names_it_and_not_its_first_child);
    tcase_add_test(tests, a_place_outside_has_no_path);
    tcase_add_test(tests, a_path_is_cut_to_the_buffer);
    tcase_add_test(tests, a_document_may_be_done_twice_or_not_exist);
    tcase_add_test(tests, an_item_number_has_any_number_of_digits);
    suite_add_tcase(suite, tests);
    return suite_run(suite);
}
