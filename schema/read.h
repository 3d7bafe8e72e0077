/* read.h - a text in YAML or JSON becomes a document of values. */
#ifndef RETRY_SCHEMA_READ_H
#define RETRY_SCHEMA_READ_H

#include "schema/report.h"

enum retry_format { RETRY_FORMAT_YAML, RETRY_FORMAT_JSON };

/** By the name's ending, .json or not; for a name without an ending by the text: `{` and then `"` or `}` is JSON. */
enum retry_format retry__read_format(const char *name, const char *text, size_t size);

/**
 * Scans, parses, checks limits and duplicate keys. The source must outlive the document. All findings go to the report.
 * A key that stands twice is a finding too, but leaves a document with both, of which the first counts.
 *
 * @return true: *out is filled, its root a mapping, retry__document_done() frees it; false: nothing to free
 */
bool retry__read(const struct retry_source *source, enum retry_format format, struct retry_document *out,
                 struct retry_report *report);

#endif
