# shellcheck shell=bash disable=SC2034
# tests/install.sh - installs the build into an empty folder, and lets pkg-config, the linker and PATH find it. Sourced.
: "${srcdir:?}" "${builddir:?}" "${MAKE:?}" "${CC:?}"
trap 'rm -rf "$work"' EXIT
work=$(mktemp -d)
root=$work/root

make_quietly() {
    env -u MAKEFLAGS -u MAKELEVEL "$MAKE" -C "$builddir" --no-print-directory "$@" DESTDIR="$root" >"$work/log" 2>&1 ||
        { cat "$work/log"; exit 1; }
}

variable() {
    echo "$root$(PKG_CONFIG_SYSROOT_DIR='' pkg-config --variable="$1" libretry)"
}

make_quietly install
pc=$(find "$root" -name libretry.pc)
lint=$(find "$root" -type f -name retry-lint)
export PKG_CONFIG_PATH=${pc%/*} PKG_CONFIG_SYSROOT_DIR=$root PATH=${lint%/*}:$PATH
libraries=$(variable libdir)
policies=$(variable policiesdir)
export LD_LIBRARY_PATH=$libraries
