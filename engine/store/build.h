/* build.h - nodes of documents become nodes of the tree, in one growing block. */
#ifndef RETRY_STORE_BUILD_H
#define RETRY_STORE_BUILD_H

#include "engine/store/block.h"
#include "engine/store/definitions.h"
#include "engine/store/shares.h"
#include "schema/check.h"

/* A set while it is built. */
struct retry_build {
    struct retry_report *report;
    struct retry_definitions *backoffs;
    /* numbers a custom's name; false: no memory */
    bool (*symbol)(void *context, const char *name, size_t length, uint32_t *out);
    void *symbol_context;
    const char *target; /* a release whose vocabulary is the limit, or NULL */
    struct retry_block block;
    bool partial;         /* a document or a part of one could not be read: what is not known may stand there */
    unsigned suggestions; /* made for unknown names so far */
    struct retry_definitions *policies, *groups;
    struct retry_presets presets; /* of a policy */
    /* no policy extends another and nobody asks for lines afterwards: one fragment serves all policies in turn */
    bool brief;
    struct retry_fragment *only;
    struct retry_arena arena;   /* what is known of policies until the set is done with */
    struct retry_shares shares; /* parts of the block that several policies use */
};

/** What the checker needs to know about the document of a definition. */
struct retry_check retry__build_check(const struct retry_build *build, const struct retry_definition *definition);
/** Builds a node and all below it. @return false: the report has gained a finding, here or where a reference leads */
bool retry__build_node(struct retry_build *build, struct retry_definition *definition, const struct retry_value *value,
                       struct retry_built *out);
/** Holds the later values of a key that stands twice against shapes, as nodes. They are not used: the set is refused.
 */
void retry__build_repeated(struct retry_build *build, struct retry_definition *definition,
                           const struct retry_value *mapping, const char *key);
/** Builds every named backoff that no reference has led to yet. Those that do not count are checked, not kept. */
void retry__build_backoffs(struct retry_build *build);

#endif
