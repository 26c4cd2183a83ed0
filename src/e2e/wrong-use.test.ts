import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runVade, writeLaw } from "../testing/run-vade.ts";

setDefaultTimeout(60_000);

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-use-"));
  mkdirSync(join(dir, "empty"));
  writeFileSync(join(dir, "file.pdf"), "%PDF-1.4");
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const vade = (...args: string[]) => runVade(args, { storageDir: join(dir, "storage") });

test.each([
  ["no documents pushed and no folder given", ["reindex"], "push documents first: ./vade docs push DIR"],
  ["a folder that is not there", ["reindex", "--docs", "/nonexistent"], "there is no folder /nonexistent"],
  ["an unknown option", ["ask", "--loud", "x"], "unknown option '--loud'"],
  ["an unknown command", ["explain"], "unknown command 'explain'"],
  ["an empty question", ["ask", " "], "expected a question, got nothing"],
  [
    "a count that is none",
    ["search", "x", "-k", "many"],
    'expected a whole number from 1 to 100, got "many"',
  ],
  ["a language that is not spoken", ["ask", "x", "--lang", "fr"], "Allowed choices are pt-BR, en"],
])("%s: says so and exits with 2", async (_, args, text) => {
  const run = await vade(...args);
  expect(run.stderr).toContain(text);
  expect(run.stdout).toBe("");
  expect(run.exitCode).toBe(2);
});

test("an empty folder and a file in a folder's place are refused with what to do", async () => {
  for (const [path, code] of [
    ["empty", "FOLDER_EMPTY"],
    ["file.pdf", "FOLDER_IS_FILE"],
  ] as const) {
    const run = await vade("reindex", "--docs", join(dir, path));
    expect(run.stderr).toContain(code);
    expect(run.stderr).toContain("what to do:");
    expect(run.exitCode).toBe(2);
  }
});

test("with --json an error is one JSON document on stderr", async () => {
  const run = await vade("reindex", "--docs", "/nonexistent", "--json");
  expect(run.stdout).toBe("");
  expect(JSON.parse(run.stderr).error).toMatchObject({ code: "FOLDER_MISSING" });
});

test("an environment that cannot be used is told with all its faults at once", async () => {
  const run = await runVade(["ask", "x"], {
    storageDir: join(dir, "storage"),
    env: { VECTOR_ENGINE: "gpu", LOG_LEVEL: "loud" },
  });
  expect(run.stderr).toContain("VECTOR_ENGINE");
  expect(run.stderr).toContain("LOG_LEVEL");
  expect(run.exitCode).toBe(2);
});

test("every command tells its options", async () => {
  const listed = (await vade("--help")).stdout.split("Commands:")[1] ?? "";
  const commands = [...listed.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = ""]) => name);
  expect(commands.length).toBeGreaterThan(15);
  const withoutResult = new Set(["discord", "docs", "jobs", "serve", "help"]);
  for (const command of commands) {
    const run = await vade(command, "--help");
    expect(run.exitCode).toBe(0);
    if (!withoutResult.has(command)) expect(run.stdout).toContain("--json");
  }
});

/** A file system of the given size, null where this machine does not let us mount one. */
function mountSmallDisk(sizeKiB: number): { path: string; unmount(): void } | null {
  const path = mkdtempSync(join(dir, "disk-"));
  const mounted = Bun.spawnSync(["mount", "-t", "tmpfs", "-o", `size=${sizeKiB}k`, "tmpfs", path]);
  if (mounted.exitCode !== 0) {
    process.stderr.write("skipped: this test needs to mount a small file system, which takes root\n");
    return null;
  }
  return { path, unmount: () => Bun.spawnSync(["umount", "-l", path]) };
}

test("a full disk is told as such, and what was in service stays", async () => {
  const disk = mountSmallDisk(400);
  if (!disk) return;
  try {
    const docs = join(dir, "laws");
    mkdirSync(docs);
    await writeLaw(docs, "a.rtf", ["LEI Nº 1, DE 2001", "Art. 1º A praia é de todos."]);
    const small = await runVade(["reindex", "--docs", docs], { storageDir: disk.path });
    expect(small.exitCode).toBe(0);
    writeFileSync(join(disk.path, "filler"), Buffer.alloc(300 * 1024));
    await writeLaw(docs, "b.rtf", [
      "LEI Nº 2, DE 2002",
      ...Array.from(
        { length: 12 },
        (_, i) => `Art. ${i + 1}º O morador cuida da calçada número ${i + 1}, e a cidade a conserta.`,
      ),
    ]);
    const full = await runVade(["reindex", "--docs", docs], { storageDir: disk.path });
    expect(full.exitCode).toBe(1);
    expect(full.stderr).toMatch(/disk is full|no space|ENOSPC|room/i);
    expect(full.stderr).toContain("what to do:");
    const asked = await runVade(["ask", "de quem é a praia?"], { storageDir: disk.path });
    expect(asked.stdout).toContain("A praia é de todos");
    expect(existsSync(join(disk.path, "current"))).toBe(true);
  } finally {
    disk.unmount();
  }
});
