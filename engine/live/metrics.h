/* metrics.h - what was counted, as text for a scraper. */
#ifndef RETRY_LIVE_METRICS_H
#define RETRY_LIVE_METRICS_H

#include "engine/store/catalogue.h"

/** As retry_metrics_print(). */
bool retry__metrics_print(struct retry_catalogue *catalogue, FILE *stream);

#endif
