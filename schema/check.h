/* check.h - holds values against shapes, stores what they say, and finds everything that is wrong. */
#ifndef RETRY_SCHEMA_CHECK_H
#define RETRY_SCHEMA_CHECK_H

#include "schema/report.h"
#include "schema/shape.h"

/* What a check works with. */
struct retry_check {
    const struct retry_document *document;
    struct retry_report *report;
    /* numbers a SYMBOL; false: no memory. May be NULL where no shape has one. */
    bool (*symbol)(void *context, const char *name, size_t length, uint32_t *out);
    void *context;
};

/**
 * Checks a mapping against a shape and stores its fields in config (config_size bytes, zeroed here first).
 * NODE and NAMES fields only store the value; the caller goes on with them.
 *
 * @return true where nothing was found; false means that the report has gained a finding
 */
bool retry__check_section(const struct retry_check *check, const struct retry_value *value,
                          const struct retry_shape *shape, void *config);

/* One node, taken apart. */
struct retry_node_parts {
    const struct retry_shape *shape;  /* of the kind; NULL for {use: NAME} */
    size_t index;                     /* of the shape in the list */
    const struct retry_value *key;    /* the kind's name where it stands */
    const struct retry_value *body;   /* of the kind, or the NAME of `use` */
    const struct retry_value *over;   /* the child's value, NULL where absent */
};

/**
 * Takes a node apart: a mapping with exactly one key, a kind's name or `use`. Checks the name of `use`, not the body.
 *
 * @param shapes  of all kinds, sorted by name, shape_count of them
 */
bool retry__check_node(const struct retry_check *check, const struct retry_value *value,
                       const struct retry_shape *const *shapes, size_t shape_count, struct retry_node_parts *out);

/** Is this a name: [a-z][a-z0-9._-]{0,62}, not x-..., no word that YAML reads as something else? */
bool retry__check_is_name(const char *text, size_t length);
/** Adds a finding at a value of the checked document. @return false, always */
bool retry__check_fault(const struct retry_check *check, enum retry_finding_code code, const struct retry_value *value,
                        const char *help, const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
