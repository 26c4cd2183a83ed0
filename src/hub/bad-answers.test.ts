import { afterEach, beforeEach, expect, test } from "bun:test";
import { type FaultyHub, startFaultyHub } from "../testing/faulty-hub.ts";
import { silentLog } from "../testing/silent-log.ts";
import { commitFiles } from "./commit-files.ts";
import { createRepo } from "./create-repo.ts";
import { fileHead } from "./file-head.ts";
import { createHub, type Hub } from "./hub.ts";
import { listCommits } from "./list-commits.ts";
import { listFiles } from "./list-files.ts";
import { listRefs } from "./list-refs.ts";
import { pathsInfo } from "./paths-info.ts";
import { readFile } from "./read-file.ts";
import { failureOf, watchedHub } from "./testing/watched-hub.ts";
import { whoAmI } from "./who-am-i.ts";

const repo = { type: "dataset", name: "a/b" } as const;
const at = { repo, revision: "main" };
const operations = [{ kind: "add", path: "a.txt", content: new Blob(["a"]) } as const];
const calls: Record<string, (hub: Hub) => Promise<unknown>> = {
  whoAmI: (hub) => whoAmI({ hub }),
  listRefs: (hub) => listRefs({ hub, repo }),
  listFiles: (hub) => Array.fromAsync(listFiles({ hub, ...at })),
  listCommits: (hub) => Array.fromAsync(listCommits({ hub, ...at })),
  pathsInfo: (hub) => pathsInfo({ hub, ...at, paths: ["a.txt"] }),
  fileHead: (hub) => fileHead({ hub, ...at, path: "a.txt" }),
  commitFiles: (hub) => commitFiles({ hub, repo, title: "x", parentCommit: "a".repeat(40), operations }),
};

let server: FaultyHub;
let answer: () => Response;
beforeEach(async () => {
  server = await startFaultyHub(() => answer());
});
afterEach(() => server.stop());

for (const [name, call] of Object.entries(calls)) {
  for (const [what, body, type] of [
    ["a web page", "<html>hello</html>", "text/html"],
    ["another JSON", '[{"weather":"fine"}]', "application/json"],
    ["JSON of a kind", '{"files":7,"objects":null}', "application/json"],
  ] as const) {
    test(`${name}: ${what} is not taken for a Hub's answer`, async () => {
      answer = () => new Response(body, { headers: { "Content-Type": type } });
      const error = await failureOf(call(watchedHub(server.url).hub));
      expect(error).toMatchObject({ code: "HUB_BAD_ANSWER" });
      expect(error.hint).toContain("HF_ENDPOINT");
    });
  }
}

test("an address that an answer gives is only followed on the web", async () => {
  const { hub } = watchedHub(server.url);
  const error = await failureOf(hub.fetch("file:///etc/hostname"));
  expect(error).toMatchObject({ code: "HUB_BAD_ANSWER", url: "file:///etc/hostname" });
});

test("a token of another form is said to be one", async () => {
  const hub = createHub({ url: server.url, token: "secret-of-another-kind", log: silentLog });
  const error = await failureOf(Array.fromAsync(listFiles({ hub, ...at })));
  expect(error).toMatchObject({ code: "HUB_UNAUTHORIZED", expected: "hf_ at its beginning" });
  expect(error.message).not.toContain("secret");
});

test("a repository whose answer is lost is there", async () => {
  answer = () => Response.json({ url: "x", name: "a/b", id: "1" });
  server.inject({ kind: "lost-answer" });
  expect(await createRepo({ hub: watchedHub(server.url).hub, repo })).toEqual({ created: false });
  server.inject({ kind: "answer", status: 409, body: '{"error":"exists"}' });
  expect(await createRepo({ hub: watchedHub(server.url).hub, repo })).toEqual({ created: false });
  expect(await createRepo({ hub: watchedHub(server.url).hub, repo })).toEqual({ created: true });
});

test("a small file whose body breaks off is read again, and is never larger than it may be", async () => {
  const headers = { "X-Repo-Commit": "c".repeat(40), ETag: '"e"', "Content-Type": "application/json" };
  answer = () => new Response('{"schema_version":1}', { headers: { ...headers, "Content-Length": "20" } });
  const isGet = ({ method }: { method: string }) => method === "GET";
  server.inject({ kind: "truncated", bytes: 5 }, { times: 2, when: isGet });
  const { hub, waits } = watchedHub(server.url);
  const file = await readFile({ hub, ...at, path: "manifest.json", maxBytes: 20 });
  expect(Buffer.from(file?.bytes ?? []).toString()).toBe('{"schema_version":1}');
  expect(file).toMatchObject({ commit: "c".repeat(40), etag: "e" });
  expect(waits).toHaveLength(2);
  const tooLarge = await failureOf(readFile({ hub, ...at, path: "manifest.json", maxBytes: 19 }));
  expect(tooLarge).toMatchObject({ code: "HUB_BAD_ANSWER", expected: "at most 19 bytes" });
});
