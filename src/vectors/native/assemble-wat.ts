import { basename } from "node:path";
import wabt from "wabt";

/** Assembles WebAssembly text into its binary form, byte-identical for the same text. Only for building and tests. */
export async function assembleWat(watPath: string): Promise<Uint8Array> {
  const { parseWat } = await wabt();
  const module = parseWat(basename(watPath), await Bun.file(watPath).text(), { simd: true });
  try {
    module.validate();
    return module.toBinary({ write_debug_names: false }).buffer;
  } finally {
    module.destroy();
  }
}
