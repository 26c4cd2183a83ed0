import { afterAll, beforeAll, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  commitLines,
  lfsLines,
  makeRepo,
  startTestHub,
  type TestHub,
  uploadObject,
} from "./testing/test-hub.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const add = (path: string) =>
  `${commitLines({})}\n{"key":"file","value":{"path":${JSON.stringify(path)},"content":"x"}}`;

test("a path that leads out of a repository, or that no file can have, is refused", async () => {
  const repo = await makeRepo(hub, "paths");
  const head = await hub.commit(repo, { "a.txt": "a" });
  const wrong = [
    "..",
    "../a",
    "a/../../b",
    "/etc/passwd",
    "./a",
    "a//b",
    "a/",
    "",
    "a\0b",
    "a\nb",
    "b/.git/c",
  ];
  const names = ["\ud800", "a/\udfff.txt", ".GIT/config", "x".repeat(1001)];
  for (const path of [...wrong, ...names]) {
    const answer = await hub.call("POST", `/api/datasets/${repo}/commit/main`, { body: add(path) });
    expect([path, answer.status]).toEqual([path, 400]);
  }
  for (const path of ["..%2f..%2fhub.db", "%2e%2e/%2e%2e/token", "a.txt%00", "%2fetc%2fpasswd"]) {
    const answer = await hub.call("GET", `/datasets/${repo}/resolve/main/${path}`);
    expect([path, answer.status]).toEqual([path, 404]);
  }
  expect(await hub.commit(repo, { "b.txt": "b" }, { parentCommit: head })).toMatch(/^[0-9a-f]{40}$/);
});

test("a repository that cannot be made as asked leaves nothing", async () => {
  const files = ["a.txt", "../b"].map((path) => ({ path, content: "only here" }));
  const answer = await hub.call("POST", "/api/repos/create", {
    body: { name: "no", type: "dataset", files },
  });
  expect(answer.status).toBe(400);
  await makeRepo(hub, "another"); // by then, whatever was begun beside is done
  expect(readdirSync(join(hub.dir, "tmp"))).toEqual([]);
});

test("names that look the same and are not stay two files", async () => {
  const repo = await makeRepo(hub, "accents");
  const [composed, decomposed] = ["petição.txt".normalize("NFC"), "petição.txt".normalize("NFD")];
  await hub.commit(repo, { [composed]: "one", [decomposed]: "two" });
  const read = async (path: string) =>
    await (await hub.call("GET", `/datasets/${repo}/raw/main/${encodeURIComponent(path)}`)).text();
  expect([await read(composed), await read(decomposed)]).toEqual(["one", "two"]);
});

test("a repository may be called as a part of the Hub's addresses is", async () => {
  for (const name of [
    "tree",
    "commit",
    "resolve",
    "revision",
    "branch",
    "raw",
    "commits",
    "tag",
    "preupload",
  ]) {
    const repo = await makeRepo(hub, name);
    const commit = await hub.commit(repo, { "tree/commit/resolve/a.txt": name });
    const paths = [`/api/datasets/${repo}/tree/main/tree/commit`, `/api/datasets/${repo}/revision/${commit}`];
    for (const path of [...paths, `/api/datasets/${repo}/commits/main`])
      expect([path, (await hub.call("GET", path)).status]).toEqual([path, 200]);
    const redirect = await hub.call("GET", `/datasets/${repo}/resolve/main/tree/commit/resolve/a.txt`);
    const cached = await hub.call("GET", redirect.headers.get("Location") ?? "/");
    expect(await cached.text()).toBe(name);
    expect((await hub.call("POST", `/api/datasets/${repo}/branch/branch`, { body: {} })).status).toBe(200);
    expect(
      (await hub.call("POST", `/api/datasets/${repo}/tag/branch`, { body: { tag: "tag" } })).status,
    ).toBe(200);
  }
});

test("who knows the hash of a private repository's content does not get it through a public one", async () => {
  const [open, closed] = [await makeRepo(hub, "open", false), await makeRepo(hub, "closed")];
  const { oid, size } = await uploadObject(hub, closed, "what nobody else may read");
  await hub.call("POST", `/api/datasets/${closed}/commit/main`, { body: lfsLines("x.bin", oid, size) });
  const ask = async (repo: string, token?: string) => {
    const answer = await hub.call("POST", `/datasets/${repo}.git/info/lfs/objects/batch`, {
      body: { operation: "download", objects: [{ oid, size }] },
      ...(token === undefined ? {} : { token }),
    });
    return await answer.text();
  };
  expect(await ask(open, "")).not.toContain("download");
  expect(await ask(closed)).toContain('"download"');
});

test("what a web page of another site can send starts no job", async () => {
  const order = { dockerImage: "x", command: ["touch", "/tmp/never"], flavor: "cpu-basic" };
  const send = (method: string, headers: Record<string, string>) =>
    hub.call(method, "/api/jobs/local", {
      token: "",
      headers: { Origin: "https://example.com", ...headers },
      ...(method === "POST" ? { body: JSON.stringify(order) } : {}),
    });
  for (const type of ["text/plain", "application/json", "application/x-www-form-urlencoded"]) {
    const answer = await send("POST", { "Content-Type": type, Cookie: `token=${hub.token}` });
    expect([answer.status, answer.headers.get("Access-Control-Allow-Origin")]).toEqual([401, null]);
  }
  const asked = await send("OPTIONS", { "Access-Control-Request-Headers": "authorization" });
  expect([...asked.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  expect(await (await hub.call("GET", "/api/jobs/local")).json()).toEqual([]);
});

test("a token for uploads that cannot be read is refused as a wrong one", async () => {
  for (const text of ["http://[", "//", "/v1?expires=1&signature=x"]) {
    const token = Buffer.from(text).toString("base64url");
    const answer = await hub.call("POST", "/v1/shards", { token, body: new Uint8Array(1) });
    expect([text, answer.status]).toEqual([text, 401]);
  }
});

test("a part is only given of the file that the client has the beginning of", async () => {
  const repo = await makeRepo(hub, "if-range");
  await hub.commit(repo, { "a.txt": "0123456789" });
  const get = (etag: string) =>
    hub.call("GET", `/datasets/${repo}/raw/main/a.txt`, {
      headers: { Range: "bytes=5-", "If-Range": etag },
    });
  const whole = await get('"another"');
  expect([whole.status, await whole.text()]).toEqual([200, "0123456789"]);
  const rest = await get(whole.headers.get("ETag") ?? "");
  expect([rest.status, await rest.text()]).toEqual([206, "56789"]);
});

test("a history is listed from the commit it began with, whatever comes in meanwhile", async () => {
  const repo = await makeRepo(hub, "moving");
  for (const index of [1, 2, 3]) await hub.commit(repo, { a: `${index}` }, { title: `change ${index}` });
  const titles = async (page: Response) => ((await page.json()) as { title: string }[]).map((c) => c.title);
  const first = await hub.call("GET", `/api/datasets/${repo}/commits/main?limit=2`);
  expect(await titles(first)).toEqual(["change 3", "change 2"]);
  await hub.commit(repo, { a: "4" }, { title: "change 4" });
  const next = /<(.*)>; rel="next"/.exec(first.headers.get("Link") ?? "")?.[1] ?? "";
  expect(await titles(await hub.call("GET", next))).toEqual(["change 1", "initial commit"]);
});
