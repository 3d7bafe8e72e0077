/* shown.c - effective policies as a document of values, each with the place that it comes from. */
#include "engine/lint/shown.h"

void retry__shown_begin(struct retry_shown_document *shown, const struct retry_loading *loading)
{
    *shown = (struct retry_shown_document){
        .loading = loading,
        .root = {.type = RETRY_SHOWN_MAPPING, .first = &shown->version, .last = &shown->policies},
        .version = {.type = RETRY_SHOWN_BARE, .key = "version", .text = "1", .next = &shown->policies},
        .backoffs = {.type = RETRY_SHOWN_MAPPING, .key = "backoffs", .next = &shown->policies},
        .policies = {.type = RETRY_SHOWN_MAPPING, .key = "policies"},
    };
}

void retry__shown_end(struct retry_shown_document *shown)
{
    retry__arena_done(&shown->arena);
}
