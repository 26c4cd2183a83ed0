import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runVade, writeLaw } from "../testing/run-vade.ts";

setDefaultTimeout(120_000);

let dir: string;
let docs: string;
let storageDir: string;
const vade = (...args: string[]) => runVade(args, { storageDir });
const revisionDir = () =>
  join(storageDir, "revisions", readFileSync(join(storageDir, "current"), "utf8").trim());

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-e2e-"));
  docs = join(dir, "leis");
  storageDir = join(dir, "storage");
  mkdirSync(docs);
  await writeLaw(docs, "bibliotecas.rtf", [
    "LEI Nº 90.001, DE 5 DE MAIO DE 2001",
    "CAPÍTULO I",
    "DO EMPRÉSTIMO",
    "Art. 1º O leitor pode levar até cinco livros emprestados, pelo prazo de vinte dias.",
    "§ 1º O prazo é prorrogado uma vez, se ninguém esperar pelo livro.",
    "Art. 2º Quem devolve o livro com atraso paga multa de um real por dia.",
    "Parágrafo único. Da multa está isento o leitor com menos de doze anos.",
  ]);
  await writeLaw(docs, "bicicletas.rtf", [
    "LEI Nº 90.002, DE 6 DE JUNHO DE 2002",
    "Art. 1º O ciclista circula pela ciclovia onde houver.",
    "Art. 2º É obrigatório o uso de farol à noite.",
  ]);
  cpSync(join(docs, "bicicletas.rtf"), join(docs, "bicicletas (cópia).rtf"));
  writeFileSync(join(docs, "Thumbs.db"), "junk");
  writeFileSync(join(docs, "estragado.pdf"), "%PDF-1.7\nnothing that follows");
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("asking before the first build says what to build", async () => {
  const run = await vade("ask", "qual é a multa?");
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain("there is no index yet");
  expect(run.stderr).toContain("./vade reindex --docs DIR");
});

test("a folder is indexed; a file that cannot be read is named, the others are in, the exit code tells", async () => {
  const run = await vade("reindex", "--docs", docs, "--json");
  expect(run.exitCode).toBe(1);
  const report = JSON.parse(run.stdout);
  expect(report).toMatchObject({ documents: 2, new: true });
  expect(report.refused).toMatchObject([{ path: "leis/estragado.pdf", code: "DOCUMENT_DAMAGED" }]);
  expect(report.duplicates).toEqual([{ path: "leis/bicicletas (cópia).rtf", of: "leis/bicicletas.rtf" }]);
  expect(readdirSync(revisionDir()).sort()).toEqual([
    "faiss.index",
    "lexical.bin",
    "manifest.json",
    "meta.json",
    "passages.db",
  ]);
  expect(readdirSync(storageDir).sort()).toEqual(["current", "revisions", "texts"]);
});

test("an answer quotes the law word for word and cites document, article and link", async () => {
  const run = await vade("ask", "quanto se paga de multa por devolver um livro com atraso?", "--json");
  expect(run.exitCode).toBe(0);
  const answer = JSON.parse(run.stdout);
  expect(answer.found).toBe(true);
  expect(answer.statements[0].text).toContain("paga multa de um real por dia");
  expect(answer.citations[0]).toMatchObject({
    number: 1,
    unit: "art2",
    document: { path: "leis/bibliotecas.rtf" },
  });
  expect(answer.citations[0].link).toEndWith("/leis/bibliotecas.rtf");
});

test("the answer on a terminal has its sources, and English words around Portuguese law on request", async () => {
  const portuguese = await vade("ask", "multa de quem devolve o livro com atraso");
  expect(portuguese.stdout).toContain("Fontes:\n[1] ");
  const english = await vade("ask", "multa de quem devolve o livro com atraso", "--lang", "en");
  expect(english.stdout).toContain("Sources:\n[1] ");
  expect(english.stdout).toContain("paga multa de um real por dia");
});

test("an article asked for by its number is what is answered", async () => {
  const answer = JSON.parse((await vade("ask", "art. 2º da Lei 90.002/2002", "--json")).stdout);
  expect(answer.citations).toHaveLength(1);
  expect(answer.statements[0].text).toContain("uso de farol à noite");
});

test("what the documents do not answer is not answered", async () => {
  const answer = JSON.parse(
    (await vade("ask", "quantos gols marcou o centroavante ontem?", "--json")).stdout,
  );
  expect(answer).toMatchObject({ found: false, statements: [], citations: [] });
});

test("searching lists as many passages as asked for, best first", async () => {
  const { passages } = JSON.parse((await vade("search", "farol da bicicleta", "-k", "2", "--json")).stdout);
  expect(passages).toHaveLength(2);
  expect(passages[0]).toMatchObject({ unit: "art2", document: { path: "leis/bicicletas.rtf" } });
});

test("the revision in service is whole, and a build from nothing gives the same bytes", async () => {
  const run = await vade("verify", "--rebuild", "--json");
  expect(run.exitCode).toBe(0);
  const { checks } = JSON.parse(run.stdout);
  expect(checks.map((check: { name: string }) => check.name)).toContain("rebuild");
  expect(checks.filter((check: { passed: boolean }) => !check.passed)).toEqual([]);
});

test("building again embeds nothing and gives the same revision", async () => {
  const before = revisionDir();
  const report = JSON.parse((await vade("reindex", "--docs", docs, "--json")).stdout);
  expect(report).toMatchObject({ new: false, vectors: { embedded: 0, resumed: 0 } });
  expect(revisionDir()).toBe(before);
});

test("both engines give the same passages", async () => {
  const ask = (engine: string) =>
    runVade(["search", "prazo do empréstimo", "--json"], { storageDir, env: { VECTOR_ENGINE: engine } });
  const [mmap, wasm] = await Promise.all([ask("mmap"), ask("wasm")]);
  const units = (run: { stdout: string }) =>
    JSON.parse(run.stdout).passages.map((p: { unit: string; scores: object }) => [p.unit, p.scores]);
  expect(units(wasm)).toEqual(units(mmap));
});

test("derived files that are missing or damaged are made anew from meta.json, and the log says so", async () => {
  rmSync(join(revisionDir(), "passages.db"));
  writeFileSync(join(revisionDir(), "lexical.bin"), "damaged");
  const verified = await vade("verify");
  expect(verified.stdout).toContain("FAILED lexical");
  const asked = await vade("ask", "multa de quem devolve o livro com atraso");
  expect(asked.stdout).toContain("paga multa de um real por dia");
  expect(asked.stderr).toContain("derived files are made anew");
  expect((await vade("verify")).exitCode).toBe(0);
});

test("a damaged index is refused by name, and building again mends it", async () => {
  const path = join(revisionDir(), "faiss.index");
  const bytes = readFileSync(path);
  bytes[1000] = (bytes[1000] ?? 0) ^ 0xff;
  rmSync(path);
  writeFileSync(path, bytes);
  const asked = await vade("ask", "multa por atraso");
  expect(asked.exitCode).toBe(1);
  expect(asked.stderr).toContain("INDEX_CORRUPT");
  expect(asked.stderr).toContain("what to do: build the index again");
  const verified = await vade("verify");
  expect(verified.exitCode).toBe(1);
  expect(verified.stdout).toContain("FAILED files");
  await vade("reindex", "--docs", docs);
  expect((await vade("verify")).exitCode).toBe(0);
});
