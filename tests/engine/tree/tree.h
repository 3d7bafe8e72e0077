/* tree.h - builds small trees for tests, in one block of memory as a set's. */
#ifndef RETRY_TESTS_TREE_H
#define RETRY_TESTS_TREE_H

#include "engine/tree/node.h"
#include "tests/suite.h"

#include <check.h>
#include <string.h>

#define MS UINT64_C(1000000)
#define SECOND (1000 * MS)

/* Starts as zero bytes. */
struct tree {
    size_t used;
    _Alignas(8) unsigned char block[1024];
};

/* A field's value as the checker stores it; a list of them ends with a NULL key. */
struct tree_value {
    const char *key;
    uint64_t value;
    uint64_t second; /* of a RANGE */
};

static inline void tree_store(const struct retry_field *field, unsigned char *config, const struct tree_value *value)
{
    uint8_t small = (uint8_t)value->value;
    uint32_t number = (uint32_t)value->value;

    if (field->type == RETRY_FIELD_WORD)
        memcpy(config + field->offset, &small, sizeof(small));
    else if (field->type == RETRY_FIELD_SYMBOL)
        memcpy(config + field->offset, &number, sizeof(number));
    else
        memcpy(config + field->offset, &value->value, sizeof(value->value));
    if (field->type == RETRY_FIELD_RANGE)
        memcpy(config + field->offset + sizeof(value->value), &value->second, sizeof(value->second));
}

static inline void tree_set(const struct retry_shape *shape, unsigned char *config, const struct tree_value *value)
{
    for (uint16_t i = 0; i < shape->field_count; i++) {
        if (strcmp(shape->fields[i].key, value->key) != 0)
            continue;
        tree_store(&shape->fields[i], config, value);
        if (i >= shape->one_of_first && i < shape->one_of_first + shape->one_of_count)
            config[shape->one_of_offset] = (unsigned char)(i - shape->one_of_first);
        return;
    }
    ck_abort_msg("%s has no field %s", shape->name, value->key);
}

/** Adds a node above the child, which may be NULL. Values may be NULL. */
static inline const struct retry_node *tree_add(struct tree *tree, const struct retry_kind *kind,
                                                const struct retry_node *child, const struct tree_value *values)
{
    unsigned char *place = tree->block + tree->used;
    ptrdiff_t down = child != NULL ? (const unsigned char *)child - place : 0;
    struct retry_node node = {.kind = kind, .child = (int32_t)(down / RETRY_NODE_UNIT), .length = RETRY_ENDLESS};

    tree->used += retry__node_size(kind);
    ck_assert_uint_le(tree->used, sizeof(tree->block));
    memcpy(place, &node, sizeof(node));
    for (; values != NULL && values->key != NULL; values++)
        tree_set(&kind->shape, place + sizeof(node), values);
    return (const struct retry_node *)place;
}

/** The window before retry number `failures`, asked without a call. */
static inline retry_window tree_window(const struct retry_node *root, uint32_t failures)
{
    struct retry_ask ask = {.question = {.size = sizeof(retry_question), .failures = failures}};
    retry_window window = {1, 0};

    ck_assert_int_eq(retry__node_window(root, &ask, &window), RETRY_ANSWER_WINDOW);
    return window;
}

#define ck_assert_window(window, lo, hi)        \
    do {                                        \
        retry_window checked = (window);        \
        ck_assert_uint_eq(checked.lo_ns, (lo)); \
        ck_assert_uint_eq(checked.hi_ns, (hi)); \
    } while (0)

/** Runs all tests of a case; returns the exit status of the program. */
static inline int tree_run(TCase *cases)
{
    Suite *suite = suite_create("tree");

    suite_add_tcase(suite, cases);
    return suite_run(suite);
}

#endif
