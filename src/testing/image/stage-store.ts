import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";

/** Longer than a build and its trial take. */
const KEPT_UNUSED_MS = 20 * 60_000;

/** Copies a root directory as it is. */
export function copyTree(from: string, to: string): void {
  const { exitCode, stderr } = Bun.spawnSync(["cp", "--archive", "--reflink=auto", from, to]);
  if (exitCode !== 0) throw new Error(`${from} was not copied: ${stderr.toString()}`);
  markUsed(to);
}

/** Where a cache that a step asks for lies on this machine. */
export function cacheMount(cacheDir: string, target: string): string {
  const dir = join(cacheDir, `mount${target.replaceAll("/", "-")}`);
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** Puts a finished stage in its place, where no other build was faster. */
export function keepStage(partial: string, dir: string): void {
  if (!existsSync(dir)) renameSync(partial, dir);
  markUsed(dir);
}

/** Removes stages that no build has needed for a while, and what interrupted ones left. Others may build at this moment. */
export function sweepStages(cacheDir: string, used: readonly string[]): void {
  for (const name of readdirSync(cacheDir)) {
    const dir = join(cacheDir, name);
    if (used.includes(dir) || !(name.startsWith("stage-") || name.endsWith(".tmp"))) continue;
    const usedAtMs = statSync(dir, { throwIfNoEntry: false })?.mtimeMs;
    if (usedAtMs !== undefined && Date.now() - usedAtMs > KEPT_UNUSED_MS)
      rmSync(dir, { recursive: true, force: true });
  }
}

function markUsed(dir: string): void {
  utimesSync(dir, new Date(), new Date());
}
