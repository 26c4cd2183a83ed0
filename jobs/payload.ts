import { join } from "node:path";

/** A file of the payload: where it lies on this machine, by where it will lie below the unpacked folder. */
export type PayloadFiles = ReadonlyMap<string, string>;

const PDF_DATA_FOLDERS = ["cmaps", "standard_fonts", "wasm", "iccs"];

/**
 * Everything that is no code: the model, onnxruntime, the vector kernel, and what pdf.js and Tesseract read.
 * @param root the checkout, set up
 */
export async function collectPayload(root: string): Promise<PayloadFiles> {
  const onnxruntime = join(root, "node_modules/onnxruntime-node/bin/napi-v6", process.platform, process.arch);
  const folders = [
    ["assets/models", join(root, "assets/models")],
    ["onnxruntime", onnxruntime],
    ["ocr", join(root, "node_modules/@tesseract.js-data/por/4.0.0_best_int")],
    [".vade/native", join(root, ".vade/native")],
    ...PDF_DATA_FOLDERS.map((name) => [`pdfjs-dist/${name}`, join(root, "node_modules/pdfjs-dist", name)]),
  ] as const;
  const files = new Map<string, string>();
  for (const [to, from] of folders) {
    for await (const name of new Bun.Glob("**/*").scan({ cwd: from, dot: true })) {
      files.set(join(to, name), join(from, name));
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Packs the files; the same files give the same bytes. Returns the archive's SHA-256. */
export async function packPayload(files: PayloadFiles, target: string): Promise<string> {
  const contents: Record<string, Uint8Array> = {};
  for (const [to, from] of files) contents[to] = await Bun.file(from).bytes();
  const hash = new Bun.CryptoHasher("sha256");
  for (const [to, bytes] of Object.entries(contents)) hash.update(`${to}\0${bytes.length}\0`).update(bytes);
  await Bun.Archive.write(target, contents);
  return hash.digest("hex");
}
