import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCheckpoint, vectorKey } from "./checkpoint.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-checkpoint-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a vector comes back bit for bit after the file was closed", () => {
  const path = join(dir, "checkpoint.db");
  const vector = Float32Array.from([0.1, -0, 1e-38, 3.4e38]);
  const first = openCheckpoint(path);
  first.put("a", vector);
  first.close();
  const second = openCheckpoint(path);
  expect(second.get("a")).toEqual(vector);
  expect(second.get("b")).toBeNull();
  expect(second.count()).toBe(1);
  second.close();
});

test("what was put is there after the process is killed", async () => {
  const path = join(dir, "checkpoint.db");
  const script = `
    import { openCheckpoint } from ${JSON.stringify(join(import.meta.dir, "checkpoint.ts"))};
    const checkpoint = openCheckpoint(${JSON.stringify(path)});
    for (let i = 0; i < 50; i++) checkpoint.put(String(i), Float32Array.from([i]));
    process.kill(process.pid, "SIGKILL");`;
  const child = Bun.spawn([process.execPath, "-e", script], { stdio: ["ignore", "inherit", "inherit"] });
  await child.exited;
  expect(child.signalCode).toBe("SIGKILL");
  const checkpoint = openCheckpoint(path);
  expect(checkpoint.count()).toBe(50);
  expect(checkpoint.get("49")).toEqual(Float32Array.from([49]));
  checkpoint.close();
});

test("removing it leaves no file behind", () => {
  const path = join(dir, "checkpoint.db");
  const checkpoint = openCheckpoint(path);
  checkpoint.put("a", Float32Array.from([1]));
  checkpoint.remove();
  expect(["", "-wal", "-shm"].map((suffix) => existsSync(path + suffix))).toEqual([false, false, false]);
});

test("the key changes with the model and with the text", () => {
  const keys = [vectorKey("m1", "t1"), vectorKey("m2", "t1"), vectorKey("m1", "t2")];
  expect(new Set(keys).size).toBe(3);
});
