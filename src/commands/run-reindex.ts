import { basename, resolve } from "node:path";
import packageJson from "../../package.json";
import { countByWord } from "../chunks/token-counter.ts";
import { readFolder } from "../documents/read-folder.ts";
import { type FolderScan, scanFolder } from "../documents/scan-folder.ts";
import { fingerprintModel } from "../embedding/model.ts";
import { loadTokenCounter } from "../embedding/tokenizer.ts";
import { GOLDEN_FILE } from "../evaluation/golden.ts";
import type { Builder } from "../revisions/build-revision.ts";
import { readCpuKind } from "../revisions/cpu-kind.ts";
import { type ReindexReport, reindex } from "../revisions/reindex.ts";
import { openStorage } from "../revisions/storage.ts";
import { PULL_MARK_FILE } from "../sources/pull-mark.ts";
import type { CommandContext } from "./command-context.ts";
import { countOf } from "./docs-output.ts";
import { BUILD_WORKERS, createBuildEmbedder, findModel } from "./embedding-setup.ts";
import { createProgress } from "./progress.ts";
import { DOUBTFUL_TITLE, formatDoubtful, formatRecognised, recognisedAsJson } from "./recognised-report.ts";

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
}): Promise<ReindexResult> {
  const { context, docsDir } = options;
  const { config, log, signal } = context;
  const startedMs = performance.now();
  const model = findModel(config, options.embedModel ?? config.embedModel);
  const folder = await scanFolder(docsDir, signal);
  const scan = options.source ? pathsBelow(docsDir, folder) : folder;
  const storage = openStorage(options.storageDir);
  const [countTokens, fingerprint] = await Promise.all([loadTokenCounter(model), fingerprintModel(model)]);
  const embedder = await createBuildEmbedder(model);
  const progress = createProgress(process.stderr);
  try {
    const report = await reindex({
      storage,
      outcomes: readFolder({
        files: scan.files,
        signal,
        ocr: options.ocr === false ? null : { cacheDir: storage.ocrDir },
        onRecognised: (done, total) => progress.update("ocr", done, total),
      }),
      fileCount: scan.files.length,
      source: options.source ?? { repo: resolve(docsDir), revision: null },
      reuseFrom: options.reuseFrom ?? null,
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
    return { ...report, scan, seconds: (performance.now() - startedMs) / 1000 };
  } finally {
    progress.stop();
    embedder.close();
  }
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

/** What a person reads at the end of a build. */
export function formatReindexResult(result: ReindexResult): string {
  const { manifest, isNew, wasInService } = result;
  const outcome = isNew ? "built" : `unchanged, ${wasInService ? "in service already" : "back in service"}`;
  return [
    `${outcome}: ${manifest.tag} (revision ${manifest.revision.slice(0, 12)})`,
    ...formatBuild(result),
  ].join("\n");
}

/** What was read, embedded and left out. */
export function formatBuild(result: ReindexResult): string[] {
  const { manifest, vectors, scan, refused, partlyScanned, recognised } = result;
  // Golden questions, and the note of a pull, are no documents that were left out.
  const others = scan.skipped.filter(({ path }) => ![GOLDEN_FILE, PULL_MARK_FILE].includes(basename(path)));
  const counts = [
    `${manifest.num_documents} read`,
    `${refused.length + scan.unreadable.length} refused`,
    countOf(scan.duplicates.length, "duplicate"),
    `${countOf(others.length, "other file")} skipped`,
  ];
  const lines = [
    `  documents  ${counts.join(", ")}`,
    `  chunks     ${manifest.num_chunks}: ${vectors.embedded} embedded, ${vectors.reused} reused, ` +
      `${vectors.resumed} from an interrupted build`,
    ...formatRecognised(recognised),
    `  time       ${result.seconds.toFixed(1)} s`,
  ];
  const section = (title: string, rows: string[]) => {
    if (rows.length > 0) lines.push(title, ...rows.map((row) => `  ${row}`));
  };
  section("refused:", [
    ...refused.map(({ path, error }) => `${path}: ${error.message} [${error.code}]`),
    ...scan.unreadable.map(({ path, reason }) => `${path}: ${reason}`),
  ]);
  section(
    "duplicates, indexed once:",
    scan.duplicates.map(({ path, of }) => `${path} = ${of}`),
  );
  section(DOUBTFUL_TITLE, formatDoubtful(recognised));
  section(
    "pages that are pictures without text, not in the index:",
    partlyScanned.map(({ path, pages }) => `${path}: ${pages.join(", ")}`),
  );
  return lines;
}

/** The same for programs. */
export function reindexResultAsJson(result: ReindexResult): object {
  const { manifest, vectors, scan, refused, partlyScanned, recognised, dir, isNew, seconds } = result;
  return {
    tag: manifest.tag,
    revision: manifest.revision,
    new: isNew,
    dir,
    documents: manifest.num_documents,
    chunks: manifest.num_chunks,
    vectors,
    refused: [
      ...refused.map(({ path, error }) => ({
        path,
        code: error.code,
        reason: error.message,
        hint: error.hint,
      })),
      ...scan.unreadable.map(({ path, reason }) => ({ path, code: "UNREADABLE", reason, hint: null })),
    ],
    duplicates: scan.duplicates,
    skipped: scan.skipped,
    pages_without_text: partlyScanned,
    ocr_pages: recognisedAsJson(recognised),
    seconds: Math.round(seconds * 10) / 10,
  };
}

/** Whether every document of the folder is in the index. */
export function isComplete(result: ReindexResult): boolean {
  return result.refused.length === 0 && result.scan.unreadable.length === 0;
}
