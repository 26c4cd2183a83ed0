import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  askForUpload,
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

describe("files", () => {
  test("a regular file leads to the cache's address, with what a client needs to know of it", async () => {
    const repo = await makeRepo(hub, "regular");
    const commit = await hub.commit(repo, { "pasta/ação #1.txt": "conteúdo".normalize() });
    const path = `/datasets/${repo}/resolve/main/pasta/${encodeURIComponent("ação #1.txt")}`;
    const head = await hub.call("HEAD", path);
    expect([head.status, head.headers.get("X-Repo-Commit")]).toEqual([307, commit]);
    const location = head.headers.get("Location") ?? "";
    expect(location).toStartWith(`/api/resolve-cache/datasets/${repo}/${commit}/`);
    const etag = head.headers.get("ETag") ?? "";
    expect(await hub.status("HEAD", path, { headers: { "If-None-Match": etag } })).toBe(304);
    const file = await hub.call("GET", location, { headers: { "Accept-Encoding": "identity" } });
    expect(file.headers.get("ETag")).toBe(etag);
    expect(file.headers.get("Content-Length")).toBe(head.headers.get("X-Linked-Size"));
    expect(await hub.status("GET", location, { token: "" })).toBe(401);
  });

  test("parts come by Range, an LFS file's by a signed URL without a token", async () => {
    const repo = await makeRepo(hub, "parts");
    const { oid, size } = await uploadObject(hub, repo, "0123456789");
    await hub.call("POST", `/api/datasets/${repo}/commit/main`, { body: lfsLines("x.bin", oid, size) });
    const head = await hub.call("GET", `/datasets/${repo}/resolve/main/x.bin`, {
      headers: { Range: "bytes=0-0" },
    });
    expect([head.status, head.headers.get("X-Linked-Etag"), head.headers.get("X-Linked-Size")]).toEqual([
      302,
      `"${oid}"`,
      "10",
    ]);
    const location = head.headers.get("Location") ?? "";
    // A client that follows redirects within one host must find there what the redirect says.
    const { headers } = await fetch(location, { method: "HEAD" });
    for (const name of ["X-Repo-Commit", "X-Linked-Etag", "X-Linked-Size"])
      expect(headers.get(name)).toBe(head.headers.get(name));
    const part = async (range: string) => {
      const answer = await fetch(location, { headers: { Range: range } });
      return [answer.status, answer.headers.get("Content-Range"), await answer.text()];
    };
    expect(await part("bytes=2-4")).toEqual([206, "bytes 2-4/10", "234"]);
    expect(await part("bytes=7-")).toEqual([206, "bytes 7-9/10", "789"]);
    expect(await part("bytes=-3")).toEqual([206, "bytes 7-9/10", "789"]);
    expect(await part("bytes=10-")).toEqual([416, "bytes */10", ""]);
    expect((await fetch(location.replace(/signature=./, "signature=x"))).status).toBe(403);
    const pointer = await (await hub.call("GET", `/datasets/${repo}/raw/main/x.bin`)).text();
    expect(pointer).toContain(`oid sha256:${oid}\nsize 10\n`);
  });

  test("a signed URL ends after its time", async () => {
    let now = new Date("2026-01-01T00:00:00Z");
    const other = await startTestHub({ clock: () => now });
    try {
      const repo = await makeRepo(other, "expiring");
      const { upload } = await askForUpload(other, repo, { oid: "0".repeat(64), size: 1 });
      now = new Date("2026-01-02T00:00:00Z");
      const late = await fetch(upload ?? "", { method: "PUT", body: "x" });
      expect(late.status).toBe(403);
    } finally {
      await other.stop();
    }
  });
});
