import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { VademecumError } from "../domain/errors.ts";
import { requireSameModel } from "../embedding/model.ts";
import { compareArtifacts, type RebuildComparison } from "../revisions/compare-artifacts.ts";
import { openStorage, readManifest } from "../revisions/storage.ts";
import { type VerifyCheck, verifyRevision } from "../revisions/verify-revision.ts";
import type { CommandContext } from "./command-context.ts";
import { findModel } from "./embedding-setup.ts";
import { requireCurrent } from "./require-current.ts";
import { runReindex } from "./run-reindex.ts";

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
    const rebuilt = await runReindex({
      context,
      docsDir: options.docs ?? manifest.source.repo,
      storageDir: scratch,
      embedModel: manifest.embed_model,
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

/** `verify`: is the revision in service whole, and does a build from nothing give it again? */
export function verifyCommand(context: CommandContext): Command {
  return new Command("verify")
    .description("check the revision in service: hashes, sizes, contract, search")
    .option("--rebuild", "also build the documents again from nothing and compare byte by byte")
    .option("--docs <dir>", "with --rebuild: where the documents are now (default: where they were)")
    .option("--json", "print the checks as one JSON document")
    .action(async (options: { rebuild?: true; docs?: string; json?: true }) => {
      const { config, log } = context;
      const storage = openStorage(config.storageDir);
      const revision = requireCurrent(storage);
      const dir = storage.revisionDir(revision);
      const checks: VerifyCheck[] = await verifyRevision({
        dir,
        engine: config.vectorEngine,
        kernelPath: config.kernelPath,
        log,
      });
      checks.push(await checkModel(context, dir));
      if (options.rebuild) {
        const { passed, detail } = await rebuildAndCompare({ context, dir, docs: options.docs });
        checks.push({ name: "rebuild", passed, detail });
      }
      const passed = checks.every((check) => check.passed);
      if (options.json) context.print(JSON.stringify({ revision, passed, checks }, null, 2));
      else {
        for (const check of checks)
          context.print(`${check.passed ? "ok    " : "FAILED"} ${check.name.padEnd(8)} ${check.detail}`);
        context.print(
          passed
            ? `revision ${revision} is whole`
            : `revision ${revision} failed: ./vade reindex --docs DIR builds it again`,
        );
      }
      if (!passed) process.exitCode = 1;
    });
}
