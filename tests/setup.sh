# shellcheck shell=bash disable=SC2034
# tests/setup.sh - what quickstart.sh and run.sh share: packages, autoreconf, one build folder per configuration. Sourced.

build_packages=(gcc libc6-dev make autoconf automake libtool pkg-config libyaml-dev libjansson-dev)
# What the tests need besides.
test_packages=(g++ check clang libclang-rt-dev clang-format cppcheck shellcheck valgrind python3 mandoc prometheus
    python3-prometheus-client systemtap-sdt-dev)

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jobs=$(nproc)

fail() {
    echo "$0: $*" >&2
    exit 1
}

# Installs those of the named Debian packages that are missing. Says nothing and needs no rights where all are there.
set_up() {
    local package missing=() as_root=()
    for package; do
        [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)" = 'ii ' ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || fail "these packages are missing, and there is no apt-get: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "run this as root, or install sudo; packages are missing: ${missing[*]}"
        as_root=(sudo)
    fi
    echo "Installing ${missing[*]}"
    apt_get() {
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
    }
    apt_get update || fail 'apt-get update failed'
    apt_get install -y --no-install-recommends "${missing[@]}" >/dev/null || fail "could not install ${missing[*]}"
}

# Writes configure, where it is missing or older than what it is made from; later changes are make's business.
bootstrap() {
    [ -w "$top" ] || fail "cannot write to $top: run this as its owner or as root"
    cd "$top" || exit 1
    if [ ! -f Makefile.in ] || [ configure.ac -nt configure ] || [ Makefile.am -nt Makefile.in ]; then
        mkdir -p build
        autoreconf --install >build/autoreconf.log 2>&1 || { cat build/autoreconf.log; fail 'autoreconf failed'; }
    fi
}

# configure_in FOLDER ARGUMENT...: configures build/FOLDER anew where its arguments have changed.
configure_in() {
    local folder=$top/build/$1
    shift
    mkdir -p "$folder"
    if [ ! -f "$folder/Makefile" ] || [ "$*" != "$(cat "$folder/arguments" 2>/dev/null)" ]; then
        (cd "$folder" && "$top/configure" --quiet "$@" && echo "$*" >arguments)
    fi
}
