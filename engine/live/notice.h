/* notice.h - descriptors that tell event loops of a new set and of changed levers. */
#ifndef RETRY_LIVE_NOTICE_H
#define RETRY_LIVE_NOTICE_H

#include "engine/store/catalogue.h"

/** As retry_notice_open(). */
retry_status retry__notice_open(struct retry_catalogue *catalogue, int *out_descriptor);
/** As retry_notice_close(). */
void retry__notice_close(struct retry_catalogue *catalogue, int descriptor);
/** Makes all descriptors of the catalogue readable. */
void retry__notice_ring(struct retry_catalogue *catalogue);
/** Is one open? */
bool retry__notice_any(struct retry_catalogue *catalogue);
/** Closes all, before the catalogue is freed. */
void retry__notice_done(struct retry_catalogue *catalogue);

#endif
