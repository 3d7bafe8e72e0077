/* reload.h - one load of a catalogue: all or nothing, with a report and a line in the log. */
#ifndef RETRY_STORE_RELOAD_H
#define RETRY_STORE_RELOAD_H

#include "engine/store/catalogue.h"

/** As retry_init(): settles the options (NULL leaves them) and loads, unless a first load is over already. */
retry_status retry__catalogue_first_load(struct retry_catalogue *catalogue, const retry_options *options,
                                         struct retry_report **out_report);
/** As retry_reload(). */
retry_status retry__catalogue_reload(struct retry_catalogue *catalogue, struct retry_report **out_report);

#endif
