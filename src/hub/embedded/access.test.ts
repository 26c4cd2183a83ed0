import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { commitLines, json, makeRepo, startTestHub, type TestHub } from "./testing/test-hub.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

describe("access", () => {
  test("a private repository is hidden from strangers like one that is not there", async () => {
    const repo = await makeRepo(hub, "hidden");
    const hidden = await hub.call("GET", `/api/datasets/${repo}`, { token: "" });
    const missing = await hub.call("GET", "/api/datasets/local/none", { token: "" });
    expect([hidden.status, await hidden.text()]).toEqual([missing.status, await missing.text()]);
    expect(hidden.status).toBe(401);
    expect(await hub.status("GET", `/datasets/${repo}/resolve/main/.gitattributes`, { token: "" })).toBe(401);
  });

  test("anybody reads a public repository and only the owner writes", async () => {
    const repo = await makeRepo(hub, "open", false);
    expect(await hub.status("GET", `/api/datasets/${repo}`, { token: "" })).toBe(200);
    expect(
      await hub.status("POST", `/api/datasets/${repo}/tag/main`, { token: "", body: { tag: "v1" } }),
    ).toBe(401);
    expect(
      await hub.status("POST", `/api/datasets/${repo}/commit/main`, { token: "", body: commitLines({}) }),
    ).toBe(401);
    expect(await hub.status("GET", "/api/jobs/local", { token: "" })).toBe(401);
    expect(await hub.status("GET", "/api/settings/webhooks", { token: "" })).toBe(401);
  });

  test("a wrong token is refused even where none is needed", async () => {
    const repo = await makeRepo(hub, "open2", false);
    expect(await hub.status("GET", `/api/datasets/${repo}`, { token: `hf_${"x".repeat(34)}` })).toBe(401);
  });

  test("nobody else's namespace is there", async () => {
    const answer = await hub.call("POST", "/api/repos/create", {
      body: { name: "x", organization: "somebody", type: "dataset" },
    });
    expect(answer.status).toBe(403);
    expect(String((await json(answer))["error"])).toContain('namespace "somebody"');
  });

  test("each answer carries a request id of its own", async () => {
    const ids = await Promise.all(
      [0, 1].map(async () => (await hub.call("GET", "/api/none")).headers.get("X-Request-Id")),
    );
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe("how files are to come", () => {
  test("by size, by name, by content; ignored files are named; known ones by their id", async () => {
    const repo = await makeRepo(hub, "modes");
    await hub.commit(repo, { ".gitignore": "*.tmp\nsecret/\n", "known.txt": "abc" });
    const files = [
      { path: "a.pdf", size: 5, sample: btoa("%PDF") },
      { path: "a.txt", size: 5, sample: btoa("text") },
      { path: "a.rtf", size: 11 * 1024 * 1024, sample: btoa("{\\rtf") },
      { path: "a.dat", size: 5, sample: btoa("a\0b") },
      { path: "x/a.tmp", size: 5, sample: "" },
      { path: "secret/a", size: 5, sample: "" },
      { path: "known.txt", size: 3, sample: btoa("abc") },
    ];
    const answer = await hub.call("POST", `/api/datasets/${repo}/preupload/main`, { body: { files } });
    const told = ((await answer.json()) as { files: Record<string, unknown>[] }).files;
    expect(told.map(({ uploadMode }) => uploadMode)).toEqual([
      "lfs",
      "regular",
      "lfs",
      "lfs",
      "regular",
      "regular",
      "regular",
    ]);
    expect(told.map(({ shouldIgnore }) => shouldIgnore)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(told.at(-1)?.["oid"]).toBe("f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f"); // git hash-object of "abc"
  });
});
