/* directory.h - lists the policy files of one directory, and what it holds besides. */
#ifndef RETRY_STORE_DIRECTORY_H
#define RETRY_STORE_DIRECTORY_H

#include "engine/store/found.h"

/**
 * Appends the entries of a directory to a search, in byte order of their names. What cannot be a policy file by its
 * name, and links to /dev/null, are appended as skipped. Nothing is listed where others may write and the search
 * refuses that.
 *
 * @return 0, or the errno value of opening it, nothing reported; -1: the report has gained a finding
 */
int retry__directory_list(struct retry_search *search, const char *path, uint32_t layer, struct retry_report *report);
/** Would an entry of that name be listed as a policy file? */
bool retry__directory_reads(const char *name);

#endif
