/* test_allocation.c - fails every allocation there is, ours and those of our dependencies: "out of memory" or the exact
 * result. */
#include "engine/store/reload.h"
#include "schema/print.h"
#include "tests/engine/world.h"
#include "tests/sweep/allocator.h"
#include "tests/sweep/digest.h"
#include "tests/sweep/documents.h"

#ifdef SANITIZED

int main(void)
{
    return 77;
}

#else

/* ---- what is swept ---------------------------------------------------------------------------------- */

static struct world world;
static retry_report *report;

static void note_findings(void)
{
    retry_finding_view finding = {.size = sizeof(finding)};

    for (size_t i = 0; retry_report_at(report, i, &finding); i++)
        if (strcmp(finding.slug, "out-of-memory") != 0)
            note("%s:%u:%u-%u:%u %s %s (%s) %s:%u %s\n", finding.file, finding.line, finding.column, finding.end_line,
                 finding.end_column, finding.slug, finding.message, finding.help, finding.related_file,
                 finding.related_line, finding.path);
}

/* A status; the findings that come with it are noted in any case, so that a false one is seen. */
static bool note_status(const char *what, retry_status status)
{
    note_findings();
    if (status == RETRY_ENOMEM)
        gave_up = true;
    else
        note("%s: %s\n", what, retry_status_text(status));
    return status != RETRY_ENOMEM;
}

static void note_policy(const char *name)
{
    const retry_policy *policy = retry_catalogue_get(world.catalogue, name);
    retry_decision decision;
    retry_call call;
    char text[512];

    if (!policy) {
        gave_up = true;
        return;
    }
    note("%s: state %d, %u attempts\n", name, (int)retry_policy_state_get(policy), retry_policy_max_attempts(policy));
    retry_call_begin(&call, policy, NULL);
    do {
        decision = retry_call_failed(&call, retry_errno(ECONNREFUSED), NULL);
        retry_call_why(&call, text, sizeof(text));
        note("%s\n", text);
    } while (decision.again && decision.attempts < 8);
}

static void note_policies(void)
{
    note("generation %d\n", (int)retry_catalogue_generation(world.catalogue));
    note_policy("db");
    note_policy("own");
    note_policy("nobody");
}

static void open_catalogue(const char *defaults)
{
    retry_options options = world_options(&world);

    options.program = "sweep";
    options.defaults = defaults;
    if (note_status("open", retry_catalogue_open(&options, &world.catalogue, &report)) && world.catalogue)
        note_policies();
}

static void open_usual(void)
{
    open_catalogue(NULL);
}

static void open_with_defaults(void)
{
    open_catalogue("version: 1\npolicies: {db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}}\n");
}

/* From here on everybody may write the directory and the file of the world. */
static void prepare_exposed(void)
{
    ck_assert_int_eq(chmod(world.directory, 0777), 0);
    ck_assert_int_eq(chmod(world.file, 0666), 0);
}

static void open_strictly(void)
{
    retry_options options = world_options(&world);

    options.strict = true;
    note_status("open", retry_catalogue_open(&options, &world.catalogue, &report));
}

/* Before a reload: what is there to keep, to orphan and to leave undefined. */
static void prepare_reload(void)
{
    retry_options options = world_options(&world);
    const char *after = YAML;

    world_write(&world,
                "version: 1\npolicies:\n  db: {limits: {max_attempts: 2}, backoff: {immediate: {}}}\n"
                "  old: {limits: {max_attempts: 2}, backoff: {sum: [{jitter: {add: 1s, over: {immediate: {}}}}, "
                "{schedule: {delays: [1s, 3s, 2s]}}]}, hints: {max: 1m},\n"
                "    rules: [{when: [ECONNREFUSED], action: retry, backoff: {fixed: {delay: 1s}}}]}\n");
    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_OK);
    ck_assert_ptr_nonnull(retry_catalogue_get(world.catalogue, "db"));
    ck_assert_ptr_nonnull(retry_catalogue_get(world.catalogue, "old"));
    ck_assert_ptr_nonnull(retry_catalogue_get(world.catalogue, "nobody"));
    world_write(&world, after);
}

/* The same, and then the file of the scenario. */
static void prepare_state(void)
{
    prepare_reload();
    world_write(&world, REUSE);
}

static void reload(void)
{
    retry_status status = retry_catalogue_reload(world.catalogue, &report);
    const retry_policy *db = retry_catalogue_get(world.catalogue, "db");
    bool changed = status == RETRY_OK;

    claim(retry_catalogue_generation(world.catalogue) == (changed ? 2 : 1), "the set is current or it is not");
    claim(retry_policy_max_attempts(db) == (changed ? 6 : 2), "a policy means what the current set says");
    if (note_status("reload", status)) {
        note_policies();
        note_policy("old");
    }
}

/* A look that failed is no result: it is taken again later. */
static void watch(void)
{
    const retry_watch_options options = {.size = sizeof(options), .settle_ns = 1};
    const retry_policy *db = retry_catalogue_get(world.catalogue, "db");
    int loop, notice = -1;

    if (note_status("watch", retry_watch_open(world.catalogue, &options, &loop)))
        for (int i = 0; i < 4; i++)
            gave_up |= retry_watch_dispatch(world.catalogue) == RETRY_ENOMEM;
    note_status("notice", retry_notice_open(world.catalogue, &notice));
    claim((retry_policy_max_attempts(db) == 6) == (retry_catalogue_generation(world.catalogue) == 2),
          "a watch loads all or nothing");
    retry_notice_close(world.catalogue, notice);
    retry_watch_stop(world.catalogue);
}

static void prepare_open(void)
{
    retry_options options = world_options(&world);

    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, NULL), RETRY_OK);
}

/* More names than the first tables hold. */
static void look_up(void)
{
    char name[16];

    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof(name), "p%d", i);
        note_policy(name);
    }
    note_policies();
}

static retry_answer seven(void *context, const retry_question *question, retry_window *out_window)
{
    (void)context, (void)question;
    *out_window = (retry_window){7, 7};
    return RETRY_ANSWER_WINDOW;
}

static void register_custom(void)
{
    note_status("known", retry_custom_set(world.catalogue, "tide", seven, NULL));
    note_status("new", retry_custom_set(world.catalogue, "moon", seven, &world));
    if (!gave_up)
        note_policies();
}

static void prepare_print(void)
{
    retry_options options = world_options(&world);

    ck_assert_int_eq(retry_catalogue_open(&options, &world.catalogue, &report), RETRY_EPOLICY);
}

static char printed[1 << 14];

/* A stream into memory, made and closed unharmed. */
static FILE *open_stream(void)
{
    bool was = armed;

    armed = false;
    memset(printed, 0, sizeof(printed));
    FILE *stream = fmemopen(printed, sizeof(printed), "w");
    setvbuf(stream, NULL, _IONBF, 0);
    armed = was;
    return stream;
}

/* @return was it all printed? */
static bool close_stream(FILE *stream, bool whole)
{
    bool was = armed;

    armed = false;
    fclose(stream);
    armed = was;
    gave_up |= !whole;
    return whole;
}

static void print(void)
{
    for (int format = RETRY_PRINT_TEXT; format <= RETRY_PRINT_JSON; format++) {
        FILE *stream = open_stream();
        if (close_stream(stream, retry__print_report(report, (enum retry_print_format)format, false, stream)))
            note("%s", printed);
    }
}

/* What is printed tells the time, so only whether it was printed is kept. */
static void print_metrics(void)
{
    FILE *stream = open_stream();

    if (close_stream(stream, retry_metrics_print(world.catalogue, stream)))
        note("printed\n");
}

/* Times differ from run to run, and are all of one length. */
static void note_printed(const retry_state *state)
{
    FILE *stream = open_stream();

    if (close_stream(stream, retry_state_print(state, stream)))
        note("%d bytes of JSON\n", (int)strlen(printed));
}

static void note_state(void)
{
    retry_state_view view = {.size = sizeof(view)};
    retry_policy_view policy = {.size = sizeof(policy)};
    retry_file_view file = {.size = sizeof(file)};
    retry_state *state;

    if (retry_state_take(world.catalogue, &state) != RETRY_OK) {
        gave_up = true;
        return;
    }
    claim(retry_state_get(state, &view), "a state has a whole");
    claim((view.generation == 2) == (view.attempt_status == RETRY_OK), "what runs is what the last attempt made");
    claim(view.accepted + view.refused == 2, "each attempt is counted");
    gave_up |= view.attempt_status == RETRY_ENOMEM || retry_report_count(retry_state_report(state), RETRY_ERROR) > 0;
    for (size_t i = 0; !gave_up && retry_state_policy(state, i, &policy); i++)
        note("%s: state %d, %s:%u %s\n", policy.name, (int)policy.state, policy.file ? policy.file : "", policy.line,
             policy.overridden_by ? policy.overridden_by : "");
    for (size_t i = 0; !gave_up && retry_state_file(state, i, &file); i++)
        note("%s: %d %s\n", file.path, file.applied, file.reason ? file.reason : "");
    if (!gave_up)
        note_printed(state);
    retry_state_free(state);
}

static void reload_and_take_state(void)
{
    note_status("reload", retry_catalogue_reload(world.catalogue, &report));
    note_state();
}

static const struct scenario {
    const char *name, *file, *text;
    void (*prepare)(void); /* unharmed */
    void (*run)(void);     /* with a fault */
} scenarios[] = {
    {"open YAML", "a.yaml", YAML, NULL, open_usual},
    {"open JSON", "a.json", JSON, NULL, open_usual},
    {"open wrong YAML", "a.yaml", WRONG_YAML, NULL, open_usual},
    {"open reuse", "a.yaml", REUSE, NULL, open_usual},
    {"open wrong reuse", "a.yaml", WRONG_REUSE, NULL, open_usual},
    {"open wrong JSON", "a.json", WRONG_JSON, NULL, open_usual},
    {"open broken YAML", "a.yaml", BROKEN, NULL, open_usual},
    {"open over defaults", "a.yaml", YAML, NULL, open_with_defaults},
    {"reload", "a.yaml", YAML, prepare_reload, reload},
    {"watch", "a.yaml", YAML, prepare_reload, watch},
    {"reload and take the state", "a.yaml", REUSE, prepare_state, reload_and_take_state},
    {"look up new names and decide", "a.yaml", YAML, prepare_open, look_up},
    {"register a custom", "a.yaml", YAML, prepare_open, register_custom},
    {"print metrics", "a.yaml", YAML, prepare_reload, print_metrics},
    {"print wrong YAML", "a.yaml", WRONG_YAML, prepare_print, print},
    {"print wrong JSON", "a.json", WRONG_JSON, prepare_print, print},
    {"open what everybody may write", "a.yaml", YAML, prepare_exposed, open_usual},
    {"refuse what everybody may write", "a.yaml", YAML, prepare_exposed, open_strictly},
};

/* ---- the sweep ---------------------------------------------------------------------------------------- */

/* One run with a fault at that allocation; 0: with none. @return was the fault reached? */
static bool run_once(const struct scenario *scenario, unsigned long at, bool for_good)
{
    long before = live;

    digested = 0;
    gave_up = false;
    world.now_ns = 1000 * MS;
    snprintf(world.file, sizeof(world.file), "%s/%s", world.directory, scenario->file);
    world_write(&world, scenario->text);
    if (scenario->prepare)
        scenario->prepare();
    calls = 0;
    fired = false;
    fail_at = at;
    sticky = for_good;
    armed = at > 0;
    scenario->run();
    armed = false;
    retry_report_free(report);
    retry_catalogue_free(world.catalogue);
    report = NULL;
    world.catalogue = NULL;
    unlink(world.file);
    ck_assert_msg(live == before, "%s: %ld blocks leaked by a fault at %lu", scenario->name, live - before, at);
    ck_assert_msg(!gave_up || fired, "%s: out of memory without a fault", scenario->name);
    return fired;
}

/* Every line of a run that gave up must be one of the faultless run's. */
static void compare(const struct scenario *scenario, const char *expected, unsigned long at)
{
    if (!gave_up) {
        ck_assert_msg(strcmp(digest, expected) == 0, "%s: a fault at %lu made of\n%s this:\n%s", scenario->name, at,
                      expected, digest);
        return;
    }
    for (char *line = digest, *end; (end = memchr(line, '\n', digested - (size_t)(line - digest))); line = end + 1) {
        *end = '\0';
        ck_assert_msg(strstr(expected, line), "%s: a fault at %lu made this up: %s", scenario->name, at, line);
    }
}

static unsigned long sweep(const struct scenario *scenario, bool for_good)
{
    static char expected[sizeof(digest)];
    unsigned long at = 1;

    run_once(scenario, 0, false); /* what the C library allocates once and keeps is allocated now */
    run_once(scenario, 0, false);
    memcpy(expected, digest, sizeof(digest));
    for (; run_once(scenario, at, for_good); at++)
        compare(scenario, expected, at);
    compare(scenario, expected, at);
    return at - 1;
}

START_TEST(every_allocation_may_fail)
{
    unsigned long total = 0;

    world_make(&world);
    for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
        unsigned long once = sweep(&scenarios[i], false), for_good = sweep(&scenarios[i], true);
        ck_assert_uint_gt(for_good, 0);
        printf("%-30s %5lu sites once, %5lu for good\n", scenarios[i].name, once, for_good);
        total += once;
    }
    printf("%lu allocation sites swept\n", total);
    rmdir(world.directory);
}
END_TEST

WORLD_MAIN("allocation", every_allocation_may_fail)

#endif
