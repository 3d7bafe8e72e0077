#!/usr/bin/env bash
# The example that observes writes a line of JSON for each decision, whatever the texts in it hold.
set -euo pipefail
: "${builddir:?}"
command -v python3 >/dev/null || { echo 'python3 is missing'; exit 77; }

"$builddir/examples/observe" | python3 -c '
import json, sys

lines = [json.loads(line) for line in sys.stdin]
assert [line["reason"] for line in lines] == ["retry", "retry", "success", "not_retryable"], lines
assert [line["attempts"] for line in lines] == [1, 2, 3, 1], lines
assert all(line["policy"] == "billing.charge" and line["generation"] == 1 for line in lines), lines
assert all(line["target"] == "eu\t\"west\"" for line in lines[:3]), lines
assert all(line["path"] == "jitter > exponential" and line["error"] == "ECONNRESET" for line in lines[:2]), lines
assert lines[1]["window_ns"] == [0, 2000000] and 0 <= lines[1]["delay_ns"] <= 2000000, lines
assert "error" not in lines[2] and lines[3]["error"] == "app:card-declined" and lines[3]["rule"] == 1, lines
print(len(lines), "lines")
'
