/* test_record.c - what a load has read is remembered: its files, and where each policy stands. */
#include "engine/store/record.h"

#include "tests/engine/store/folder.h"

#define IMMEDIATE "{limits: {max_attempts: 2}, backoff: {immediate: {}}}"

static struct retry_record *record;
static struct retry_set *set;

static void inspect(void *context, const struct retry_loading *loading, const struct retry_set *of)
{
    (void)context;
    record = retry__record_new(loading, of, folder.report);
}

static void load(const char *names, const char *defaults)
{
    struct retry_search search = {0};
    struct retry_load load = {.search = &search, .defaults = defaults, .symbol = folder_symbol, .inspect = inspect};

    retry__search_path(&search, folder_path(names), NULL, folder.report);
    set = retry__load(&load, folder.report);
    retry__search_done(&search);
    ck_assert_ptr_nonnull(record);
}

static void done(void)
{
    retry__record_free(record);
    retry__set_free(set);
}

/* "a.yaml:3" of a policy of the set. */
static const char *place(const char *name)
{
    static char text[128];
    const struct retry_plan *plan = retry__set_find(set, name, strlen(name));

    ck_assert_ptr_nonnull(plan);
    const struct retry_record_policy *policy = &record->policies[plan - retry__set_plan(set, 0)];
    size_t length = (size_t)snprintf(text, sizeof(text), "%s:%u", folder_inside(record->files[policy->file].path),
                                     (unsigned)policy->line);
    for (uint32_t at = policy->overrides; at; at = record->places[at - 1].next)
        length += (size_t)snprintf(text + length, sizeof(text) - length, " %s:%u",
                                   folder_inside(record->files[record->places[at - 1].file].path),
                                   (unsigned)record->places[at - 1].line);
    return text;
}

static unsigned warnings(const char *name)
{
    const struct retry_plan *plan = retry__set_find(set, name, strlen(name));

    return record->policies[plan - retry__set_plan(set, 0)].warnings;
}

START_TEST(policies_have_the_places_where_they_are_defined)
{
    folder_write("a.yaml", "version: 1\npolicies:\n  db: " IMMEDIATE "\n\n  dns: " IMMEDIATE "\n");
    folder_write("b.json", "{\"version\": 1, \"policies\": {\"one\": {\"limits\": {\"max_attempts\": 1}}, \"two\":\r\n"
                           " {\"limits\": {\"max_attempts\": 1}},\r\n\"three\": {\"limits\": {\"max_attempts\": 1}}}}");
    load("a.yaml:b.json", NULL);
    ck_assert_uint_eq(record->policy_count, 5);
    ck_assert_str_eq(place("db"), "a.yaml:3");
    ck_assert_str_eq(place("dns"), "a.yaml:5");
    ck_assert_str_eq(place("one"), "b.json:1");
    ck_assert_str_eq(place("two"), "b.json:1");
    ck_assert_str_eq(place("three"), "b.json:3");
    ck_assert_ptr_eq(record->set, set);
    ck_assert_uint_eq(record->hash, set->hash);
    done();
}
END_TEST

START_TEST(a_policy_that_replaces_another_has_its_own_place)
{
    folder_write("a.yaml", "version: 1\npolicies:\n  dns: " IMMEDIATE "\n");
    folder_write("b.yaml", "version: 1\npolicies:\n  cache: " IMMEDIATE "\n  dns: " IMMEDIATE "\n  z: " IMMEDIATE "\n");
    load("a.yaml:b.yaml", NULL);
    ck_assert_str_eq(place("dns"), "a.yaml:3");
    ck_assert_str_eq(place("cache"), "b.yaml:3");
    ck_assert_str_eq(place("z"), "b.yaml:5");
    done();
}
END_TEST

START_TEST(overrides_are_told_in_the_order_in_which_they_apply)
{
    folder_write("a.yaml", "version: 1\noverrides:\n  policies:\n    db: {limits: {max_attempts: 5}}\n");
    folder_write("b.yaml", "version: 1\npolicies:\n  db: " IMMEDIATE "\noverrides:\n  policies:\n"
                           "    none: {limits: {max_attempts: 4}}\n    db: {limits: {max_attempts: 4}}\n");
    load("a.yaml:b.yaml", NULL);
    ck_assert_str_eq(place("db"), "b.yaml:3 b.yaml:7 a.yaml:4");
    done();
}
END_TEST

START_TEST(the_programs_own_text_is_the_last_file)
{
    folder_write("a.yaml", "version: 1\npolicies:\n  db: " IMMEDIATE "\n");
    load("a.yaml", "version: 1\npolicies:\n  own: " IMMEDIATE "\n");
    ck_assert_uint_eq(record->file_count, 2);
    ck_assert_str_eq(place("own"), "<defaults>:3");
    done();
}
END_TEST

START_TEST(warnings_belong_to_the_policies_that_they_stand_in)
{
    folder_write("a.yaml",
                 "version: 1\npolicies:\n  db: {limits: {max_attempts: 1}, backoff: {immediate: {}}}\n"
                 "  db.limits: {limits: {max_attempts: 1}, backoff: {immediate: {}}}\n  dns: " IMMEDIATE "\n");
    load("a.yaml", NULL);
    ck_assert_uint_eq(folder.report->by_severity[RETRY_FINDING_WARNING], 2);
    ck_assert_uint_eq(warnings("db"), 1);
    ck_assert_uint_eq(warnings("db.limits"), 1);
    ck_assert_uint_eq(warnings("dns"), 0);
    done();
}
END_TEST

START_TEST(files_are_remembered_with_why_they_were_not_read)
{
    folder_directory("d");
    folder_write("d/a.yaml", "version: 1\npolicies:\n  db: " IMMEDIATE "\n");
    folder_write("d/b.yaml", "version: 1\n");
    folder_write("d/.hidden.yaml", "version: 1\n");
    load("d", NULL);
    ck_assert_uint_eq(record->file_count, 3);
    ck_assert_ptr_nonnull(record->files[0].reason);
    ck_assert_uint_eq(record->files[0].hash, 0);
    ck_assert_ptr_null(record->files[1].reason);
    ck_assert_uint_ne(record->files[1].hash, 0);
    ck_assert_uint_ne(record->files[1].hash, record->files[2].hash);
    ck_assert_uint_gt(record->files[1].modified_ns, 0);
    ck_assert_ptr_eq(retry__record_file(record, folder_file("d/b.yaml")), &record->files[2]);
    ck_assert_ptr_null(retry__record_file(record, folder_file("d/.hidden.yaml")));
    ck_assert_ptr_null(retry__record_file(NULL, "d"));
    done();
}
END_TEST

START_TEST(a_refused_set_leaves_its_files_alone)
{
    folder_write("a.yaml", "version: 1\npolicies:\n  db: {limit: 3}\n");
    folder_directory("b.yaml");
    load("a.yaml", NULL);
    ck_assert_ptr_null(set);
    ck_assert_ptr_null(record->set);
    ck_assert_uint_eq(record->file_count, 1);
    ck_assert_uint_eq(record->policy_count, 0);
    ck_assert_uint_ne(record->hash, 0);
    done();
}
END_TEST

START_TEST(a_file_that_could_not_be_read_says_so)
{
    folder_directory("d");
    folder_directory("d/x.yaml");
    folder_write("d/y.yaml", "version: 1\n");
    load("d", NULL);
    ck_assert_ptr_null(set);
    ck_assert_str_eq(record->files[0].reason, "could not be read");
    ck_assert_ptr_null(record->files[1].reason);
    done();
}
END_TEST

START_TEST(equal_contents_have_equal_hashes_whatever_the_defaults)
{
    uint64_t alone;

    folder_write("a.yaml", "version: 1\npolicies:\n  db: " IMMEDIATE "\n");
    load("a.yaml", NULL);
    alone = record->hash;
    done();
    load("a.yaml", "version: 1\npolicies:\n  own: " IMMEDIATE "\n");
    ck_assert_uint_eq(record->hash, alone);
    done();
    folder_write("a.yaml", "version: 1\npolicies:\n  db: " IMMEDIATE " \n");
    load("a.yaml", NULL);
    ck_assert_uint_ne(record->hash, alone);
    done();
}
END_TEST

FOLDER_MAIN("record", policies_have_the_places_where_they_are_defined, a_policy_that_replaces_another_has_its_own_place,
            overrides_are_told_in_the_order_in_which_they_apply, the_programs_own_text_is_the_last_file,
            warnings_belong_to_the_policies_that_they_stand_in, files_are_remembered_with_why_they_were_not_read,
            a_refused_set_leaves_its_files_alone, a_file_that_could_not_be_read_says_so,
            equal_contents_have_equal_hashes_whatever_the_defaults)
