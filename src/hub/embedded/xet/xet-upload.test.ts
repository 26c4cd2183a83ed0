import { afterEach, beforeEach, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { makeRepo, startTestHub, type TestHub } from "../testing/test-hub.ts";
import { unpackLz4Frame } from "./lz4.ts";
import { readShardFiles } from "./shard.ts";
import { XetError } from "./xet-error.ts";
import { listChunks } from "./xorb.ts";

const XORB = "5e524d999af76a90ef792a00229850dc87a4c23b5ee7f235fc9e678ee6a8cd98";
const FILES = [
  {
    name: "numbers",
    bytes: 10_003,
    sha256: "02d4a968dc390a77c0880380b9b8554fd4437852628898fc408d150cad5046ad",
  },
  { name: "random", bytes: 1000, sha256: "efecdaf92124fc19ac1a553ea5da3d51dda88b9a107e1b255d472b5a0cb2980f" },
  {
    name: "text",
    bytes: 159_340,
    sha256: "280837a5fdae6bc995f7f3f9c5635014cdc48b88d3101ffae1cc9cb08e37c62b",
  },
];
const fixture = (name: string) => Bun.file(join(import.meta.dir, "fixtures", name)).bytes();
const xorb = await fixture("three-files.xorb");
const shard = await fixture("three-files.shard");
const TokenSchema = z.object({ casUrl: z.url(), accessToken: z.string(), exp: z.number() });
const chunks = listChunks(xorb.length, (offset, length) => xorb.subarray(offset, offset + length));

let hub: TestHub;
let repo: string;
let token: string;
beforeEach(async () => {
  hub = await startTestHub();
  repo = await makeRepo(hub, "docs");
  const answer = await hub.call("GET", `/api/datasets/${repo}/xet-write-token/main`);
  const { casUrl, accessToken } = TokenSchema.parse(await answer.json());
  expect(casUrl).toBe(hub.url);
  token = accessToken;
});
afterEach(() => hub.stop());

const send = (path: string, body: Uint8Array<ArrayBuffer>) => hub.call("POST", path, { body, token });
const verify = async ({ sha256, bytes }: { sha256: string; bytes: number }) =>
  (await hub.call("POST", `/datasets/${repo}.git/info/lfs/verify`, { body: { oid: sha256, size: bytes } }))
    .status;

test("files come whole out of xorbs and shards, however their chunks are packed", async () => {
  const stored = await send(`/v1/xorbs/default/${XORB}`, xorb);
  expect(await stored.json()).toEqual({ was_inserted: true });
  expect((await send("/v1/shards", shard)).status).toBe(200);
  expect(await Promise.all(FILES.map(verify))).toEqual([200, 200, 200]);
  expect(readdirSync(join(hub.dir, "xorbs"))).toEqual([]);
});

test("a client may refer to chunks that it has sent before", async () => {
  await send(`/v1/xorbs/default/${XORB}`, xorb);
  await send("/v1/shards", shard);
  expect(await (await send(`/v1/xorbs/default/${XORB}`, xorb)).json()).toEqual({ was_inserted: false });
  expect((await send("/v1/shards", shard)).status).toBe(200);
  expect(readdirSync(join(hub.dir, "tmp"))).toEqual([]);
});

test("a shard whose chunks are not here is refused with what to do", async () => {
  const answer = await send("/v1/shards", shard);
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain("upload the file again");
});

test("a file that does not come out as the shard says is not kept", async () => {
  const damaged = Uint8Array.from(xorb);
  const random = chunks[1]?.offset ?? 0;
  damaged[random] = (damaged[random] ?? 0) ^ 1;
  await send(`/v1/xorbs/default/${XORB}`, damaged);
  expect((await send("/v1/shards", shard)).status).toBe(400);
  expect(await Promise.all(FILES.slice(1, 2).map(verify))).toEqual([404]);
  expect(readdirSync(join(hub.dir, "tmp"))).toEqual([]);
});

test("a xorb or shard that is cut off anywhere is refused and leaves nothing", async () => {
  for (const bytes of [4, 100, 9000, xorb.length - 1])
    expect((await send(`/v1/xorbs/default/${XORB}`, xorb.slice(0, bytes))).status).toBe(400);
  for (const bytes of [0, 47, 100, 200])
    expect((await send("/v1/shards", shard.slice(0, bytes))).status).toBe(400);
  expect([...readdirSync(join(hub.dir, "xorbs")), ...readdirSync(join(hub.dir, "tmp"))]).toEqual([]);
});

test("uploads need the token that was given for them, and nothing else is opened by it", async () => {
  for (const wrong of [
    "",
    "abc",
    hub.token,
    Buffer.from("/v1?expires=99999999999999").toString("base64url"),
  ]) {
    const answer = await hub.call("POST", `/v1/xorbs/default/${XORB}`, { body: xorb, token: wrong });
    expect(answer.status).toBe(401);
  }
  expect((await hub.call("GET", "/api/whoami-v2", { token })).status).toBe(401);
  expect((await hub.call("GET", `/api/datasets/${repo}/xet-write-token/main`, { token: "" })).status).toBe(
    401,
  );
});

test("what this Hub leaves out is answered so that clients go on without it", async () => {
  for (const path of ["/v2/shards", `/v1/xorb-grants/default/${XORB}`, "/v1/telemetry"])
    expect((await send(path, new Uint8Array(1))).status).toBe(404);
});

test("a shard tells files, their runs of chunks and their hashes", () => {
  const files = readShardFiles(shard);
  expect(files.map(({ sha256 }) => sha256).toSorted()).toEqual(FILES.map(({ sha256 }) => sha256).toSorted());
  expect(files.flatMap(({ segments }) => segments).every((segment) => segment.xorb === XORB)).toBe(true);
});

test("an LZ4 frame that is damaged anywhere never gives more than was announced", () => {
  const chunk = chunks[2];
  if (!chunk) throw new Error("the fixture has four chunks");
  const frame = xorb.slice(chunk.offset, chunk.offset + chunk.packedBytes);
  expect(unpackLz4Frame(frame, chunk.bytes)).toHaveLength(chunk.bytes);
  for (let at = 0; at < frame.length; at += 13) {
    const damaged = frame.with(at, (frame[at] ?? 0) ^ 0xff);
    try {
      expect(unpackLz4Frame(damaged, chunk.bytes)).toHaveLength(chunk.bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(XetError);
    }
  }
});
