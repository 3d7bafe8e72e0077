/* assembly.h - definitions become one set. */
#ifndef RETRY_STORE_ASSEMBLY_H
#define RETRY_STORE_ASSEMBLY_H

#include "engine/store/build.h"
#include "engine/store/set.h"

/**
 * Builds all backoffs and policies. Whether the set may be used, the report says: it must have gained no error.
 *
 * @param keep  plans of an old set that are in use: orphans where no policy has their name
 * @return NULL: no memory, as the report says
 */
struct retry_set *retry__assembly_run(struct retry_build *build, const struct retry_definitions *policies,
                                      const struct retry_plan *const *keep, size_t keep_count);

#endif
