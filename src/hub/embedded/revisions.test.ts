import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { commitLines, json, makeRepo, startTestHub, type TestHub } from "./testing/test-hub.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

describe("revisions", () => {
  test("every revision stays readable, also when its branch is gone", async () => {
    const repo = await makeRepo(hub, "for-ever");
    expect(await hub.status("POST", `/api/datasets/${repo}/branch/feature%2Fx`, { body: {} })).toBe(200);
    expect(await hub.status("POST", `/api/datasets/${repo}/branch/feature%2Fx`, { body: {} })).toBe(409);
    const commit = await hub.commit(repo, { only: "here" }, { branch: "feature%2Fx" });
    for (const revision of ["feature%2Fx", "refs%2Fheads%2Ffeature%2Fx", "refs/heads/feature/x", commit])
      expect(await hub.status("GET", `/datasets/${repo}/resolve/${revision}/only`)).toBe(307);
    expect(await hub.status("DELETE", `/api/datasets/${repo}/branch/feature%2Fx`)).toBe(200);
    expect(await hub.status("GET", `/datasets/${repo}/resolve/${commit}/only`)).toBe(307);
    expect(await hub.status("DELETE", `/api/datasets/${repo}/branch/main`)).toBe(400);
  });

  test("a tag keeps its commit, is made once, and does not move", async () => {
    const repo = await makeRepo(hub, "tags");
    const commit = await hub.commit(repo, { a: "1" });
    const tag = (body: object) => hub.status("POST", `/api/datasets/${repo}/tag/main`, { body });
    expect(await tag({ tag: "v/1" })).toBe(200);
    expect(await tag({ tag: "v/1" })).toBe(409);
    expect(await tag({ tag: "no good" })).toBe(400);
    await hub.commit(repo, { a: "2" });
    const info = await json(await hub.call("GET", `/api/datasets/${repo}/revision/v%2F1`));
    expect(info["sha"]).toBe(commit);
    expect(
      await hub.status("POST", `/api/datasets/${repo}/commit/v%2F1`, { body: commitLines({ a: "3" }) }),
    ).toBe(400);
    expect(await hub.status("DELETE", `/api/datasets/${repo}/tag/v%2F1`)).toBe(200);
    expect(await hub.status("DELETE", `/api/datasets/${repo}/tag/v%2F1`)).toBe(404);
  });

  test("what is missing is named: repository, revision or file", async () => {
    const repo = await makeRepo(hub, "missing");
    const code = async (path: string) => (await hub.call("HEAD", path)).headers.get("X-Error-Code");
    expect(await code("/datasets/local/none/resolve/main/a")).toBe("RepoNotFound");
    expect(await code(`/datasets/${repo}/resolve/none/a`)).toBe("RevisionNotFound");
    expect(await code(`/datasets/${repo}/resolve/${"0".repeat(40)}/a`)).toBe("RevisionNotFound");
    expect(await code(`/datasets/${repo}/resolve/main/a`)).toBe("EntryNotFound");
    expect(await code(`/api/datasets/${repo}/tree/main/a`)).toBe("EntryNotFound");
  });

  test("a listing stays with the commit it began with", async () => {
    const repo = await makeRepo(hub, "listing");
    await hub.commit(repo, { "d/1": "1", "d/2": "2", "d/3": "3" });
    const first = await hub.call("GET", `/api/datasets/${repo}/tree/main/d?limit=2`);
    const next = /<(.*)>; rel="next"/.exec(first.headers.get("Link") ?? "")?.[1] ?? "";
    await hub.commit(repo, { "d/1": null, "d/2": null });
    const paths = [first, await hub.call("GET", next)].map(
      async (page) => (await page.json()) as { path: string }[],
    );
    expect((await Promise.all(paths)).flat().map(({ path }) => path)).toEqual(["d/1", "d/2", "d/3"]);
  });

  test("a deleted repository takes nothing from others that hold the same content", async () => {
    const [one, other] = [await makeRepo(hub, "one"), await makeRepo(hub, "other")];
    await hub.commit(one, { same: "content of both" });
    const commit = await hub.commit(other, { same: "content of both" });
    expect(
      await hub.status("DELETE", "/api/repos/delete", {
        body: { name: "one", organization: "local", type: "dataset" },
      }),
    ).toBe(200);
    expect(await hub.status("GET", `/api/datasets/${one}`)).toBe(404);
    const file = await hub.call("GET", `/api/resolve-cache/datasets/${other}/${commit}/same`);
    expect(await file.text()).toBe("content of both");
  });
});
