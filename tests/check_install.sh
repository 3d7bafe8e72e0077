#!/usr/bin/env bash
# Uses what is installed as a stranger would: pkg-config, the shared and the static library, retry-lint, policies, manual.
set -euo pipefail
# shellcheck source=tests/install.sh
. "${srcdir:?}/tests/install.sh"

cat >"$work/program.c" <<'C'
#include <retry.h>
#include <string.h>

int main(void)
{
    const retry_policy *policy = retry_policy_get("std.http");
    if (strcmp(retry_version(), RETRY_VERSION) != 0 || retry_policy_state_get(policy) != RETRY_POLICY_DEFINED)
        return 1;
    return retry_policy_should_retry(policy, 1, retry_http(503)) ? 0 : 2;
}
C

# shellcheck disable=SC2046
$CC "$work/program.c" -o "$work/shared" $(pkg-config --cflags --libs libretry)
RETRY_POLICY_PATH=$policies "$work/shared"
ldd "$work/shared" | grep "libretry.so.0 => $libraries" >/dev/null

if [ -e "$libraries/libretry.a" ]; then
    # shellcheck disable=SC2046
    $CC "$work/program.c" -o "$work/static" $(pkg-config --cflags libretry) "$libraries/libretry.a" \
        $(PKG_CONFIG_SYSROOT_DIR='' pkg-config --static --libs libretry | sed 's/-lretry//')
    RETRY_POLICY_PATH=$policies LD_LIBRARY_PATH='' "$work/static"
fi

retry-lint "$policies"
[ -s "$policies/../schema/policy.schema.json" ] || { echo 'the schema is not installed'; exit 1; }
for page in retry-lint.1 retry-policies.5 retry.7 retry_run.3 retry_call_wait.3; do
    [ -s "$(find "$root" -path "*/man${page##*.}/$page")" ] || { echo "$page is not installed"; exit 1; }
done

make_quietly uninstall
left=$(find "$root" ! -type d)
[ -z "$left" ] || { echo "uninstall leaves: $left"; exit 1; }
