/* finding.c - what is fixed about every finding: slug, severity, meaning. */
#include "schema/finding.h"

struct fact {
    const char *slug;
    const char *text;
    enum retry_finding_severity severity;
};

#define FACT(code, slug, severity, text) [RETRY_FINDING_##code] = {slug, text, RETRY_FINDING_##severity},
static const struct fact facts[RETRY_FINDING__COUNT] = {RETRY_FINDINGS(FACT)};

const char *retry__finding_slug(enum retry_finding_code code)
{
    return facts[code].slug;
}

const char *retry__finding_text(enum retry_finding_code code)
{
    return facts[code].text;
}

enum retry_finding_severity retry__finding_severity(enum retry_finding_code code)
{
    return facts[code].severity;
}
