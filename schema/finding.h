/* finding.h - every finding there is: its code, its stable slug, its severity. */
#ifndef RETRY_SCHEMA_FINDING_H
#define RETRY_SCHEMA_FINDING_H

enum retry_finding_severity { RETRY_FINDING_INFO, RETRY_FINDING_WARNING, RETRY_FINDING_ERROR };

/* code, slug, severity, what it means (one sentence, for the manual) */
/* clang-format off */
#define RETRY_FINDINGS(row) \
    row(OUT_OF_MEMORY, "out-of-memory", ERROR, "There was not enough memory to finish.") \
    row(CANNOT_READ, "cannot-read", ERROR, "A file or directory could not be opened or read.") \
    row(NOT_REGULAR, "not-a-file", ERROR, "The path names something that is not a regular file.") \
    row(UNTRUSTED, "untrusted", ERROR, "Others than root and the user may write a file or directory, which is refused here.") \
    row(CHANGED, "changed-while-read", ERROR, "The file kept changing while it was read.") \
    row(TOO_LARGE, "too-large", ERROR, "A file, or all files together, are over the limit of bytes or of number.") \
    row(TOO_DEEP, "too-deep", ERROR, "Values are nested deeper than the limit.") \
    row(TOO_MANY, "too-many-values", ERROR, "A file, a set, a policy or a list holds more of something than the limit.") \
    row(TOO_LONG, "too-long", ERROR, "A key or a scalar is longer than the limit.") \
    row(ENCODING, "encoding", ERROR, "The bytes are not plain UTF-8 text.") \
    row(DIRECTIVE, "directive", ERROR, "A % line other than %YAML 1.1 or 1.2.") \
    row(SYNTAX, "syntax", ERROR, "The text is not well-formed YAML or JSON.") \
    row(ANCHOR, "anchor", ERROR, "Anchors are not part of the format.") \
    row(ALIAS, "alias", ERROR, "Aliases are not part of the format.") \
    row(TAG, "tag", ERROR, "Tags are not part of the format.") \
    row(MERGE_KEY, "merge-key", ERROR, "Merge keys are not part of the format.") \
    row(DOCUMENTS, "several-documents", ERROR, "A file holds exactly one document.") \
    row(EMPTY, "empty-document", ERROR, "The file holds no document.") \
    row(KEY, "bad-key", ERROR, "A key is not a plain scalar.") \
    row(DUPLICATE_KEY, "duplicate-key", ERROR, "A key stands twice in one mapping.") \
    row(VERSION, "version", ERROR, "The document's version is not one that this release reads.") \
    row(UNKNOWN_KEY, "unknown-key", ERROR, "A key that the format does not have at this place.") \
    row(MISSING_KEY, "missing-key", ERROR, "A required key is missing.") \
    row(WRONG_TYPE, "wrong-type", ERROR, "A value of another type belongs here.") \
    row(NEEDS_QUOTES, "needs-quotes", ERROR, "Text that YAML reads as a number, boolean or null needs quotes.") \
    row(BAD_BOOLEAN, "bad-boolean", ERROR, "A boolean is written true or false.") \
    row(BAD_NUMBER, "bad-number", ERROR, "A number is not written as the format demands.") \
    row(BAD_DURATION, "bad-duration", ERROR, "A duration is not written as the format demands.") \
    row(BAD_NAME, "bad-name", ERROR, "A name is not written as the format demands.") \
    row(BAD_WORD, "bad-word", ERROR, "The word is not one of those that may stand here.") \
    row(OUT_OF_RANGE, "out-of-range", ERROR, "A value lies outside its bounds.") \
    row(BAD_ORDER, "bad-order", ERROR, "An upper bound lies below its lower bound.") \
    row(ONE_KIND, "one-kind", ERROR, "A node is a mapping with exactly one key, the kind's name.") \
    row(ONE_OF, "one-of", ERROR, "Exactly one of several keys must be given.") \
    row(NO_LIMIT, "no-limit", ERROR, "A policy must state max_attempts or max_elapsed, or have a backoff that ends.") \
    row(NO_BACKOFF, "no-backoff", ERROR, "A policy that retries needs a backoff.") \
    row(UNKNOWN_REFERENCE, "unknown-reference", ERROR, "A name is used that the set does not define.") \
    row(REFERENCE_CIRCLE, "reference-circle", ERROR, "References lead back to where they started.") \
    row(DEFINED_TWICE, "defined-twice", ERROR, "A name is defined twice in one layer.") \
    row(BAD_CLASS, "bad-class", ERROR, "An error class is not one that the format knows.") \
    row(RESERVED_NAME, "reserved-name", ERROR, "A name that the format itself has taken.") \
    row(CONTRADICTION, "contradiction", ERROR, "A key stands beside another one that rules it out.") \
    row(NEEDS_NEWER, "needs-newer", ERROR, "The document says that it needs a newer release.") \
    row(NEWER, "newer-than-target", ERROR, "A word of the format is newer than the release given with --target.") \
    row(REQUIRED, "required-policy", ERROR, "A policy given with --require is not defined.") \
    row(EXPOSED, "exposed", WARNING, "Others than root and the user may write a file or directory.") \
    row(NEVER_GROWS, "never-grows", WARNING, "A curve that does not grow.") \
    row(NEVER_BINDS, "never-binds", WARNING, "A bound or a jitter that has no effect.") \
    row(HIDES_CHILD, "hides-child", WARNING, "A bound that leaves nothing of its child.") \
    row(UNUSED, "unused", WARNING, "A part that can have no effect.") \
    row(OVERRIDES_NOTHING, "overrides-nothing", WARNING, "An override of a policy that the set does not define.") \
    row(OVERRIDDEN_TWICE, "overridden-twice", WARNING, "Two overrides of one layer state the same; the later file counts.") \
    row(ORPHANED, "orphaned", WARNING, "A policy in use is no longer defined; its last definition lives on.") \
    row(UNDEFINED, "undefined-policy", WARNING, "A policy that the program asked for is not defined.") \
    row(LEVER, "lever", WARNING, "A file named disabled, or RETRY_DISABLED, that cannot be read or says no policy.") \
    row(LAST_GOOD, "last-good", WARNING, "Something about the set that RETRY_LAST_GOOD keeps: it serves, or it cannot.") \
    row(REPLACED, "replaced", INFO, "A definition replaces one of a lower layer.") \
    row(MORE, "more-findings", INFO, "There are more findings than a report keeps; the rest was only counted.")
/* clang-format on */

enum retry_finding_code {
#define RETRY_FINDING_CODE(code, slug, severity, text) RETRY_FINDING_##code,
    RETRY_FINDINGS(RETRY_FINDING_CODE)
#undef RETRY_FINDING_CODE
        RETRY_FINDING__COUNT
};

const char *retry__finding_slug(enum retry_finding_code code);
const char *retry__finding_text(enum retry_finding_code code);
enum retry_finding_severity retry__finding_severity(enum retry_finding_code code);

#endif
