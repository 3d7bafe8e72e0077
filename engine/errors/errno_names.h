/* errno_names.h - errno by name, those of other platforms too. */
#ifndef RETRY_ERRORS_ERRNO_NAMES_H
#define RETRY_ERRORS_ERRNO_NAMES_H

#include "engine/errors/coded.h"

extern const struct retry_coded retry__errno_names[];
extern const size_t retry__errno_name_count;

#endif
