/* kind.h - what a kind of node is: a shape that says it, one function that does it. */
#ifndef RETRY_TREE_KIND_H
#define RETRY_TREE_KIND_H

#include "engine/retry.h"
#include "schema/finding.h"
#include "schema/shape.h"

#define RETRY_ENDLESS UINT32_MAX /* a length, and a rise, without an end */

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

/* What a kind says of one of its nodes that passed its shape. */
struct retry_doubt {
    enum retry_finding_code code;
    const char *key;              /* the field to point at; NULL: the kind's name */
    const char *message;          /* one sentence without a full stop */
    const char *help;             /* what to write instead, or NULL */
    const struct retry_value *at; /* the item of a list to point at, in the place of a key; or NULL */
    bool by_child;                /* the child's delays are the reason, and stand behind the message */
};

/* Where windows begin to come again. */
struct retry_settled {
    uint32_t from;   /* from this failure on, */
    uint32_t period; /* each window is that of `period` failures before; 0: nobody knows */
};

struct retry_kind {
    struct retry_shape shape;
    /* Neither allocates, fails, sleeps, logs nor reads a clock. Writes *out only for RETRY_ANSWER_WINDOW. */
    enum retry_answer (*window)(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out);
    /* true where the window depends on more than f, so that no bound can be proved */
    bool opaque;
    /* true where the window depends on the delays granted before; asked without a call, the node answers an envelope */
    bool recalls;
    /* Optional, asked at load with the children's lengths set: the last f with a window, RETRY_ENDLESS where there is
     * none. NULL: a leaf is endless, a wrapper as long as its child, a list as its shortest child. */
    uint32_t (*length)(const struct retry_node *node);
    /* Optional: the last failure up to which, from f on, neither end of the window falls. NULL: a leaf never falls, a
     * wrapper and a list fall where a child does. */
    uint32_t (*rise)(const struct retry_node *node, uint32_t failures);
    /* Optional: where its windows begin to come again. NULL: a leaf that never falls is searched for where it stays, a
     * wrapper does as its child, a list when all its children do. */
    struct retry_settled (*settle)(const struct retry_node *node);
    /* Optional, of a list of which one child answers at a time: the index of that child; *failures becomes what it is
     * asked with. */
    uint32_t (*stage)(const struct retry_node *list, uint32_t *failures);
    /* Optional, asked once, at load: what is wrong or doubtful about a node whose body passed its shape. All delays of
     * its child lie in `below` and reach both its ends; NULL: no child, or its delays cannot be foreseen. What *out
     * holds counts only for true. */
    bool (*doubt)(const struct retry_node *node, const struct retry_value *body, const struct retry_window *below,
                  struct retry_doubt *out);
};

#endif
