/* curl_names.h - the results of libcurl by name. */
#ifndef RETRY_ERRORS_CURL_NAMES_H
#define RETRY_ERRORS_CURL_NAMES_H

#include "engine/errors/coded.h"

extern const struct retry_coded retry__curl_names[];
extern const size_t retry__curl_name_count;

#endif
