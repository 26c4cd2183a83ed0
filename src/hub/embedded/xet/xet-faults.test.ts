import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { openStore, type Store } from "../store/store.ts";
import { readShardFiles } from "./shard.ts";
import { XetError } from "./xet-error.ts";
import { listChunks } from "./xorb.ts";

const XORB = "5e524d999af76a90ef792a00229850dc87a4c23b5ee7f235fc9e678ee6a8cd98";
const fixture = (name: string) => Bun.file(join(import.meta.dir, "fixtures", name)).bytes();
const xorb = await fixture("three-files.xorb");
const shard = await fixture("three-files.shard");
const files = readShardFiles(shard);
const DAY_MS = 24 * 60 * 60 * 1000;

let dir: string;
let now: number;
let store: Store;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-xet-"));
  now = Date.now();
  store = openStore(dir, () => new Date(now));
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

async function* once(bytes: Uint8Array) {
  yield bytes;
}
const add = (bytes: Uint8Array) => store.xorbs.add(XORB, once(bytes));
const isHere = (sha256: string | null) => sha256 !== null && store.objects.bytes(sha256) !== null;
const makeRepo = (name: string) =>
  store.repos.create({ type: "dataset", name, isPrivate: true, sdk: null, author: "local", changes: [] })
    ?.repo.id ?? "";

test("a xorb that came damaged is taken again, and then the files come out right", async () => {
  const random = listChunks(xorb.length, (offset, length) => xorb.subarray(offset, offset + length))[1];
  const at = random?.offset ?? 0;
  expect(await add(xorb.with(at, (xorb[at] ?? 0) ^ 1))).toBe(true);
  await expect(store.xorbs.assemble(files)).rejects.toThrow("upload it again");
  expect(await add(xorb)).toBe(true);
  await store.xorbs.assemble(files);
  expect(files.map(({ sha256 }) => isHere(sha256))).toEqual([true, true, true]);
  expect(readdirSync(join(dir, "xorbs"))).toEqual([]);
});

test("a xorb of which only a part is still here is taken again: after a file of it was deleted", async () => {
  await add(xorb);
  await store.xorbs.assemble(files);
  const [kept, gone] = [makeRepo("local/kept"), makeRepo("local/gone")];
  const [first, ...others] = files.map(({ sha256 }) => sha256 ?? "");
  store.objects.claim(gone, [first ?? ""]);
  store.objects.claim(kept, others);
  now += 40 * DAY_MS;
  store.repos.remove(gone);
  expect(isHere(first ?? "")).toBe(false);
  expect(await add(xorb)).toBe(true);
  await store.xorbs.assemble(files);
  expect(files.map(({ sha256 }) => isHere(sha256))).toEqual([true, true, true]);
});

test("a xorb of which only a part is still here is taken again: after an upload was given up", async () => {
  await add(xorb);
  await store.xorbs.assemble(files.slice(0, 1));
  now += 10 * DAY_MS;
  expect(store.xorbs.sweep()).toBe(1);
  expect(await add(xorb)).toBe(true);
  await store.xorbs.assemble(files);
  expect(files.map(({ sha256 }) => isHere(sha256))).toEqual([true, true, true]);
});

test("what nothing is left of is forgotten", async () => {
  await add(xorb);
  now += 10 * DAY_MS;
  expect(store.xorbs.sweep()).toBe(1);
  expect(store.db.query("SELECT count(*) AS chunks FROM xorb_chunks").get()).toEqual({ chunks: 0 });
});

test("a xorb of more chunks than the protocol allows is refused", async () => {
  await expect(add(new Uint8Array(8 * (8 * 1024 + 1)))).rejects.toThrow("more than 8192 chunks");
});

/** Bytes with some of them changed, cut out or put in. */
function damaged(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const edit = fc.record({
    at: fc.nat(bytes.length - 1),
    cut: fc.nat(9),
    put: fc.uint8Array({ maxLength: 9 }),
  });
  return fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce<Uint8Array>(
        (rest, { at, cut, put }) => Buffer.concat([rest.subarray(0, at), put, rest.subarray(at + cut)]),
        bytes,
      ),
    );
}

/** As a client does that was told to: what was sent before must not stand in the way for ever. */
async function sendAgain(): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await add(xorb);
    try {
      return await store.xorbs.assemble(files);
    } catch (error) {
      if (attempt === 2) throw error;
    }
  }
}

test("whatever is changed in a xorb or a shard, it is refused or the files come out right", async () => {
  const pair = fc.oneof(
    fc.tuple(damaged(xorb), fc.constant<Uint8Array>(shard)),
    fc.tuple(fc.constant<Uint8Array>(xorb), damaged(shard.subarray(0, 1200))),
  );
  await fc.assert(
    fc.asyncProperty(pair, async ([sentXorb, sentShard]) => {
      store.db.run("DELETE FROM xorb_chunks"); // each time as if nothing had been sent before
      rmSync(join(dir, "xorbs", XORB), { force: true });
      try {
        await add(sentXorb);
        await store.xorbs.assemble(readShardFiles(sentShard));
      } catch (error) {
        if (!(error instanceof XetError)) throw error;
      }
      await sendAgain();
      for (const sha256 of readdirSync(join(dir, "objects"), { recursive: true, encoding: "utf8" })) {
        if (sha256.length < 64) continue;
        const bytes = await Bun.file(join(dir, "objects", sha256)).bytes();
        expect(new Bun.CryptoHasher("sha256").update(bytes).digest("hex")).toBe(sha256.slice(-64));
      }
      expect(readdirSync(join(dir, "tmp"))).toEqual([]);
    }),
    { numRuns: 150 },
  );
}, 30_000);
