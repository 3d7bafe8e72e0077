/* demo.c - a client that survives a server which refuses, resets and then serves, and obeys edits of its policy. */
#define _POSIX_C_SOURCE 200809L

#include <retry.h>

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define MS UINT64_C(1000000) /* ns */

/* ---- the server: a port that is not open yet, connections that break, then answers ---------------------------- */

struct server {
    int socket; /* bound from the start, so that the port is ours; listens only after open_port() */
    struct sockaddr_in address;
    unsigned refusals; /* that the client will meet before the port opens */
    unsigned resets;   /* connections to break once it is open */
    bool open;
    pthread_t thread; /* runs while the port is open */
};

/* A close that lingers 0 s sends RST in the place of FIN. */
static void reset(int connection)
{
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    setsockopt(connection, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

/* Takes one connection after the other: breaks the first ones, answers the last. */
static void *serve(void *context)
{
    struct server *server = context;
    char request[16];

    for (unsigned i = 0; i <= server->resets; i++) {
        int connection = accept(server->socket, NULL, NULL);
        bool answer = recv(connection, request, sizeof(request), 0) > 0 && i == server->resets;
        if (answer)
            send(connection, "pong", 4, MSG_NOSIGNAL);
        else
            reset(connection);
        close(connection);
    }
    return NULL;
}

static bool server_start(struct server *server)
{
    socklen_t size = sizeof(server->address);

    server->address = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    server->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return server->socket >= 0 && bind(server->socket, (struct sockaddr *)&server->address, size) == 0 &&
           getsockname(server->socket, (struct sockaddr *)&server->address, &size) == 0;
}

/* The server finishes its start while the client is waiting for its next attempt. */
static void open_port(struct server *server)
{
    if (listen(server->socket, 8) != 0 || pthread_create(&server->thread, NULL, serve, server) != 0)
        abort();
    server->open = true;
}

static void server_stop(struct server *server)
{
    shutdown(server->socket, SHUT_RDWR); /* ends an accept() that still waits */
    if (server->open)
        pthread_join(server->thread, NULL);
    close(server->socket);
}

/* ---- the client: one attempt is one exchange ------------------------------------------------------------------ */

/* Limits each step of an exchange. A socket takes 0 as no limit, so the least is 1 us. */
static void limit(int connection, uint64_t timeout_ns)
{
    uint64_t us = timeout_ns / 1000 + 1;
    struct timeval timeout = {.tv_sec = (time_t)(us / 1000000), .tv_usec = (suseconds_t)(us % 1000000)};

    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
}

/* Connects, sends, receives; returns 0 or the errno of what failed. */
static int exchange(const struct server *server, uint64_t timeout_ns)
{
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char answer[4];
    ssize_t received = -1;

    limit(connection, timeout_ns);
    if (connect(connection, (const struct sockaddr *)&server->address, sizeof(server->address)) == 0 &&
        send(connection, "ping", 4, MSG_NOSIGNAL) == 4)
        received = recv(connection, answer, sizeof(answer), 0);
    int error = received < 0 ? errno : received < 4 ? ECONNRESET : 0;
    close(connection);
    return error;
}

/* One attempt with its line of the transcript. */
static retry_error attempt(struct server *server, const retry_call *call)
{
    retry_decision last = retry_call_last(call);
    retry_error error = retry_errno(exchange(server, retry_call_timeout_ns(call)));
    char text[64] = "served";

    if (!retry_is_ok(error))
        retry_error_text(error, text, sizeof(text));
    printf("  after %3" PRIu64 " ms, attempt %" PRIu32 ": %s\n", last.delay_ns / MS, last.attempts + 1, text);
    if (error.code == ECONNREFUSED && --server->refusals == 0)
        open_port(server);
    return error;
}

/* ---- one call as a function ----------------------------------------------------------------------------------- */

static retry_error attempt_of_run(void *server, retry_call *call)
{
    return attempt(server, call);
}

static bool with_retry_run(void)
{
    struct server server = {.refusals = 1, .resets = 1};

    puts("1. retry_run() under std.http: the port is closed, then a connection breaks.");
    if (!server_start(&server))
        return false;
    retry_error error = retry_run(retry_policy_get("std.http"), NULL, attempt_of_run, &server);
    server_stop(&server);
    return retry_is_ok(error);
}

/* ---- one call as a loop --------------------------------------------------------------------------------------- */

static bool with_loop(void)
{
    struct server server = {.refusals = 2, .resets = 2};
    retry_call call;
    retry_error error;

    puts("2. The loop under std.database: a longer start, and two connections break.");
    if (!server_start(&server) || !retry_call_begin(&call, retry_policy_get("std.database"), NULL))
        return false;
    do
        error = attempt(&server, &call);
    while (retry_call_again(&call, error, NULL));
    server_stop(&server);
    return retry_is_ok(error);
}

/* ---- a policy that is edited while a call waits --------------------------------------------------------------- */

static char directory[] = "/tmp/libretry-demo-XXXXXX";
static char policy_file[sizeof(directory) + sizeof("/demo.yaml")];

/* Writes a new file beside the policy file and moves it there, so that nobody ever reads half of it. */
static bool edit(unsigned max_attempts, const char *delay)
{
    char draft[sizeof(policy_file) + sizeof(".new")];

    snprintf(draft, sizeof(draft), "%s.new", policy_file);
    FILE *file = fopen(draft, "w");
    if (!file)
        return false;
    fprintf(file,
            "version: 1\n"
            "policies:\n"
            "  demo:\n"
            "    limits: {max_attempts: %u}\n"
            "    backoff: {fixed: {delay: %s}}\n",
            max_attempts, delay);
    return fclose(file) == 0 && rename(draft, policy_file) == 0;
}

static retry_status reload(void)
{
    retry_report *report = NULL;
    retry_status status = retry_reload(&report);

    retry_report_print(report, stdout);
    printf("  reload: %s\n", retry_status_text(status));
    retry_report_free(report);
    return status;
}

/* The operator: a slip that is refused, then the edit that was meant. */
static void *operate(void *out_done)
{
    struct timespec typing = {.tv_sec = 0, .tv_nsec = 300000000};

    nanosleep(&typing, NULL);
    puts("  The operator writes delay: 100 ms, with a space.");
    bool refused = edit(3, "100 ms") && reload() == RETRY_EPOLICY;
    puts("  The call waits on. The operator writes delay: 100ms.");
    *(bool *)out_done = edit(3, "100ms") && reload() == RETRY_OK && refused;
    return NULL;
}

/* The time from the wait's start to its end, in ms. */
static uint64_t wait_while_edited(retry_call *call, bool *out_again, bool *out_done)
{
    struct timespec begin, end;
    pthread_t operator_thread;

    if (pthread_create(&operator_thread, NULL, operate, out_done) != 0)
        abort();
    clock_gettime(CLOCK_MONOTONIC, &begin);
    *out_again = retry_call_wait(call);
    clock_gettime(CLOCK_MONOTONIC, &end);
    pthread_join(operator_thread, NULL);
    return (uint64_t)((end.tv_sec - begin.tv_sec) * 1000 + (end.tv_nsec - begin.tv_nsec) / 1000000);
}

static bool with_edits(void)
{
    struct server server = {.refusals = 2, .resets = 0};
    retry_call call;
    bool again, done = false;

    puts("3. A call under demo, 2 attempts and a wait of 30 s, while the file is edited to 3 attempts and 100 ms.");
    if (!server_start(&server) || !retry_call_begin(&call, retry_policy_get("demo"), NULL))
        return false;
    retry_decision decision = retry_call_failed(&call, attempt(&server, &call), NULL);
    printf("  The call begins to wait for %" PRIu64 " s.\n", decision.delay_ns / MS / 1000);
    uint64_t waited_ms = wait_while_edited(&call, &again, &done);
    printf("  The wait is over after %" PRIu64 " ms, %" PRIu64 " ms of it under the new file.\n", waited_ms,
           retry_call_last(&call).delay_ns / MS);

    /* The second attempt is refused as well: the old policy ends here, the new one grants a third. */
    while (again)
        again = retry_call_again(&call, attempt(&server, &call), NULL);
    server_stop(&server);
    return done && waited_ms >= 300 && waited_ms < 5000 && retry_call_last(&call).reason == RETRY_REASON_SUCCESS;
}

/* ---- the story ------------------------------------------------------------------------------------------------ */

/* Reads the edited file first, then the directory that the command line names. */
static bool load(const char *policies)
{
    char path[4096];
    retry_report *report = NULL;

    snprintf(policy_file, sizeof(policy_file), "%s/demo.yaml", directory);
    snprintf(path, sizeof(path), "%s:%s", policy_file, policies);
    retry_options options = {.size = sizeof(options), .path = path};
    bool loaded = edit(2, "30s") && retry_init(&options, &report) == RETRY_OK;
    retry_report_print(report, stdout);
    retry_report_free(report);
    return loaded;
}

int main(int count, char **arguments)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (!mkdtemp(directory))
        return 1;
    bool good = load(count > 1 ? arguments[1] : "policies.d") && with_retry_run() && with_loop() && with_edits();
    puts(good ? "All calls were served." : "FAILED");
    unlink(policy_file);
    rmdir(directory);
    return good ? 0 : 1;
}
