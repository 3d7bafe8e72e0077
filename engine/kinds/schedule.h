/* schedule.h - delays from a list. */
#ifndef RETRY_KINDS_SCHEDULE_H
#define RETRY_KINDS_SCHEDULE_H

#include "engine/tree/kind.h"

extern const struct retry_kind retry__kind_schedule;

#endif
