/* definitions.h - every policy, backoff or group of errors that the documents of a set define, by name. */
#ifndef RETRY_STORE_DEFINITIONS_H
#define RETRY_STORE_DEFINITIONS_H

#include "schema/report.h"

enum retry_definition_state {
    RETRY_DEFINITION_WAITING,
    RETRY_DEFINITION_OPEN, /* being built: who leads back to it closes a circle */
    RETRY_DEFINITION_BUILT,
    RETRY_DEFINITION_BROKEN, /* a finding says why */
};

struct retry_fragment;
struct retry_override;

/* Where a node stands in the block, and how far its tree goes down. */
struct retry_built {
    size_t root;         /* offset in the block; 0: none */
    unsigned nodes;      /* above one another, references followed */
    unsigned references; /* followed one after another */
    unsigned total;      /* nodes in all, shared ones counted at each place */
};

struct retry_definition {
    const struct retry_document *document;
    const struct retry_pair *pair; /* the name and what it stands for */
    uint64_t hash;                 /* of the name */
    uint32_t layer;
    uint32_t latest; /* of the definition that counts: the index of the last one of its name */
    bool replaced;   /* another definition of the name counts */
    struct {
        bool limits, backoff;
    } torn; /* off a policy: they stand outside of it, as a finding says, and are not missing */
    enum retry_definition_state state;
    struct retry_built built;
    struct retry_definition *user; /* while open: whose reference led here, or NULL */
    /* of a policy: what is laid over it, in the order in which it applies */
    struct retry_override *overrides, *last_override;
    const struct retry_fragment *fragment; /* of a policy that is built: the topmost of its line */
    uint32_t depth;   /* built policies and groups: how many stand above one another, this included */
    uint32_t classes; /* of a built group: how many it holds, groups followed, each place counted */
};

/* Zero bytes and a noun are an empty table. */
struct retry_definitions {
    const char *noun;               /* "policy" */
    struct retry_definition *items; /* in load order */
    size_t count, capacity;
    size_t distinct;   /* those that count */
    uint32_t *slots;   /* hash table: 0 = free, else the index + 1 of a definition that counts */
    size_t slot_count; /* a power of two */
};

/** Makes room for so many more definitions, so that the table need not grow by and by. @return false: no memory, as the
 * report says */
bool retry__definitions_reserve(struct retry_definitions *table, size_t count, struct retry_report *report);
/**
 * Adds a definition; documents come highest layer first. A name defined twice in one layer is an error; defined in two
 * layers, the higher one counts, and an info says so. Of a key that stands twice, which was reported, the first counts.
 *
 * @return false: no memory, as the report says
 */
bool retry__definitions_add(struct retry_definitions *table, const struct retry_document *document,
                            const struct retry_pair *pair, uint32_t layer, struct retry_report *report);
/** The definition of that name that counts, or NULL. */
struct retry_definition *retry__definitions_find(const struct retry_definitions *table, const char *name,
                                                 size_t length);

#define RETRY_DEFINITION_NAME 64 /* bytes of a checked name with its NUL */

/** Writes the name of the table, or one of the other candidates (ends with NULL; may be NULL), that is nearest to one
 * that was not found. @return false: none is near enough */
bool retry__definitions_nearest(const struct retry_definitions *table, const struct retry_value *name,
                                const char *const *others, char best[RETRY_DEFINITION_NAME]);
/** Writes the open definitions from the first to the last, "a -> b -> ", the way that references led, cut to size. */
void retry__definitions_way(const struct retry_definition *first, const struct retry_definition *last, char *buffer,
                            size_t size);
void retry__definitions_done(struct retry_definitions *table);

#endif
