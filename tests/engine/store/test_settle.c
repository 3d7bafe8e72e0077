/* test_settle.c - what changed while it was read is read again, a few times. */
#include "engine/store/settle.h"

#include "tests/engine/store/folder.h"

/* One run: how often it was tried, and up to which try a file changes under it. */
struct run {
    struct retry_settle settle;
    unsigned tries, changes;
};

static void load(void *context)
{
    struct run *run = context;

    if (++run->tries <= run->changes)
        folder_write("a.yaml", &"# longer and longer"[10 - run->tries]);
    ck_assert(retry__settle_changed(&run->settle) == (run->tries <= run->changes && run->settle.search.count == 1));
}

/* Loads a file, or the search path of it where it is no name, while it changes so often. */
static struct run settle(unsigned changes, bool named)
{
    static char path[sizeof folder.text];
    static char *names[] = {path};
    struct run run = {.settle = {.load = load, .path = path}, .changes = changes};

    folder_write("a.yaml", "");
    snprintf(path, sizeof path, "%s", folder_file("a.yaml"));
    run.settle.context = &run;
    run.settle.names = names;
    run.settle.name_count = named;
    retry__settle(&run.settle);
    return run;
}

static void forget(struct run *run)
{
    retry__search_done(&run->settle.search);
    retry__report_free(run->settle.report);
}

START_TEST(files_that_stand_still_are_read_once)
{
    for (int named = 0; named < 2; named++) {
        struct run run = settle(0, named);

        ck_assert_uint_eq(run.tries, 1);
        ck_assert_uint_eq(run.settle.report->count, 0);
        forget(&run);
    }
}
END_TEST

START_TEST(files_that_changed_are_read_again)
{
    for (int named = 0; named < 2; named++) {
        struct run run = settle(2, named);

        ck_assert_uint_eq(run.tries, 3);
        ck_assert(!run.settle.changed);
        ck_assert_uint_eq(run.settle.report->count, 0);
        forget(&run);
    }
}
END_TEST

START_TEST(files_that_keep_changing_are_an_error)
{
    for (int named = 0; named < 2; named++) {
        struct run run = settle(3, named);

        ck_assert_uint_eq(run.tries, 3);
        ck_assert(run.settle.changed);
        ck_assert(run.settle.report->io);
        ck_assert_int_eq(retry__report_at(run.settle.report, 0)->code, RETRY_FINDING_CHANGED);
        forget(&run);
    }
}
END_TEST

START_TEST(standard_input_is_read_once)
{
    struct run run = {.changes = 1};

    folder_write("a.yaml", "");
    run.settle = (struct retry_settle){.load = load, .context = &run, .name_count = 2};
    run.settle.names = (char *[]){(char[]){"-"}, strdup(folder_file("a.yaml"))};
    retry__settle(&run.settle);
    ck_assert_uint_eq(run.tries, 1);
    ck_assert_uint_eq(run.settle.report->count, 0);
    free(run.settle.names[1]);
    forget(&run);
}
END_TEST

FOLDER_MAIN("settle", files_that_stand_still_are_read_once, files_that_changed_are_read_again,
            files_that_keep_changing_are_an_error, standard_input_is_read_once)
