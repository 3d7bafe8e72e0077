/* tell.h - one line in the host's log for each load. */
#ifndef RETRY_STORE_TELL_H
#define RETRY_STORE_TELL_H

#include "engine/store/catalogue.h"
#include "engine/store/search.h"

/** Tells what came of a load that began at that generation. */
void retry__tell(const struct retry_catalogue *catalogue, const struct retry_search *search,
                 const struct retry_report *report, uint64_t before);

#endif
