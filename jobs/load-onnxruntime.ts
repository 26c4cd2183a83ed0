import { join } from "node:path";
import { unpackedDir } from "./unpack.ts";

// Stands in for onnxruntime-node's own `require` of its binding, whose path Bun would fix to the machine that compiles. The
// binding finds libonnxruntime.so.1 beside itself (its RUNPATH is $ORIGIN).
const loaded: { exports: unknown } = { exports: {} };
process.dlopen(loaded, join(unpackedDir(), "onnxruntime", "onnxruntime_binding.node"));

export default loaded.exports;
