import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runVade, writeLaw } from "../testing/run-vade.ts";

setDefaultTimeout(120_000);

const dir = mkdtempSync(join(tmpdir(), "vademecum-some-"));
const storageDir = join(dir, "storage");
beforeAll(async () => {
  const docs = join(dir, "leis");
  mkdirSync(join(docs, "municipais"), { recursive: true });
  await writeLaw(docs, "praias.rtf", [
    "LEI Nº 77, DE 2001",
    "Art. 1º A praia é bem público de uso comum do povo.",
    "Art. 2º O quiosque paga aluguel até o quinto dia útil de cada mês.",
    "Art. 3º É vedada a cerca na areia.",
  ]);
  await writeLaw(join(docs, "municipais"), "feiras.rtf", [
    "LEI Nº 88, DE 2002",
    "Art. 1º A feira livre funciona aos domingos.",
    "Art. 2º O feirante mantém limpo o seu lugar.",
    "Art. 3º É vedado o uso de alto-falante.",
  ]);
  const built = await runVade(["reindex", "--docs", docs], { storageDir });
  expect(built.exitCode).toBe(0);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const FoundSchema = z.object({
  documents: z.array(z.string()).optional(),
  passages: z.array(z.object({ document: z.object({ path: z.string() }), unit: z.string().nullable() })),
});
async function search(...args: string[]) {
  const run = await runVade(["search", "o que é vedado?", "-k", "10", "--json", ...args], { storageDir });
  expect(run.exitCode).toBe(0);
  return FoundSchema.parse(JSON.parse(run.stdout));
}

test("a search keeps to the documents that it names: by path, by folder, by the law's number", async () => {
  const { passages } = await search();
  expect(new Set(passages.map(({ document }) => document.path)).size).toBe(2);
  for (const name of ["leis/municipais/feiras.rtf", "leis/municipais/", "Lei 88/2002"]) {
    const found = await search("--document", name);
    expect(found.documents).toEqual(["leis/municipais/feiras.rtf"]);
    expect(found.passages.length).toBeGreaterThan(0);
    for (const { document } of found.passages) expect(document.path).toBe("leis/municipais/feiras.rtf");
  }
  const both = await search("--document", "leis/praias.rtf", "--document", "leis/municipais/");
  expect(both).toEqual(
    expect.objectContaining({ passages: passages.map((one) => expect.objectContaining(one)) }),
  );
});

test("a question is answered from the document that answers it, and refused from another", async () => {
  const ask = async (document: string) => {
    const question = "quando funciona a feira livre?";
    const run = await runVade(["ask", question, "--json", "--document", document], { storageDir });
    return z.object({ found: z.boolean() }).parse(JSON.parse(run.stdout)).found;
  };
  expect(await ask("leis/municipais/")).toBe(true);
  expect(await ask("leis/praias.rtf")).toBe(false);
});

test("a document that is not there is a wrong use that names the nearest", async () => {
  const run = await runVade(["ask", "aluguel", "--document", "leis/praia.rtf"], { storageDir });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("DOCUMENT_UNKNOWN");
  expect(run.stderr).toContain("leis/praias.rtf");
});
