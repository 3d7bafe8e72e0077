/* digest.h - for the sweep of allocations: what a run found out, as text, noted without being harmed. */
#ifndef TESTS_SWEEP_DIGEST_H
#define TESTS_SWEEP_DIGEST_H

#include "tests/sweep/allocator.h"

#include <check.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static char digest[1 << 16]; /* all that a scenario found out */
static size_t digested;
static bool gave_up; /* a step has answered "out of memory" */

/* Asserts without being harmed: check allocates. */
static void claim(bool holds, const char *what)
{
    bool was = armed;

    armed = false;
    ck_assert_msg(holds, "%s", what);
    armed = was;
}

static void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void note(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    digested += (size_t)vsnprintf(digest + digested, sizeof(digest) - digested, format, arguments);
    va_end(arguments);
    claim(digested < sizeof(digest), "the digest is too small");
}

#endif
