import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { downloadFile } from "./download-file.ts";
import { watchedHub } from "./testing/watched-hub.ts";

const MEGABYTE = 1024 * 1024;
const MEGABYTES = 300;
const COMMIT = "c".repeat(40);
const block = Buffer.alloc(MEGABYTE, "conteúdo ");
const hash = new Bun.CryptoHasher("sha256");
for (let i = 0; i < MEGABYTES; i++) hash.update(block);
const sha256 = hash.digest("hex");

let dir: string;
let server: Bun.Server<undefined>;
let ranges: (string | null)[];
/** Megabytes after which the server falls silent. */
let stallAfter: number;
let stalled: PromiseWithResolvers<void>;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "download-process-"));
  ranges = [];
  stallAfter = Number.POSITIVE_INFINITY;
  stalled = Promise.withResolvers();
  server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const headers = {
        "X-Repo-Commit": COMMIT,
        ETag: `"${sha256}"`,
        "X-Linked-Size": String(MEGABYTES * MEGABYTE),
      };
      if (request.method === "HEAD") return new Response(null, { headers });
      if (new URL(request.url).pathname.startsWith("/api/")) return Response.json({});
      ranges.push(request.headers.get("Range"));
      return serve(Number(/^bytes=(\d+)-$/.exec(request.headers.get("Range") ?? "bytes=0-")?.[1]));
    },
  });
});
afterEach(async () => {
  await server.stop(true);
  await rm(dir, { recursive: true });
});

function serve(from: number): Response {
  const total = MEGABYTES * MEGABYTE;
  let at = from;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (at >= stallAfter * MEGABYTE) {
        stalled.resolve();
        await Promise.withResolvers<void>().promise;
      }
      const piece = block.subarray(at % MEGABYTE);
      controller.enqueue(piece);
      at += piece.length;
      if (at === total) controller.close();
    },
  });
  const range = { "Content-Range": `bytes ${from}-${total - 1}/${total}` };
  const length = { "Content-Length": String(total - from) };
  return new Response(
    body,
    from === 0 ? { headers: length } : { status: 206, headers: { ...length, ...range } },
  );
}

const child = (target: string) =>
  Bun.spawn(
    [process.execPath, join(import.meta.dir, "testing/download-child.ts"), server.url.origin, target],
    {
      stdout: "pipe",
      stderr: "inherit",
    },
  );

test("a file of 300 MB takes little memory", async () => {
  const process = child(join(dir, "big.bin"));
  const result = JSON.parse(await process.stdout.text());
  expect(result).toMatchObject({ sha256, bytes: MEGABYTES * MEGABYTE, commit: COMMIT });
  expect(result.grownBytes).toBeLessThan(80 * MEGABYTE);
}, 60_000);

test("what a killed process had downloaded is gone on with, and not before it is dead", async () => {
  const target = join(dir, "big.bin");
  stallAfter = 200;
  const process = child(target);
  await stalled.promise;
  const [partial = ""] = await readdir(dir);
  while (Bun.file(join(dir, partial)).size < 190 * MEGABYTE) await Bun.sleep(5);

  // Beside the living one: a download of its own, from the start.
  stallAfter = Number.POSITIVE_INFINITY;
  const { hub } = watchedHub(server.url.origin);
  const params = { hub, repo: { type: "dataset", name: "a/b" }, revision: "main", path: "big.bin" } as const;
  expect(await downloadFile({ ...params, target })).toMatchObject({ sha256 });
  expect(ranges).toEqual([null, null]);
  expect(await readdir(dir)).toContain(partial);

  process.kill("SIGKILL");
  await process.exited;
  expect(await downloadFile({ ...params, target })).toMatchObject({ sha256 });
  expect(Number(/^bytes=(\d+)-$/.exec(ranges[2] ?? "")?.[1])).toBeGreaterThan(190 * MEGABYTE);
  expect(await readdir(dir)).toEqual(["big.bin"]);
}, 60_000);

test("a disk that is full before the last piece is whole fails the download, and nothing has its name", async () => {
  const target = join(dir, "big.bin");
  const limit = `trap "" XFSZ; ulimit -f ${MEGABYTES * 2048 - 1}; exec "$@"`; // in blocks of 512 bytes
  const script = join(import.meta.dir, "testing/download-child.ts");
  const command = [process.execPath, script, server.url.origin, target];
  const full = Bun.spawn(["sh", "-c", limit, "sh", ...command], { stdout: "ignore", stderr: "pipe" });
  const said = await full.stderr.text();
  expect([await full.exited, await Bun.file(target).exists()]).toEqual([1, false]);
  expect(said).toContain("EFBIG");
}, 60_000);
