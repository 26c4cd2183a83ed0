import { readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { isAlive } from "../processes/is-alive.ts";

/** A live download writes more often than this: the longest wait that a Hub may ask for is below. */
const ABANDONED_AFTER_MS = 15 * 60 * 1000;

const shortHash = (text: string, length: number) =>
  new Bun.CryptoHasher("sha256").update(text).digest("hex").slice(0, length);

/** Partial files that this process writes now. */
const active = new Set<string>();

/** A partial file that nobody else writes. */
export interface ClaimedPartial {
  path: string;
  release(): void;
}

interface Found {
  path: string;
  content: string;
  host: string;
  pid: number;
}

/**
 * Gives a partial file for a target's content: one that an earlier run left, or a new name. Each belongs to one process at
 * a time, which its name says; taking one over is a rename, which only one can win.
 * @param content name of the content (a hash): a partial file of another content is never gone on with
 */
export async function claimPartial(target: string, content: string): Promise<ClaimedPartial> {
  const owner = `${shortHash(hostname(), 8)}-${process.pid}-${crypto.randomUUID().slice(0, 8)}`;
  const tag = shortHash(content, 16);
  const path = join(dirname(target), `${prefixOf(target)}${tag}-${owner}.part`);
  active.add(path);
  for (const found of await findPartials(target)) {
    if (found.content !== tag || !(await isAbandoned(found))) continue;
    try {
      await rename(found.path, path);
      break;
    } catch (error) {
      if (!isGone(error)) throw error; // another process took it: look at the next
    }
  }
  return { path, release: () => active.delete(path) };
}

/** Removes what dead processes left of downloads of this target. */
export async function removeStalePartials(target: string): Promise<void> {
  for (const found of await findPartials(target)) {
    if (await isAbandoned(found)) await rm(found.path, { force: true });
  }
}

/** Hidden, and short whatever the target's name is. */
function prefixOf(target: string): string {
  return `.download-${shortHash(basename(target), 12)}-`;
}

async function findPartials(target: string): Promise<Found[]> {
  const folder = dirname(target);
  const prefix = prefixOf(target);
  const names = await readdir(folder);
  return names.flatMap((name) => {
    if (!name.startsWith(prefix)) return [];
    const [, content, host, pid] =
      /^([0-9a-f]{16})-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.part$/.exec(name.slice(prefix.length)) ?? [];
    if (content === undefined || host === undefined) return [];
    return [{ path: join(folder, name), content, host, pid: Number(pid) }];
  });
}

async function isAbandoned({ path, host, pid }: Found): Promise<boolean> {
  if (active.has(path)) return false;
  if (host === shortHash(hostname(), 8) && (pid === process.pid || !isAlive(pid))) return true;
  try {
    return Date.now() - (await stat(path)).mtimeMs > ABANDONED_AFTER_MS;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
