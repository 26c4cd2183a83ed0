import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { embedChunks, type KnownVectors, VectorDiffersError } from "./embed-chunks.ts";
import { createEmbedWork } from "./embed-work.ts";

const scratch = mkdtempSync(join(tmpdir(), "vademecum-embed-chunks-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const CHUNKS = 100;
const tasksPath = join(scratch, "tasks");
writeFileSync(
  tasksPath,
  Array.from(
    { length: CHUNKS },
    (_, id) => `${JSON.stringify({ sha256: `hash ${id}`, text: String(id) })}\n`,
  ).join(""),
);

/** Embeds the text "7" as [7]. */
async function run(known: KnownVectors) {
  const [embedded, appended]: [string[], number[]] = [[], []];
  const counts = await embedChunks({
    tasksPath,
    chunks: CHUNKS,
    embedder: {
      model: { name: "m", dtype: "q8", queryPrefix: "", passagePrefix: "", modelsDir: "", hub: null },
      dim: 1,
      async embedPassage(text) {
        embedded.push(text);
        return Float32Array.of(Number(text));
      },
      embedQuery: () => Promise.reject(new Error("not asked for")),
      close: () => undefined,
    },
    workers: 2,
    fingerprint: "f",
    builder: { cpu: "c" },
    known,
    checkpoint: {
      get: () => null,
      put: () => undefined,
      count: () => 0,
      close: () => undefined,
      finish: () => undefined,
    },
    writer: { append: (vector) => void appended.push(vector[0] ?? Number.NaN) },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  return { counts, embedded, appended };
}

const idOf = (sha256: string) => Number(sha256.slice("hash ".length));
const IN_ORDER = Array.from({ length: CHUNKS }, (_, id) => id);

test("what is known is taken over in its place, and a few of it are computed to see whether they are right", async () => {
  const { counts, embedded, appended } = await run((sha256) => Float32Array.of(idOf(sha256)));
  expect(appended).toEqual(IN_ORDER);
  expect(counts).toMatchObject({ reused: CHUNKS, embedded: 0 });
  expect(counts.secondsSaved).toBeGreaterThan(0);
  expect(embedded.length).toBeGreaterThan(10);
  expect(embedded.length).toBeLessThanOrEqual(16);
});

test("what is not known is computed, and nothing was saved by it", async () => {
  const { counts, embedded, appended } = await run(() => null);
  expect(appended).toEqual(IN_ORDER);
  expect(counts).toEqual({ reused: 0, resumed: 0, embedded: CHUNKS, secondsSaved: 0 });
  expect(embedded).toHaveLength(CHUNKS);
});

test("vectors that are not what the model gives are not taken over", async () => {
  const promise = run((sha256) => Float32Array.of(idOf(sha256) + 2 ** -20));
  expect(await promise.catch((error: unknown) => error)).toBeInstanceOf(VectorDiffersError);
});

test("saved time is what the workers would have needed together, without the waiting in line", async () => {
  let nowMs = 0;
  const work = createEmbedWork(2, () => nowMs);
  expect(work.estimateSeconds(10)).toBe(0);
  const texts = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const measured = texts.map(({ promise }) => work.measure("text", () => promise));
  for (const { resolve } of texts.slice(0, 2)) resolve();
  nowMs = 1000; // two were done in a second, two waited
  await Promise.all(measured.slice(0, 2));
  for (const { resolve } of texts.slice(2)) resolve();
  nowMs = 2000;
  await Promise.all(measured);
  expect(work.estimateSeconds(10 * "text".length)).toBe(5);
});
