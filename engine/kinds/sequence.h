/* sequence.h - one backoff after the other. */
#ifndef RETRY_KINDS_SEQUENCE_H
#define RETRY_KINDS_SEQUENCE_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_sequence;

#endif
