import { join } from "node:path";
import { VademecumError } from "../domain/errors.ts";
import { repoExists } from "../hub/repo-exists.ts";
import { lockBuilds } from "../revisions/build-lock.ts";
import { readIndexState } from "../revisions/publish/index-state.ts";
import type { PublishReport } from "../revisions/publish/publish-revision.ts";
import { requireLatestDocuments } from "../revisions/publish/require-latest-documents.ts";
import { openStorage } from "../revisions/storage.ts";
import { pullDocuments } from "../sources/pull-documents.ts";
import type { CommandContext } from "./command-context.ts";
import type { ConnectedHub } from "./connect-hub.ts";
import { createProgress } from "./progress.ts";
import { bringServed, inMegabytes, prepareIndexRepo, publishBuilt } from "./publish-built.ts";
import { readGoldenOf } from "./read-golden.ts";
import { formatBuild, formatSaved, reindexResultAsJson } from "./reindex-report.ts";
import { type ReindexResult, runReindex } from "./run-reindex.ts";
import { serveLocally } from "./serve-locally.ts";

/** What the whole way from documents to service did. */
export interface PublishedReindex {
  built: ReindexResult;
  published: PublishReport;
  /** Whether the local store serves it too. */
  isLocal: boolean;
  seconds: { documents: number; build: number; publish: number; sync: number };
}

export interface ReindexAndPublishOptions {
  context: CommandContext;
  connected: ConnectedHub;
  /** A folder of this machine in place of the docs repo. */
  docsDir: string | null;
  /** Whether what was promoted is then served from the local store. */
  sync: boolean;
  /** Whether pages that are pictures are recognised, which is so where it is not said. */
  ocr?: boolean;
  /** Whether all is done anew: nothing of an earlier build is taken over. */
  full?: boolean;
}

/**
 * The whole way: checks that publishing is possible, brings the documents, builds beside what is served, publishes, asks
 * the gate, promotes. Each part goes on where an interrupted run has left it.
 * @throws VademecumError `BUILD_RUNS_ALREADY`, `NO_DOCUMENTS`, and what each part throws
 */
export async function reindexAndPublish(options: ReindexAndPublishOptions): Promise<PublishedReindex> {
  const buildDir = join(options.context.config.stateDir, "build");
  const lock = lockBuilds(buildDir);
  try {
    return await buildAndPublish(options, buildDir);
  } finally {
    lock.release();
  }
}

async function buildAndPublish(
  options: ReindexAndPublishOptions,
  buildDir: string,
): Promise<PublishedReindex> {
  const { context, connected } = options;
  if (options.docsDir === null) await requireDocsRepo(context, connected);
  const place = await prepareIndexRepo(context, connected);
  const storage = openStorage(join(buildDir, "storage"));
  const lap = stopwatch();
  const documents = await bringDocuments(options, buildDir);
  const seconds = { documents: lap(), build: 0, publish: 0, sync: 0 };

  const golden = await readGoldenOf(documents.dir);

  // A damaged manifest counts as none here: this publication writes it anew.
  const { inService } = await readIndexState({ ...place, log: context.log });
  const served = inService && (await bringServed({ context, place, storage, manifest: inService }));
  const built = await runReindex({
    context,
    docsDir: documents.dir,
    storageDir: storage.dir,
    reuseFrom: served?.dir ?? null,
    ...(options.ocr === undefined ? {} : { ocr: options.ocr }),
    ...(options.full === undefined ? {} : { full: options.full }),
    ...(documents.source ? { source: documents.source } : {}),
  });
  seconds.build = lap();
  for (const line of ["built:", ...formatBuild(built)]) context.remark(line);

  const { dir, manifest } = built;
  const published = await publishBuilt({
    context,
    place,
    storage,
    dir,
    manifest,
    golden,
    mayReplace: (now) =>
      requireLatestDocuments({ ...place, source: manifest.source, atStart: inService, inService: now }),
  });
  seconds.publish = lap();
  if (options.sync) await serveLocally({ context, place, manifest: published.manifest, builtDir: built.dir });
  seconds.sync = lap();
  return { built, published, isLocal: options.sync, seconds };
}

/** @throws VademecumError `NO_DOCUMENTS` before the first push */
async function requireDocsRepo({ signal }: CommandContext, { hub, docs }: ConnectedHub): Promise<void> {
  if (await repoExists({ hub, repo: docs, signal })) return;
  throw new VademecumError({
    code: "NO_DOCUMENTS",
    message: `there is no repository ${docs.name} with documents on ${hub.url}`,
    expected: "a dataset repo of PDF, DOC, DOCX or RTF files that this token may read",
    hint: "push documents first: ./vade docs push DIR; or build of a folder: ./vade reindex --docs DIR",
    exitCode: 2,
  });
}

/** The documents' folder, and which commit of the docs repo it holds; null for a folder of this machine. */
async function bringDocuments(
  { context, connected, docsDir }: ReindexAndPublishOptions,
  buildDir: string,
): Promise<{ dir: string; source: { repo: string; revision: string } | null }> {
  if (docsDir !== null) return { dir: docsDir, source: null };
  const { hub, docs } = connected;
  const progress = createProgress(process.stderr);
  const [comparing, downloading] = [inMegabytes(progress, "compare"), inMegabytes(progress, "documents")];
  try {
    const { dir, revision } = await pullDocuments({
      hub,
      repo: docs,
      revision: "main",
      dir: join(buildDir, "docs"),
      onProgress: (stage, bytes, totalBytes) =>
        (stage === "compare" ? comparing : downloading)(bytes, totalBytes),
      signal: context.signal,
      log: context.log,
    });
    return { dir, source: { repo: docs.name, revision } };
  } finally {
    progress.stop();
  }
}

/** Seconds since the last call, to a tenth. */
function stopwatch(): () => number {
  let sinceMs = performance.now();
  return () => {
    const nowMs = performance.now();
    const seconds = Math.round((nowMs - sinceMs) / 100) / 10;
    sinceMs = nowMs;
    return seconds;
  };
}

/** What a person reads at the end. */
export function formatPublishedReindex(result: PublishedReindex): string {
  const { built, published, isLocal, seconds } = result;
  const [, chunks = ""] = formatBuild(built);
  return [
    ...formatPublished(published),
    `  documents  ${built.manifest.num_documents} of ${built.manifest.source.repo}`,
    chunks,
    ...formatSaved(built),
    `  local      ${isLocal ? "./vade ask answers from it" : "not fetched; ./vade sync brings it"}`,
    `  time       ${Object.entries(seconds)
      .map(([part, value]) => `${part} ${value.toFixed(1)} s`)
      .join(", ")}`,
  ].join("\n");
}

/** The lines about a publication. */
export function formatPublished({ outcome, manifest, verdict, uploaded }: PublishReport): string[] {
  const { tag, revision, previous } = manifest;
  const heading = outcome === "promoted" ? "in service" : "unchanged, in service already";
  const lines = [`${heading}: ${tag} (commit ${revision.slice(0, 12)})`];
  if (outcome === "promoted") {
    lines.push(`  before     ${previous ? `commit ${previous.slice(0, 12)}` : "nothing was in service"}`);
    lines.push(`  artifacts  ${uploaded ? "uploaded" : "were on the Hub already"}`);
  }
  for (const { name, passed, detail } of verdict?.checks ?? [])
    lines.push(`  gate       ${passed ? "passed" : "FAILED"} ${name}: ${detail}`);
  return lines;
}

/** The same for programs. */
export function publishedAsJson({ outcome, manifest, verdict, uploaded }: PublishReport): object {
  const { tag, revision, previous } = manifest;
  return { outcome, tag, revision, previous, uploaded, verdict };
}

export function publishedReindexAsJson(result: PublishedReindex): object {
  const { built, published, isLocal, seconds } = result;
  return {
    ...publishedAsJson(published),
    source: built.manifest.source,
    local: isLocal,
    build: reindexResultAsJson(built),
    seconds,
  };
}
