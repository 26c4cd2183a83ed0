import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { FolderOutcome } from "../documents/read-folder.ts";
import { FAISS_INDEX_FILE, META_FILE } from "../domain/manifest.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { silentLog } from "../testing/silent-log.ts";
import { type ReindexReport, reindex } from "./reindex.ts";
import { openStorage } from "./storage.ts";

setDefaultTimeout(60_000);

const scratch = mkdtempSync(join(tmpdir(), "vademecum-reindex-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const DIM = 8;
const sha256 = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest();

/** A model whose vectors follow from the text alone; `libraries` changes all of them. */
function modelWith(libraries: string): { embedder: Embedder; embedded: string[] } {
  const embedded: string[] = [];
  const embedder: Embedder = {
    model: { name: "m", dtype: "q8", queryPrefix: "", passagePrefix: "", modelsDir: "", hub: null },
    dim: DIM,
    async embedPassage(text) {
      embedded.push(text);
      const values = Float32Array.from(sha256(libraries + text).subarray(0, DIM), (byte) => byte - 127.5);
      const length = Math.hypot(...values);
      return values.map((value) => value / length);
    },
    embedQuery: () => Promise.reject(new Error("nothing is asked here")),
    close: () => undefined,
  };
  return { embedder, embedded };
}

/** Documents by name: the texts of their articles. */
type Documents = Record<string, readonly string[]>;

async function* outcomesOf(documents: Documents): AsyncGenerator<FolderOutcome, undefined> {
  for (const [name, articles] of Object.entries(documents).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const blocks = [`LEI Nº 90.${name}, DE 1º DE MAIO DE 2001`, ...articles].map((text) => ({
      text,
      heading: false,
      pages: [],
    }));
    const bytes = Buffer.from(JSON.stringify(blocks));
    yield {
      file: {
        path: `leis/${name}.rtf`,
        location: `/${name}`,
        sha256: Buffer.from(sha256(bytes.toString())).toString("hex"),
        bytes: bytes.length,
      },
      status: "read",
      document: { format: "rtf", pageCount: null, pagesWithoutText: [], blocks },
    };
  }
}

async function build(
  storageDir: string,
  documents: Documents,
  options: { libraries?: string; isFull?: boolean } = {},
) {
  const { embedder, embedded } = modelWith(options.libraries ?? "1");
  const report = await reindex({
    storage: openStorage(storageDir),
    outcomes: outcomesOf(documents),
    fileCount: Object.keys(documents).length,
    source: { repo: "leis", revision: null },
    embedder,
    workers: 2,
    countTokens: (text) => text.split(" ").length,
    fingerprint: "f",
    builder: { version: "1", runtime: "r", cpu: "c" },
    kernelPath: join(scratch, "no kernel"),
    clock: () => new Date(0),
    log: silentLog,
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...(options.isFull === undefined ? {} : { isFull: options.isFull }),
  });
  return { report, embedded };
}

const artifactsOf = ({ dir }: ReindexReport) =>
  [FAISS_INDEX_FILE, META_FILE].map((name) => readFileSync(join(dir, name)).toString("base64"));

let stores = 0;
const newStore = () => join(scratch, `store-${stores++}`);

const article = (number: number, subject: string) => `Art. ${number}º Cabe ao fiscal cuidar de ${subject}.`;
const LAWS: Documents = {
  "001": Array.from({ length: 20 }, (_, i) => article(i + 1, `pontes da rua ${i}`)),
  "002": [article(1, "mercados"), article(2, "praças")],
};

test("whatever was built before, a build gives the bytes of one from nothing", async () => {
  const subject = fc.constantFrom("pontes", "mercados", "praças", "portos", "feiras", "jardins");
  const documents = fc.dictionary(
    fc.constantFrom("001", "002", "003"),
    fc
      .array(subject, { minLength: 1, maxLength: 6 })
      .map((subjects) => subjects.map((name, i) => article(i + 1, name))),
    { minKeys: 1, noNullPrototype: true },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(documents, { minLength: 2, maxLength: 4 }), async (states) => {
      const store = newStore();
      let last: Awaited<ReturnType<typeof build>> | null = null;
      for (const state of states) last = await build(store, state);
      const fromNothing = await build(newStore(), states.at(-1) ?? {});
      expect(last && artifactsOf(last.report)).toEqual(artifactsOf(fromNothing.report));
    }),
    { numRuns: 15 },
  );
});

test("only what changed is embedded, beside a few vectors that are compared", async () => {
  const store = newStore();
  const before = await build(store, LAWS);
  const chunks = before.report.chunks;
  expect(before.report.vectors).toMatchObject({ reused: 0, embedded: chunks });
  const after = await build(store, { ...LAWS, "002": [article(1, "mercados"), article(2, "portos")] });
  expect(after.report.vectors).toMatchObject({ reused: chunks - 1, embedded: 1 });
  expect(after.report.vectors.secondsSaved).toBeGreaterThan(0);
});

test("a full build takes over nothing, and gives the same", async () => {
  const store = newStore();
  const before = await build(store, LAWS);
  const full = await build(store, LAWS, { isFull: true });
  expect(full.report.vectors).toMatchObject({ reused: 0, resumed: 0, embedded: before.report.chunks });
  expect(full.embedded).toHaveLength(before.report.chunks);
  expect(full.report.isNew).toBe(false);
});

test("where the model gives other vectors than before, as with other libraries, all are made anew", async () => {
  const store = newStore();
  await build(store, LAWS);
  const after = await build(store, LAWS, { libraries: "2" });
  const fromNothing = await build(newStore(), LAWS, { libraries: "2" });
  expect(artifactsOf(after.report)).toEqual(artifactsOf(fromNothing.report));
  expect(after.report.vectors).toMatchObject({ reused: 0, secondsSaved: 0 });
});
