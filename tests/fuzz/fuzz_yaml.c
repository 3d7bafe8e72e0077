/* fuzz_yaml.c - reads anything as YAML: a document with sound places, or at least one finding with a place. */
#include "schema/read.h"
#include "tests/fuzz/places.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct retry_source source = {.name = "fuzz.yaml", .text = (const char *)data, .size = size};
    struct retry_report *report = retry__report_new();
    struct retry_document document;
    MUST(report != NULL);
    if (retry__read(&source, RETRY_FORMAT_YAML, &document, report)) {
        places_check_report(report);
        places_check_document(&document);
        retry__document_done(&document);
    } else {
        MUST(report->count > 0 && report->findings[0].place.span.line > 0);
    }
    retry__report_free(report);
    return 0;
}
