import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publish, startTestHub, type TestHub } from "../revisions/publish/testing/test-index-repo.ts";
import { readManifest } from "../revisions/storage.ts";
import { runVade, writeLaw } from "../testing/run-vade.ts";

setDefaultTimeout(60_000);

let root: string;
let storageDir: string;
let built: { tag: string; dir: string }[];
const vade = (...args: string[]) => runVade(args, { storageDir });

async function build(docs: string): Promise<{ tag: string; dir: string }> {
  const run = await vade("reindex", "--docs", docs, "--json");
  return JSON.parse(run.stdout);
}

/** A law, and what became of it. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "vademecum-diff-"));
  storageDir = join(root, "storage");
  const docs = join(root, "leis");
  mkdirSync(docs);
  const law = (fine: string, ...more: string[]) =>
    writeLaw(docs, "bibliotecas.rtf", [
      "LEI Nº 90.001, DE 5 DE MAIO DE 2001",
      "Art. 1º O leitor pode levar até cinco livros emprestados, pelo prazo de vinte dias.",
      `Art. 2º Quem devolve o livro com atraso paga multa de ${fine} por dia.`,
      ...more,
    ]);
  await law("um real");
  const first = await build(docs);
  const early = await vade("diff");
  expect(early.stderr).toContain("NO_PREVIOUS_REVISION");
  expect(early.exitCode).toBe(1);
  await law("dois reais", "Art. 3º A biblioteca abre aos domingos.");
  built = [first, await build(docs)];
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const nameOf = (i: number) => built[i]?.tag ?? "";
const CHANGED = "paga multa de [-um real-]{+dois reais+} por dia.";

test("without arguments: what the revision in service changed of the one before", async () => {
  const run = await vade("diff");
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toStartWith(`${nameOf(0)} → ${nameOf(1)}\n`);
  expect(run.stdout).toContain(CHANGED);
  expect(run.stdout).toContain("{+Art. 3º A biblioteca abre aos domingos.+}");
  expect(run.stdout).toEndWith("1 documento alterado, 0 documentos sem alteração\n");
});

test("one argument is compared with what is in service; two are compared with each other", async () => {
  const one = await vade("diff", nameOf(0), "--lang", "en");
  expect(one.stdout).toContain("(1 added, 1 changed)");
  const back = JSON.parse((await vade("diff", nameOf(1), nameOf(0).slice(-7), "--json")).stdout);
  expect(back).toMatchObject({
    from: { tag: nameOf(1), place: "local" },
    to: { tag: nameOf(0), place: "local" },
    summary: { documentsChanged: 1, unitsAdded: 0, unitsRemoved: 1, unitsChanged: 1 },
    changed: [{ path: "leis/bibliotecas.rtf", removed: [{ unit: "art3" }] }],
  });
});

test("a revision that is not there is wrong use, and the known ones are named", async () => {
  const run = await vade("diff", "idx-19990101-000000-0000000", nameOf(0));
  expect(run.exitCode).toBe(2);
  expect(run.stdout).toBe("");
  expect(run.stderr).toContain(nameOf(0));
});

test("published revisions are compared on a machine that has none of them", async () => {
  const hub: TestHub = await startTestHub();
  try {
    const place = await hub.indexRepo("rag-index");
    for (const { dir } of built) await publish(place, { dir, manifest: readManifest(dir) });
    const env = {
      HF_ENDPOINT: hub.url,
      HF_TOKEN: hub.token,
      INDEX_REPO_ID: place.repo.name,
      DOCS_REPO_ID: "local/rag-docs",
    };
    const run = await runVade(["diff"], { storageDir: join(root, "elsewhere"), env });
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain(CHANGED);
    expect(run.exitCode).toBe(0);
  } finally {
    await hub.stop();
  }
});
