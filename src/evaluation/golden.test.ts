import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createRetriever } from "../retrieval/retrieve.ts";
import { openSampleIndex } from "../retrieval/testing/sample-index.ts";
import { findGolden, measureGolden, readGolden } from "./golden.ts";

const folder = mkdtempSync(join(tmpdir(), "vademecum-golden-"));
const index = openSampleIndex([
  {
    title: "Lei das pontes",
    units: [
      { unit: "art1", texts: ["A ponte é de todos."] },
      { unit: "art2", texts: ["O pedágio é proibido."] },
    ],
  },
  { title: "Lei dos parques", units: [{ unit: "art1", texts: ["O parque fecha às dez horas."] }] },
]);
const retriever = createRetriever(index);
afterAll(() => {
  index.close();
  rmSync(folder, { recursive: true, force: true });
});

async function write(name: string, ...lines: string[]): Promise<string> {
  const path = join(folder, name);
  await Bun.write(path, `${lines.join("\n")}\n`);
  return path;
}

test("questions name documents and units; an article, a document or several places answer them", async () => {
  const path = await write(
    "golden.jsonl",
    '{"question": "de quem é a ponte?", "expected": [{"document": "docs/0.docx", "unit": "art1"}]}',
    "",
    '{"question": "quando fecha o parque?", "expected": [{"document": "docs/1.docx"}]}',
    '{"question": "o pedágio é proibido?", "expected": [{"document": "docs/0.docx", "unit": "art2"}, {"document": "docs/1.docx", "unit": null}]}',
  );
  const questions = await readGolden(path);
  expect(questions).toHaveLength(3);
  const measure = await measureGolden({ questions, retriever, passages: index.passages });
  expect(measure.questions).toBe(3);
  expect(measure.figures.hit5).toBe(1);
  expect(measure.figures["hit1"]).toBe(1);
  expect(measure.missing).toEqual([]);
});

test("what a question expects and the index does not hold is reported, and counts as not found", async () => {
  const questions = [
    { question: "de quem é a ponte?", expected: [{ document: "docs/0.docx", unit: "art9" }] },
    { question: "quando fecha o parque?", expected: [{ document: "docs/7.docx" }] },
    { question: "o parque?", expected: [{ document: "docs/7.docx" }, { document: "docs/1.docx" }] },
  ];
  const measure = await measureGolden({ questions, retriever, passages: index.passages });
  expect(measure.missing).toEqual(["docs/0.docx, art9", "docs/7.docx"]);
  expect(measure.figures.hit5).toBeCloseTo(1 / 3, 12);
});

test.each([
  ["no JSON", "{", /line 2/],
  ["no expected place", '{"question": "x", "expected": []}', /line 2/],
  ["a unit that is none", '{"question": "x", "expected": [{"document": "a", "unit": "5"}]}', /line 2/],
  ["a misspelt field", '{"question": "x", "expected": [{"documento": "a"}]}', /line 2/],
  ["an empty question", '{"question": " ", "expected": [{"document": "a"}]}', /line 2/],
])("a line with %s is an error with file, line number and what a line looks like", async (_, line, where) => {
  const path = await write("bad.jsonl", '{"question": "x", "expected": [{"document": "a"}]}', line);
  const reading = readGolden(path);
  await expect(reading).rejects.toThrow(where);
  await expect(reading).rejects.toMatchObject({
    code: "QUESTION_SET_INVALID",
    hint: expect.stringContaining('"expected"'),
  });
});

test("a file without a question is an error and no perfect score", async () => {
  await expect(readGolden(await write("empty.jsonl", ""))).rejects.toThrow(/empty.jsonl/);
});

test("the golden questions are found in the folder or right below it, and never guessed at", async () => {
  const docs = join(folder, "docs");
  for (const name of ["a", "b", ".cache"]) mkdirSync(join(docs, name), { recursive: true });
  expect(await findGolden(docs)).toBeNull();
  await write("docs/.cache/golden.jsonl", "x");
  expect(await findGolden(docs)).toBeNull();
  const below = await write("docs/a/golden.jsonl", "x");
  expect(await findGolden(docs)).toBe(below);
  await write("docs/b/golden.jsonl", "x");
  await expect(findGolden(docs)).rejects.toMatchObject({ code: "GOLDEN_AMBIGUOUS" });
  const atRoot = await write("docs/golden.jsonl", "x");
  expect(await findGolden(docs)).toBe(atRoot);
});

test("the sample documents come with golden questions about documents that are there", async () => {
  const samples = resolve(import.meta.dir, "../../assets/docs_rag");
  const path = await findGolden(samples);
  const questions = await readGolden(path ?? "");
  expect(questions.length).toBeGreaterThan(10);
  for (const { document } of questions.flatMap(({ expected }) => expected))
    expect(await Bun.file(join(samples, "..", document)).exists()).toBe(true);
});
