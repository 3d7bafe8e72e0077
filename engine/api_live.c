/* api_live.c - the public functions of watches and notices: thin, as those of api.c. */
#include "engine/api.h"
#include "engine/live/notice.h"
#include "engine/live/watch.h"

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
