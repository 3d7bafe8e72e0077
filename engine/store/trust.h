/* trust.h - judges who may write what was opened, and the directories that led to it. */
#ifndef RETRY_STORE_TRUST_H
#define RETRY_STORE_TRUST_H

#include "schema/report.h"

/* What follows where others than root and the effective user may write. */
enum retry_trust {
    RETRY_TRUST_IGNORE, /* nothing, nobody looks */
    RETRY_TRUST_WARN,
    RETRY_TRUST_REFUSE,
};

/** What follows in the built-in directories: who warns refuses there as root. */
enum retry_trust retry__trust_built_in(enum retry_trust trust);

/**
 * Judges an open directory whose files are policies, and every directory and link on the way to it. What is wrong with
 * a thing is reported once, however many ways lead over it; a read-only mount makes everything right.
 *
 * @param path  by which it was opened
 * @return false: its files must not be read, and the report has gained a finding or has had one
 */
bool retry__trust_directory(enum retry_trust trust, int descriptor, const char *path, struct retry_report *report);
/**
 * The same of an open file. The way to it is judged only where it stands apart from the directory that was listed.
 *
 * @param apart  path is a link, or was named itself
 */
bool retry__trust_file(enum retry_trust trust, int descriptor, const char *path, bool apart,
                       struct retry_report *report);

#endif
