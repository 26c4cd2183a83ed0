import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCheckpoint, vectorKey } from "./checkpoint.ts";

const warnings: object[] = [];
const log = { warn: (fields: object) => void warnings.push(fields) };

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-checkpoint-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a vector comes back bit for bit after the file was closed", () => {
  const path = join(dir, "checkpoint.db");
  const vector = Float32Array.from([0.1, -0, 1e-38, 3.4e38]);
  const first = openCheckpoint(path, log);
  first.put("a", vector);
  first.close();
  const second = openCheckpoint(path, log);
  expect(second.get("a")).toEqual(vector);
  expect(second.get("b")).toBeNull();
  expect(second.count()).toBe(1);
  second.close();
});

test("what was put is there after the process is killed", async () => {
  const path = join(dir, "checkpoint.db");
  const script = `
    import { openCheckpoint } from ${JSON.stringify(join(import.meta.dir, "checkpoint.ts"))};
    const checkpoint = openCheckpoint(${JSON.stringify(path)}, { warn() {} });
    for (let i = 0; i < 50; i++) checkpoint.put(String(i), Float32Array.from([i]));
    process.kill(process.pid, "SIGKILL");`;
  const child = Bun.spawn([process.execPath, "-e", script], { stdio: ["ignore", "inherit", "inherit"] });
  await child.exited;
  expect(child.signalCode).toBe("SIGKILL");
  const checkpoint = openCheckpoint(path, log);
  expect(checkpoint.count()).toBe(50);
  expect(checkpoint.get("49")).toEqual(Float32Array.from([49]));
  checkpoint.close();
});

test("a finished build forgets its own vectors and leaves those of another", () => {
  const path = join(dir, "checkpoint.db");
  const other = openCheckpoint(path, log);
  other.put("other", Float32Array.from([1]));
  other.close();
  const mine = openCheckpoint(path, log);
  mine.put("mine", Float32Array.from([2]));
  mine.finish();
  const after = openCheckpoint(path, log);
  expect([after.get("other"), after.get("mine")]).toEqual([Float32Array.from([1]), null]);
  after.finish();
  expect(["", "-wal", "-shm"].map((suffix) => existsSync(path + suffix))).toEqual([false, false, false]);
});

test("a damaged file is begun anew, and the log says so", async () => {
  const path = join(dir, "checkpoint.db");
  await Bun.write(path, "not a database, whatever its name says ".repeat(200));
  const checkpoint = openCheckpoint(path, log);
  expect(checkpoint.count()).toBe(0);
  expect(warnings.at(-1)).toMatchObject({ path });
  checkpoint.close();
});

test("the key changes with the model, the processor and the text", () => {
  const keys = [
    vectorKey({ fingerprint: "m1", cpu: "c1" }, "t1"),
    vectorKey({ fingerprint: "m2", cpu: "c1" }, "t1"),
    vectorKey({ fingerprint: "m1", cpu: "c2" }, "t1"),
    vectorKey({ fingerprint: "m1", cpu: "c1" }, "t2"),
  ];
  expect(new Set(keys).size).toBe(4);
});
