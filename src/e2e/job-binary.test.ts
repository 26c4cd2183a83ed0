import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startEmbeddedHub } from "../hub/embedded/start-embedded-hub.ts";
import { createLogger } from "../log.ts";
import { type BareRoot, bareRootMissing, makeBareRoot } from "../testing/bare-root.ts";
import { runVade, writeLaw } from "../testing/run-vade.ts";

setDefaultTimeout(120_000);

const ROOT = resolve(import.meta.dir, "../..");
const MAX_BYTES = 220_000_000;

const missing = bareRootMissing();
if (missing !== null) process.stdout.write(`skipped: the job's binary on a bare machine, since ${missing}\n`);

const dir = mkdtempSync(join(tmpdir(), "vademecum-e2e-binary-"));
const binary = join(dir, "vademecum-job");
let bare: BareRoot;

beforeAll(async () => {
  const build = Bun.spawn([process.execPath, join(ROOT, "jobs", "build.ts"), binary], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stderr, exitCode] = [await build.stderr.text(), await build.exited];
  if (exitCode !== 0) throw new Error(`the binary was not built: ${stderr}`);
  if (missing === null) bare = await makeBareRoot({ "/usr/bin/vademecum-job": binary });
});
afterAll(() => {
  rmSync(dir, { recursive: true, force: true });
  if (missing === null) rmSync(bare.dir, { recursive: true, force: true });
});

test("the binary is one file of less than 220 MB", () => {
  expect(Bun.file(binary).size).toBeLessThan(MAX_BYTES);
});

test.skipIf(missing !== null)(
  "on a machine with nothing but the C library it tells what it was made of",
  async () => {
    const run = await bare.run(["/usr/bin/vademecum-job", "--version"]);
    expect(run.stderr).toBe("");
    expect(run.stdout).toMatch(/^\d+\.\d+\.\d+, commit [0-9a-f]{40}\+?, model [0-9a-f]{64}\n$/);
  },
);

test.skipIf(missing !== null)(
  "there, as an ordinary user, it makes of the documents on a Hub the same bytes as ./vade reindex",
  async () => {
    const docs = join(dir, "leis");
    mkdirSync(docs);
    await writeLaw(docs, "feiras.rtf", [
      "LEI Nº 70.001, DE 1º DE MARÇO DE 2001",
      "Art. 1º A feira livre funciona aos sábados.",
      "Art. 2º O feirante paga taxa até o dia dez de cada mês.",
    ]);
    cpSync(join(ROOT, "src/documents/fixtures/scan.pdf"), join(docs, "biblioteca.pdf"));
    const log = createLogger({ level: "silent", readable: false });
    const hub = await startEmbeddedHub({ dir: join(dir, "hub"), port: 0, log, user: "local", root: ROOT });
    try {
      const env = {
        HF_ENDPOINT: hub.url,
        HF_TOKEN: hub.token,
        DOCS_REPO_ID: "local/rag-docs",
        INDEX_REPO_ID: "local/rag-index",
      };
      const storageDir = join(dir, "storage");
      const pushed = await runVade(["docs", "push", docs], { storageDir, env });
      expect(pushed.stderr).toBe("");
      const run = await bare.run(["/usr/bin/vademecum-job", "reindex", "--no-sync", "--json"], env);
      expect({ exitCode: run.exitCode, stderr: run.stderr }).toEqual({
        exitCode: 0,
        stderr: expect.any(String),
      });
      const published: { revision: string; build: object } = JSON.parse(run.stdout);
      // Its pages are pictures: recognition, its data and its thread are in the binary.
      expect(published.build).toMatchObject({
        documents: 2,
        refused: [],
        ocr_pages: [{ path: "leis/biblioteca.pdf", pages: [{ page: 1, low_confidence: false }] }],
      });
      // Had they other bytes, it would not find them published already.
      const here = await runVade(["reindex", "--json"], { storageDir, env });
      expect(JSON.parse(here.stdout)).toMatchObject({ revision: published.revision, outcome: "unchanged" });
    } finally {
      await hub.stop();
    }
  },
);
