import { join, resolve } from "node:path";

const CLI = resolve(import.meta.dir, "../cli.ts");

/** What a run of the program left on its streams. */
export interface VadeRun {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Starts the program as a user would, with an environment that holds nothing but what is given. */
export function startVade(
  args: readonly string[],
  options: { storageDir: string; env?: Record<string, string> },
) {
  return Bun.spawn([process.execPath, CLI, ...args], {
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: process.env["HOME"] ?? "",
      LOCAL_STORAGE_DIR: options.storageDir,
      VADEMECUM_DIR: join(options.storageDir, "state"),
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs the program to its end. */
export async function runVade(
  args: readonly string[],
  options: { storageDir: string; env?: Record<string, string> },
): Promise<VadeRun> {
  const child = startVade(args, options);
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { exitCode: await child.exited, stdout, stderr };
}

/** A law as an RTF file: `paragraphs` in order, the first being its title. */
export async function writeLaw(dir: string, name: string, paragraphs: readonly string[]): Promise<void> {
  const escaped = paragraphs.map((paragraph) =>
    paragraph.replace(/[\\{}]/g, "\\$&").replace(/[^\x20-\x7e]/g, (char) => `\\u${char.codePointAt(0)}?`),
  );
  await Bun.write(
    join(dir, name),
    `{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\n${escaped.join("\\par\n")}\\par}`,
  );
}
