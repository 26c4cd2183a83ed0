import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { VademecumError } from "../domain/errors.ts";
import { META_FILE } from "../domain/manifest.ts";
import type { Meta } from "../domain/meta.ts";
import { sampleRecords } from "../retrieval/testing/sample-index.ts";
import { openMeta, readMeta } from "./read-meta.ts";

const folder = mkdtempSync(join(tmpdir(), "vademecum-meta-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(text: string): string {
  writeFileSync(join(folder, META_FILE), text);
  return folder;
}

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
const meta: fc.Arbitrary<Meta> = fc
  .array(
    fc.record({
      title: text,
      units: fc.array(
        fc.record({
          unit: fc.constantFrom(null, "art5", "art58-A", "sumula7"),
          path: text,
          texts: fc.array(text, { minLength: 1, maxLength: 3 }),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 3 },
  )
  .map((documents) => ({ schema_version: 1, ...sampleRecords(documents) }));

/** One record a line, as `meta-writer.ts` has it. */
function byLine({ documents, chunks }: Meta): string {
  const lines = (records: readonly object[]) => records.map((record) => JSON.stringify(record)).join(",\n");
  return `{"schema_version":1,\n"documents":[\n${lines(documents)}\n],\n"chunks":[\n${lines(chunks)}\n]}\n`;
}

const layouts: Record<string, (value: Meta) => string> = {
  "one record a line": byLine,
  "on one line": (value) => JSON.stringify(value),
  "pretty-printed": (value) => JSON.stringify(value, null, 2),
  "chunks first, with more fields than the contract knows": ({ documents, chunks }) =>
    JSON.stringify(
      { made_by: { tool: "x" }, chunks, tags: ["a", [1]], documents, schema_version: 1 },
      null,
      "\t",
    ),
};

for (const [name, layout] of Object.entries(layouts)) {
  test(`any meta.json, ${name}, is read to its records`, async () => {
    await fc.assert(
      fc.asyncProperty(meta, async (value) => {
        const dir = write(layout(value));
        expect(await readMeta(dir)).toEqual(value);
        const source = openMeta(dir);
        expect([...source.chunks]).toEqual(value.chunks);
        expect([...source.chunks]).toEqual([...source.chunks]);
        expect(source.documents).toEqual(value.documents);
      }),
      { numRuns: 60 },
    );
  });
}

const SAMPLE: Meta = {
  schema_version: 1,
  ...sampleRecords([{ title: "Lei", units: [{ unit: "art1", path: "Art. 1º", texts: ["a", "b"] }] }]),
};

async function refusal(content: unknown): Promise<string> {
  const dir = write(typeof content === "string" ? content : JSON.stringify(content));
  try {
    await readMeta(dir);
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    expect(error.code).toBe("META_INVALID");
    expect(error.message).toContain(META_FILE);
    return error.expected ?? "";
  }
  return "accepted";
}

const edited = (edit: (value: Meta) => unknown) => edit(structuredClone(SAMPLE));

test("a record against the contract is refused by its place", async () => {
  const [document, first, second] = [SAMPLE.documents[0], SAMPLE.chunks[0], SAMPLE.chunks[1]];
  expect(await refusal({ ...SAMPLE, chunks: [first, { ...second, text: "" }] })).toContain("chunks[1].text");
  expect(await refusal({ ...SAMPLE, documents: [{ ...document, sha256: "x" }] })).toContain(
    "documents[0].sha256",
  );
  expect(await refusal({ ...SAMPLE, chunks: [first, 7] })).toContain("chunks[1]");
});

test("chunks out of order or of no document are refused", async () => {
  const [first, second] = SAMPLE.chunks;
  expect(await refusal({ ...SAMPLE, chunks: [second, first] })).toContain("got id 1 in place 0");
  expect(await refusal({ ...SAMPLE, chunks: [first] })).toBe("accepted");
  expect(await refusal({ ...SAMPLE, chunks: [{ ...first, document: 1 }] })).toContain("known document");
});

test("a field that is missing, of another kind, of a newer version or there twice is refused", async () => {
  for (const key of ["schema_version", "documents", "chunks"] as const) {
    expect(await refusal(edited((value) => ({ ...value, [key]: undefined })))).not.toBe("accepted");
    expect(await refusal(edited((value) => ({ ...value, [key]: { a: 1 } })))).toContain(key);
  }
  expect(await refusal({ ...SAMPLE, schema_version: 2, chunks: [{ another: "kind" }] })).toContain(
    "schema_version",
  );
  expect(await refusal(byLine(SAMPLE).replace("{", '{"chunks":[],'))).toContain("chunks again");
});

test("a file that is cut short, goes on behind its end, or is not there is refused", async () => {
  const whole = byLine(SAMPLE);
  for (let length = 0; length < whole.trimEnd().length; length += 5)
    expect(await refusal(whole.slice(0, length))).toContain("a JSON file, got: ");
  expect(await refusal(`${whole}{}`)).toContain("nothing more expected");
  expect(() => openMeta(join(folder, "none"))).toThrow(/cannot be used/);
});

test.skipIf(process.platform !== "linux")(
  "who goes through the first chunks alone leaves no file open",
  () => {
    const { chunks } = openMeta(write(byLine(SAMPLE)));
    const before = readdirSync("/proc/self/fd").length;
    for (let round = 0; round < 50; round++) {
      const [first] = chunks;
      expect(first?.id).toBe(0);
    }
    expect(readdirSync("/proc/self/fd").length).toBeLessThan(before + 25);
  },
);
