import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runVade, writeLaw } from "../testing/run-vade.ts";

setDefaultTimeout(120_000);

let dir: string;
let docs: string;
let storageDir: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-incremental-"));
  docs = join(dir, "leis");
  storageDir = join(dir, "storage");
  mkdirSync(docs);
  await writeLaw(docs, "pontes.rtf", [
    "LEI Nº 90.001, DE 5 DE MAIO DE 2001",
    "Art. 1º Toda ponte é inspecionada uma vez por ano.",
    "Art. 2º A inspeção é feita por dois engenheiros.",
  ]);
  await writeMarkets("Os mercados abrem às seis horas.");
  cpSync(resolve(import.meta.dir, "../documents/fixtures/scan.pdf"), join(docs, "scan.pdf"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const writeMarkets = (first: string) =>
  writeLaw(docs, "mercados.rtf", [
    "LEI Nº 90.002, DE 6 DE JUNHO DE 2002",
    `Art. 1º ${first}`,
    "Art. 2º É proibida a venda de fogos.",
  ]);

async function build(store: string, ...args: string[]) {
  const run = await runVade(["reindex", "--docs", docs, "--json", ...args], { storageDir: store });
  expect(run.exitCode).toBe(0);
  return JSON.parse(run.stdout);
}

function artifactsOf(store: string): string[] {
  const revision = readFileSync(join(store, "current"), "utf8").trim();
  return ["faiss.index", "meta.json"].map((name) =>
    readFileSync(join(store, "revisions", revision, name)).toString("base64"),
  );
}

/** The bytes that a build of the folder as it is now gives on a machine that has never built before. */
async function fromNothing(): Promise<string[]> {
  const store = mkdtempSync(join(dir, "fresh-"));
  expect(await build(store)).toMatchObject({ texts: { taken_over: 0 }, vectors: { reused: 0 } });
  return artifactsOf(store);
}

test("the first build reads and embeds everything, and says of nothing that it was saved", async () => {
  expect(await build(storageDir)).toMatchObject({
    texts: { parsed: 3, taken_over: 0 },
    vectors: { reused: 0 },
    estimated_seconds_saved: { parsing: 0, embedding: 0 },
    ocr_pages: [{ path: "leis/scan.pdf" }],
  });
});

test("of what has not changed, texts and vectors are taken over; the result is that of a build from nothing", async () => {
  await writeMarkets("Os mercados abrem às sete horas.");
  const report = await build(storageDir);
  expect(report).toMatchObject({
    new: true,
    texts: { parsed: 1, taken_over: 2 },
    vectors: { embedded: 1, reused: report.chunks - 1 },
    ocr_pages: [{ path: "leis/scan.pdf" }],
  });
  expect(report.estimated_seconds_saved.parsing).toBeGreaterThan(0);
  expect(artifactsOf(storageDir)).toEqual(await fromNothing());
});

test("the report and the log tell people what was taken over, and about how much time that saved", async () => {
  const run = await runVade(["reindex", "--docs", docs], { storageDir, env: { LOG_LEVEL: "info" } });
  expect(run.stdout).toMatch(/documents {2}3 read \(0 parsed, 3 unchanged\)/);
  expect(run.stdout).toMatch(
    /saved {6}about [\d.]+ s \(estimate: [\d.]+ s of parsing, [\d.]+ s of embedding\)/,
  );
  expect(run.stderr).toMatch(/"takenOver":3/);
  expect(run.stderr).toMatch(/"secondsSaved":/);
});

test("texts that were damaged on the disk are read again from their documents", async () => {
  const texts = join(storageDir, "texts");
  for (const name of readdirSync(texts)) writeFileSync(join(texts, name), "damaged");
  expect(await build(storageDir)).toMatchObject({ new: false, texts: { parsed: 3, taken_over: 0 } });
  expect(await build(storageDir)).toMatchObject({ new: false, texts: { parsed: 0, taken_over: 3 } });
});

test("--full reads, recognises and embeds everything anew, and gives the same", async () => {
  const report = await build(storageDir, "--full");
  expect(report).toMatchObject({
    new: false,
    texts: { parsed: 3, taken_over: 0 },
    vectors: { reused: 0, resumed: 0, embedded: report.chunks },
  });
});

test("without recognition, nothing of what was recognised is taken over", async () => {
  const run = await runVade(["reindex", "--docs", docs, "--json", "--no-ocr"], { storageDir });
  expect(run.exitCode).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({ refused: [{ path: "leis/scan.pdf" }], ocr_pages: [] });
});
