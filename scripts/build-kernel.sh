#!/bin/sh
# Builds the C kernel of the `mmap` vector engine where a C compiler is found, only when it is missing or older than its
# source. Without it the WebAssembly engine serves, so a missing compiler is no failure; a compiler that fails is one.
#
#   scripts/build-kernel.sh [OUTPUT]      default: .vade/native/libvademecum-scan.so
#
# $CC is tried before cc, gcc and clang.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
script=$root/scripts/build-kernel.sh
source=$root/src/vectors/native/scan.c
output=${1:-$root/.vade/native/libvademecum-scan.so}

if [ -f "$output" ] && [ -z "$(find "$source" "$script" -newer "$output")" ]; then
  echo "vector kernel: up to date"
  exit 0
fi

compiler=
for candidate in "${CC:-}" cc gcc clang; do
  # The first word: CC may carry options ("gcc -m64").
  if [ -n "$candidate" ] && command -v "${candidate%% *}" >/dev/null 2>&1; then
    compiler=$candidate
    break
  fi
done
if [ -z "$compiler" ]; then
  echo "vector kernel: not built, no C compiler found (tried \$CC, cc, gcc, clang); searches use the WebAssembly engine"
  exit 0
fi

mkdir -p "$(dirname -- "$output")"
# Built beside its place and renamed: a process that has the old one loaded keeps it whole.
unfinished=$output.$$.tmp
trap 'rm -f "$unfinished"' EXIT
# -ffp-contract=off: the kernel promises the same score bits everywhere (see scan.c).
# shellcheck disable=SC2086 # options in $CC are words of their own
if ! $compiler -std=c11 -O2 -fPIC -shared -fvisibility=hidden -ffp-contract=off -Wall -Wextra \
  "$source" -o "$unfinished"; then
  echo "vector kernel: not built, $compiler failed (its messages are above); searches use the WebAssembly engine"
  exit 1
fi
mv -f "$unfinished" "$output"
echo "vector kernel: built with $compiler"
