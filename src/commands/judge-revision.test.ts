import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../config.ts";
import type { GateCheck, GateJudgement } from "../domain/gate.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { GoldenQuestion } from "../evaluation/golden.ts";
import { createLogger } from "../log.ts";
import { toBuildInfo } from "../revisions/publish/content-revision.ts";
import { readManifest } from "../revisions/storage.ts";
import { runVade, writeLaw } from "../testing/run-vade.ts";
import { judgeRevision } from "./judge-revision.ts";

setDefaultTimeout(60_000);

interface Built {
  dir: string;
  manifest: Manifest;
}

let root: string;
let questions: GoldenQuestion[];
let before: Built;
let after: Built;

async function build(docs: string): Promise<Built> {
  const run = await runVade(["reindex", "--docs", docs, "--json"], { storageDir: join(root, "storage") });
  const { dir } = JSON.parse(run.stdout);
  return { dir, manifest: readManifest(dir) };
}

/** One revision of three laws, and the next, which has lost the last of them. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "vademecum-judge-"));
  const docs = join(root, "leis");
  mkdirSync(docs);
  await writeLaw(docs, "bibliotecas.rtf", [
    "LEI Nº 90.001, DE 5 DE MAIO DE 2001",
    "Art. 1º O leitor pode levar até cinco livros emprestados, pelo prazo de vinte dias.",
    "Art. 2º Quem devolve o livro com atraso paga multa de um real por dia.",
  ]);
  await writeLaw(docs, "bicicletas.rtf", [
    "LEI Nº 90.002, DE 6 DE JUNHO DE 2002",
    "Art. 1º O ciclista circula pela ciclovia onde houver.",
    "Art. 2º É obrigatório o uso de farol à noite.",
  ]);
  await writeLaw(docs, "praias.rtf", [
    "LEI Nº 90.003, DE 7 DE JULHO DE 2003",
    "Art. 1º A praia é de todos, e ninguém a cerca.",
    "Art. 2º O vendedor ambulante traz a sua licença consigo.",
  ]);
  questions = [
    {
      question: "qual é a multa por atraso?",
      expected: [{ document: "leis/bibliotecas.rtf", unit: "art2" }],
    },
    { question: "de quem é a praia?", expected: [{ document: "leis/praias.rtf", unit: "art1" }] },
  ];
  before = await build(docs);
  rmSync(join(docs, "praias.rtf"));
  after = await build(docs);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function judge(options: {
  candidate: Built;
  inService?: { dir: string | null; manifest: Manifest };
  signal?: AbortSignal;
}): Promise<GateJudgement & { by: Record<GateCheck["name"], GateCheck> }> {
  const { candidate, inService = null } = options;
  const signal = options.signal ?? new AbortController().signal;
  const config = readConfig({ VADEMECUM_DIR: join(root, "state") }, root);
  const log = createLogger({ level: "silent", readable: false });
  const judgement = await judgeRevision({
    context: { config, log, print() {}, remark() {}, signal },
    dir: candidate.dir,
    build: toBuildInfo(candidate.manifest),
    inService,
    golden: questions,
    signal,
  });
  const of = (name: GateCheck["name"]) => {
    const check = judgement.checks.find((found) => found.name === name);
    if (!check) throw new Error(`no check ${name}`);
    return check;
  };
  return {
    ...judgement,
    by: { files: of("files"), smoke: of("smoke"), size: of("size"), golden: of("golden") },
  };
}

test("a sound first revision passes, and its golden figures are handed on", async () => {
  const judgement = await judge({ candidate: before });
  expect(judgement.passed).toBe(true);
  expect(judgement.checks.map(({ name }) => name)).toEqual(["files", "smoke", "size", "golden"]);
  expect(judgement.evaluation).toMatchObject({ questions: 2, hit5: 1, ndcg10: 1 });
});

test("a revision that lost a document is refused by numbers, and so is the loss of its golden answer", async () => {
  const { passed, by, evaluation } = await judge({ candidate: after, inService: before });
  expect(passed).toBe(false);
  expect(by.files.passed && by.smoke.passed).toBe(true);
  expect(by.size).toMatchObject({ passed: false });
  expect(by.size.detail).toContain("documents 3 → 2 (-33.3 %)");
  expect(by.size.detail).toEndWith("gone: leis/praias.rtf");
  expect(by.golden.passed).toBe(false);
  expect(by.golden.detail).toContain("hit rate@5 0.500, in service 1.000");
  expect(by.golden.detail).toContain("not in the candidate: leis/praias.rtf");
  expect(evaluation).toMatchObject({ hit5: 0.5 });
});

test("a file with another hash is refused by name, and the candidate is not asked", async () => {
  const dir = join(root, "broken");
  cpSync(after.dir, dir, { recursive: true });
  writeFileSync(join(dir, "faiss.index"), Buffer.alloc(after.manifest.files["faiss.index"]?.bytes ?? 0));
  const { passed, by } = await judge({ candidate: { dir, manifest: after.manifest } });
  expect(passed).toBe(false);
  expect(by.files.detail).toMatch(/^faiss\.index has sha256 [0-9a-f]{64}, expected [0-9a-f]{64}$/);
  expect(by.smoke.detail).toContain("[INDEX_CORRUPT]");
  // The verdict is published.
  expect(by.smoke.detail).not.toContain(root);
  expect(by.golden.detail).toContain("the candidate cannot be asked");
});

test("a build.json that tells of other numbers than the revision holds is refused", async () => {
  const manifest = { ...after.manifest, num_documents: 40 };
  const { by } = await judge({ candidate: { dir: after.dir, manifest } });
  expect(by.size).toMatchObject({ passed: false });
  expect(by.size.detail).toContain("build.json tells of 40 documents");
});

test("what is in service and cannot be opened is compared by size alone, and that is said", async () => {
  const dir = join(root, "gone");
  cpSync(before.dir, dir, { recursive: true });
  rmSync(join(dir, "faiss.index"));
  for (const place of [dir, null]) {
    const { by } = await judge({ candidate: after, inService: { dir: place, manifest: before.manifest } });
    expect(by.size).toMatchObject({ passed: false });
    expect(by.size.detail).toStartWith("documents 3 → 2");
    expect(by.golden.passed).toBe(true);
    expect(by.golden.detail).toContain("the revision in service cannot be asked");
  }
});

test("an aborted judgement stops and is no refusal", async () => {
  await expect(judge({ candidate: before, signal: AbortSignal.abort() })).rejects.toThrow();
});
