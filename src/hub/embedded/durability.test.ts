import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commit, createRepo, downloadFile, listCommits, listFiles } from "@huggingface/hub";
import { readHubToken } from "./start-embedded-hub.ts";
import { type HubProcess, startHubProcess } from "./testing/hub-process.ts";

const ROUNDS = 10;
/** Commits in flight at a time, so that a kill finds some at every step. */
const WRITERS = 3;
const REPO = { type: "dataset", name: "local/docs" } as const;

let dir: string;
const running: HubProcess[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-durable-"));
});
afterEach(async () => {
  for (const hub of running.splice(0)) await hub.kill();
  rmSync(dir, { recursive: true, force: true });
});

async function start(): Promise<HubProcess> {
  const hub = await startHubProcess(dir);
  running.push(hub);
  return hub;
}

const client = (hub: HubProcess) => ({ hubUrl: hub.url, accessToken: readHubToken(dir), repo: REPO });

/** A file of each kind, different each time. */
function filesOf(name: string): { path: string; content: Blob }[] {
  const bytes = new Uint8Array(200_000);
  crypto.getRandomValues(bytes.subarray(0, 60_000));
  return [
    { path: `${name}.pdf`, content: new Blob([bytes]) },
    { path: `${name}.txt`, content: new Blob([`text of ${name}`]) },
  ];
}

/** Commits again and again until the Hub is gone; notes what was acknowledged. */
async function writeUntilKilled(hub: HubProcess, prefix: string, acknowledged: Map<string, string>) {
  for (let index = 0; ; index++) {
    const files = filesOf(`${prefix}-${index}`);
    try {
      const done = await commit({
        ...client(hub),
        title: prefix,
        operations: files.map((file) => ({ operation: "addOrUpdate", ...file })),
      });
      const oid = done?.commit.oid ?? "";
      for (const { path, content } of files)
        acknowledged.set(`${oid} ${path}`, Bun.SHA256.hash(await content.bytes(), "hex"));
    } catch {
      return; // killed in the middle: this commit was not acknowledged
    }
  }
}

/** Everything acknowledged is there at its commit and at the end of the history, and every file of the end is whole. */
async function checkAll(hub: HubProcess, acknowledged: Map<string, string>): Promise<void> {
  const commits = await Array.fromAsync(listCommits({ ...client(hub), batchSize: 1000 }), ({ oid }) => oid);
  const paths = await Array.fromAsync(listFiles({ ...client(hub), recursive: true }), ({ path }) => path);
  for (const [key, sha256] of acknowledged) {
    const [revision = "", path = ""] = key.split(" ");
    expect(commits).toContain(revision);
    expect(paths).toContain(path);
    const file = await downloadFile({ ...client(hub), revision, path });
    expect(Bun.SHA256.hash((await file?.arrayBuffer()) ?? "", "hex")).toBe(sha256);
  }
  for (const path of paths) {
    const file = await downloadFile({ ...client(hub), path });
    expect((await file?.arrayBuffer())?.byteLength ?? -1).toBe(file?.size ?? 0);
  }
}

test("whenever it is killed, nothing acknowledged is lost and no half state is left", async () => {
  const acknowledged = new Map<string, string>();
  const hub = await start();
  await createRepo(client(hub));
  await hub.kill();
  for (let round = 0; round < ROUNDS; round++) {
    const killed = await start();
    const fresh = new Map<string, string>();
    const writers = Array.from({ length: WRITERS }, (_, writer) =>
      writeUntilKilled(killed, `r${round}w${writer}`, fresh),
    );
    // Any moment will do; the more different ones the better. Most come after a first commit, however slow the machine.
    while (round % 3 > 0 && fresh.size === 0) await Bun.sleep(5);
    await Bun.sleep(20 + ((round * 37) % 10) * 25);
    await killed.kill();
    await Promise.all(writers);
    for (const [key, sha256] of fresh) acknowledged.set(key, sha256);
    const reopened = await start();
    await checkAll(reopened, fresh);
    expect(readdirSync(join(dir, "tmp"))).toEqual([]);
    await reopened.kill();
  }
  expect(acknowledged.size).toBeGreaterThan(ROUNDS);
  await checkAll(await start(), acknowledged);
}, 60_000);

test("two processes serve one folder: of commits on one parent one wins, and none is lost", async () => {
  const [one, other] = [await start(), await start()];
  await createRepo(client(one));
  let parent = (await Array.fromAsync(listCommits(client(one))))[0]?.oid ?? "";
  for (let round = 0; round < 8; round++) {
    const results = await Promise.allSettled(
      [one, other].map((hub, index) =>
        commit({
          ...client(hub),
          title: `round ${round}`,
          parentCommit: parent,
          operations: [
            { operation: "addOrUpdate", path: `${round}-${index}.txt`, content: new Blob([`${round}`]) },
          ],
        }),
      ),
    );
    const won = results.flatMap((result) =>
      result.status === "fulfilled" ? [result.value?.commit.oid] : [],
    );
    const lost = results.flatMap((result) =>
      result.status === "rejected" ? [result.reason.statusCode] : [],
    );
    expect([won.length, lost]).toEqual([1, [412]]);
    parent = won[0] ?? "";
  }
  const free = [one, other].flatMap((hub, writer) =>
    Array.from({ length: 6 }, (_, index) =>
      commit({
        ...client(hub),
        title: "free",
        operations: [{ operation: "addOrUpdate", path: `free/${writer}-${index}`, content: new Blob(["x"]) }],
      }),
    ),
  );
  await Promise.all(free);
  for (const hub of [one, other]) {
    const files = await Array.fromAsync(listFiles({ ...client(hub), path: "free" }));
    const commits = await Array.fromAsync(listCommits(client(hub)));
    expect([files.length, commits.length]).toEqual([12, 1 + 8 + 12]);
  }
}, 30_000);
