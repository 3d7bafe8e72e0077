/* search.h - which files make a set: the search path, its layers, what masks what. */
#ifndef RETRY_STORE_SEARCH_H
#define RETRY_STORE_SEARCH_H

#include "engine/store/found.h"

/**
 * Lists the files of a search path: `path`, or RETRY_POLICY_PATH (secure_getenv), or the built-in directories.
 * The caller fills in search->trust and zeroes the rest, of both searches. retry__search_done() frees it, also after
 * false, which means that the report has gained a finding. As root, the built-in directories are held to more: see
 * retry__trust_built_in().
 *
 * @param path     colon-separated, highest layer first, an empty element stands for the built-in path; NULL: the
 *                 variable, else the built-in path
 * @param program  for PROGRAM.d, a checked name; may be NULL
 */
bool retry__search_path(struct retry_search *search, const char *path, const char *program,
                        struct retry_report *report);
/** Lists the files that a command line names: files and directories, "-" for standard input, all one layer; what an
 * earlier name has led to already is skipped. */
bool retry__search_names(struct retry_search *search, char *const *names, size_t count, struct retry_report *report);
/** Do both searches lead to the same files, in the same order, unchanged in between? */
bool retry__search_same(const struct retry_search *left, const struct retry_search *right);
void retry__search_done(struct retry_search *search);

#endif
