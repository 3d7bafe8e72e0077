/* shape.h - what a part of a document may say, as data: the one table that checker, builder and reference work from. */
#ifndef RETRY_SCHEMA_SHAPE_H
#define RETRY_SCHEMA_SHAPE_H

#include "schema/decimal.h"
#include "schema/value.h"

/* The type of a field and what the checker stores at its offset. */
enum retry_field_type {
    RETRY_FIELD_DURATION, /* uint64_t ns */
    RETRY_FIELD_DECIMAL,  /* struct retry_decimal; at most `digits` digits after the point */
    RETRY_FIELD_RANGE,    /* struct retry_decimal[2]: a list [a, b] of decimals with a <= b */
    RETRY_FIELD_WHOLE,    /* uint32_t */
    RETRY_FIELD_BOOLEAN,  /* bool */
    RETRY_FIELD_WORD,     /* uint8_t, the index in `words` */
    RETRY_FIELD_TEXT,     /* nothing: checked, not kept */
    RETRY_FIELD_SYMBOL,   /* uint32_t: a name that the host program resolves, numbered by retry_check.symbol */
    RETRY_FIELD_SECTION,  /* `section`'s config, embedded */
    RETRY_FIELD_NODE,     /* const struct retry_value *: a node, not yet checked; NULL where absent */
    RETRY_FIELD_NAMES, /* const struct retry_value *: a mapping of names, its keys checked, its values not; NULL where
                          absent */
    RETRY_FIELD_NAME,  /* const struct retry_value *: a checked name of something that documents define */
    RETRY_FIELD_TEXTS, /* const struct retry_value *: a list of at least one text; NULL where absent */
    RETRY_FIELD_SECTIONS,  /* const struct retry_value *: a list of mappings, to be held against `section`; NULL where
                              absent */
    RETRY_FIELD_DURATIONS, /* uint64_t, how many, the last of its config; the durations, uint64_t ns each, stand behind
                              it, for which who gives the config makes room */
    RETRY_FIELD_ANY        /* const struct retry_value *: whatever stands there; NULL where absent */
};

/* Limits and presets are written as in documents ("100ms"); NULL = no bound, no preset. */
struct retry_field {
    const char *key;
    enum retry_field_type type;
    uint16_t offset; /* in the config */
    bool required;
    bool unlimited;     /* the word `unlimited` may stand here; stores UINT64_MAX or UINT32_MAX */
    uint8_t digits;     /* DECIMAL, RANGE: 3 or 9 */
    const char *preset; /* stored where the key is absent; absent without a preset: zero bytes */
    const char *min, *max;
    const char *not_below;    /* the key of another DURATION field of this shape that comes earlier in the table */
    const char *const *words; /* WORD: ends with NULL */
    const struct retry_shape
        *section;               /* SECTION, SECTIONS; NAMES: what stands under each name, NULL where it is none */
    enum retry_field_type each; /* NAMES without a section: what stands under each name, NODE or TEXTS */
    const char *example;        /* what the help of a finding suggests, "100ms" */
    const char *doc;            /* one sentence */
    const char *since;          /* NULL: 0.1 */
};

/* How many nodes stand below. The body of a LIST is a list of nodes, and the kind has no fields. */
enum retry_arity { RETRY_LEAF, RETRY_WRAPPER, RETRY_WRAPPER_OPTIONAL, RETRY_LIST };

struct retry_shape {
    const char *name;    /* the kind's, or what findings call the section: "limits" */
    const char *doc;     /* one sentence */
    const char *example; /* a document's node or section in flow style, accepted by the checker */
    const struct retry_field *fields;
    uint16_t field_count;
    uint16_t config_size;             /* bytes, a multiple of 8 */
    enum retry_arity arity;           /* wrappers have a key `over` beside their fields */
    bool extensible;                  /* `x-*` keys are allowed */
    const char *since;                /* NULL: 0.1 */
    uint16_t stated_offset;           /* where not 0: of a uint64_t, the bits of the fields whose keys stand there */
    const struct retry_shape *within; /* the shape of which this is a section, for what stands one level off; or NULL */
    /* Where set, the fields from index one_of_first, one_of_count of them, exclude one another and one is required; the
     * index (0 = the first of them) is stored as uint8_t at one_of_offset. They may share an offset and have no preset.
     */
    uint8_t one_of_first, one_of_count;
    uint16_t one_of_offset;
    bool some; /* at least one of the fields is required, and which one makes no difference */
};

#define RETRY_SHAPE_NO_KEY SIZE_MAX

/** How many keys the shape has: its fields, and behind them `over` where it is a wrapper's. At most 64. */
size_t retry__shape_key_count(const struct retry_shape *shape);
/** The key of that index. */
const char *retry__shape_key(const struct retry_shape *shape, size_t index);
/** The index of a key, searched for from `start` on and then from 0; RETRY_SHAPE_NO_KEY where there is none. */
size_t retry__shape_find(const struct retry_shape *shape, const struct retry_value *key, size_t start);
/** Is it an x-* key, and may it stand here? */
bool retry__shape_extends(const struct retry_shape *shape, const struct retry_value *key);

#endif
