import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { DocumentText } from "../domain/document-text.ts";
import { openTextCache } from "./text-cache.ts";

const scratch = mkdtempSync(join(tmpdir(), "vademecum-text-cache-"));
afterAll(() => rmSync(scratch, { recursive: true }));

let folders = 0;
const newDir = () => join(scratch, String(folders++));
const warnings: object[] = [];
const log = { warn: (fields: object) => void warnings.push(fields) };
const open = (dir: string, options: { recognises?: boolean; version?: string } = {}) =>
  openTextCache({ dir, recognises: true, version: "1", log, ...options });

const [A, B] = ["a".repeat(64), "b".repeat(64)];
const DOCUMENT: DocumentText = {
  format: "pdf",
  pageCount: 2,
  pagesWithoutText: [],
  recognisedPages: [{ page: 2, confidence: 93.5 }],
  blocks: [{ text: "Art. 1º É livre a locomoção.", heading: false, pages: [{ offset: 0, page: 1 }] }],
};
const TEXT = { document: DOCUMENT, seconds: 1.5 };
const entriesOf = (dir: string) => readdirSync(dir).filter((name) => name.endsWith(".json.zst"));

describe("a text that was kept", () => {
  test("is known by its file's hash, to the program that read it, with recognition as it was", async () => {
    const dir = newDir();
    await (await open(dir)).put(A, TEXT);
    expect(await (await open(dir)).get(A)).toEqual(TEXT);
    expect(await (await open(dir)).get(B)).toBeNull();
    expect(await (await open(dir, { version: "2" })).get(A)).toBeNull();
    expect(await (await open(dir, { recognises: false })).get(A)).toBeNull();
  });

  test("comes back exactly, whatever is in it", async () => {
    const dir = newDir();
    const block = fc.record({
      text: fc.string({ minLength: 1, unit: "binary" }),
      heading: fc.boolean(),
      pages: fc.array(fc.record({ offset: fc.nat(), page: fc.integer({ min: 1, max: 9999 }) })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(block, { minLength: 1 }), async (blocks) => {
        const document: DocumentText = { format: "docx", pageCount: null, pagesWithoutText: [], blocks };
        const cache = await open(dir);
        await cache.put(A, { document, seconds: 0 });
        // As text: what is cut of it must not differ in anything that is written.
        expect(JSON.stringify((await cache.get(A))?.document)).toBe(JSON.stringify(document));
      }),
      { numRuns: 50 },
    );
  });

  test("is not trusted where any byte of it has changed, and is replaced", async () => {
    const dir = newDir();
    await (await open(dir)).put(A, TEXT);
    const [name = ""] = entriesOf(dir);
    const path = join(dir, name);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      writeFileSync(path, damaged);
      const got = await (await open(dir)).get(A);
      // A bit of the frame's header may mean nothing; then all is as it was.
      if (got !== null) expect(got).toEqual(TEXT);
      writeFileSync(path, whole.subarray(0, at));
      expect(await (await open(dir)).get(A)).toBeNull();
    }
    await (await open(dir)).put(A, TEXT);
    expect(await (await open(dir)).get(A)).toEqual(TEXT);
  });

  test("is not trusted under another's name, or where it is no document", async () => {
    const dir = newDir();
    const cache = await open(dir);
    await cache.put(A, TEXT);
    const [nameOfA = ""] = entriesOf(dir);
    await cache.put(B, TEXT);
    const nameOfB = entriesOf(dir).find((name) => name !== nameOfA) ?? "";
    renameSync(join(dir, nameOfA), join(dir, nameOfB));
    expect(await cache.get(B)).toBeNull();

    const key = nameOfA.slice(0, 64);
    const body = JSON.stringify({ key, seconds: 1, document: { ...DOCUMENT, blocks: [{ text: 1 }] } });
    const hash = new Bun.CryptoHasher("sha256").update(body).digest("hex");
    writeFileSync(join(dir, nameOfA), Bun.zstdCompressSync(hash + body));
    expect(await cache.get(A)).toBeNull();
  });
});

test("what the last three builds have not used goes, and what a killed one left", async () => {
  const dir = newDir();
  const build = async (...files: string[]) => {
    const cache = await open(dir);
    for (const file of files) if ((await cache.get(file)) === null) await cache.put(file, TEXT);
    await cache.prune();
  };
  await build(A, B);
  writeFileSync(join(dir, "half.part"), "x");
  await build(B);
  expect(readdirSync(dir)).not.toContain("half.part");
  await build(B);
  expect(entriesOf(dir)).toHaveLength(2);
  await build(B);
  expect(entriesOf(dir)).toHaveLength(1);
  expect(await (await open(dir)).get(B)).toEqual(TEXT);

  writeFileSync(join(dir, "builds.json"), "{");
  await build(A);
  expect(await (await open(dir)).get(A)).toEqual(TEXT);
  expect(entriesOf(dir)).toHaveLength(1);
});

test("where nothing can be kept, the log says so once and the build goes on", async () => {
  const file = join(scratch, "a file");
  writeFileSync(file, "");
  warnings.length = 0;
  const cache = await open(join(file, "below"));
  await cache.put(A, TEXT);
  await cache.put(B, TEXT);
  expect(warnings).toHaveLength(1);
  expect(await cache.get(A)).toBeNull();
  await cache.prune();
  expect(warnings).toHaveLength(2);
});
