import { Command } from "commander";
import { VademecumError } from "../domain/errors.ts";
import type { CommandContext } from "./command-context.ts";
import { formatPublishedReindex, publishedReindexAsJson, reindexAndPublish } from "./reindex-and-publish.ts";
import { requireHubSettings } from "./require-hub-settings.ts";
import { formatReindexResult, isComplete, reindexResultAsJson, runReindex } from "./run-reindex.ts";
import { withHub } from "./with-hub.ts";

interface ReindexArguments {
  docs?: string;
  publish?: true;
  sync: boolean;
  ocr: boolean;
  json?: true;
}

/** `reindex`: documents become the index revision in service, here or on the Hub. */
export function reindexCommand(context: CommandContext): Command {
  const printJson = (content: object) => context.print(JSON.stringify(content, null, 2));

  async function buildLocally(docsDir: string, { json, ocr }: ReindexArguments): Promise<void> {
    const result = await runReindex({ context, docsDir, storageDir: context.config.storageDir, ocr });
    if (json) printJson(reindexResultAsJson(result));
    else context.print(formatReindexResult(result));
    if (!isComplete(result)) process.exitCode = 1;
  }

  async function buildAndPublish({ docs, sync, ocr, json }: ReindexArguments): Promise<void> {
    requireHubSettings(context.config);
    const result = await withHub(context, (connected) =>
      reindexAndPublish({ context, connected, docsDir: docs ?? null, sync, ocr }),
    );
    if (json) printJson(publishedReindexAsJson(result));
    else context.print(formatPublishedReindex(result));
    if (!isComplete(result.built)) process.exitCode = 1;
  }

  return new Command("reindex")
    .description("build an index revision of the documents and put it into service")
    .option("--docs <dir>", "a folder of PDF, DOC, DOCX and RTF files in place of the docs repo")
    .option("--publish", "with --docs: also publish the revision on the Hub")
    .option("--no-sync", "do not fetch what was published into the local store (as in a Job)")
    .option("--no-ocr", "leave pages that are pictures unread, and refuse files that hold nothing else")
    .option("--json", "print the report as one JSON document")
    .addHelpText(
      "after",
      `
Without --docs, the documents come from the docs repo on the Hub (DOCS_REPO_ID); the revision is built beside what is
served, published in the index repo (INDEX_REPO_ID), tagged, judged by the gate and, if it passes, put into service there.
With --docs alone nothing leaves this machine: the folder becomes the revision in service of the local store.

Scanned pages, and those whose text layer is garbage, are recognised from their pictures (Portuguese, offline, some seconds
a page; each page once). The report names those of which recognition is not sure.

Files that cannot be read are reported by name and reason; the others are indexed all the same, and the exit code is 1.
What was in service stays so until the new revision is whole. A run that was interrupted goes on where it was.`,
    )
    .action(async (options: ReindexArguments) => {
      if (options.publish && options.docs === undefined)
        throw new VademecumError({
          code: "OPTION_UNUSED",
          message: "--publish is for --docs: without it, reindex publishes anyway",
          hint: "leave --publish out, or name a folder by --docs DIR",
          exitCode: 2,
        });
      if (options.docs !== undefined && !options.publish) await buildLocally(options.docs, options);
      else await buildAndPublish(options);
    });
}
