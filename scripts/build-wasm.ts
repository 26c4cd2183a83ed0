import { join } from "node:path";
import { assembleWat } from "../src/vectors/native/assemble-wat.ts";

/** Assembles `src/vectors/native/scan.wat` into the `scan.wasm` beside it, which is committed. */
const folder = join(import.meta.dir, "../src/vectors/native");
const wasm = await assembleWat(join(folder, "scan.wat"));
await Bun.write(join(folder, "scan.wasm"), wasm);
process.stdout.write(`scan.wasm: ${wasm.byteLength} bytes\n`);
