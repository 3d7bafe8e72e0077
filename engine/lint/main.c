/* main.c - retry-lint: checks policy files, and tells what policies are and do. */
#include "engine/lint/arguments.h"
#include "engine/lint/check.h"
#include "engine/lint/classes.h"
#include "engine/lint/diff.h"
#include "engine/lint/explain.h"
#include "engine/lint/schema.h"
#include "engine/lint/show.h"
#include "engine/lint/status.h"
#include "engine/lint/test.h"
#include "engine/retry.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* The first is the one that needs no name. */
static const struct retry_command commands[] = {
    {"check", "[PATH...]", 0, "check files, directories and standard input (-) as one set", retry__lint_check},
    {"explain", "NAME [PATH...]", 1, "show what the policy waits, retry by retry; NAME may hold *",
     retry__lint_explain},
    {"show", "NAME [PATH...]", 1, "show what the policy is, with all that it inherits; NAME may hold *",
     retry__lint_show},
    {"diff", "OLD NEW", 0, "say what the new file or directory changes in the meaning of policies", retry__lint_diff},
    {"classes", "[NAME|CLASS...]", SIZE_MAX, "list the built-in groups of errors, or say what holds an error class",
     retry__lint_classes},
    {"schema", "", 0, "print the JSON Schema of policy documents, for editors", retry__lint_schema},
    {"status", "FILE", 1, "show what a process runs, by its RETRY_STATUS_FILE, and what the present files would do",
     retry__lint_status},
    {"test", "[PATH...]", 0, "play the tests that the files hold, on a virtual clock", retry__lint_test},
    {NULL, NULL, 0, NULL, NULL},
};

static void print_help(FILE *out)
{
    fputs("retry-lint - checks retry policies, and explains what they do\n\nUsage:\n", out);
    for (const struct retry_command *command = commands; command->name; command++)
        fprintf(out, "  retry-lint %s [OPTION...]%s%s\n      %s\n", command->name, command->operands[0] ? " " : "",
                command->operands, command->doc);
    fprintf(out, "Without a command it is %s. Without a PATH the search path of programs is read.\n\nOptions:\n",
            commands[0].name);
    retry__arguments_help(out);
    fputs("\nIt exits with 0: clean, 1: something is wrong, 2: bad command line, 3: cannot read or write, or no "
          "memory.\n",
          out);
}

/* Where standard streams are closed, the files opened first would take their numbers and be written to. */
static bool hold_streams(void)
{
    for (int descriptor = 0; descriptor <= STDERR_FILENO; descriptor++) {
        if (fcntl(descriptor, F_GETFD) == -1 && open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY) != descriptor)
            return false;
    }
    return true;
}

static enum retry_exit run(int count, char **values)
{
    struct retry_arguments arguments;

    if (!retry__arguments_read(&arguments, count, values, commands, stderr))
        return RETRY_EXIT_USAGE;
    if (arguments.help) {
        print_help(stdout);
        return RETRY_EXIT_CLEAN;
    }
    if (arguments.version) {
        fputs("retry-lint " RETRY_VERSION "\n", stdout);
        return RETRY_EXIT_CLEAN;
    }
    return arguments.command->run(&arguments, stdout, stderr);
}

int main(int count, char **values)
{
    enum retry_exit end;

    signal(SIGPIPE, SIG_IGN); /* a reader that went away is a write error like any other */
    if (!hold_streams())
        return RETRY_EXIT_TROUBLE;
    end = run(count, values);
    bool failed = ferror(stdout) != 0;
    errno = 0;
    if (fclose(stdout) != 0 || failed) {
        fprintf(stderr, "retry-lint: cannot write to standard output: %s\n",
                errno ? strerror(errno) : "output was lost");
        return RETRY_EXIT_TROUBLE;
    }
    return (int)end;
}
