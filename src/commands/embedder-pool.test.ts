import { beforeEach, expect, test } from "bun:test";
import { readConfig } from "../config.ts";
import { VademecumError } from "../domain/errors.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { manifestOf } from "../revisions/testing/manifest.ts";
import { createEmbedderPool, type EmbedderPool } from "./embedder-pool.ts";

const manifest = manifestOf({ embed_fingerprint: "e5-small-pt:q8:1" });

class FakeEmbedder {
  dead = false;
  closed = false;
  asked: string[] = [];
}

let made: FakeEmbedder[];
let checked: number;
let nowMs: number;
let pool: EmbedderPool;

const failed = (message: string) =>
  new VademecumError({ code: "EMBEDDING_FAILED", message, hint: "run again" });

function fakeEmbedder(): Embedder {
  const fake = new FakeEmbedder();
  made.push(fake);
  const embed = async (text: string) => {
    fake.asked.push(text);
    if (fake.dead) throw failed("its worker ended");
    return Float32Array.of(text.length);
  };
  return {
    model: { name: "fake" } as Embedder["model"],
    dim: 1,
    embedQuery: embed,
    embedPassage: embed,
    close: () => {
      fake.closed = true;
    },
  };
}

beforeEach(() => {
  made = [];
  checked = 0;
  nowMs = 0;
  pool = createEmbedderPool(readConfig({}, "/"), {
    create: async () => fakeEmbedder(),
    requireSame: async ({ embedModel }) => {
      expect(embedModel).toBe("e5-small-pt");
      checked += 1;
    },
    now: () => nowMs,
  });
});

test("revisions of one model share it; it is checked once, and closed when the last has given it back", async () => {
  const [a, b] = [await pool.acquire(manifest), await pool.acquire(manifest)];
  await pool.requireModel(manifest);
  expect([made.length, checked]).toEqual([1, 1]);
  a.release();
  a.release();
  expect(made[0]?.closed).toBe(false);
  b.release();
  await Bun.sleep(0);
  expect(made[0]?.closed).toBe(true);
  await pool.acquire(manifest);
  expect([made.length, checked]).toEqual([2, 2]);
});

test("another model has an embedder of its own", async () => {
  await pool.acquire(manifest);
  await pool.acquire({ ...manifest, embed_fingerprint: "e5-small-pt:q8:2" });
  expect([made.length, checked]).toEqual([2, 2]);
});

test("a model whose worker has died is loaded anew, once for all questions that it failed", async () => {
  const embedder = await pool.acquire(manifest);
  const [first] = made;
  if (first) first.dead = true;
  nowMs = 60_000;
  const vectors = await Promise.all(["a", "bb", "ccc"].map((text) => embedder.embedQuery(text)));
  expect(vectors.map(([length]) => length)).toEqual([1, 2, 3]);
  expect(made.map(({ closed }) => closed)).toEqual([true, false]);
});

test("a model that fails again at once is not loaded over and over", async () => {
  const embedder = await pool.acquire(manifest);
  const [first] = made;
  if (first) first.dead = true;
  nowMs = 1000;
  expect(embedder.embedQuery("a")).rejects.toThrow("its worker ended");
  await Bun.sleep(0);
  expect(made).toHaveLength(1);
});

test("the vector of a text that comes again is made once; a question's every time", async () => {
  const embedder = await pool.acquire(manifest);
  await embedder.embedKept("passage");
  const again = await pool.acquire(manifest);
  expect(await again.embedKept("passage")).toEqual(Float32Array.of(7));
  await again.embedQuery("passage");
  expect(made[0]?.asked).toEqual(["passage", "passage"]);
});
