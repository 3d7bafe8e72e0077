/* limits.h - every limit on input, with its reason. */
#ifndef RETRY_SCHEMA_LIMITS_H
#define RETRY_SCHEMA_LIMITS_H

#define RETRY_LIMIT_FILE_BYTES (4u << 20) /* 30,000 policies; a larger file is a mistake or an attack */
#define RETRY_LIMIT_SET_BYTES (64u << 20) /* all files of a set */
#define RETRY_LIMIT_FILES 1000            /* of a set; a directory of mail or of build output is larger */
#define RETRY_LIMIT_DEPTH 32              /* the document is 1; every walk fits a thread stack of 64 KiB */
#define RETRY_LIMIT_VALUES 500000         /* of a file, scalars and collections; bounds memory at 256 bytes a value */
#define RETRY_LIMIT_SCALAR_BYTES (64u << 10) /* a description is far shorter */
#define RETRY_LIMIT_KEY_BYTES 128            /* names have at most 63 */
#define RETRY_LIMIT_POLICIES 100000          /* of a set */
#define RETRY_LIMIT_NODES 32                 /* nodes above one another in a backoff, references followed */
#define RETRY_LIMIT_TREE 1000    /* nodes of a backoff in all, shared ones at each place; a window asks each of them */
#define RETRY_LIMIT_DELAYS 1000  /* of a schedule; who lists more means a curve */
#define RETRY_LIMIT_EXTENDS 32   /* policies above one another that extend one another; so deep nobody sees through */
#define RETRY_LIMIT_GROUPS 32    /* groups of errors above one another */
#define RETRY_LIMIT_CLASSES 1000 /* in one list of error classes, groups followed; bounds what a rule costs */
#define RETRY_LIMIT_RULES 100    /* of a policy; whoever has more has forgotten the first */
#define RETRY_LIMIT_TEST_ATTEMPTS 100000 /* that the outcomes of one test answer: far over any real policy */
#define RETRY_LIMIT_PLAYED_ATTEMPTS                                                   \
    100000000 /* of all tests of a set: seconds, not hours, for what anybody sends in \
               */

#endif
