/* random.c - what a test draws from each window, in the place of chance. */
#include "engine/test/random.h"

#include "engine/test/shapes.h"
#include "engine/tree/chance.h"
#include "schema/check.h"
#include "schema/field.h"
#include "schema/number.h"

static const char *const words[] = {
    [RETRY_RANDOM_MIN] = "min", [RETRY_RANDOM_MID] = "mid", [RETRY_RANDOM_MAX] = "max", [RETRY_RANDOM_SEED] = NULL};

static const struct retry_field word_field = {
    .key = "random",
    .type = RETRY_FIELD_WORD,
    .words = words,
    .example = "mid",
};

static const struct retry_field share_field = {
    .key = "random",
    .type = RETRY_FIELD_DECIMAL,
    .digits = 9,
    .max = "1",
    .example = "[0.25, 0.75]",
};

static bool read_word(const struct retry_check *check, const struct retry_value *value, struct retry_random *out)
{
    uint8_t word = RETRY_RANDOM_MID;
    bool good = retry__field_store(check, &word_field, value, &word);

    out->kind = (enum retry_random_kind)word;
    return good;
}

static bool read_seed(const struct retry_check *check, const struct retry_value *value, struct retry_random *out)
{
    struct retry_seed_section section;
    bool good = retry__check_section(check, value, &retry__shape_seed, &section);

    out->kind = RETRY_RANDOM_SEED;
    out->seed = section.seed;
    return good;
}

static bool read_shares(const struct retry_check *check, const struct retry_value *list, struct retry_arena *arena,
                        struct retry_random *out)
{
    bool good = true;

    if (list->count == 0)
        return retry__check_fault(check, RETRY_FINDING_WRONG_TYPE, list, "write random: mid, or a number from 0 to 1",
                                  "'random' is an empty list, at least one number belongs there");
    uint64_t *shares = retry__arena_new(arena, list->count, sizeof(*shares));
    if (!shares)
        return retry__report_no_memory(check->report);
    for (uint32_t i = 0; i < list->count; i++)
        good &= retry__number_read(check, &share_field, &list->items[i], &shares[i]);
    out->kind = RETRY_RANDOM_SHARES;
    out->shares = shares;
    out->count = list->count;
    return good;
}

bool retry__random_read(const struct retry_check *check, const struct retry_value *value, struct retry_arena *arena,
                        struct retry_random *out)
{
    *out = (struct retry_random){.kind = RETRY_RANDOM_MID};
    if (!value)
        return true;
    if (value->type == RETRY_VALUE_LIST)
        return read_shares(check, value, arena, out);
    return value->type == RETRY_VALUE_MAPPING ? read_seed(check, value, out) : read_word(check, value, out);
}

void retry__draws_begin(struct retry_draws *draws, const struct retry_random *random)
{
    *draws = (struct retry_draws){.random = random, .state = random->seed};
}

static uint64_t next_bits(void *context)
{
    return retry__chance_next(context);
}

/* The same draw as in a program that brings its own randomness. */
static uint64_t draw_seeded(struct retry_draws *draws, retry_window window)
{
    const struct retry_host host = {.context = &draws->state, .random = next_bits};

    return retry__chance_draw(&host, 0, window);
}

static uint64_t draw_share(struct retry_draws *draws, retry_window window)
{
    uint64_t share = draws->random->shares[draws->next];
    unsigned __int128 reach = (unsigned __int128)share * (window.hi_ns - window.lo_ns + 1);

    if (draws->next + 1 < draws->random->count)
        draws->next++;
    return share == RETRY_DECIMAL_ONE ? window.hi_ns : window.lo_ns + (uint64_t)(reach / RETRY_DECIMAL_ONE);
}

uint64_t retry__draws_next(struct retry_draws *draws, retry_window window)
{
    switch (draws->random->kind) {
    case RETRY_RANDOM_MIN:
        return window.lo_ns;
    case RETRY_RANDOM_MAX:
        return window.hi_ns;
    case RETRY_RANDOM_SEED:
        return draw_seeded(draws, window);
    case RETRY_RANDOM_SHARES:
        return draw_share(draws, window);
    default:
        return window.lo_ns + (window.hi_ns - window.lo_ns) / 2;
    }
}
