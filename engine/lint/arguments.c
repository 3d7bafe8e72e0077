/* arguments.c - reads the command line of retry-lint. */
#include "engine/lint/arguments.h"

#include "engine/lint/require.h"
#include "schema/decimal.h"
#include "schema/escape.h"
#include "schema/mem.h"
#include "schema/name.h"
#include "schema/near.h"
#include "schema/since.h"

#include <getopt.h>
#include <string.h>

#define LAST_RETRY UINT32_C(1000000000) /* windows are proved correct up to here */
#define LONG_VALUE 256                  /* getopt answers this plus the row for an option spelled out */

/* One option: getopt's tables, the help and the check that it fits the command all come from here. */
struct row {
    const char *name;
    char letter;          /* 0: has none */
    const char *argument; /* what stands after it, NULL = nothing */
    const char *expects;  /* what the argument may be */
    const char *command;  /* the only one that takes it, NULL = all */
    const char *doc;
    bool (*take)(struct retry_arguments *arguments, const char *value);
};

static bool take_format(struct retry_arguments *arguments, const char *value)
{
    static const char *const names[] = {"text", "short", "json"};

    arguments->junit = strcmp(value, "junit") == 0;
    if (arguments->junit)
        return true;
    for (size_t i = 0; i < RETRY_COUNT(names); i++) {
        if (strcmp(value, names[i]) == 0) {
            arguments->format = (enum retry_print_format)i;
            return true;
        }
    }
    return false;
}

static bool take_colour(struct retry_arguments *arguments, const char *value)
{
    static const char *const names[] = {"auto", "always", "never"};

    for (size_t i = 0; i < RETRY_COUNT(names); i++) {
        if (strcmp(value, names[i]) == 0) {
            arguments->colour = (enum retry_colour)i;
            return true;
        }
    }
    return false;
}

static bool take_number(const char *value, uint32_t *out)
{
    uint64_t number;

    if (retry__whole_parse(value, strlen(value), &number) || number < 1 || number > LAST_RETRY)
        return false;
    *out = (uint32_t)number;
    return true;
}

static bool take_retries(struct retry_arguments *arguments, const char *value)
{
    return take_number(value, &arguments->retries);
}

static bool take_at(struct retry_arguments *arguments, const char *value)
{
    return take_number(value, &arguments->at);
}

static bool take_program(struct retry_arguments *arguments, const char *value)
{
    arguments->program = value;
    return retry__check_is_name(value, strlen(value));
}

static bool take_require(struct retry_arguments *arguments, const char *value)
{
    arguments->require = value;
    return retry__lint_is_require(value);
}

/* Of a newer release than this one, nobody knows yet what it says. */
static bool take_target(struct retry_arguments *arguments, const char *value)
{
    uint64_t first, target, own;

    arguments->target = value;
    return retry__since_read(value, &target) && retry__since_read(RETRY_SINCE_FIRST, &first) &&
           retry__since_read(RETRY_VERSION, &own) && first <= target && target <= own;
}

static bool take_reference(struct retry_arguments *arguments, const char *value)
{
    (void)value;
    arguments->reference = true;
    return true;
}

static bool take_list(struct retry_arguments *arguments, const char *value)
{
    (void)value;
    arguments->list = true;
    return true;
}

static bool take_strict(struct retry_arguments *arguments, const char *value)
{
    (void)value;
    arguments->strict = true;
    return true;
}

static bool take_origin(struct retry_arguments *arguments, const char *value)
{
    (void)value;
    arguments->origin = true;
    return true;
}

static bool take_man(struct retry_arguments *arguments, const char *value)
{
    (void)value;
    arguments->man = true;
    return true;
}

static bool take_filter(struct retry_arguments *arguments, const char *value)
{
    arguments->filter = value;
    return *value != '\0';
}

static bool take_help(struct retry_arguments *arguments, const char *value)
{
    (void)value;
    arguments->help = true;
    return true;
}

static bool take_version(struct retry_arguments *arguments, const char *value)
{
    (void)value;
    arguments->version = true;
    return true;
}

static const struct row rows[] = {
    {"format", 'f', "FORMAT", "text, short, json or junit", NULL, "text (the usual), short or json; test: junit too",
     take_format},
    {"color", 0, "WHEN", "auto, always or never", NULL, "auto (a terminal and no NO_COLOR), always or never",
     take_colour},
    {"program", 'p', "NAME", "a name as billing or web-api", NULL,
     "read the search path as this program, with its NAME.d", take_program},
    {"list", 'l', NULL, NULL, "check", "say which files are read, and which are skipped and why", take_list},
    {"strict", 's', NULL, NULL, NULL, "refuse what others may write; check: exit 1 for warnings too", take_strict},
    {"require", 0, "NAMES", "names of policies, separated by commas", "check",
     "exit 1 where one of these policies is not defined", take_require},
    {"target", 0, "RELEASE", "a release from " RETRY_SINCE_FIRST " to this one", "check",
     "take what is newer than this release for errors", take_target},
    {"reference", 0, NULL, NULL, "schema", "print the reference of retry-policies(5) instead", take_reference},
    {"retries", 'n', "N", "a number from 1 to 1000000000", "explain", "show N retries, beyond the limits too",
     take_retries},
    {"at", 0, "N", "a number from 1 to 1000000000", "explain", "show retry N only", take_at},
    {"origin", 'o', NULL, NULL, "show", "say which file and line every value comes from", take_origin},
    {"man", 0, NULL, NULL, "classes", "write the groups as part of a manual page", take_man},
    {"filter", 0, "NAME", "the name of a test, or a pattern as 'db*'", "test",
     "play the tests of that name; it may hold *", take_filter},
    {"help", 'h', NULL, NULL, NULL, "print this and exit", take_help},
    {"version", 'V', NULL, NULL, NULL, "print the version and exit", take_version},
};

/* What getopt wants to know. */
struct tables {
    char letters[2 + 2 * RETRY_COUNT(rows)];
    struct option names[RETRY_COUNT(rows) + 1];
};

static void fill(struct tables *tables)
{
    size_t at = 0;

    memset(tables, 0, sizeof(*tables));
    tables->letters[at++] = ':'; /* a missing argument is told apart from an unknown option */
    for (size_t i = 0; i < RETRY_COUNT(rows); i++) {
        const struct row *row = &rows[i];
        tables->names[i].name = row->name;
        tables->names[i].has_arg = row->argument ? required_argument : no_argument;
        tables->names[i].val = LONG_VALUE + (int)i;
        if (row->letter) {
            tables->letters[at++] = row->letter;
            if (row->argument)
                tables->letters[at++] = ':';
        }
    }
}

static const struct row *find(int value)
{
    for (size_t i = 0; i < RETRY_COUNT(rows); i++) {
        if (value == LONG_VALUE + (int)i || (rows[i].letter && value == rows[i].letter))
            return &rows[i];
    }
    return NULL;
}

/* Complains about a part of the command line, which may hold any bytes. @return false, always */
static bool complain(FILE *complaints, const char *before, const char *part, const char *after)
{
    char shown[160];

    retry__escape(part, strlen(part), shown, sizeof(shown));
    fprintf(complaints, "retry-lint: %s '%s'%s\nTry 'retry-lint --help'.\n", before, shown, after);
    return false;
}

static bool complain_unknown(FILE *complaints, const char *word)
{
    const char *name = word + strspn(word, "-");
    size_t length = strcspn(name, "=");
    struct retry_near near = {0};
    char hint[64] = "";

    for (size_t i = 0; i < RETRY_COUNT(rows) && length > 1; i++)
        retry__near_offer(&near, name, length, rows[i].name);
    if (near.best)
        snprintf(hint, sizeof(hint), ", did you mean '--%s'?", near.best);
    return complain(complaints, "unknown option", word, hint);
}

/* getopt's '?': an unknown letter, an unknown or ambiguous name, or an argument where none belongs. */
static bool complain_option(FILE *complaints, int option, const char *word)
{
    char letter[] = {'-', (char)option, '\0'};

    if (option >= LONG_VALUE)
        return complain(complaints, "no argument belongs to option", word, "");
    return option ? complain(complaints, "unknown option", letter, "") : complain_unknown(complaints, word);
}

static bool complain_argument(FILE *complaints, const struct row *row, const char *value)
{
    char before[80];

    snprintf(before, sizeof(before), "--%s takes %s, not", row->name, row->expects);
    return complain(complaints, before, value, "");
}

static bool take_options(struct retry_arguments *out, int count, char **values, const struct row **used,
                         FILE *complaints)
{
    struct tables tables;
    int value;

    fill(&tables);
    optind = 0; /* begin anew, however often this is called */
    opterr = 0; /* the complaints are ours */
    while ((value = getopt_long(count, values, tables.letters, tables.names, NULL)) != -1) {
        if (value == '?')
            return complain_option(complaints, optopt, values[optind - 1]);
        if (value == ':')
            return complain(complaints, "an argument is missing after", values[optind - 1], "");
        const struct row *row = find(value);
        if (!row->take(out, optarg))
            return complain_argument(complaints, row, optarg);
        if (row->command)
            *used = row;
    }
    return true;
}

static bool complain_command(FILE *complaints, const struct row *used, const struct retry_command *command)
{
    fprintf(complaints, "retry-lint: --%s belongs to the command %s, not to %s\nTry 'retry-lint --help'.\n", used->name,
            used->command, command->name);
    return false;
}

bool retry__arguments_read(struct retry_arguments *out, int count, char **values, const struct retry_command *commands,
                           FILE *complaints)
{
    const struct row *used = NULL;

    memset(out, 0, sizeof(*out));
    out->command = commands;
    if (!take_options(out, count, values, &used, complaints))
        return false;
    out->operands = values + optind;
    out->operand_count = (size_t)(count - optind);
    for (const struct retry_command *command = commands; command->name && out->operand_count; command++) {
        if (strcmp(out->operands[0], command->name) == 0) {
            out->command = command;
            out->operands++;
            out->operand_count--;
            break;
        }
    }
    if (used && strcmp(used->command, out->command->name) != 0)
        return complain_command(complaints, used, out->command);
    if (out->junit && strcmp(out->command->name, "test") != 0)
        return complain(complaints, "--format=junit belongs to the command test, not to", out->command->name, "");
    if (out->program && out->operand_count > out->command->names && !out->help && !out->version)
        return complain(complaints,
                        "--program reads the search path, so no path may be named:", out->operands[out->command->names],
                        "");
    return true;
}

void retry__arguments_help(FILE *out)
{
    for (size_t i = 0; i < RETRY_COUNT(rows); i++) {
        const struct row *row = &rows[i];
        char names[40];
        const char *space = row->argument ? "=" : "";
        const char *argument = row->argument ? row->argument : "";
        if (row->letter)
            snprintf(names, sizeof(names), "-%c, --%s%s%s", row->letter, row->name, space, argument);
        else
            snprintf(names, sizeof(names), "    --%s%s%s", row->name, space, argument);
        fprintf(out, "  %-21s  %s%s%s\n", names, row->command ? row->command : "", row->command ? ": " : "", row->doc);
    }
}
