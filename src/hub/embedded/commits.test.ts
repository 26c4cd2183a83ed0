import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  askForUpload,
  commitLines,
  json,
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

describe("commits", () => {
  test("a stale parent is refused and changes nothing", async () => {
    const repo = await makeRepo(hub, "stale");
    const first = await hub.commit(repo, { a: "1" });
    const second = await hub.commit(repo, { a: "2" }, { parentCommit: first });
    const refused = await hub.call("POST", `/api/datasets/${repo}/commit/main`, {
      body: commitLines({ a: "3" }, { parentCommit: first }),
    });
    expect(refused.status).toBe(412);
    expect((await json(await hub.call("GET", `/api/datasets/${repo}`)))["sha"]).toBe(second);
  });

  test("of two commits on one parent, one wins and the other is refused", async () => {
    const repo = await makeRepo(hub, "race");
    const parentCommit = await hub.commit(repo, { a: "0" });
    const answers = await Promise.all(
      ["b", "c"].map((name) =>
        hub.status("POST", `/api/datasets/${repo}/commit/main`, {
          body: commitLines({ [name]: "1" }, { parentCommit }),
        }),
      ),
    );
    expect(answers.sort()).toEqual([200, 412]);
  });

  test("an LFS file must have been uploaded, with the size that is said", async () => {
    const repo = await makeRepo(hub, "lfs");
    const commit = (line: string) => hub.call("POST", `/api/datasets/${repo}/commit/main`, { body: line });
    expect((await commit(lfsLines("x.pdf", "0".repeat(64), 3))).status).toBe(400);
    const { oid, size, put } = await uploadObject(hub, repo, "a pdf");
    expect(put?.status).toBe(200);
    expect((await commit(lfsLines("x.pdf", oid, size + 1))).status).toBe(400);
    expect((await commit(lfsLines("x.pdf", oid, size))).status).toBe(200);
    expect((await uploadObject(hub, repo, "a pdf")).put).toBeNull();
  });

  test("what is not as announced is not kept", async () => {
    const repo = await makeRepo(hub, "wrong-upload");
    const oid = new Bun.CryptoHasher("sha256").update("right").digest("hex");
    const { upload, verify } = await askForUpload(hub, repo, { oid, size: 5 });
    const put = upload ?? "";
    for (const body of ["wrong", "righ", "right and more"])
      expect((await fetch(put, { method: "PUT", body })).status).toBe(400);
    expect((await hub.call("POST", verify ?? "", { body: { oid, size: 5 } })).status).toBe(404);
    expect((await fetch(put.replace("size=5", "size=6"), { method: "PUT", body: "right" })).status).toBe(403);
    expect((await fetch(put, { method: "PUT", body: "right" })).status).toBe(200);
    expect((await hub.call("POST", verify ?? "", { body: { oid, size: 5 } })).status).toBe(200);
  });

  test("deletions take files and folders, and name what is not there", async () => {
    const repo = await makeRepo(hub, "deletions");
    await hub.commit(repo, { "a/b": "1", "a/c": "2", d: "3" });
    const change = (key: string, path: string) =>
      hub.call("POST", `/api/datasets/${repo}/commit/main`, {
        body: `${commitLines({})}\n${JSON.stringify({ key, value: { path } })}`,
      });
    expect((await change("deletedFolder", "a/")).status).toBe(200);
    expect((await change("deletedEntry", "d")).status).toBe(200);
    const missing = await change("deletedFile", "d");
    expect([missing.status, missing.headers.get("X-Error-Code")]).toEqual([404, "EntryNotFound"]);
    const left = (await (await hub.call("GET", `/api/datasets/${repo}/tree/main`)).json()) as {
      path: string;
    }[];
    expect(left.map(({ path }) => path)).toEqual([".gitattributes"]);
  });

  test.each(["../a", "/a", "a//b", ".git/config", "a/./b", "a\u0000b"])(
    "the path %p is refused",
    async (path) => {
      const repo = "local/paths";
      await hub.call("POST", "/api/repos/create", { body: { name: "paths", type: "dataset" } });
      const answer = await hub.call("POST", `/api/datasets/${repo}/commit/main`, {
        body: commitLines({ [path]: "x" }),
      });
      expect(answer.status).toBe(400);
    },
  );

  test("a pull request is refused with what to do instead", async () => {
    const repo = await makeRepo(hub, "no-pr");
    const answer = await hub.call("POST", `/api/datasets/${repo}/commit/main?create_pr=1`, {
      body: commitLines({}),
    });
    expect(answer.status).toBe(501);
    expect(String((await json(answer))["error"])).toContain("branch");
  });

  test("the commits of a long history come page by page", async () => {
    const repo = await makeRepo(hub, "history");
    for (const index of [1, 2, 3, 4])
      await hub.commit(repo, { a: String(index) }, { title: `change ${index}` });
    const titles: string[] = [];
    let url: string | undefined = `/api/datasets/${repo}/commits/main?limit=2`;
    while (url) {
      const page: Response = await hub.call("GET", url);
      expect(page.headers.get("X-Total-Count")).toBe("5");
      titles.push(...((await page.json()) as { title: string }[]).map(({ title }) => title));
      url = /<(.*)>; rel="next"/.exec(page.headers.get("Link") ?? "")?.[1];
    }
    expect(titles).toEqual(["change 4", "change 3", "change 2", "change 1", "initial commit"]);
  });
});
