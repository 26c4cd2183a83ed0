import { basename, resolve } from "node:path";
import packageJson from "../../package.json";
import { countByWord } from "../chunks/token-counter.ts";
import { readFolder } from "../documents/read-folder.ts";
import { type FolderScan, scanFolder } from "../documents/scan-folder.ts";
import { openTextCache, type TextCache } from "../documents/text-cache.ts";
import { fingerprintModel } from "../embedding/model.ts";
import { loadTokenCounter } from "../embedding/tokenizer.ts";
import type { Builder } from "../revisions/build-revision.ts";
import { readCpuKind } from "../revisions/cpu-kind.ts";
import { type ReindexReport, reindex } from "../revisions/reindex.ts";
import { openStorage } from "../revisions/storage.ts";
import type { CommandContext } from "./command-context.ts";
import { BUILD_WORKERS, createBuildEmbedder, findModel } from "./embedding-setup.ts";
import { createProgress } from "./progress.ts";

/** A build's report together with what the folder held. */
export interface ReindexResult extends ReindexReport {
  scan: FolderScan;
  seconds: number;
}

/** Who builds on this machine. */
export function describeBuilder(): Builder {
  return { version: packageJson.version, runtime: `bun ${Bun.version}`, cpu: readCpuKind() };
}

/** Builds an index revision of a folder into a local store, with progress on stderr. */
export async function runReindex(options: {
  context: CommandContext;
  docsDir: string;
  storageDir: string;
  /** Model to embed with; the configured one where none is given. */
  embedModel?: string;
  /** The repo and commit that the folder holds, whose paths the documents then have; without it, the folder itself. */
  source?: { repo: string; revision: string };
  /** Folder of a further revision to take vectors from. */
  reuseFrom?: string | null;
  /** Whether pages that are pictures are recognised, which is so where it is not said. */
  ocr?: boolean;
  /** Whether all is done anew: no text, recognised page or vector of an earlier build is taken over. */
  full?: boolean;
}): Promise<ReindexResult> {
  const { context, docsDir, ocr: recognises = true, full = false } = options;
  const { config, log, signal } = context;
  const startedMs = performance.now();
  const model = findModel(config, options.embedModel ?? config.embedModel);
  const folder = await scanFolder(docsDir, signal);
  const scan = options.source ? pathsBelow(docsDir, folder) : folder;
  const storage = openStorage(options.storageDir);
  const [countTokens, fingerprint] = await Promise.all([loadTokenCounter(model), fingerprintModel(model)]);
  const texts = await openTextCache({ dir: storage.textsDir, recognises, log });
  const embedder = await createBuildEmbedder(model);
  const progress = createProgress(process.stderr);
  try {
    const report = await reindex({
      storage,
      outcomes: readFolder({
        files: scan.files,
        signal,
        ocr: recognises ? { cacheDir: full ? null : storage.ocrDir } : null,
        texts: full ? withoutKnown(texts) : texts,
        onRecognised: (done, total) => progress.update("ocr", done, total),
      }),
      fileCount: scan.files.length,
      source: options.source ?? { repo: resolve(docsDir), revision: null },
      reuseFrom: options.reuseFrom ?? null,
      isFull: full,
      embedder,
      workers: BUILD_WORKERS,
      countTokens: countByWord(countTokens),
      fingerprint,
      builder: describeBuilder(),
      kernelPath: config.kernelPath,
      clock: () => new Date(),
      log,
      onProgress: progress.update,
      signal,
    });
    await texts.prune();
    return { ...report, scan, seconds: (performance.now() - startedMs) / 1000 };
  } finally {
    progress.stop();
    embedder.close();
  }
}

/** Keeps texts for the next build and knows none. */
function withoutKnown(texts: TextCache): TextCache {
  return { ...texts, get: async () => null };
}

/** The folder's own name is no part of a path in the repository that it holds. */
function pathsBelow(docsDir: string, scan: FolderScan): FolderScan {
  const nameLength = basename(resolve(docsDir)).normalize("NFC").length + 1;
  const strip = <T extends { path: string }>(entry: T): T => ({
    ...entry,
    path: entry.path.slice(nameLength),
  });
  return {
    files: scan.files.map(strip),
    duplicates: scan.duplicates.map(({ path, of }) => ({
      path: path.slice(nameLength),
      of: of.slice(nameLength),
    })),
    skipped: scan.skipped.map(strip),
    unreadable: scan.unreadable.map(strip),
  };
}
