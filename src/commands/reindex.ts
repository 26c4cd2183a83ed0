import { Command } from "commander";
import { VademecumError } from "../domain/errors.ts";
import type { CommandContext } from "./command-context.ts";
import { addJobOptions, type JobOptions, refuseJobOptions } from "./jobs/job-options.ts";
import { remoteReindex } from "./jobs/remote-reindex.ts";
import { type CommandOutcome, reportingInLog } from "./jobs/report-in-log.ts";
import { formatPublishedReindex, publishedReindexAsJson, reindexAndPublish } from "./reindex-and-publish.ts";
import { formatReindexResult, isComplete, reindexResultAsJson } from "./reindex-report.ts";
import { requireHubSettings } from "./require-hub-settings.ts";
import { runReindex } from "./run-reindex.ts";
import { withHub } from "./with-hub.ts";

interface ReindexArguments extends JobOptions {
  docs?: string;
  publish?: true;
  sync: boolean;
  ocr: boolean;
  full?: boolean;
  remote?: true;
  detach?: true;
  json?: true;
}

/** `reindex`: documents become the index revision in service, here or on the Hub. */
export function reindexCommand(context: CommandContext): Command {
  async function buildLocally(
    docsDir: string,
    { ocr, full = false }: ReindexArguments,
  ): Promise<CommandOutcome> {
    const result = await runReindex({ context, docsDir, storageDir: context.config.storageDir, ocr, full });
    return {
      text: formatReindexResult(result),
      json: reindexResultAsJson(result),
      exitCode: isComplete(result) ? 0 : 1,
    };
  }

  async function buildAndPublish({
    docs,
    sync,
    ocr,
    full = false,
  }: ReindexArguments): Promise<CommandOutcome> {
    requireHubSettings(context.config);
    const result = await withHub(context, (connected) =>
      reindexAndPublish({ context, connected, docsDir: docs ?? null, sync, ocr, full }),
    );
    return {
      text: formatPublishedReindex(result),
      json: publishedReindexAsJson(result),
      exitCode: isComplete(result.built) ? 0 : 1,
    };
  }

  function build(options: ReindexArguments): Promise<CommandOutcome> {
    if (options.remote) return remoteReindex(context, options);
    const { docs } = options;
    return reportingInLog(context, () =>
      docs !== undefined && !options.publish ? buildLocally(docs, options) : buildAndPublish(options),
    );
  }

  const command = new Command("reindex")
    .description("build an index revision of the documents and put it into service")
    .option("--docs <dir>", "a folder of PDF, DOC, DOCX and RTF files in place of the docs repo")
    .option("--publish", "with --docs: also publish the revision on the Hub")
    .option("--no-sync", "do not fetch what was published into the local store (as in a Job)")
    .option("--no-ocr", "leave pages that are pictures unread, and refuse files that hold nothing else")
    .option("--full", "parse, recognise and embed everything anew, also what is unchanged")
    .option("--json", "print the report as one JSON document")
    .option("--remote", "build as a job of the Hub, in the image of the Space, and follow it");
  return addJobOptions(command)
    .option("--detach", "with --remote: start the job and leave")
    .addHelpText(
      "after",
      `
Without --docs, the documents come from the docs repo on the Hub (DOCS_REPO_ID); the revision is built beside what is
served, published in the index repo (INDEX_REPO_ID), tagged, judged by the gate and, if it passes, put into service there.
With --docs alone nothing leaves this machine: the folder becomes the revision in service of the local store.

Scanned pages, and those whose text layer is garbage, are recognised from their pictures (Portuguese, offline, some seconds
a page; each page once). The report names those of which recognition is not sure.

Of documents that have not changed, text and vectors are taken over from the build before; the result is the same, byte for
byte, as that of a build from nothing, which --full asks for. The report says how much was taken over.

Files that cannot be read are reported by name and reason; the others are indexed all the same, and the exit code is 1.
What was in service stays so until the new revision is whole. A run that was interrupted goes on where it was.

With --remote the same is done on the Hub's machines (on the Hub of this machine: by a process of its own). Log and state
are shown on stderr; the report and the exit code are those of a build here. Ctrl-C leaves the job running and says how to
go on: ./vade jobs. While one build runs, another is refused. Nothing comes into the local store: ./vade sync.`,
    )
    .action(async (options: ReindexArguments, self: Command) => {
      if (options.publish && options.docs === undefined)
        throw new VademecumError({
          code: "OPTION_UNUSED",
          message: "--publish is for --docs: without it, reindex publishes anyway",
          hint: "leave --publish out, or name a folder by --docs DIR",
          exitCode: 2,
        });
      if (!options.remote) refuseJobOptions(self);
      const { text, json, exitCode } = await build(options);
      context.print(options.json ? JSON.stringify(json, null, 2) : text);
      if (exitCode !== 0) process.exitCode = exitCode;
    });
}
