/* fault.h - findings at values of a document that is being checked. */
#ifndef RETRY_SCHEMA_FAULT_H
#define RETRY_SCHEMA_FAULT_H

#include "schema/report.h"

/* The presets of a shape, read before: whoever holds many mappings against one shape spares reading them each time. */
struct retry_presets {
    const struct retry_shape *shape; /* NULL: of none */
    const void *config;              /* its presets, and zero bytes where there are none */
};

/* What a check works with. */
struct retry_check {
    const struct retry_document *document;
    struct retry_report *report;
    const struct retry_presets *presets; /* may be NULL */
    /* numbers a SYMBOL; false: no memory. May be NULL where no shape has one. */
    bool (*symbol)(void *context, const char *name, size_t length, uint32_t *out);
    void *context;
    const char *target; /* a release, "0.1": what is newer is a finding; NULL: nothing is */
};

/** Adds a finding at a value of the checked document. @return false, always */
bool retry__check_fault(const struct retry_check *check, enum retry_finding_code code, const struct retry_value *value,
                        const char *help, const char *format, ...) __attribute__((format(printf, 5, 6)));
/** As above, for another value than the one that belongs here: "'delay' is a list, a duration belongs here". */
bool retry__fault_type(const struct retry_check *check, const char *key, const struct retry_value *value,
                       const char *belongs, const char *help);
/** The same where a mapping belongs. The name is used where the value stands under no key; the example may be NULL. */
bool retry__fault_mapping(const struct retry_check *check, const struct retry_value *value, const char *name,
                          const char *example);
/** Is the scalar a name? If not, adds a finding. */
bool retry__fault_name(const struct retry_check *check, const struct retry_value *scalar);
/** Is the value a scalar that says nothing: empty, `~` or null without quotes? */
bool retry__fault_is_null(const struct retry_value *value);
/** A draft at a value of the checked document, for findings with a related place. */
struct retry_draft retry__fault_draft(const struct retry_check *check, enum retry_finding_code code,
                                      const struct retry_value *value, const char *help);
/** The key under which the value stands: the better place for what the value lacks. The value itself where it has none.
 */
const struct retry_value *retry__fault_owner(const struct retry_check *check, const struct retry_value *value);

/* A scalar's text, escaped and cut, to stand in a message. */
struct retry_quote {
    char text[64];
};

struct retry_quote retry__fault_quote(const struct retry_value *scalar);

#endif
