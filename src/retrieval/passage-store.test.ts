import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VademecumError } from "../domain/errors.ts";
import { buildPassages } from "./build-passages.ts";
import { openPassageStore } from "./passage-store.ts";
import { sampleRecords } from "./testing/sample-index.ts";

const folder = mkdtempSync(join(tmpdir(), "vademecum-passages-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const records = sampleRecords([
  {
    title: "Código Civil",
    norm: { kind: "lei", number: "10406", year: 2002 },
    units: [
      { unit: null, texts: ["Preâmbulo"] },
      {
        unit: "art1",
        path: "Livro I › Art. 1º",
        rubric: "Capacidade",
        texts: ["Toda pessoa é capaz.", "Parágrafo único."],
      },
      { unit: "art1", texts: ["O mesmo artigo em redação anterior."] },
    ],
  },
  {
    title: "Código Penal",
    units: [{ unit: "art1", texts: ["Não há crime sem lei anterior que o defina."] }],
  },
]);

function build(name: string): string {
  const path = join(folder, name);
  buildPassages(records, path);
  return path;
}

test("what was put in comes out: passages, units and documents", () => {
  const store = openPassageStore(build("a#b?.db"));
  expect(store.chunkCount).toBe(5);
  expect(store.unitCount).toBe(4);
  expect(store.documents).toEqual(records.documents);
  expect(store.passages(0, 5)).toEqual(records.chunks.map(({ sha256: _, ...passage }) => passage));
  expect(store.passages(2, 1).map(({ text }) => text)).toEqual(["Parágrafo único."]);
  expect([0, 1, 2, 3, 4].map((chunk) => store.unitOf(chunk))).toEqual([0, 1, 1, 2, 3]);
  expect(store.unit(1)).toEqual({ id: 1, document: 0, firstChunk: 1, chunkCount: 2, chars: 37 });
  expect(store.unitText(1)).toBe("Toda pessoa é capaz.\nParágrafo único.");
  expect(store.unit(3)).toEqual({ id: 3, document: 1, firstChunk: 4, chunkCount: 1, chars: 43 });
  store.close();
});

test("units are found by document and name, each of them where a document repeats one", () => {
  const store = openPassageStore(build("find.db"));
  expect(store.findUnits(0, "art1")).toEqual([1, 2]);
  expect(store.findUnits(1, "art1")).toEqual([3]);
  expect(store.findUnits(1, "art2")).toEqual([]);
  store.close();
});

test("the names of a document's units come in order, repeated ones too, and are counted", () => {
  const store = openPassageStore(build("names.db"));
  expect(store.unitNames(0)).toEqual(["art1", "art1"]);
  expect(store.unitNames(1)).toEqual(["art1"]);
  expect(store.unitNames(7)).toEqual([]);
  expect(store.unitCounts()).toEqual([
    { document: 0, articles: 2, sumulas: 0 },
    { document: 1, articles: 1, sumulas: 0 },
  ]);
  store.close();
});

test("an index without chunks opens", () => {
  const path = join(folder, "empty.db");
  buildPassages({ documents: [], chunks: [] }, path);
  const store = openPassageStore(path);
  expect([store.chunkCount, store.unitCount]).toEqual([0, 0]);
  store.close();
});

test("a chunk or unit that the store does not hold is a damaged index, not a wrong answer", () => {
  const store = openPassageStore(build("missing.db"));
  expect(() => store.unitOf(5)).toThrow(VademecumError);
  expect(() => store.unit(4)).toThrow(VademecumError);
  store.close();
});

test("a file that is missing, empty, foreign or cut short is refused as corrupt", () => {
  const whole = readFileSync(build("whole.db"));
  const refused = (bytes: Uint8Array | null) => {
    const path = join(folder, `damaged-${bytes?.length ?? "none"}.db`);
    if (bytes !== null) writeFileSync(path, bytes);
    try {
      const store = openPassageStore(path);
      store.passages(0, 5);
    } catch (error) {
      return error instanceof VademecumError && error.code === "INDEX_CORRUPT";
    }
    return false;
  };
  expect(refused(null)).toBe(true);
  expect(refused(new Uint8Array(0))).toBe(true);
  expect(
    refused(new TextEncoder().encode("not a database, but long enough to be looked at ".repeat(40))),
  ).toBe(true);
  expect(refused(whole.subarray(0, 4096))).toBe(true);
});

test("a store that cannot be written says where and what to do", () => {
  const attempt = () => buildPassages(records, join(folder, "no", "such", "folder", "x.db"));
  expect(attempt).toThrow(VademecumError);
  expect(attempt).toThrow(/could not be written/);
  const twice = build("twice.db");
  expect(() => buildPassages(records, twice)).toThrow(/could not be written/);
});
