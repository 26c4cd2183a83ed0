import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VademecumError } from "../domain/errors.ts";
import { LEXICAL_FILE, META_FILE, PASSAGES_FILE } from "../domain/manifest.ts";
import { sampleRecords } from "../retrieval/testing/sample-index.ts";
import { deriveFiles } from "./derive.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** 30 articles of two documents, some in several chunks, some texts in no article. */
const records = sampleRecords(
  ["Código Civil", "Código Penal"].map((title, document) => ({
    title,
    units: Array.from({ length: 30 }, (_, index) => ({
      unit: index % 7 === 0 ? null : `art${index}`,
      path: `Título ${document + 1} › Art. ${index}`,
      ...(index % 3 === 0 ? { rubric: `Da prescrição ${index % 5}` } : {}),
      texts: Array.from({ length: index % 7 === 0 ? 1 : 1 + (index % 4) }, (_, part) =>
        `§ ${part + 1}º A ação prescreve em ${index} anos (Lei nº 10.${400 + index}/2002). `.repeat(20),
      ),
    })),
  })),
);
const META = { schema_version: 1, ...records };

function folderWith(meta: string): string {
  const folder = mkdtempSync(join(tmpdir(), "vademecum-derive-"));
  folders.push(folder);
  writeFileSync(join(folder, META_FILE), meta);
  return folder;
}

async function derive(meta: string) {
  const folder = folderWith(meta);
  await deriveFiles(folder);
  expect(readdirSync(folder).sort()).toEqual([LEXICAL_FILE, META_FILE, PASSAGES_FILE].sort());
  const passages = readFileSync(join(folder, PASSAGES_FILE));
  passages.fill(0, 92, 100); // SQLite's own version
  return {
    lexical: new Bun.CryptoHasher("sha256").update(readFileSync(join(folder, LEXICAL_FILE))).digest("hex"),
    passages: new Bun.CryptoHasher("sha256").update(passages).digest("hex"),
  };
}

test("the derived files are the same to the byte, from version to version", async () => {
  expect(await derive(JSON.stringify(META))).toEqual({
    lexical: "993f131636e0fc52586c65922c8056f375c367d6a93e101b53b4979083ba446d",
    passages: "f58ad203846e55cd9049cf0d691140855a604e1aaef35b29e6b46b2e6497aed2",
  });
});

test("the layout of meta.json and the order of its fields make no difference", async () => {
  const { documents, chunks } = records;
  const expected = await derive(JSON.stringify(META));
  expect(await derive(JSON.stringify(META, null, 4))).toEqual(expected);
  expect(await derive(JSON.stringify({ chunks, documents, schema_version: 1 }))).toEqual(expected);
});

test("what is wrong at the end of meta.json is found, and nothing is in place", async () => {
  const folder = folderWith(JSON.stringify(META).slice(0, -1));
  const failure = await deriveFiles(folder).catch((error: unknown) => error);
  expect(failure instanceof VademecumError && failure.code).toBe("META_INVALID");
  expect(readdirSync(folder)).toEqual([META_FILE]);
});
