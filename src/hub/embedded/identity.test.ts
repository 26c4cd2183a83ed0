import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VademecumError } from "../../domain/errors.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { folderId, readHubToken, tokenPath } from "./identity.ts";
import { findLiveHub } from "./server-file.ts";
import { startEmbeddedHub } from "./start-embedded-hub.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-identity-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const start = (folder: string, announce: boolean) =>
  startEmbeddedHub({ dir: folder, port: 0, log: silentLog, announce });

test("the token is made once, whoever asks first, and only its owner reads it", async () => {
  const script = `import { readHubToken } from "${join(import.meta.dir, "identity.ts")}"; process.stdout.write(readHubToken(process.argv[1] ?? ""))`;
  const children = Array.from({ length: 4 }, () =>
    Bun.spawn([process.execPath, "-e", script, dir], { stdout: "pipe", stderr: "inherit" }),
  );
  const tokens = await Promise.all(children.map((child) => child.stdout.text()));
  expect(new Set(tokens).size).toBe(1);
  expect(tokens[0]).toMatch(/^hf_[A-Za-z]{34}$/);
  expect(readHubToken(dir)).toBe(tokens[0] ?? "");
  expect(statSync(tokenPath(dir)).mode & 0o777).toBe(0o600);
  expect(readdirSync(dir)).toEqual(["token"]);
});

test("a Hub that announces itself is found, until it stops", async () => {
  const quiet = await start(dir, false);
  expect(await findLiveHub(dir)).toBeNull();
  await quiet.stop();
  const hub = await start(dir, true);
  expect(await findLiveHub(dir)).toBe(hub.url);
  await hub.stop();
  expect(await findLiveHub(dir)).toBeNull();
});

test("an announcement of a dead process, of another folder or of nobody counts for nothing", async () => {
  const other = await start(join(dir, "other"), false);
  const announce = (content: string) => writeFileSync(join(dir, "server.json"), content);
  announce(JSON.stringify({ url: other.url, pid: process.pid }));
  expect(await findLiveHub(dir)).toBeNull();
  announce(JSON.stringify({ url: other.url, pid: 999_999_999 }));
  expect(await findLiveHub(join(dir))).toBeNull();
  announce("half a docum");
  expect(await findLiveHub(dir)).toBeNull();
  await other.stop();
  expect(folderId(dir)).not.toBe(folderId(join(dir, "other")));
});

test("who only repeats what the Hub has said is not taken for it, and gets no token", async () => {
  const hub = await start(dir, true);
  const said = await (await fetch(`${hub.url}/api/vademecum?nonce=${"0".repeat(32)}`)).text();
  const impostor = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response(said) });
  const announcement = { url: impostor.url.origin, pid: process.pid };
  writeFileSync(join(dir, "server.json"), JSON.stringify(announcement));
  expect(await findLiveHub(dir)).toBeNull();
  await impostor.stop(true);
  await hub.stop();
});

test("a Hub with a token of its own starts in a folder that has none", async () => {
  const hub = await startEmbeddedHub({ dir, port: 0, token: "hf_mine", log: silentLog });
  const answer = await fetch(`${hub.url}/api/whoami-v2`, { headers: { Authorization: "Bearer hf_mine" } });
  expect(answer.status).toBe(200);
  await hub.stop();
});

test("a folder that cannot be a Hub's is named, with what to do", async () => {
  const attempt = (folder: string) =>
    start(folder, false).then(
      () => "it started",
      (error: unknown) =>
        error instanceof VademecumError ? `${error.code} ${error.message}` : String(error),
    );
  writeFileSync(join(dir, "file"), "x");
  expect(await attempt(join(dir, "file"))).toContain(`HUB_FOLDER_UNUSABLE ${join(dir, "file")}`);
  writeFileSync(join(dir, "hub.db"), "this is no database, and longer than a head of one".repeat(100));
  expect(await attempt(dir)).toContain(`HUB_FOLDER_UNUSABLE ${join(dir, "hub.db")}`);
});

test("a token that is there is read where nothing can be written", () => {
  const token = readHubToken(dir);
  const before = statSync(dir).mtimeMs;
  expect([readHubToken(dir), statSync(dir).mtimeMs]).toEqual([token, before]);
});
