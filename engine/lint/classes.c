/* classes.c - the command `classes`: lists the built-in groups of errors, and says what holds an error class. */
#include "engine/lint/classes.h"

#include "engine/lint/classes_json.h"
#include "engine/lint/classes_man.h"
#include "engine/lint/meaning.h"
#include "schema/escape.h"
#include "schema/mem.h"

#include <string.h>

#define COLUMN 26 /* of spellings; few are longer */

static void print_group(const struct retry_group *group, FILE *out)
{
    fprintf(out, "%s - %s\n", group->name, group->doc);
    for (size_t i = 0; i < group->member_count; i++)
        fprintf(out, "  %-*s  %s\n", COLUMN, group->members[i].spelling, group->members[i].reason);
}

static void print_holder(const struct retry_class *class, const struct retry_group *group, FILE *out)
{
    if (!group->members && retry__meaning_group(class, group) != RETRY_HELD_NONE)
        fprintf(out, "  in %-*s  %s\n", COLUMN - 3, group->name, group->doc);
    for (size_t i = 0; i < group->member_count; i++) {
        const struct retry_member *member = &group->members[i];
        enum retry_held held = retry__meaning_member(class, member);
        if (held == RETRY_HELD_WHOLE)
            fprintf(out, "  in %-*s  %s\n", COLUMN - 3, group->name, member->reason);
        if (held == RETRY_HELD_PART)
            fprintf(out, "  of it in %-*s  %s: %s\n", COLUMN - 9, group->name, member->spelling, member->reason);
    }
}

static void print_class(const struct retry_class *class, FILE *out)
{
    char text[RETRY_CLASS_TEXT], meaning[RETRY_MEANING_SIZE];

    if (class->group) {
        print_group(class->group, out);
        return;
    }
    fprintf(out, "%s - %s\n", retry__class_text(class, text), retry__meaning_text(class, meaning));
    for (size_t i = 0; i < RETRY_GROUP_COUNT; i++)
        print_holder(class, &retry__groups[i], out);
}

static bool read_class(const char *text, struct retry_class *out, FILE *complaints)
{
    const char *wrong = retry__class_read(text, strlen(text), out);
    char shown[160], help[RETRY_CLASS_HELP], shown_help[RETRY_CLASS_HELP + 64];

    if (!wrong && out->type == RETRY_CLASS_NAME)
        wrong = "is no built-in group";
    if (!wrong)
        return true;
    retry__escape(text, strlen(text), shown, sizeof(shown));
    retry__class_help(text, strlen(text), help, sizeof(help));
    retry__escape(help, strlen(help), shown_help, sizeof(shown_help));
    fprintf(complaints, "retry-lint: '%s' %s%s%s\n", shown, wrong, *help ? ": " : "", shown_help);
    return false;
}

/* Those that were named, or all groups; complains about all that cannot be read. */
static bool read_classes(const struct retry_arguments *arguments, struct retry_class *classes, FILE *complaints)
{
    bool ok = true;

    for (size_t i = 0; i < arguments->operand_count; i++)
        ok = read_class(arguments->operands[i], &classes[i], complaints) && ok;
    for (size_t i = 0; arguments->operand_count == 0 && i < RETRY_GROUP_COUNT; i++)
        classes[i] = (struct retry_class){.type = RETRY_CLASS_GROUP, .group = &retry__groups[i]};
    return ok;
}

static enum retry_exit print(const struct retry_arguments *arguments, const struct retry_class *classes, size_t count,
                             FILE *out)
{
    if (arguments->format == RETRY_PRINT_JSON)
        return retry__classes_json(classes, count, out) ? RETRY_EXIT_CLEAN : RETRY_EXIT_TROUBLE;
    for (size_t i = 0; i < count; i++) {
        fputs(i > 0 ? "\n" : "", out);
        print_class(&classes[i], out);
    }
    return RETRY_EXIT_CLEAN;
}

enum retry_exit retry__lint_classes(const struct retry_arguments *arguments, FILE *out, FILE *complaints)
{
    size_t count = arguments->operand_count ? arguments->operand_count : RETRY_GROUP_COUNT;
    struct retry_class *classes;
    enum retry_exit end = RETRY_EXIT_FINDINGS;

    if (arguments->man) {
        retry__classes_man(out);
        return RETRY_EXIT_CLEAN;
    }
    classes = retry__mem_new(count, sizeof(*classes));
    if (classes && read_classes(arguments, classes, complaints))
        end = print(arguments, classes, count, out);
    if (!classes || end == RETRY_EXIT_TROUBLE) {
        fputs("retry-lint: out of memory\n", complaints);
        end = RETRY_EXIT_TROUBLE;
    }
    retry__mem_free(classes);
    return end;
}
