import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { readConfig } from "../config.ts";
import { readHubToken } from "../hub/embedded/identity.ts";
import { whoAmI } from "../hub/who-am-i.ts";
import { createLogger } from "../log.ts";
import { runVade, startVade } from "../testing/run-vade.ts";
import type { CommandContext } from "./command-context.ts";
import { connectHub } from "./connect-hub.ts";

const HubSchema = z.object({ url: z.url(), user: z.string(), dir: z.string(), tokenFile: z.string() });

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-hub-command-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function contextOf(environment: Record<string, string>): CommandContext {
  return {
    config: readConfig({ VADEMECUM_DIR: dir, ...environment }, dir),
    log: createLogger({ level: "silent", readable: false }),
    print: () => undefined,
    remark: () => undefined,
    signal: new AbortController().signal,
  };
}

/** Starts `hub` and gives back what it printed first. */
async function startHub(...args: string[]) {
  const child = startVade(["hub", "--port", "0", "--json", ...args], {
    storageDir: dir,
    env: { VADEMECUM_DIR: dir },
  });
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  return { child, hub: HubSchema.parse(JSON.parse(new TextDecoder().decode(value))) };
}

test("hub serves until it is stopped; commands find it, a second one says so, and it ends cleanly", async () => {
  const { child, hub } = await startHub();
  expect(hub).toMatchObject({ user: "local", dir: join(dir, "hub"), tokenFile: join(dir, "hub", "token") });

  const connected = await connectHub(contextOf({}));
  expect(connected.hub.url).toBe(hub.url);
  expect(connected.docs).toEqual({ type: "dataset", name: "local/rag-docs" });
  expect((await whoAmI({ hub: connected.hub })).name).toBe("local");
  await connected.close();
  expect((await fetch(hub.url)).ok).toBe(true);

  const second = await runVade(["hub", "--port", "0"], { storageDir: dir, env: { VADEMECUM_DIR: dir } });
  expect(second.exitCode).toBe(1);
  expect(second.stderr).toContain(`runs already, at ${hub.url}`);

  const elsewhere = ["hub", "--dir", join(dir, "elsewhere"), "--port", new URL(hub.url).port];
  const taken = await runVade(elsewhere, { storageDir: dir, env: { VADEMECUM_DIR: dir } });
  expect(taken.exitCode).toBe(1);
  expect(taken.stderr).toContain("PORT_TAKEN");

  child.kill("SIGINT");
  expect(await child.exited).toBe(0);
  expect(readdirSync(join(dir, "hub"))).not.toContain("server.json");
}, 20_000);

test("a Hub of the same folder that announces nothing is recognised by its port", async () => {
  const quiet = await connectHub(contextOf({}));
  const port = new URL(quiet.hub.url).port;
  const second = await runVade(["hub", "--port", port], { storageDir: dir, env: { VADEMECUM_DIR: dir } });
  expect(second.stderr).toContain(`runs already, at ${quiet.hub.url}`);
  await quiet.close();
});

test("what it prints names the token's file and never the token", async () => {
  const child = startVade(["hub", "--port", "0"], { storageDir: dir, env: { VADEMECUM_DIR: dir } });
  const { value } = await child.stdout.getReader().read();
  const text = new TextDecoder().decode(value);
  child.kill("SIGTERM");
  const errors = await child.stderr.text();
  const token = readHubToken(join(dir, "hub"));
  expect(text).toContain(`HF_TOKEN=$(cat '${join(dir, "hub", "token")}')`);
  expect(text + errors).not.toContain(token);
});

test("where no Hub runs, a connection starts one and ends it, and makes no repository", async () => {
  const connected = await connectHub(contextOf({}));
  const { url, token } = connected.hub;
  const list = await fetch(`${url}/api/datasets`, { headers: { Authorization: `Bearer ${token}` } });
  expect(await list.json()).toEqual([]);
  await connected.close();
  await expect(fetch(url)).rejects.toThrow();
});

test("of a remote Hub, the repository that is used must be named, and no other", async () => {
  const remote = { HF_ENDPOINT: "https://hub.example", HF_TOKEN: "hf_x", INDEX_REPO_ID: "a/c" };
  const connected = await connectHub(contextOf(remote));
  expect([connected.hub.url, connected.index]).toEqual([
    "https://hub.example",
    { type: "dataset", name: "a/c" },
  ]);
  expect(() => connected.docs).toThrow("DOCS_REPO_ID is not set");
  const without = await connectHub(contextOf({ HF_ENDPOINT: "https://hub.example" }));
  expect(() => without.index).toThrow("INDEX_REPO_ID is not set");
});
