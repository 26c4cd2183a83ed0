import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FaultyHub, startFaultyHub } from "../testing/faulty-hub.ts";
import { downloadFile } from "./download-file.ts";
import { fileHead } from "./file-head.ts";
import { everythingOf, failureOf, TEST_TOKEN, watchedHub } from "./testing/watched-hub.ts";

const COMMIT = "c".repeat(40);
const CONTENT = "what storage keeps";
const SHA256 = new Bun.CryptoHasher("sha256").update(CONTENT).digest("hex");

let storage: FaultyHub;
let server: FaultyHub;
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "token-"));
  storage = await startFaultyHub(() => new Response(CONTENT));
  server = await startFaultyHub((request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/here") return Response.redirect(`${server.url}/api/there`, 302);
    if (pathname.startsWith("/to/")) return redirect(302, decodeURIComponent(pathname.slice(4)));
    if (!pathname.startsWith("/datasets/")) return Response.json({});
    return redirect(302, `${storage.url}/blob?X-Signature=s3cr3t`, {
      "X-Repo-Commit": COMMIT,
      "X-Linked-Etag": `"${SHA256}"`,
      "X-Linked-Size": String(CONTENT.length),
    });
  });
});
afterEach(async () => {
  server.stop();
  storage.stop();
  await rm(dir, { recursive: true });
});

const redirect = (status: number, location: string, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers: { Location: location, ...headers } });
const tokensSeen = ({ requests }: FaultyHub) => requests.map(({ headers }) => headers.get("Authorization"));

test("a redirect within the Hub keeps the token", async () => {
  const { hub } = watchedHub(server.url);
  await hub.fetch(`${server.url}/here`);
  expect(tokensSeen(server)).toEqual([`Bearer ${TEST_TOKEN}`, `Bearer ${TEST_TOKEN}`]);
});

test("a redirect to another port goes without the token, also when the caller had put it in", async () => {
  const { hub } = watchedHub(server.url);
  const headers = { Authorization: `Bearer ${TEST_TOKEN}` };
  await hub.fetch(`${server.url}/to/${encodeURIComponent(storage.url)}`, { headers });
  await hub.fetch(storage.url, { headers });
  expect(tokensSeen(storage)).toEqual([null, null]);
});

test("a way that has left the Hub and comes back has no token any more", async () => {
  const { hub } = watchedHub(server.url);
  storage.inject({ kind: "answer", status: 302, headers: { Location: `${server.url}/api/x` } });
  await hub.fetch(`${server.url}/to/${encodeURIComponent(storage.url)}`);
  expect(tokensSeen(server)).toEqual([`Bearer ${TEST_TOKEN}`, null]);
});

test("a download from storage goes without the token", async () => {
  const { hub } = watchedHub(server.url);
  const params = { hub, repo: { type: "dataset", name: "a/b" }, revision: "main", path: "x.bin" } as const;
  storage.inject({ kind: "truncated", bytes: 5 });
  const { sha256 } = await downloadFile({ ...params, target: join(dir, "x.bin") });
  expect(sha256).toBe(SHA256);
  expect(tokensSeen(storage)).toEqual([null, null]);
  expect(tokensSeen(server)).toEqual(Array(3).fill(`Bearer ${TEST_TOKEN}`));
});

for (const [what, location] of [
  ["a file of this machine", "file:///etc/hostname"],
  ["data", "data:text/plain,hello"],
  ["another protocol", "s3://bucket/key"],
  ["no address at all", "http://:0:0"],
] as const) {
  test(`a redirect to ${what} is not followed`, async () => {
    const { hub, waits } = watchedHub(server.url);
    const error = await failureOf(hub.fetch(`${server.url}/to/${encodeURIComponent(location)}`));
    expect(error).toMatchObject({ code: "HUB_BAD_ANSWER" });
    expect(error.message).toContain("is not followed");
    expect(waits).toEqual([]);
  });
}

test("redirects without end are an error, not asked for again", async () => {
  const { hub } = watchedHub(server.url);
  server.inject({ kind: "answer", status: 307, headers: { Location: "/again" } }, { times: 50 });
  expect((await failureOf(hub.fetch(`${server.url}/again`))).message).toContain("more than 5 redirects");
  expect(server.requests).toHaveLength(6);
});

test("a write goes on with its content where the Hub says so, and else is refused", async () => {
  const { hub } = watchedHub(server.url);
  const write = (status: number) => {
    server.inject({ kind: "answer", status, headers: { Location: "/api/new" } });
    return hub.fetch(`${server.url}/api/old`, { method: "POST", body: "content" });
  };
  await write(307);
  expect(server.requests[1]).toMatchObject({
    method: "POST",
    path: "/api/new",
    body: Buffer.from("content"),
  });
  await write(303);
  expect(server.requests[3]).toMatchObject({ method: "GET", path: "/api/new" });
  expect((await failureOf(write(301))).message).toContain("has moved to");
});

test("neither the token nor a signature is in any error or log line", async () => {
  const said = `no entry for ${TEST_TOKEN}`;
  const { hub, lines } = watchedHub(server.url, { attempts: 2, silenceMs: 200, headersTimeoutMs: 200 });
  const faults: Parameters<FaultyHub["inject"]>[0][] = [
    { kind: "answer", status: 401, body: JSON.stringify({ error: said }) },
    { kind: "answer", status: 500, headers: { "X-Error-Message": said } },
    { kind: "answer", status: 302, headers: { Location: `ftp://${TEST_TOKEN}@x/?X-Signature=s3cr3t` } },
    { kind: "reset" },
    { kind: "silent" },
    { kind: "truncated", bytes: 1 },
  ];
  const shown: string[] = [];
  for (const fault of faults) {
    for (const path of ["/api/x?X-Signature=s3cr3t", "/datasets/a/b/resolve/main/x.bin"]) {
      const at = path.startsWith("/api") ? server : storage;
      let isOn = true;
      at.inject(fault, { times: 2, when: () => isOn });
      const reading = hub.fetch(server.url + path).then((response) => response.text());
      shown.push(everythingOf(await failureOf(reading)));
      isOn = false;
    }
  }
  const all = [...shown, ...lines].join("\n");
  expect(all).toContain("HUB_UNAUTHORIZED");
  expect(all).toContain("HUB_UNREACHABLE");
  expect(all).not.toContain(TEST_TOKEN);
  expect(all).not.toContain("s3cr3t");
});

test("a regular file's HEAD is followed to the Hub's cache, which knows its size", async () => {
  const { hub } = watchedHub(server.url);
  const etag = "d".repeat(40);
  server.inject({
    kind: "answer",
    status: 307,
    headers: { Location: "/api/resolve-cache/x", "X-Repo-Commit": COMMIT, ETag: `"wrong"` },
  });
  server.inject({ kind: "answer", status: 200, headers: { ETag: `W/"${etag}"`, "Content-Length": "12" } });
  const params = { hub, repo: { type: "dataset", name: "a/b" }, revision: "main", path: "x.txt" } as const;
  expect(await fileHead(params)).toEqual({ commit: COMMIT, etag, size: 12 });
});
