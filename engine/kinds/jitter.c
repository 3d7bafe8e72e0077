/* jitter.c - delays spread around those of another backoff. */
#include "engine/kinds/jitter.h"

#include "engine/tree/node.h"
#include "schema/duration.h"

/* The forms, in the order of their fields. */
enum { FORM_MODE, FORM_RATIO, FORM_FACTOR, FORM_PLUS_MINUS, FORM_ADD, FORM_COUNT };

/* The words of `mode`, in their order. */
enum { MODE_FULL, MODE_EQUAL };

struct config {
    uint8_t form;
    union { /* which one, `form` says */
        uint8_t mode;
        struct retry_decimal ratio;
        struct retry_decimal factor[2];
        uint64_t plus_minus_ns;
        uint64_t add_ns;
    };
};

static const char *const mode_words[] = {[MODE_FULL] = "full", [MODE_EQUAL] = "equal", NULL};

static const struct retry_field fields[FORM_COUNT] = {
    [FORM_MODE] =
        {
            .key = "mode",
            .type = RETRY_FIELD_WORD,
            .offset = offsetof(struct config, mode),
            .words = mode_words,
            .example = "full",
            .doc =
                "full: from zero up to the delay, [0, hi]; equal: from half of the delay up to the delay, [hi/2, hi].",
        },
    [FORM_RATIO] =
        {
            .key = "ratio",
            .type = RETRY_FIELD_DECIMAL,
            .offset = offsetof(struct config, ratio),
            .digits = 9,
            .min = "0",
            .max = "1",
            .example = "0.3",
            .doc = "Plus or minus this part of the delay: r makes [lo (1 - r), hi (1 + r)].",
        },
    [FORM_FACTOR] =
        {
            .key = "factor",
            .type = RETRY_FIELD_RANGE,
            .offset = offsetof(struct config, factor),
            .digits = 9,
            .min = "0",
            .max = "1000",
            .example = "[0.5, 1.5]",
            .doc = "From the delay times the first up to the delay times the second: [a, b] makes [a lo, b hi].",
        },
    [FORM_PLUS_MINUS] =
        {
            .key = "plus_minus",
            .type = RETRY_FIELD_DURATION,
            .offset = offsetof(struct config, plus_minus_ns),
            .example = "50ms",
            .doc = "Shorter or longer by up to this, never below zero: x makes [lo - x, hi + x].",
        },
    [FORM_ADD] =
        {
            .key = "add",
            .type = RETRY_FIELD_DURATION,
            .offset = offsetof(struct config, add_ns),
            .example = "50ms",
            .doc = "Longer by up to this: x makes [lo, hi + x].",
        },
};

static uint64_t scaled(uint64_t ns, uint64_t billionths)
{
    return retry__duration_scale(ns, (struct retry_decimal){billionths});
}

static retry_window spread(const struct config *self, retry_window child)
{
    uint64_t lo = child.lo_ns, hi = child.hi_ns;

    switch (self->form) {
    case FORM_MODE: /* half of hi, rounded half up */
        return (retry_window){self->mode == MODE_FULL ? 0 : hi - hi / 2, hi};
    case FORM_RATIO:
        return (retry_window){scaled(lo, RETRY_DECIMAL_ONE - self->ratio.billionths),
                              scaled(hi, RETRY_DECIMAL_ONE + self->ratio.billionths)};
    case FORM_FACTOR:
        return (retry_window){scaled(lo, self->factor[0].billionths), scaled(hi, self->factor[1].billionths)};
    case FORM_PLUS_MINUS:
        return (retry_window){lo > self->plus_minus_ns ? lo - self->plus_minus_ns : 0,
                              retry__duration_add(hi, self->plus_minus_ns)};
    default: /* FORM_ADD */
        return (retry_window){lo, retry__duration_add(hi, self->add_ns)};
    }
}

static enum retry_answer window(const struct retry_node *node, struct retry_ask *ask, struct retry_window *out)
{
    retry_window child;
    enum retry_answer answer = retry__node_window(retry__node_child(node), ask, &child);

    if (answer == RETRY_ANSWER_WINDOW)
        *out = spread(retry__node_config(node), child);
    return answer;
}

/* Does the form leave every delay as it is, whatever it is? */
static bool changes_nothing(const struct config *self)
{
    switch (self->form) {
    case FORM_RATIO:
        return self->ratio.billionths == 0;
    case FORM_FACTOR:
        return self->factor[0].billionths == RETRY_DECIMAL_ONE && self->factor[1].billionths == RETRY_DECIMAL_ONE;
    case FORM_PLUS_MINUS:
        return self->plus_minus_ns == 0;
    case FORM_ADD:
        return self->add_ns == 0;
    default: /* FORM_MODE */
        return false;
    }
}

/* Does the form make more or less of a delay by a part of it, so that zero stays zero? */
static bool multiplies(const struct config *self)
{
    return self->form != FORM_PLUS_MINUS && self->form != FORM_ADD;
}

static bool doubt(const struct retry_node *node, const struct retry_value *body, const struct retry_window *below,
                  struct retry_doubt *out)
{
    const struct config *self = retry__node_config(node);

    (void)body;
    *out = (struct retry_doubt){
        .code = RETRY_FINDING_NEVER_BINDS,
        .key = fields[self->form].key,
        .message = "'jitter' never changes a delay",
        .help = "spread the delays by more, as mode: full does, or write what stands under over in the place of jitter",
    };
    if (changes_nothing(self))
        return true;
    if (self->form == FORM_FACTOR && self->factor[1].billionths == 0) {
        out->code = RETRY_FINDING_HIDES_CHILD;
        out->message = "'jitter' makes all delays zero";
        out->help = "write immediate: {} for no delay";
        return true;
    }
    out->by_child = true;
    out->help = "write add: 50ms to spread delays of zero, or what stands under over in the place of jitter";
    return below && below->hi_ns == 0 && multiplies(self);
}

const struct retry_kind retry__kind_jitter = {
    .shape =
        {
            .name = "jitter",
            .doc = "Spreads the delays of another backoff, so that clients do not return together.",
            .example = "jitter: {mode: full, over: {exponential: {initial_delay: 100ms, max_delay: 10s}}}",
            .fields = fields,
            .field_count = RETRY_COUNT(fields),
            .config_size = sizeof(struct config),
            .arity = RETRY_WRAPPER,
            .one_of_first = FORM_MODE,
            .one_of_count = FORM_COUNT,
            .one_of_offset = offsetof(struct config, form),
        },
    .window = window,
    .doubt = doubt,
};
