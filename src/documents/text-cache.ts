import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { DocumentText } from "../domain/document-text.ts";
import type { Log } from "../domain/log.ts";
import { DocumentTextSchema } from "./child-protocol.ts";
import { parserVersion } from "./parser-version.ts";

/** A document as it was read before, and how long that took. */
export interface KnownText {
  document: DocumentText;
  seconds: number;
}

/** Texts of documents that were read before, by the hash of their file: a compressed file for each. */
export interface TextCache {
  /** Null where the file was not read before by this very program, or what was kept of it is damaged. */
  get(fileSha256: string): Promise<KnownText | null>;
  /** Keeps a text. It only saves time: where it cannot be kept, the log says so, once. */
  put(fileSha256: string, text: KnownText): Promise<void>;
  /** To be called when a build is done: what neither it nor the last ones before it have used goes. */
  prune(): Promise<void>;
}

/** How many builds an unused text outlives. */
const KEPT_BUILDS = 3;
const BUILDS_FILE = "builds.json";
const SUFFIX = ".json.zst";
const HASH_CHARS = 64;

/** By build, the newest first: the names of what it used. */
const BuildsSchema = z.array(z.array(z.string()));
const EntrySchema = z.object({
  key: z.string(),
  seconds: z.number().nonnegative(),
  document: DocumentTextSchema,
});

/**
 * Opens the folder, which is made when there is something to keep. Several processes may use it at once.
 * @param options.recognises whether pages that are pictures are recognised: texts with and without are two
 * @param options.version what reads documents, by default this program
 */
export async function openTextCache(options: {
  dir: string;
  recognises: boolean;
  log: Pick<Log, "warn">;
  version?: string;
}): Promise<TextCache> {
  const { dir, recognises, log } = options;
  // The same sources may read otherwise in another runtime.
  const reader = [
    options.version ?? (await parserVersion()),
    Bun.version,
    process.arch,
    recognises ? "ocr" : "no ocr",
  ];
  const keyOf = (fileSha256: string) => sha256([...reader, fileSha256].join("\n"));
  const pathOf = (key: string) => join(dir, key + SUFFIX);
  const used = new Set<string>();
  let hasFailed = false;

  async function keep(key: string, text: KnownText): Promise<void> {
    mkdirSync(dir, { recursive: true });
    const partial = `${pathOf(key)}.${crypto.randomUUID()}.part`;
    try {
      const body = JSON.stringify({ key, ...text });
      await Bun.write(partial, await Bun.zstdCompress(sha256(body) + body));
      renameSync(partial, pathOf(key));
    } catch (error) {
      rmSync(partial, { force: true });
      throw error;
    }
  }

  return {
    async get(fileSha256) {
      const key = keyOf(fileSha256);
      const entry = await readEntry(pathOf(key));
      if (entry?.key !== key) return null;
      used.add(key + SUFFIX);
      return { document: entry.document, seconds: entry.seconds };
    },
    async put(fileSha256, text) {
      const key = keyOf(fileSha256);
      try {
        await keep(key, text);
        used.add(key + SUFFIX);
      } catch (error) {
        if (!hasFailed)
          log.warn({ err: error, dir }, "texts cannot be kept, and are read again by the next build");
        hasFailed = true;
      }
    },
    async prune() {
      const builds = [[...used].sort(), ...(await readBuilds(dir))].slice(0, KEPT_BUILDS);
      const kept = new Set([...builds.flat(), BUILDS_FILE]);
      try {
        mkdirSync(dir, { recursive: true });
        const partial = join(dir, `${crypto.randomUUID()}.part`);
        await Bun.write(partial, JSON.stringify(builds));
        renameSync(partial, join(dir, BUILDS_FILE));
        for (const name of readdirSync(dir)) if (!kept.has(name)) rmSync(join(dir, name), { force: true });
      } catch (error) {
        log.warn({ err: error, dir }, "texts that no build uses any more cannot be removed");
      }
    },
  };
}

/** Null where there is none, or it is not exactly what was kept. */
async function readEntry(path: string): Promise<z.output<typeof EntrySchema> | null> {
  try {
    const content = new TextDecoder("utf-8", { fatal: true }).decode(
      await Bun.zstdDecompress(await Bun.file(path).bytes()),
    );
    const body = content.slice(HASH_CHARS);
    return sha256(body) === content.slice(0, HASH_CHARS) ? EntrySchema.parse(JSON.parse(body)) : null;
  } catch {
    return null;
  }
}

async function readBuilds(dir: string): Promise<string[][]> {
  try {
    return BuildsSchema.parse(await Bun.file(join(dir, BUILDS_FILE)).json());
  } catch {
    return []; // no build yet, or damaged: then only what this build used is kept
  }
}

function sha256(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}
