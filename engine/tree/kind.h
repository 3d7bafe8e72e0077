/* kind.h - what a kind of node is: a shape that says it, one function that does it. */
#ifndef RETRY_TREE_KIND_H
#define RETRY_TREE_KIND_H

#include "engine/retry.h"
#include "schema/shape.h"

struct retry_node;

/* The function registered for a custom; a pair that never changes once it is published. */
struct retry_custom {
    retry_custom_fn function;
    void *context;
};

/* What a tree is asked. */
struct retry_ask {
    retry_question question;
    /* customs[i] answers for symbol i, below custom_count; NULL where none is registered */
    const struct retry_custom *_Atomic const *customs;
    const char *const *custom_names;
    uint32_t custom_count;
    const struct retry_node *last; /* set by the node that answers with no window */
};

struct retry_kind {
    struct retry_shape shape;
    /* Neither allocates, fails, sleeps, logs nor reads a clock. Writes *out only for RETRY_ANSWER_WINDOW. */
    enum retry_answer (*window)(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out);
    /* true where the window depends on more than f, so that no bound can be proved */
    bool opaque;
};

#endif
