import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { Command } from "commander";
import { VademecumError } from "../domain/errors.ts";
import type { Manifest } from "../domain/manifest.ts";
import { requireSameModel } from "../embedding/model.ts";
import { compareArtifacts, type RebuildComparison } from "../revisions/compare-artifacts.ts";
import { comparePublishedFiles } from "../revisions/publish/compare-published-files.ts";
import { verdictWord } from "../revisions/publish/list-revisions.ts";
import { describePublished } from "../revisions/publish/read-in-service.ts";
import { requireTag } from "../revisions/publish/revision-tags.ts";
import { readVerdict } from "../revisions/publish/verdicts.ts";
import { openMeta } from "../revisions/read-meta.ts";
import { openStorage, readManifest } from "../revisions/storage.ts";
import { fetchRevision } from "../revisions/sync/fetch-revision.ts";
import { type VerifyCheck, verifyRevision } from "../revisions/verify-revision.ts";
import { pullDocuments } from "../sources/pull-documents.ts";
import type { CommandContext } from "./command-context.ts";
import { findModel } from "./embedding-setup.ts";
import { requireCurrent } from "./require-current.ts";
import { runReindex } from "./run-reindex.ts";
import { withHub } from "./with-hub.ts";

/** Builds the documents again from nothing, beside what is served, and compares. */
async function rebuildAndCompare(options: {
  context: CommandContext;
  dir: string;
  docs: string | undefined;
}): Promise<RebuildComparison> {
  const { context, dir } = options;
  const manifest = readManifest(dir);
  const scratch = mkdtempSync(join(tmpdir(), "vademecum-rebuild-"));
  try {
    const documents =
      options.docs === undefined
        ? await bringSource(context, manifest, join(scratch, "docs"))
        : { docsDir: options.docs };
    const rebuilt = await runReindex({
      context,
      ...documents,
      storageDir: join(scratch, "storage"),
      embedModel: manifest.embed_model,
      // A revision without recognised pages is the same whether or not recognition was on.
      ocr: openMeta(dir).documents.some((document) => document.ocr_pages !== undefined),
    });
    return await compareArtifacts({
      built: { dir, manifest },
      rebuilt: { dir: rebuilt.dir, manifest: rebuilt.manifest },
      kernelPath: context.config.kernelPath,
      log: context.log,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The documents that a revision was made of: a folder of this machine, or a repo at its commit, fetched into `dir`. */
async function bringSource(
  context: CommandContext,
  { source }: Manifest,
  dir: string,
): Promise<{ docsDir: string; source?: { repo: string; revision: string } }> {
  const { repo, revision } = source;
  if (revision === null) {
    if (isAbsolute(repo)) return { docsDir: repo };
    throw new VademecumError({
      code: "DOCUMENTS_ELSEWHERE",
      message: `this revision was built of the folder ${repo} of another machine, or of this one before it was published`,
      hint: "say where the documents are: ./vade verify --rebuild --docs DIR",
      exitCode: 2,
    });
  }
  const { signal, log } = context;
  await withHub(context, ({ hub }) =>
    pullDocuments({ hub, repo: { type: "dataset", name: repo }, revision, dir, signal, log }),
  );
  return { docsDir: dir, source: { repo, revision } };
}

/** Whether the model that the manifest names is here, with the weights that made the index. */
async function checkModel(context: CommandContext, dir: string): Promise<VerifyCheck> {
  const { embed_model, embed_fingerprint } = readManifest(dir);
  try {
    await requireSameModel(findModel(context.config, embed_model), embed_fingerprint);
    return { name: "model", passed: true, detail: `${embed_model} is the one that made the index` };
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    return { name: "model", passed: false, detail: `${error.message} (expected ${error.expected ?? "it"})` };
  }
}

/** What is to be verified, and what was found out about it on the Hub. */
interface Target {
  revision: string;
  /** Null where what the Hub holds is not the revision, so that there is nothing to fetch. */
  dir: string | null;
  onHub: VerifyCheck[];
}

/** The revision in service in the local store. */
function findCurrent({ config }: CommandContext): Target {
  const storage = openStorage(config.storageDir);
  const revision = requireCurrent(storage);
  return { revision, dir: storage.revisionDir(revision), onHub: [] };
}

/** A published revision, fetched into the local store unless it is there; what is served stays. */
async function bringPublished(context: CommandContext, wanted: string): Promise<Target> {
  const { config, log, signal } = context;
  const storage = openStorage(config.storageDir);
  return await withHub(context, async ({ hub, index }) => {
    const place = { hub, repo: index, signal };
    const ref = await requireTag(place, wanted);
    const manifest = await describePublished(place, ref);
    const differences = await comparePublishedFiles({ ...place, revision: ref.commit, build: manifest });
    const gate = verdictWord(await readVerdict(place, ref.name));
    const dir =
      differences.length > 0 ? null : (await fetchRevision({ ...place, manifest, storage, log })).dir;
    const onHub: VerifyCheck[] = [
      {
        name: "hub",
        passed: differences.length === 0,
        detail: differences.join("; ") || `${ref.name}: the Hub holds the files of its build.json`,
      },
      { name: "gate", passed: gate === "passed" || gate === "forced", detail: `the gate's verdict: ${gate}` },
    ];
    return { revision: manifest.revision, dir, onHub };
  });
}

/** All checks of a revision in a folder. */
async function checkFolder(
  context: CommandContext,
  dir: string,
  options: { rebuild?: true; docs?: string },
): Promise<VerifyCheck[]> {
  const { config, log } = context;
  const { vectorEngine: engine, kernelPath } = config;
  const checks = await verifyRevision({ dir, engine, kernelPath, log });
  checks.push(await checkModel(context, dir));
  if (options.rebuild) {
    const { passed, detail } = await rebuildAndCompare({ context, dir, docs: options.docs });
    checks.push({ name: "rebuild", passed, detail });
  }
  return checks;
}

/** `verify`: is a revision whole, and does a build from nothing give it again? */
export function verifyCommand(context: CommandContext): Command {
  return new Command("verify")
    .description("check a revision: hashes, sizes, contract, search")
    .argument(
      "[tag]",
      "a published revision, which is fetched; default: the one in service in the local store",
    )
    .option("--rebuild", "also build the documents again from nothing and compare byte by byte")
    .option("--docs <dir>", "with --rebuild: where the documents are now (default: where they were)")
    .option("--json", "print the checks as one JSON document")
    .action(async (tag: string | undefined, options: { rebuild?: true; docs?: string; json?: true }) => {
      const target = tag === undefined ? findCurrent(context) : await bringPublished(context, tag);
      const { revision, dir } = target;
      const checks = [...target.onHub, ...(dir === null ? [] : await checkFolder(context, dir, options))];
      const passed = checks.every((check) => check.passed);
      if (options.json) context.print(JSON.stringify({ revision, passed, checks }, null, 2));
      else {
        for (const check of checks)
          context.print(`${check.passed ? "ok    " : "FAILED"} ${check.name.padEnd(8)} ${check.detail}`);
        context.print(passed ? `revision ${revision} is whole` : whatToDo(revision, tag));
      }
      if (!passed) process.exitCode = 1;
    });
}

function whatToDo(revision: string, tag: string | undefined): string {
  return tag === undefined
    ? `revision ${revision} failed: ./vade reindex --docs DIR builds it again, ./vade sync fetches what is in service`
    : `revision ${revision} failed: serve another (./vade rollback, ./vade promote TAG), or publish again (./vade reindex)`;
}
