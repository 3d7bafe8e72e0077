/* state.h - what a catalogue is at one moment: what runs, and what the last attempt to load has said. */
#ifndef RETRY_LIVE_STATE_H
#define RETRY_LIVE_STATE_H

#include "engine/store/catalogue.h"

/* A policy, and whether it goes on under a lever. */
struct retry_state_policy {
    retry_policy_view view;
    bool keeps;
};

/* All texts are copies in the arena. */
struct retry_state {
    struct retry_arena arena;
    retry_state_view view;
    retry_lever_view *levers;
    retry_file_view *files;   /* of the last attempt */
    retry_file_view *running; /* of what runs, as far as they were read */
    struct retry_state_policy *policies;
    size_t running_count;
    struct retry_report report;
};

/** As retry_state_take(). NULL: no memory */
struct retry_state *retry__state_take(struct retry_catalogue *catalogue);
/** The policy with all that levers do to it. The index must be below view.policy_count. */
retry_policy_view retry__state_policy(const struct retry_state *state, size_t index);
void retry__state_free(struct retry_state *state);

#endif
