/* probes.h - static tracepoints, each a no-op until somebody traces it; nothing at all where configured without. */
#ifndef RETRY_CALL_PROBES_H
#define RETRY_CALL_PROBES_H

#include "engine/store/handles.h"

#ifdef RETRY_TRACEPOINTS
#include <sys/sdt.h>

static inline const char *retry__probes_name(const retry_call *call)
{
    return call->policy ? call->policy->name : "";
}

#define RETRY_PROBE_BEGIN(call) DTRACE_PROBE2(libretry, begin, retry__probes_name(call), call)
#define RETRY_PROBE_DECISION(call, decision)                                                                  \
    DTRACE_PROBE7(libretry, decision, retry__probes_name(call), call, (decision).reason, (decision).attempts, \
                  (decision).delay_ns, (call)->error.kind, (call)->error.code)
#define RETRY_PROBE_END(call, reason, attempts) \
    DTRACE_PROBE4(libretry, end, retry__probes_name(call), call, reason, attempts)

#else
#define RETRY_PROBE_BEGIN(call) ((void)0)
#define RETRY_PROBE_DECISION(call, decision) ((void)0)
#define RETRY_PROBE_END(call, reason, attempts) ((void)0)
#endif

#endif
