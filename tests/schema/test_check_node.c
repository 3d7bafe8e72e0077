/* test_check_node.c - a node has exactly one key, the name of a kind, or names another backoff. */
#include "schema/help.h"
#include "tests/schema/checking.h"
#include "tests/suite.h"

static const struct retry_shape fixed_shape = {
    .name = "fixed",
    .example = "fixed: {first: 1s}",
    .fields = &outer_fields[1],
    .field_count = 1,
    .config_size = 8,
};
static const struct retry_shape none_shape = {.name = "none", .example = "none: {}"};
static const struct retry_shape several_shape = {
    .name = "several",
    .example = "several: [{none: {}}, {fixed: {first: 1s}}]",
    .arity = RETRY_LIST,
};
static const struct retry_shape *const shapes[] = {&choice_shape, &fixed_shape, &none_shape, &several_shape};

static struct retry_node_parts take_apart(struct trial *trial)
{
    struct retry_node_parts parts;

    trial->good =
        retry__check_node(&trial->check, &trial->document.root.pairs[0].value, shapes, RETRY_COUNT(shapes), &parts);
    return parts;
}

static const struct {
    const char *text;
    const char *found;
    const char *message;
    const char *help;
} rows[] = {
    {"{\"a\": 5}", "1:7-1:8 one-kind", "a node is a mapping with exactly one key, the name of its kind",
     "write a: {fixed: {first: 1s}}"},
    {"{\"a\": null}", "1:7-1:11 one-kind", "a node is a mapping with exactly one key, the name of its kind",
     "write a: {fixed: {first: 1s}}"},
    {"{\"a\": []}", "1:7-1:9 one-kind", "a node is a mapping with exactly one key, the name of its kind",
     "write a: {fixed: {first: 1s}}"},
    {"{\"a\": {}}", "1:7-1:9 one-kind", "a node is a mapping with exactly one key, the name of its kind",
     "write a: {fixed: {first: 1s}}"},
    {"{\"a\": \"none\"}", "1:7-1:13 one-kind", "a node is a mapping with exactly one key, the name of its kind",
     "write a: {none: {}}"},
    {"{\"a\": \"Fixd\"}", "1:7-1:13 one-kind", "a node is a mapping with exactly one key, the name of its kind",
     "write a: {fixed: {first: 1s}}"},
    {"{\"a\": \"quick\"}", "1:7-1:14 one-kind", "a node is a mapping with exactly one key, the name of its kind",
     "write a: {use: quick}"},
    {"{\"a\": [{\"none\": {}}]}", "1:7-1:21 one-kind", "a node is a mapping with exactly one key, the name of its kind",
     "take away the '[' and ']'"},
    {"{\"a\": [{\"none\": {}}, {\"none\": {}}]}", "1:7-1:35 one-kind",
     "a node is a mapping with exactly one key, the name of its kind", "put the list under one of several"},
    {"{\"a\": {\"several\": {\"none\": {}}}}", "1:19-1:31 wrong-type",
     "'several' is a mapping, a list of nodes belongs here", "write several: [{none: {}}, {fixed: {first: 1s}}]"},
    {"{\"a\": {\"several\": []}}", "1:19-1:21 wrong-type", "'several' is an empty list, a list of nodes belongs here",
     "write several: [{none: {}}, {fixed: {first: 1s}}]"},
    {"{\"a\": {\"several\": \"none\"}}", "1:19-1:25 wrong-type",
     "'several' is text in quotes, a list of nodes belongs here", "write several: [{none: {}}, {fixed: {first: 1s}}]"},
    {"{\"a\": {\"fixed\": [{\"none\": {}}]}}", "1:17-1:31 wrong-type", "'fixed' is a list, a mapping belongs here",
     "write fixed: {first: 1s}"},
    {"{\"a\": {\"first\": \"1s\", \"fixed\": {}}}", "1:8-1:15 one-kind",
     "a node has exactly one key, 'first' stands beside 'fixed'", "move it into fixed"},
    {"{\"a\": {\"kind\": \"fixed\", \"first\": \"1s\"}}", "1:8-1:14 one-kind",
     "a node has one key, the name of its kind, and 'kind' is none", "write a: {fixed: {first: 1s}}"},
    {"{\"a\": {\"colour\": 1, \"taste\": 2}}", "1:8-1:16 one-kind",
     "a node has one key, the name of its kind, and 'colour' is none",
     "put it under one of choice, fixed, none, several or use"},
    {"{\"a\": {\"fixed\": {}, \"none\": {}}}", "1:21-1:27 one-kind",
     "a node has exactly one key, 'none' stands beside 'fixed'", "keep one of them"},
    {"{\"a\": {\"choice\": {}, \"over\": {}}}", "1:22-1:28 one-kind",
     "a node has exactly one key, 'over' stands beside 'choice'", "move it into choice"},
    {"{\"a\": {\"fxied\": {}}}", "1:8-1:15 unknown-key", "unknown kind 'fxied'", "did you mean fixed?"},
    {"{\"a\": {\"uses\": \"b\"}}", "1:8-1:14 unknown-key", "unknown kind 'uses'", "did you mean use?"},
    {"{\"a\": {\"bogus\": {}}}", "1:8-1:15 unknown-key", "unknown kind 'bogus'",
     "write one of choice, fixed, none, several or use"},
    {"{\"a\": {\"x-own\": {}}}", "1:8-1:15 unknown-key", "unknown kind 'x-own'",
     "write one of choice, fixed, none, several or use"},
    {"{\"a\": {\"none\": null}}", "1:16-1:20 wrong-type", "'none' has no value, a mapping belongs here",
     "write none: {}"},
    {"{\"a\": {\"fixed\": \"1s\"}}", "1:17-1:21 wrong-type", "'fixed' is text in quotes, a mapping belongs here",
     "write fixed: {first: 1s}"},
    {"{\"a\": {\"fixed\": \"20ms\"}}", "1:17-1:23 wrong-type", "'fixed' is text in quotes, a mapping belongs here",
     "write fixed: {first: 20ms}"},
    {"{\"a\": {\"use\": []}}", "1:15-1:17 wrong-type", "'use' is an empty list, a name belongs here",
     "write use: NAME"},
    {"{\"a\": {\"use\": null}}", "1:15-1:19 wrong-type", "'use' has no value, a name belongs here", "write use: NAME"},
    {"{\"a\": {\"use\": \"My_Db\"}}", "1:15-1:22 bad-name", "the name 'My_Db' has an upper-case letter", "write my_db"},
};

/* runs for each row of rows */
START_TEST(what_is_no_node_is_found_at_its_place)
{
    static const enum retry_format formats[] = {RETRY_FORMAT_JSON, RETRY_FORMAT_YAML};

    for (size_t i = 0; i < RETRY_COUNT(formats); i++) {
        struct trial trial;
        char found[128];
        char json[RETRY_HELP_BYTES];

        begin(&trial, rows[_i].text, formats[i]);
        take_apart(&trial);
        spell(trial.report, found, sizeof found);
        ck_assert(!trial.good);
        ck_assert_str_eq(found, rows[_i].found);
        ck_assert_str_eq(trial.report->findings[0].message, rows[_i].message);
        retry__help_json(rows[_i].help, json, sizeof json);
        ck_assert_pstr_eq(trial.report->findings[0].help, formats[i] == RETRY_FORMAT_JSON ? json : rows[_i].help);
        finish(&trial);
    }
}
END_TEST

static const struct {
    const char *help, *json;
} helps[] = {
    {"write delay: 1000ms or delay: 1000s", "write \"delay\": \"1000ms\" or \"delay\": \"1000s\""},
    {"write on: true or false", "write \"on\": true or false"},
    {"write a: {b: {c: 1.5, d: [1, x], e: ...}}", "write \"a\": {\"b\": {\"c\": 1.5, \"d\": [1, \"x\"], \"e\": ...}}"},
    {"write a: 30s, or longer", "write \"a\": \"30s\", or longer"},
    {"write a: \"12\"", "write \"a\": \"12\""},
    {"put it under over:", "put it under \"over\":"},
    {"take away the '[' and ']'", "take away the '[' and ']'"},
    {"did you mean fixed?", "did you mean fixed?"},
    {"write http:503", "write http:503"},
    {"write when: [http:503, timeout]", "write \"when\": [\"http:503\", \"timeout\"]"},
};

/* runs for each row of helps */
START_TEST(a_help_is_json_where_the_document_is)
{
    char json[RETRY_HELP_BYTES];

    ck_assert_str_eq(retry__help_json(helps[_i].help, json, sizeof json), helps[_i].json);
}
END_TEST

START_TEST(a_kind_is_found_with_its_body_and_child)
{
    struct retry_node_parts parts;
    struct trial trial;

    begin(&trial, "a: {choice: {mode: full, over: {none: {}}}}", RETRY_FORMAT_YAML);
    parts = take_apart(&trial);
    ck_assert(trial.good);
    ck_assert_ptr_eq(parts.shape, &choice_shape);
    ck_assert_uint_eq(parts.index, 0);
    ck_assert(retry__value_is(parts.key, "choice"));
    ck_assert_uint_eq(parts.body->count, 2);
    ck_assert_ptr_eq(parts.over, &parts.body->pairs[1].value);
    finish(&trial);
}
END_TEST

START_TEST(a_leaf_has_no_child_and_its_body_is_not_looked_at)
{
    struct retry_node_parts parts;
    struct trial trial;

    begin(&trial, "a: {none: {over: {}}}", RETRY_FORMAT_YAML);
    parts = take_apart(&trial);
    ck_assert(trial.good);
    ck_assert_uint_eq(parts.index, 2);
    ck_assert_ptr_null(parts.over);
    finish(&trial);
}
END_TEST

START_TEST(a_list_of_nodes_is_the_body)
{
    struct trial trial;
    struct retry_node_parts parts;

    begin(&trial, "{\"a\": {\"several\": [5, {\"none\": {}}]}}", RETRY_FORMAT_JSON);
    parts = take_apart(&trial);
    ck_assert(trial.good && parts.shape == &several_shape);
    ck_assert_int_eq(parts.body->type, RETRY_VALUE_LIST);
    ck_assert_uint_eq(parts.body->count, 2);
    ck_assert_ptr_null(parts.over);
    finish(&trial);
}
END_TEST

START_TEST(a_reference_has_no_shape_and_its_name_is_the_body)
{
    struct retry_node_parts parts;
    struct trial trial;

    begin(&trial, "a: {use: quick}", RETRY_FORMAT_YAML);
    parts = take_apart(&trial);
    ck_assert(trial.good);
    ck_assert_ptr_null(parts.shape);
    ck_assert(retry__value_is(parts.body, "quick"));
    finish(&trial);
}
END_TEST

int main(void)
{
    TCase *all = tcase_create("check_node");
    Suite *suite = suite_create("check_node");

    tcase_add_loop_test(all, what_is_no_node_is_found_at_its_place, 0, (int)RETRY_COUNT(rows));
    tcase_add_loop_test(all, a_help_is_json_where_the_document_is, 0, (int)RETRY_COUNT(helps));
    tcase_add_test(all, a_kind_is_found_with_its_body_and_child);
    tcase_add_test(all, a_leaf_has_no_child_and_its_body_is_not_looked_at);
    tcase_add_test(all, a_list_of_nodes_is_the_body);
    tcase_add_test(all, a_reference_has_no_shape_and_its_name_is_the_body);
    suite_add_tcase(suite, all);
    return suite_run(suite);
}
