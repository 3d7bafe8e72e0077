#!/usr/bin/env bash
# Those who will read the metrics read them: a parser of OpenMetrics, and promtool, which also tests the sample alerts.
set -euo pipefail
: "${srcdir:?}" "${builddir:?}"
command -v promtool >/dev/null || { echo 'promtool is missing; on Debian: apt-get install prometheus'; exit 77; }
python=
for candidate in python3 /usr/bin/python3; do
    [ -n "$python" ] || ! "$candidate" -c 'import prometheus_client.openmetrics' 2>/dev/null || python=$candidate
done
[ -n "$python" ] || { echo 'prometheus_client is missing; on Debian: apt-get install python3-prometheus-client'; exit 77; }
trap 'rm -rf "$work"' EXIT
work=$(mktemp -d)

# What a program prints that has met a little of everything, in whatever locale.
"$builddir/tests/print_metrics" >"$work/metrics"

"$python" - "$work/metrics" <<'PYTHON'
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families

families = {family.name: family for family in text_string_to_metric_families(open(sys.argv[1]).read())}
undocumented = [name for name, family in families.items() if not family.documentation or family.type == 'unknown']
assert not undocumented, undocumented


def value(name, **labels):
    family = families[name.removesuffix('_total').removesuffix('_sum').removesuffix('_count')]
    return next(sample.value for sample in family.samples if sample.name == name and sample.labels == labels)


assert value('retry_calls_total', policy='db', reason='success') == 2
assert value('retry_calls_total', policy='db', reason='max_attempts') == 1
assert value('retry_attempts_total', policy='db') == 6
assert value('retry_retries_total', policy='db') == 3
assert value('retry_delay_seconds_count', policy='db') == 3
assert value('retry_delay_seconds_sum', policy='db') == 0.0045
assert value('retry_policies_undefined') == 1
assert value('retry_reloads_total', result='refused') == 1
assert value('retry_last_reload_successful') == 0
assert families['retry_delay_seconds'].unit == 'seconds'
PYTHON

# promtool reads the older format of Prometheus, where the name of a counter has its ending everywhere.
awk '/^# TYPE .* counter$/ { counter[$3] } /^# / && $3 in counter { $3 = $3 "_total" } { print }' "$work/metrics" |
    promtool check metrics
if promtool check metrics <"$work/metrics" >"$work/log" 2>&1 || [ $? -eq 3 ]; then
    : # opinions, but it can be read as it is
else
    cat "$work/log"
    exit 1
fi

# Every metric that an alert asks about is one that is printed.
sed 's|^#.*||' "$srcdir/examples/alerts.yaml" | grep -oE '\bretry_[a-z_]+' | sort -u | while read -r name; do
    grep -qE "^${name}[ {]" "$work/metrics" || { echo "alerts.yaml asks for $name, which nobody prints"; exit 1; }
done
promtool check rules "$srcdir/examples/alerts.yaml"
cd "$srcdir/examples"
promtool test rules alerts.test.yaml
