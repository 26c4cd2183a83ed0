import { expect, test } from "bun:test";
import { join } from "node:path";

test.each(["open-pdf.ts", "find-pictures.ts", "parse-pdf.ts"])(
  "a process that has loaded %s still knows its cores",
  async (module) => {
    const script = `
      const { availableParallelism } = await import("node:os");
      const before = availableParallelism();
      await import(${JSON.stringify(join(import.meta.dir, module))});
      process.stdout.write(JSON.stringify([before, availableParallelism()]));`;
    const child = Bun.spawn([process.execPath, "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const [before, after] = JSON.parse(await child.stdout.text());
    expect(before).toBeGreaterThan(0);
    expect(after).toBe(before);
  },
);
