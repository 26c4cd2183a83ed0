import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { hashFile } from "../documents/hash-file.ts";
import { VademecumError } from "../domain/errors.ts";
import { MANIFEST_FILE, type Manifest, ManifestSchema } from "../domain/manifest.ts";
import { isAlive } from "../processes/is-alive.ts";
import { renameDurably, replaceFile, replaceFileNow, syncToDisk } from "./durable-files.ts";

/** How many revisions are kept: the one in service and the newest others. */
export const KEPT_REVISIONS = 3;

/** A folder in the making whose writer cannot be asked (another machine) is taken for left behind after this long. */
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

const OWNER_FILE = "owner.json";
const OwnerSchema = z.object({ pid: z.int().positive(), host: z.string(), process: z.string() });
/** Tells this process from an earlier one of the same number, as the first process of a container always is. */
const PROCESS_ID = crypto.randomUUID();
const REVISION_PATTERN = /^[0-9a-f]{40}$/;

/**
 * The local store of revisions:
 * ```
 * revisions/<revision>/      a finished revision, never changed again
 * revisions/<…>.tmp/         one in the making; swept when its writer is gone
 * current                    the revision in service, replaced by rename
 * checkpoint.db              vectors of a build that has not finished
 * ocr/                       pages that were recognised, by the hash of their picture
 * texts/                     documents that were read, by the hash of their file
 * ```
 */
export interface Storage {
  readonly dir: string;
  readonly checkpointPath: string;
  /** Folder of recognised pages, which whoever reads documents makes and fills; it only saves time. */
  readonly ocrDir: string;
  /** The same of the texts of documents. */
  readonly textsDir: string;
  /** The revision in service, null before the first. */
  current(): string | null;
  revisionDir(revision: string): string;
  /** Finished revisions, newest first. A damaged one among them is an error: see `readManifest`. */
  list(): Manifest[];
  /** A new folder to write a revision into. */
  createPartial(): string;
  /**
   * Makes a complete folder the revision of this name. False where that revision was there already; files of it that
   * are damaged or missing are then replaced.
   */
  commit(partialDir: string, revision: string): Promise<boolean>;
  /** Puts a finished revision into service. */
  setCurrent(revision: string): void;
  /** The same, while the event loop goes on turning. */
  switchCurrent(revision: string): Promise<void>;
  /** Removes what dead writers left behind and revisions beyond the kept ones; returns the names removed. */
  sweep(): string[];
}

const byNewest = (a: Manifest, b: Manifest) => (a.created_at < b.created_at ? 1 : -1);

function isAbandoned(partialDir: string, now: number): boolean {
  const ownerFile = join(partialDir, OWNER_FILE);
  if (existsSync(ownerFile)) {
    const owner = OwnerSchema.safeParse(parseJson(readFileSync(ownerFile, "utf8")));
    if (owner.success && owner.data.host === hostname()) {
      const { pid, process: writer } = owner.data;
      return pid === process.pid ? writer !== PROCESS_ID : !isAlive(pid);
    }
  }
  return now - statSync(partialDir).mtimeMs > ABANDONED_AFTER_MS;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a file that a writer was killed over is treated as one without content
  }
}

/**
 * Reads the manifest of a revision's folder.
 * @throws VademecumError `MANIFEST_INVALID` where it is missing or not one that this version understands.
 */
export function readManifest(dir: string): Manifest {
  const path = join(dir, MANIFEST_FILE);
  const content = existsSync(path) ? parseJson(readFileSync(path, "utf8")) : undefined;
  const parsed = ManifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new VademecumError({
    code: "MANIFEST_INVALID",
    message: `${path} ${content === undefined ? "is missing or not JSON" : "is not a manifest of this version"}`,
    expected: z.prettifyError(parsed.error),
    hint: "build the index again (./vade reindex --docs DIR)",
  });
}

/** Replaces the files of a revision that are not what they should be, each at once: its readers keep what they mapped. */
async function mendFiles(freshDir: string, revisionDir: string): Promise<void> {
  for (const name of readdirSync(freshDir)) {
    const [fresh, kept] = [join(freshDir, name), join(revisionDir, name)];
    if (name === MANIFEST_FILE && (await mendManifest(fresh, kept, revisionDir))) continue;
    const same = existsSync(kept) && (await hashFile(fresh)).sha256 === (await hashFile(kept)).sha256;
    if (!same) await renameDurably(fresh, kept);
  }
}

/** Keeps when a revision was made and by which tag it is known, and takes over where its documents are now. */
async function mendManifest(fresh: string, kept: string, revisionDir: string): Promise<boolean> {
  const known = tryReadManifest(revisionDir);
  if (!known) return false;
  const { source } = ManifestSchema.parse(JSON.parse(readFileSync(fresh, "utf8")));
  if (!Bun.deepEquals(source, known.source)) await replaceFile(kept, formatManifest({ ...known, source }));
  return true;
}

/** A manifest, null where it is damaged or missing. */
function tryReadManifest(dir: string): Manifest | null {
  try {
    return readManifest(dir);
  } catch (error) {
    if (error instanceof VademecumError) return null;
    throw error;
  }
}

/** A manifest as it is written to disk. */
export function formatManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Opens the store in a folder, which is made where it is missing. */
export function openStorage(dir: string, clock: () => Date = () => new Date()): Storage {
  const revisionsDir = join(dir, "revisions");
  const currentFile = join(dir, "current");
  mkdirSync(revisionsDir, { recursive: true });
  const revisionDir = (revision: string) => join(revisionsDir, revision);

  const current = () => {
    if (!existsSync(currentFile)) return null;
    const revision = readFileSync(currentFile, "utf8").trim();
    if (REVISION_PATTERN.test(revision) && existsSync(join(revisionDir(revision), MANIFEST_FILE)))
      return revision;
    throw new VademecumError({
      code: "STORAGE_DAMAGED",
      message: `${currentFile} names a revision that is not there: "${revision.slice(0, 60)}"`,
      expected: `the name of a folder in ${revisionsDir}`,
      hint: "build the index again (./vade reindex --docs DIR), which writes the pointer anew",
    });
  };

  const revisionNames = () => readdirSync(revisionsDir).filter((name) => REVISION_PATTERN.test(name));
  const list = () =>
    revisionNames()
      .map((name) => readManifest(revisionDir(name)))
      .sort(byNewest);

  // Where the pointer is damaged nobody can tell what is surplus, so nothing is removed; a revision whose manifest cannot
  // be read is left for a person to look at, and does not keep the others from going.
  const surplusRevisions = (): string[] => {
    let inService: string | null;
    try {
      inService = current();
    } catch (error) {
      if (error instanceof VademecumError) return [];
      throw error;
    }
    const readable = revisionNames().flatMap((name) => tryReadManifest(revisionDir(name)) ?? []);
    const others = readable.filter(({ revision }) => revision !== inService).sort(byNewest);
    return others.slice(KEPT_REVISIONS - 1).map(({ revision }) => revision);
  };

  return {
    dir,
    checkpointPath: join(dir, "checkpoint.db"),
    ocrDir: join(dir, "ocr"),
    textsDir: join(dir, "texts"),
    current,
    revisionDir,
    list,
    createPartial() {
      const partial = join(revisionsDir, `new.${crypto.randomUUID()}.tmp`);
      mkdirSync(partial);
      writeFileSync(
        join(partial, OWNER_FILE),
        JSON.stringify({ pid: process.pid, host: hostname(), process: PROCESS_ID }),
      );
      return partial;
    },
    async commit(partialDir, revision) {
      const target = revisionDir(revision);
      rmSync(join(partialDir, OWNER_FILE));
      if (existsSync(target)) {
        await mendFiles(partialDir, target);
        rmSync(partialDir, { recursive: true });
        return false;
      }
      for (const name of readdirSync(partialDir)) await syncToDisk(join(partialDir, name));
      await renameDurably(partialDir, target);
      return true;
    },
    setCurrent(revision) {
      replaceFileNow(currentFile, `${revision}\n`);
    },
    switchCurrent: (revision) => replaceFile(currentFile, `${revision}\n`),
    sweep() {
      const now = clock().getTime();
      const partial = readdirSync(revisionsDir)
        .filter((name) => name.endsWith(".tmp"))
        .filter((name) => isAbandoned(join(revisionsDir, name), now));
      const pointers = readdirSync(dir).filter(
        (name) =>
          /^current\..*\.tmp$/.test(name) && now - statSync(join(dir, name)).mtimeMs > ABANDONED_AFTER_MS,
      );
      const surplus = surplusRevisions();
      for (const name of partial) rmSync(join(revisionsDir, name), { recursive: true, force: true });
      for (const name of surplus) {
        // Renamed first: whenever the removal is killed, what is left is no half revision but something to sweep.
        const doomed = join(revisionsDir, `${name}.${crypto.randomUUID()}.tmp`);
        renameSync(join(revisionsDir, name), doomed);
        rmSync(doomed, { recursive: true, force: true });
      }
      for (const name of pointers) rmSync(join(dir, name), { force: true });
      return [...partial, ...surplus, ...pointers];
    },
  };
}
