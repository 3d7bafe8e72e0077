/* prefork.c - a server of several processes: each follows edits by itself, and the parent's switch counts in all. */
#define _POSIX_C_SOURCE 200809L

#include <retry.h>

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS = 3, PATIENCE_S = 20 };

/* ---- a worker: answers each request with what a call to its backend came to -------------------------------------- */

/* Stands for a backend that is down. */
static retry_error backend(void *context, retry_call *call)
{
    (void)context, (void)call;
    return retry_errno(ECONNREFUSED);
}

/* "2: 3 attempts, max_attempts" */
static void answer(int connection, int number)
{
    retry_decision outcome;
    retry_call_options options = {.size = sizeof(options), .outcome = &outcome};
    char text[64];

    retry_run(retry_policy_get("backend"), &options, backend, NULL);
    int length = snprintf(text, sizeof(text), "%d: %u attempt%s, %s", number, (unsigned)outcome.attempts,
                          outcome.attempts == 1 ? "" : "s", retry_reason_name(outcome.reason));
    send(connection, text, (size_t)length, MSG_NOSIGNAL);
}

static _Noreturn void work(int listener, int number)
{
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0)
            _exit(0);
        answer(connection, number);
        close(connection);
    }
}

/* ---- the parent: makes the workers ------------------------------------------------------------------------------- */

static struct sockaddr_in address = {.sin_family = AF_INET};
static pid_t workers[WORKERS];

static bool start_workers(void)
{
    socklen_t size = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 64) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        return false;
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = fork();
        if (workers[i] < 0)
            return false;
        if (workers[i] == 0)
            work(listener, i + 1);
    }
    close(listener);
    return true;
}

static void stop_workers(void)
{
    for (int i = 0; i < WORKERS && workers[i] > 0; i++) {
        kill(workers[i], SIGTERM);
        waitpid(workers[i], NULL, 0);
    }
}

/* ---- requests: the next worker that is free answers -------------------------------------------------------------- */

/* Asks once. @return the worker's number; its answer behind the number in text */
static int ask(char *text, size_t size)
{
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    ssize_t length = -1;

    if (connect(connection, (struct sockaddr *)&address, sizeof(address)) == 0)
        length = recv(connection, text, size - 1, 0);
    close(connection);
    if (length <= 0)
        return 0;
    text[length] = '\0';
    return text[0] - '0';
}

/* Asks until every worker has answered so. Says what the last of them answered. */
static bool all_answer(const char *expected)
{
    struct timespec pause = {.tv_nsec = 1000000};
    time_t until = time(NULL) + PATIENCE_S;
    char text[64];
    unsigned seen = 0;

    while (seen != (1u << WORKERS) - 1 && time(NULL) < until) {
        int number = ask(text, sizeof(text));
        bool good = number >= 1 && number <= WORKERS && strcmp(text + 1, expected) == 0;
        if (good)
            seen |= 1u << (number - 1);
        nanosleep(&pause, NULL);
    }
    printf("   workers 1 to %d%s\n", WORKERS, seen == (1u << WORKERS) - 1 ? expected : ": not all have followed");
    return seen == (1u << WORKERS) - 1;
}

/* ---- the operator: edits a file ---------------------------------------------------------------------------------- */

static char directory[] = "/tmp/libretry-prefork-XXXXXX";
static char file[64], draft[64];

static bool edit(unsigned max_attempts)
{
    FILE *stream = fopen(draft, "w");

    if (!stream)
        return false;
    fprintf(stream,
            "version: 1\n"
            "policies:\n"
            "  backend:\n"
            "    limits: {max_attempts: %u}\n"
            "    backoff: {jitter: {mode: full, over: {fixed: {delay: 2ms}}}}\n",
            max_attempts);
    return fclose(stream) == 0 && rename(draft, file) == 0;
}

/* ---- the story --------------------------------------------------------------------------------------------------- */

static bool begin(void)
{
    retry_options options = {.size = sizeof(options), .program = "prefork", .path = directory};
    retry_watch_options watch = {.size = sizeof(watch), .in_children = true};
    retry_report *report = NULL;

    bool good = edit(3) && retry_init(&options, &report) == RETRY_OK;
    retry_report_print(report, stderr);
    retry_report_free(report);
    return good && retry_watch_start(NULL, &watch) == RETRY_OK && start_workers();
}

static bool tell(void)
{
    bool good;

    puts("1. The policy allows 3 attempts. The parent has loaded it, then forked.");
    good = all_answer(": 3 attempts, max_attempts");
    puts("2. Somebody edits the file to 5. Every worker notices by itself.");
    good = good && edit(5) && all_answer(": 5 attempts, max_attempts");
    puts("3. The parent switches all retries off. No file is written, no signal sent.");
    retry_disable_all(true);
    good = good && all_answer(": 1 attempt, disabled");
    puts("4. And on again.");
    retry_disable_all(false);
    return good && all_answer(": 5 attempts, max_attempts");
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (!mkdtemp(directory))
        return 1;
    snprintf(file, sizeof(file), "%s/backend.yaml", directory);
    snprintf(draft, sizeof(draft), "%s/.backend.yaml", directory);
    bool good = begin() && tell();
    stop_workers();
    retry_watch_stop(NULL);
    unlink(file);
    rmdir(directory);
    puts(good ? "All workers have followed." : "FAILED");
    return good ? 0 : 1;
}
