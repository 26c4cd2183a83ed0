#!/bin/sh
# Removes from node_modules what the image never loads: builds for other systems and browsers, other variants of what is
# used, declarations and source maps. A path that is not there is an error: the package has changed, so look again.
#
#   scripts/prune-packages.sh [NODE_MODULES]      default: node_modules of the checkout
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd -- "${1:-$root/node_modules}"

drop() {
  for path in "$@"; do
    [ -e "$path" ] || { echo "prune-packages: not found: $path" >&2; exit 1; }
    rm -rf -- "$path"
  done
}

case "$(uname -m)" in
  x86_64) other=arm64 ;;
  aarch64) other=x64 ;;
  *) echo "prune-packages: unknown processor $(uname -m)" >&2; exit 1 ;;
esac
runtimes=onnxruntime-node/bin/napi-v6
drop "$runtimes/win32" "$runtimes/darwin" "$runtimes/linux/$other"
# The runtime of browsers: transformers for servers has in its own file what it needs of it.
drop onnxruntime-web

# Recognition uses one core (src/documents/ocr/tesseract-worker.ts) and one set of data (data-dir.ts).
[ -e tesseract.js-core/tesseract-core-simd-lstm.wasm.js ]
find tesseract.js-core -name 'tesseract-core*' ! -name 'tesseract-core-simd-lstm.wasm.js' -delete
drop @tesseract.js-data/por/4.0.0

find officeparser/dist -name 'officeparser.browser*' -delete
drop @huggingface/transformers/src @huggingface/transformers/types
find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete
echo "prune-packages: $(du -sm . | cut -f 1) MB are left"
