/* overrides.h - what documents lay over policies that stand elsewhere. */
#ifndef RETRY_STORE_OVERRIDES_H
#define RETRY_STORE_OVERRIDES_H

#include "engine/store/build.h"

struct retry_override {
    struct retry_definition definition; /* where it stands */
    struct retry_override *next;        /* the one that is laid over this */
};

/**
 * Takes the overrides of a document, in the order in which they apply: lowest layer first, then by file. Each joins the
 * policy of its name; one of no policy is checked and reported. Two of one layer that state the same are reported.
 *
 * @param policies  of the document's `overrides`, a mapping by names
 * @return false: no memory, as the report says
 */
bool retry__overrides_add(struct retry_build *build, const struct retry_document *document,
                          const struct retry_value *policies, uint32_t layer);

#endif
