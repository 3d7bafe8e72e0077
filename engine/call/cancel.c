/* cancel.c - the program's object that stops calls. */
#include "engine/call/cancel.h"

#include "engine/tree/bell.h"

void retry__cancel_fire(retry_cancel *cancel)
{
    __atomic_store_n(&cancel->fired, 1, __ATOMIC_SEQ_CST);
    retry__bell_ring(cancel, NULL);
}

void retry__cancel_reset(retry_cancel *cancel)
{
    __atomic_store_n(&cancel->fired, 0, __ATOMIC_RELEASE);
}
