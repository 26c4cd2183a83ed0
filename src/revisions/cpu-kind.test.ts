import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCpuKind } from "./cpu-kind.ts";

test.each([
  ["flags\t\t: fpu sse4_2 avx avx2 fma", "avx2"],
  ["flags\t\t: fpu avx2 avx512f avx512bw avx512_vnni", "avx512_vnni"],
  ["Features\t: fp asimd asimddp i8mm", "i8mm"],
])("a processor is known by its strongest int8 instructions: %s", async (line, kind) => {
  const dir = mkdtempSync(join(tmpdir(), "vademecum-cpu-"));
  const path = join(dir, "cpuinfo");
  await Bun.write(path, `processor\t: 0\n${line}\n\nprocessor\t: 1\n${line}\n`);
  expect(readCpuKind(path)).toBe(`${process.arch}-${kind}`);
  rmSync(dir, { recursive: true });
});

test("where features cannot be read, the architecture is the kind", () => {
  expect(readCpuKind("/nonexistent/cpuinfo")).toBe(process.arch);
});
