import { readFile } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import { gunzipSync } from "node:zlib";
import { dispatchHandlers, setAdapter } from "tesseract.js/src/worker-script/index.js";
import core from "tesseract.js-core/tesseract-core-simd-lstm.wasm.js";

// The thread in which Tesseract computes. The worker that comes with tesseract.js takes another core on each kind of
// processor, whose results may differ, finds it by a path that a compiled program does not have, and fetches what it
// misses; here the core is always the same, it is a part of the program, and nothing is fetched.

const port = parentPort;
if (port === null) throw new Error("this file is a worker's");

setAdapter({
  getCore: async () => core,
  gunzip: gunzipSync,
  fetch: () => Promise.reject(new Error("recognition never fetches anything")),
  readCache: (path) => readFile(path),
  writeCache: async () => undefined,
  deleteCache: async () => undefined,
  checkCache: async () => false,
});
port.on("message", (packet) => dispatchHandlers(packet, (reply) => port.postMessage(reply)));
