import { Command } from "commander";
import type { CommandContext } from "./command-context.ts";
import { formatReindexResult, isComplete, reindexResultAsJson, runReindex } from "./run-reindex.ts";

/** `reindex`: a folder becomes the index revision in service. */
export function reindexCommand(context: CommandContext): Command {
  return new Command("reindex")
    .description("build an index revision of a folder of documents and put it into service")
    .requiredOption("--docs <dir>", "the folder of PDF, DOC, DOCX and RTF files")
    .option("--json", "print the report as one JSON document")
    .addHelpText(
      "after",
      `
Files that cannot be read are reported by name and reason; the others are indexed all the same, and the exit code is 1.
What was in service stays so until the new revision is whole. A build that was interrupted goes on where it was.`,
    )
    .action(async (options: { docs: string; json?: true }) => {
      const result = await runReindex({
        context,
        docsDir: options.docs,
        storageDir: context.config.storageDir,
      });
      context.print(
        options.json ? JSON.stringify(reindexResultAsJson(result), null, 2) : formatReindexResult(result),
      );
      if (!isComplete(result)) process.exitCode = 1;
    });
}
