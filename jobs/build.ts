import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parserVersion } from "../src/documents/parser-version.ts";
import { nativePlugin } from "./native-plugin.ts";
import { collectPayload, packPayload } from "./payload.ts";

/**
 * Compiles the job into one file for the system that this runs on:
 *
 *   bun jobs/build.ts [FILE]      FILE is dist/vademecum-job where none is named
 *
 * It needs a checkout that is set up, as any `./vade` command leaves it.
 */
const root = resolve(import.meta.dir, "..");
const dist = join(root, "dist");
mkdirSync(dist, { recursive: true });
const payloadPath = join(dist, "payload.tar");
const payloadSha256 = await packPayload(await collectPayload(root), payloadPath);
const outfile = resolve(process.argv[2] ?? join(dist, "vademecum-job"));
await Bun.build({
  // The others are the threads that embed and that recognise scans, which their Workers find beside the first.
  entrypoints: [
    join(root, "jobs/main.ts"),
    join(root, "src/embedding/embed-worker.ts"),
    join(root, "src/documents/ocr/tesseract-worker.ts"),
  ],
  naming: { entry: "[name].[ext]" },
  target: "bun",
  minify: { whitespace: true, syntax: true },
  compile: { outfile },
  plugins: [
    nativePlugin({
      payloadPath,
      payloadSha256,
      commit: commitOf(root),
      modelSha256: await hashOfModel(),
      parserVersion: await parserVersion(root),
    }),
  ],
});
process.stdout.write(`${outfile}: ${(Bun.file(outfile).size / 1e6).toFixed(1)} MB\n`);

function commitOf(dir: string): string {
  const git = (...args: string[]) =>
    Bun.spawnSync(["git", "-C", dir, ...args])
      .stdout.toString()
      .trim();
  const commit = git("rev-parse", "HEAD") || "unknown";
  return git("status", "--porcelain") === "" ? commit : `${commit}+`;
}

async function hashOfModel(): Promise<string> {
  const weights = Bun.file(join(root, "assets/models/e5-small-pt/onnx/model_quantized.onnx"));
  return new Bun.CryptoHasher("sha256").update(await weights.bytes()).digest("hex");
}
