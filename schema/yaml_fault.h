/* yaml_fault.h - says in our own words why libyaml refused a text. */
#ifndef RETRY_SCHEMA_YAML_FAULT_H
#define RETRY_SCHEMA_YAML_FAULT_H

#include "schema/report.h"

#include <yaml.h>

/* A parser that failed, and where. */
struct retry_yaml_fault {
    const yaml_parser_t *parser;
    const struct retry_source *source;
    const char *rest; /* the text from the problem's mark on, rest_length bytes */
    size_t rest_length;
    bool after;             /* the document has ended before */
    struct retry_span root; /* where that is so: of its value */
};

/** Reports the error, at the place that helps most; lack of memory as such. @return false, always */
bool retry__yaml_fault_report(const struct retry_yaml_fault *fault, struct retry_report *report);

#endif
