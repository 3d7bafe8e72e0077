/* api_live.c - the public functions of levers, watches, states and metrics: thin, as those of api.c. */
#include "engine/api.h"
#include "engine/live/load.h"
#include "engine/live/metrics.h"
#include "engine/live/notice.h"
#include "engine/live/state.h"
#include "engine/live/watch.h"

/* ---- levers -------------------------------------------------------------------------------------- */

void retry_disable_all(bool off)
{
    retry__live_disable_all(retry__api_known(NULL), off);
}

/* ---- watches ------------------------------------------------------------------------------------- */

retry_status retry_watch_start(retry_catalogue *catalogue, const retry_watch_options *options)
{
    catalogue = retry__api_catalogue(catalogue);
    return catalogue ? retry__watch_start(catalogue, options) : RETRY_ENOMEM;
}

retry_status retry_watch_open(retry_catalogue *catalogue, const retry_watch_options *options, int *out_descriptor)
{
    if (!out_descriptor)
        return RETRY_EINVAL;
    catalogue = retry__api_catalogue(catalogue);
    return catalogue ? retry__watch_open(catalogue, options, out_descriptor) : RETRY_ENOMEM;
}

retry_status retry_watch_dispatch(retry_catalogue *catalogue)
{
    catalogue = retry__api_known(catalogue);
    return catalogue ? retry__watch_dispatch(catalogue) : RETRY_EINVAL;
}

void retry_watch_stop(retry_catalogue *catalogue)
{
    catalogue = retry__api_known(catalogue);
    if (catalogue)
        retry__watch_stop(catalogue);
}

/* ---- notices ------------------------------------------------------------------------------------- */

retry_status retry_notice_open(retry_catalogue *catalogue, int *out_descriptor)
{
    if (!out_descriptor)
        return RETRY_EINVAL;
    catalogue = retry__api_catalogue(catalogue);
    return catalogue ? retry__notice_open(catalogue, out_descriptor) : RETRY_ENOMEM;
}

void retry_notice_close(retry_catalogue *catalogue, int descriptor)
{
    catalogue = retry__api_known(catalogue);
    if (catalogue)
        retry__notice_close(catalogue, descriptor);
}

/* ---- what runs, and what would run ----------------------------------------------------------------- */

retry_status retry_check(retry_catalogue *catalogue, retry_report **out_report)
{
    if (out_report)
        *out_report = NULL;
    catalogue = retry__api_catalogue(catalogue);
    return catalogue ? retry__live_check(catalogue, out_report) : RETRY_ENOMEM;
}

retry_status retry_state_take(retry_catalogue *catalogue, retry_state **out_state)
{
    if (!out_state)
        return RETRY_EINVAL;
    catalogue = retry__api_catalogue(catalogue);
    *out_state = catalogue ? retry__state_take(catalogue) : NULL;
    return *out_state ? RETRY_OK : RETRY_ENOMEM;
}

bool retry_metrics_print(retry_catalogue *catalogue, FILE *stream)
{
    catalogue = retry__api_catalogue(catalogue);
    return catalogue && retry__metrics_print(catalogue, stream);
}
