/* fuzz_load.c - loads anything as a whole set: a set, or at least one finding that says why there is none. */
#include "engine/store/load.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool number_symbol(void *context, const char *name, size_t length, uint32_t *out)
{
    (void)context, (void)name;
    *out = (uint32_t)length;
    return true;
}

/* A refusal without a finding would leave somebody alone with a file that does not load. */
static void load_text(const char *text)
{
    struct retry_report *report = retry__report_new();
    struct retry_load load = {.defaults = text, .symbol = number_symbol};
    struct retry_set *set = retry__load(&load, report);

    if ((set == NULL) != (retry__report_count(report, RETRY_FINDING_ERROR) > 0))
        abort();
    retry__set_free(set);
    retry__report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    if (!text)
        abort();
    memcpy(text, data, size);
    text[size] = '\0';
    load_text(text);
    free(text);
    return 0;
}
