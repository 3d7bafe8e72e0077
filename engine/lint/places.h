/* places.h - what stands in the fields of documents that the tables leave open. */
#ifndef RETRY_LINT_PLACES_H
#define RETRY_LINT_PLACES_H

#include "schema/tables.h"

extern const struct retry_tables_place retry__lint_places[];

#endif
