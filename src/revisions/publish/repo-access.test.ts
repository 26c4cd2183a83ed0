import { afterAll, beforeAll, expect, test } from "bun:test";
import { createHub } from "../../hub/hub.ts";
import type { Identity } from "../../hub/who-am-i.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { checkRepoAccess, requireWriteAccess } from "./repo-access.ts";

// A Hub with two repositories: one may be written, the other only read. Nothing else is answered.
const server = { url: "", stop: async () => undefined as undefined, calls: [] as string[] };
beforeAll(() => {
  const listening = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      const { pathname } = new URL(request.url);
      server.calls.push(`${request.method} ${pathname}`);
      const there = /^\/api\/datasets\/org\/(open|closed)(\/preupload\/main)?$/.exec(pathname);
      if (!there) return Response.json({ error: "Repository not found" }, { status: 404 });
      const isPreupload = there[2] !== undefined;
      if (isPreupload && there[1] === "closed")
        return Response.json({ error: "You may not write" }, { status: 403 });
      return Response.json(isPreupload ? { files: [] } : { id: "org/open" });
    },
  });
  server.url = `http://127.0.0.1:${listening.port}`;
  server.stop = async () => {
    await listening.stop(true);
    return undefined;
  };
});
afterAll(() => server.stop());

const identity = (values: Partial<Identity> = {}): Identity => ({
  name: "ana",
  orgs: [{ name: "org", role: "write" }],
  tokenRole: "fineGrained",
  ...values,
});
const check = (name: string, who = identity()) =>
  checkRepoAccess({
    hub: createHub({ url: server.url, token: "hf_test", log: silentLog }),
    repo: { type: "dataset", name },
    identity: who,
  });

test("a repository that may be written is found by a call that changes nothing", async () => {
  server.calls = [];
  expect(await check("org/open")).toEqual({ exists: true, writeProblem: null });
  expect(server.calls).toEqual(["GET /api/datasets/org/open", "POST /api/datasets/org/open/preupload/main"]);
});

test("a fine-grained token that may only read this repository is told by the Hub", async () => {
  const { exists, writeProblem } = await check("org/closed");
  expect(exists).toBe(true);
  expect(writeProblem).toContain("You may not write");
});

test("a token with the role read writes nowhere", async () => {
  expect((await check("org/open", identity({ tokenRole: "read" }))).writeProblem).toContain("only read");
});

test("a repository that is not there can be made by its owner and by those who write in its organisation", async () => {
  expect((await check("ana/new")).writeProblem).toBeNull();
  expect((await check("org/new")).writeProblem).toBeNull();
  const reader = identity({ orgs: [{ name: "org", role: "read" }] });
  expect((await check("org/new", reader)).writeProblem).toContain("role read");
  expect((await check("other/new")).writeProblem).toContain("no member of other");
});

test("what cannot be written ends a publication before its work, and names the account", async () => {
  const hub = createHub({ url: server.url, token: "hf_test", log: silentLog });
  const asked = requireWriteAccess({
    hub,
    repo: { type: "dataset", name: "org/closed" },
    identity: identity(),
  });
  await expect(asked).rejects.toMatchObject({
    code: "NO_WRITE_ACCESS",
    message: expect.stringContaining("as ana"),
    hint: expect.stringContaining("./vade doctor"),
  });
});
