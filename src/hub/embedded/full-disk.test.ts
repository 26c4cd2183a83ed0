import { expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHubToken } from "./identity.ts";
import { startHubProcess } from "./testing/hub-process.ts";
import { askForUpload, commitLines, type TestHub } from "./testing/test-hub.ts";

const LARGEST_FILE_KB = 512;

test("a disk without room is said plainly, nothing cut off is kept, and the Hub goes on", async () => {
  const dir = mkdtempSync(join(tmpdir(), "vademecum-full-"));
  const hub = await startHubProcess(dir, { largestFileKb: LARGEST_FILE_KB });
  try {
    const token = readHubToken(dir);
    const call: TestHub["call"] = (method, path, { body } = {}) =>
      fetch(hub.url + path, {
        method,
        headers: { Authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
    const commit = (text: string) =>
      call("POST", "/api/datasets/local/docs/commit/main", { body: commitLines({ a: text }) });
    await call("POST", "/api/repos/create", { body: { name: "docs", type: "dataset" } });
    const content = "x".repeat(LARGEST_FILE_KB * 1024 + 1000);
    const oid = new Bun.CryptoHasher("sha256").update(content).digest("hex");
    const { upload } = await askForUpload({ call }, "local/docs", { oid, size: content.length });
    const put = await fetch(upload ?? "", { method: "PUT", body: content });
    expect(put.status).toBe(507);
    expect(await put.text()).toContain("no room");
    expect((await commit(content)).status).toBe(507);
    expect(readdirSync(join(dir, "tmp"))).toEqual([]);
    expect((await commit("small")).status).toBe(200);
  } finally {
    await hub.kill();
    rmSync(dir, { recursive: true, force: true });
  }
});
