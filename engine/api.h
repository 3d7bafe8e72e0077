/* api.h - what the files of public functions share: the process's own catalogue. */
#ifndef RETRY_API_H
#define RETRY_API_H

#include "engine/store/catalogue.h"

/** The catalogue that a caller gave or, for NULL, the process's own, made when first needed. NULL: no memory. */
struct retry_catalogue *retry__api_catalogue(struct retry_catalogue *given);
/** The same, but NULL where the own was never needed. */
struct retry_catalogue *retry__api_known(struct retry_catalogue *given);

#endif
