import { chmodSync, copyFileSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What a machine without Bun, without packages and without this checkout still has. */
const SYSTEM_LIBRARIES = [
  "libc",
  "libm",
  "libdl",
  "librt",
  "libpthread",
  "libstdc++",
  "libgcc_s",
  "ld-linux",
];
/** Of nobody who is known to the system. */
const USER_ID = 1000;

/** A root directory of its own for a program, which runs in it as an ordinary user who can write to `/tmp` alone. */
export interface BareRoot {
  dir: string;
  /** Runs a program of the root to its end. */
  run(
    command: readonly string[],
    env?: Record<string, string>,
  ): Promise<{ exitCode: number; stdout: string; stderr: string }>;
}

/** Why no such root can be made here; null where it can. */
export function bareRootMissing(): string | null {
  if (process.platform !== "linux") return "it needs Linux";
  if (process.getuid?.() !== 0) return "only root may change the root directory";
  const probe = Bun.spawnSync(["unshare", "--mount", "--pid", "--fork", "chroot", "/", "true"]);
  return probe.exitCode === 0 ? null : "this machine allows no namespaces";
}

/** @param files what is copied into the root, by the path it has there */
export async function makeBareRoot(files: Readonly<Record<string, string>>): Promise<BareRoot> {
  const dir = mkdtempSync(join(tmpdir(), "vademecum-root-"));
  const put = (from: string, to: string) => {
    mkdirSync(dirname(join(dir, to)), { recursive: true });
    copyFileSync(from, join(dir, to));
  };
  for (const path of await systemLibraries()) put(path, path);
  for (const [to, from] of Object.entries(files)) put(from, to);
  for (const name of ["proc", "dev", "tmp"]) mkdirSync(join(dir, name), { recursive: true });
  chmodSync(dir, 0o755);
  chmodSync(join(dir, "tmp"), 0o1777);
  return {
    dir,
    async run(command, env = {}) {
      const enter = `mount -t proc proc "$0/proc" && exec chroot --userspec=${USER_ID}:${USER_ID} "$0" "$@"`;
      const child = Bun.spawn(["unshare", "--mount", "--pid", "--fork", "sh", "-c", enter, dir, ...command], {
        env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", ...env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
      return { exitCode: await child.exited, stdout, stderr };
    },
  };
}

async function systemLibraries(): Promise<string[]> {
  const { stdout } = Bun.spawnSync(["ldconfig", "-p"], { env: { PATH: "/usr/sbin:/sbin:/usr/bin:/bin" } });
  const paths = [...stdout.toString().matchAll(/^\s*(\S+?)\.so\.\d+ \(([^)]*)\) => (\S+)$/gm)]
    .filter(([, name = "", kind = ""]) => SYSTEM_LIBRARIES.includes(name) && !/ELF32|x32|libc5/.test(kind))
    .map(([, , , path = ""]) => path);
  const loader = process.arch === "arm64" ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2";
  return [...new Set([...paths, loader])];
}
