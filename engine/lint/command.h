/* command.h - what a command of retry-lint is, and the command line taken apart for it. */
#ifndef RETRY_LINT_COMMAND_H
#define RETRY_LINT_COMMAND_H

#include "schema/print.h"

#include <stdio.h>

/* How retry-lint ends; part of its manual. */
enum retry_exit {
    RETRY_EXIT_CLEAN = 0,
    RETRY_EXIT_FINDINGS = 1,
    RETRY_EXIT_USAGE = 2,
    RETRY_EXIT_TROUBLE = 3, /* cannot read, cannot write, out of memory */
};

enum retry_colour { RETRY_COLOUR_AUTO, RETRY_COLOUR_ALWAYS, RETRY_COLOUR_NEVER };

/* The command line; all texts are borrowed from it. */
struct retry_arguments {
    const struct retry_command *command;
    enum retry_print_format format;
    bool junit; /* test: JUnit XML instead of the format */
    enum retry_colour colour;
    bool list;             /* which files are read and which are skipped */
    bool strict;           /* warnings count as errors, and what others may write is refused */
    bool origin;           /* where every value comes from */
    bool man;              /* text for a manual page */
    bool reference;        /* the reference instead of the schema */
    const char *require;   /* names of policies that must be there, separated by commas; may be NULL */
    const char *target;    /* the release whose vocabulary is the limit, "0.1"; may be NULL */
    bool help, version;    /* print that and do nothing else */
    const char *program;   /* reads PROGRAM.d of the search path too; may be NULL */
    const char *path;      /* status: the search path, in the place of the variable; may be NULL */
    const char *filter;    /* of the names of tests; may be NULL */
    uint32_t retries;      /* rows to show, 0 = not said */
    uint32_t at;           /* the only row to show, 0 = not said */
    char *const *operands; /* what is left: names and paths */
    size_t operand_count;
};

/* One row of the table in main.c. */
struct retry_command {
    const char *name;
    const char *operands; /* "[PATH...]" */
    size_t names;         /* how many operands stand before the paths */
    const char *doc;      /* what it does, for --help */
    /* Writes results to `out` and complaints to `complaints`; whether writing worked is the caller's to check. */
    enum retry_exit (*run)(const struct retry_arguments *arguments, FILE *out, FILE *complaints);
};

#endif
