/* test_watch.c - whatever operators do to files, a watched program follows: each operation as they really do it. */
#include "engine/live/watch.h"

#include "tests/engine/live/watching.h"

static const retry_watch_options quick = {.size = sizeof(quick), .settle_ns = MS};

static void open_with(const char *inside)
{
    char path[128];

    world_make(&watched);
    watching_shell("mkdir -p '%s' && cd '%s' && printf '%s' >db.yaml", *inside ? inside : ".", *inside ? inside : ".",
                   SET("2"));
    snprintf(path, sizeof(path), "%s/%s", watched.directory, inside);
    retry_options options = world_options(&watched);
    options.path = path;
    ck_assert_int_eq(retry_catalogue_open(&options, &watched.catalogue, NULL), RETRY_OK);
}

/* Opens a world and watches it, past the load that the start of a watch asks for. */
static void begin(const char *inside)
{
    if (watched.catalogue)
        watching_close();
    open_with(inside);
    watching_open_loop(&quick);
}

static void set_up(void)
{
    begin("");
}

/* ---- edits ----------------------------------------------------------------------------------------- */

START_TEST(a_file_that_is_written_in_place_is_followed)
{
    watching_write("db.yaml", SET("7"));
    watching_until_attempts(7);
}
END_TEST

START_TEST(an_editor_that_keeps_a_backup_is_followed)
{
    watching_write(".db.yaml.swp", "x");
    watching_write("4913", "");
    watching_shell("rm 4913 && mv db.yaml db.yaml~");
    watching_write("db.yaml", SET("7"));
    watching_shell("rm db.yaml~ .db.yaml.swp");
    watching_until_attempts(7);
}
END_TEST

START_TEST(an_editor_that_renames_over_is_followed)
{
    watching_write(".db.yaml.tmp", SET("7"));
    watching_shell("mv .db.yaml.tmp db.yaml");
    watching_until_attempts(7);
}
END_TEST

START_TEST(sed_in_place_is_followed)
{
    watching_shell("sed -i 's/max_attempts: 2/max_attempts: 7/' db.yaml");
    watching_until_attempts(7);
}
END_TEST

START_TEST(a_copy_over_the_file_is_followed)
{
    watching_write("new", SET("7"));
    watching_shell("cp new db.yaml");
    watching_until_attempts(7);
}
END_TEST

START_TEST(a_write_with_the_time_put_back_is_followed)
{
    watching_shell("touch -d '1999-01-01' db.yaml");
    watching_write("new", SET("7"));
    watching_shell("touch -r db.yaml old && cat new >db.yaml && touch -r old db.yaml");
    watching_until_attempts(7);
}
END_TEST

START_TEST(a_file_that_is_removed_leaves_what_another_says)
{
    watching_write("zz.yaml", "version: 1\noverrides: {policies: {db: {limits: {max_attempts: 9}}}}\n");
    watching_until_attempts(9);
    watching_shell("rm zz.yaml");
    watching_until_attempts(2);
}
END_TEST

START_TEST(a_thousand_changes_lead_to_the_last_one)
{
    uint64_t generation = retry_catalogue_generation(watched.catalogue);
    char text[256];

    for (int i = 1; i <= 1000; i++) {
        snprintf(text, sizeof(text), SET("%d"), 1000 + i);
        watching_write("db.yaml", text);
        if (i % 100 == 0)
            retry_watch_dispatch(watched.catalogue);
    }
    watching_until_attempts(2000);
    ck_assert_uint_le(retry_catalogue_generation(watched.catalogue), generation + 11);
}
END_TEST

/* ---- states that are not to be published ---------------------------------------------------------- */

START_TEST(half_a_file_that_is_completed_within_the_settle_period_is_never_seen)
{
    static const retry_watch_options slow = {.size = sizeof(slow), .settle_ns = 300 * MS};

    retry_watch_stop(watched.catalogue);
    watching_open_loop(&slow);
    watching_write("db.yaml", "version: 1\npolicies: {db: {limits: {max_attempts: 7}, backoff: {immediate: {}}}");
    retry_watch_dispatch(watched.catalogue);
    watching_write("db.yaml", SET("7"));
    watching_until_attempts(7);
    ck_assert_uint_eq(watched.lines, 2);
}
END_TEST

START_TEST(a_set_that_is_put_back_clears_the_error_and_makes_no_generation)
{
    uint64_t generation = retry_catalogue_generation(watched.catalogue), deadline = watching_deadline();

    watching_write("db.yaml", WRONG);
    watching_until_line("result=refused trigger=watch generation=1");
    ck_assert_int_eq(watched_status, RETRY_EPOLICY);
    ck_assert_uint_eq(watching_attempts(), 2);
    watching_write("db.yaml", SET("2"));
    while (retry__watch_unsettled_ns(watched.catalogue) == 0)
        watching_step(deadline);
    while (retry__watch_unsettled_ns(watched.catalogue) != 0)
        watching_step(deadline);
    ck_assert_int_eq(retry_check(watched.catalogue, NULL), RETRY_OK);
    ck_assert_uint_eq(retry_catalogue_generation(watched.catalogue), generation);
    watching_write("db.yaml", SET("7"));
    watching_until_attempts(7);
}
END_TEST

/* ---- levers ---------------------------------------------------------------------------------------- */

START_TEST(a_lever_is_heeded)
{
    watching_write("disabled", "");
    watching_until_reason(RETRY_REASON_DISABLED);
    watching_shell("rm disabled");
    watching_until_reason(RETRY_REASON_RETRY);
}
END_TEST

START_TEST(a_lever_is_heeded_while_the_set_is_refused)
{
    watching_write("db.yaml", WRONG);
    watching_until_line("result=refused trigger=watch generation=1");
    watching_write("disabled", "d*\n");
    watching_until_reason(RETRY_REASON_DISABLED);
}
END_TEST

START_TEST(a_lever_is_heeded_while_the_files_never_settle)
{
    char text[256];
    uint64_t deadline = watching_deadline();

    watching_write("disabled", "");
    for (int i = 1; watching_reason() != RETRY_REASON_DISABLED; i++) {
        snprintf(text, sizeof(text), SET("%d") "# %d\n", 1000 + i, i);
        watching_write("db.yaml", text);
        watching_step(deadline);
    }
}
END_TEST

/* ---- links and directories ------------------------------------------------------------------------- */

START_TEST(a_config_map_that_is_swapped_is_followed)
{
    retry_watch_stop(watched.catalogue);
    watching_shell("mkdir ..1 && mv db.yaml ..1/ && ln -s ..1 ..data && ln -s ..data/db.yaml db.yaml");
    watching_open_loop(&quick);
    watching_shell("mkdir ..2 && sed 's/s: 2/s: 7/' ..1/db.yaml >..2/db.yaml && ln -s ..2 ..data_tmp && "
                   "mv -T ..data_tmp ..data && rm -r ..1");
    watching_until_attempts(7);
}
END_TEST

START_TEST(a_link_to_a_file_elsewhere_is_followed)
{
    char elsewhere[] = "/tmp/retry-elsewhere-XXXXXX";

    ck_assert_ptr_nonnull(mkdtemp(elsewhere));
    retry_watch_stop(watched.catalogue);
    watching_shell("mv db.yaml %s/x && ln -s %s/x db.yaml", elsewhere, elsewhere);
    watching_open_loop(&quick);
    watching_shell("sed -i 's/s: 2/s: 7/' %s/x", elsewhere);
    watching_until_attempts(7);
    watching_shell("sed 's/s: 7/s: 8/' %s/x >%s/y && mv %s/y %s/x", elsewhere, elsewhere, elsewhere, elsewhere);
    watching_until_attempts(8);
    watching_shell("rm -r %s", elsewhere);
}
END_TEST

START_TEST(a_release_directory_that_is_swapped_is_followed)
{
    watching_close();
    world_make(&watched);
    watching_shell(
        "mkdir -p r1/p r2/p && printf '%s' >r1/p/db.yaml && sed 's/s: 2/s: 7/' r1/p/db.yaml >r2/p/db.yaml && "
        "ln -s r1 current",
        SET("2"));
    char path[128];
    snprintf(path, sizeof(path), "%s/current/p", watched.directory);
    retry_options options = world_options(&watched);
    options.path = path;
    ck_assert_int_eq(retry_catalogue_open(&options, &watched.catalogue, NULL), RETRY_OK);
    watching_open_loop(&quick);
    for (int i = 0; i < 20; i++) {
        watching_shell("ln -s r%d new && mv -T new current", i % 2 ? 1 : 2);
        watching_until_attempts(i % 2 ? 2 : 7);
    }
}
END_TEST

START_TEST(a_directory_that_is_removed_is_kept_and_comes_back)
{
    begin("sub");
    watching_shell("rm -r sub");
    watching_until_line("result=refused trigger=watch generation=1");
    ck_assert_uint_eq(watching_attempts(), 2);
    watching_shell("mkdir sub && printf '%s' >sub/db.yaml", SET("7"));
    watching_until_attempts(7);
}
END_TEST

START_TEST(a_directory_that_is_renamed_away_and_another_in_its_place_is_followed)
{
    begin("deep/er");
    watching_shell("cp -r deep other && sed -i 's/s: 2/s: 7/' other/er/db.yaml && mv deep/er deep/old && "
                   "mv other/er deep/er");
    watching_until_attempts(7);
}
END_TEST

START_TEST(layers_come_and_go)
{
    begin("low");
    watching_shell("mkdir high && printf '%s' >high/db.yaml", SET("7"));
    retry_catalogue_free(watched.catalogue);
    char path[256];
    snprintf(path, sizeof(path), "%s/high:%s/low", watched.directory, watched.directory);
    retry_options options = world_options(&watched);
    options.path = path;
    ck_assert_int_eq(retry_catalogue_open(&options, &watched.catalogue, NULL), RETRY_OK);
    watching_open_loop(&quick);
    ck_assert_uint_eq(watching_attempts(), 7);
    watching_shell("rm high/db.yaml");
    watching_until_attempts(2);
    watching_shell("printf '%s' >high/db.yaml", SET("8"));
    watching_until_attempts(8);
}
END_TEST

START_TEST(a_file_that_is_named_directly_is_followed)
{
    begin("one");
    retry_catalogue_free(watched.catalogue);
    char path[256];
    snprintf(path, sizeof(path), "%s/one/db.yaml", watched.directory);
    retry_options options = world_options(&watched);
    options.path = path;
    ck_assert_int_eq(retry_catalogue_open(&options, &watched.catalogue, NULL), RETRY_OK);
    watching_open_loop(&quick);
    watching_shell("sed -i 's/s: 2/s: 7/' one/db.yaml");
    watching_until_attempts(7);
    watching_shell("printf '%s' >one/db.yaml", SET("8"));
    watching_until_attempts(8);
}
END_TEST

/* ---- without the kernel's word ---------------------------------------------------------------------- */

START_TEST(polling_alone_finds_changes)
{
    const retry_watch_options options = {
        .size = sizeof(options), .settle_ns = MS, .poll_ns = 5 * MS, .poll_only = true};

    retry_watch_stop(watched.catalogue);
    watching_open_loop(&options);
    ck_assert(retry__watch_is_on(watched.catalogue));
    ck_assert(!retry__watch_is_notified(watched.catalogue));
    watching_shell("sed -i 's/s: 2/s: 7/' db.yaml");
    watching_until_attempts(7);
    watching_write("disabled", "");
    watching_until_reason(RETRY_REASON_DISABLED);
}
END_TEST

WORLD_MAIN_AROUND("watch", set_up, watching_close, a_file_that_is_written_in_place_is_followed,
                  an_editor_that_keeps_a_backup_is_followed, an_editor_that_renames_over_is_followed,
                  sed_in_place_is_followed, a_copy_over_the_file_is_followed,
                  a_write_with_the_time_put_back_is_followed, a_file_that_is_removed_leaves_what_another_says,
                  a_thousand_changes_lead_to_the_last_one,
                  half_a_file_that_is_completed_within_the_settle_period_is_never_seen,
                  a_set_that_is_put_back_clears_the_error_and_makes_no_generation, a_lever_is_heeded,
                  a_lever_is_heeded_while_the_set_is_refused, a_lever_is_heeded_while_the_files_never_settle,
                  a_config_map_that_is_swapped_is_followed, a_link_to_a_file_elsewhere_is_followed,
                  a_release_directory_that_is_swapped_is_followed, a_directory_that_is_removed_is_kept_and_comes_back,
                  a_directory_that_is_renamed_away_and_another_in_its_place_is_followed, layers_come_and_go,
                  a_file_that_is_named_directly_is_followed, polling_alone_finds_changes)
