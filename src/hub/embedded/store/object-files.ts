import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { isAlive } from "../../../processes/is-alive.ts";
import { syncFolder } from "./durable.ts";

/** Tells this process from an earlier one of the same number. */
const PROCESS_ID = crypto.randomUUID().slice(0, 8);
const PARTIAL_PATTERN = /^(\d+)-([0-9a-f]{8})-[0-9a-f-]{36}\.tmp$/;
const OBJECT_PATTERN = /^[0-9a-f]{64}$/;

/** Content that lies on the disk whole, but not yet under its name. */
export interface PendingObject {
  partial: string;
  sha256: string;
  bytes: number;
}

/** The files of a Hub's content: `objects/<first two digits>/<sha256>`, written in `tmp/` and renamed when whole. */
export interface ObjectFiles {
  path(sha256: string): string;
  /** Writes a stream to the disk while it is hashed. A stream that fails, or is longer than `maxBytes`, leaves nothing. */
  write(content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<PendingObject>;
  discard(pending: PendingObject): void;
  /** Gives finished content its name, durably. */
  keep(pending: readonly PendingObject[]): void;
  remove(sha256: string): void;
  /** Every object that lies on the disk. */
  list(): string[];
  /** Removes what dead writers left behind; returns how many files. */
  sweep(): number;
}

/** A stream brought more than was announced. */
export class TooLongError extends Error {}

function isAbandoned(name: string): boolean {
  const [, pid, writer] = PARTIAL_PATTERN.exec(name) ?? [];
  if (pid === undefined) return false;
  if (Number(pid) === process.pid) return writer !== PROCESS_ID;
  return !isAlive(Number(pid));
}

export function openObjectFiles(dir: string): ObjectFiles {
  const objectsDir = join(dir, "objects");
  const partialDir = join(dir, "tmp");
  mkdirSync(objectsDir, { recursive: true });
  mkdirSync(partialDir, { recursive: true });
  const folder = (sha256: string) => join(objectsDir, sha256.slice(0, 2));
  const path = (sha256: string) => join(folder(sha256), sha256);
  return {
    path,
    async write(content, maxBytes) {
      const partial = join(partialDir, `${process.pid}-${PROCESS_ID}-${crypto.randomUUID()}.tmp`);
      const hasher = new Bun.CryptoHasher("sha256");
      const file = await open(partial, "wx");
      try {
        let bytes = 0;
        for await (const chunk of content) {
          bytes += chunk.length;
          if (bytes > maxBytes) throw new TooLongError(`more than ${maxBytes} bytes`);
          hasher.update(chunk);
          await file.writeFile(chunk); // whole, or it fails: a single write may be cut short by a full disk
        }
        await file.sync();
        return { partial, sha256: hasher.digest("hex"), bytes };
      } catch (error) {
        rmSync(partial, { force: true });
        throw error;
      } finally {
        await file.close();
      }
    },
    discard: ({ partial }) => rmSync(partial, { force: true }),
    keep(pending) {
      const folders = new Set<string>();
      for (const { partial, sha256 } of pending) {
        const target = folder(sha256);
        if (!existsSync(target)) {
          mkdirSync(target, { recursive: true });
          folders.add(objectsDir);
        }
        folders.add(target);
        renameSync(partial, path(sha256));
      }
      for (const name of folders) syncFolder(name);
    },
    remove: (sha256) => rmSync(path(sha256), { force: true }),
    list: () =>
      readdirSync(objectsDir, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap((entry) => readdirSync(join(objectsDir, entry.name)))
        .filter((name) => OBJECT_PATTERN.test(name)),
    sweep() {
      const abandoned = readdirSync(partialDir).filter(isAbandoned);
      for (const name of abandoned) rmSync(join(partialDir, name), { force: true });
      return abandoned.length;
    },
  };
}
