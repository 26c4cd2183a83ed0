import { Command } from "commander";
import { VademecumError } from "../domain/errors.ts";
import { HubError } from "../hub/hub-error.ts";
import { pullIntoFolder } from "../sources/pull-into-folder.ts";
import type { CommandContext } from "./command-context.ts";
import type { ConnectedHub } from "./connect-hub.ts";
import { countOf, createByteProgress, formatBytes } from "./docs-output.ts";
import { withHub } from "./with-hub.ts";

/** A missing repository or revision, in the words of this command; any other error as it is. */
function inOtherWords(error: unknown, { hub, docs }: ConnectedHub, revision: string): unknown {
  if (!(error instanceof HubError && error.code === "HUB_NOT_FOUND")) return error;
  return new VademecumError({
    code: "NO_DOCUMENTS",
    message: `there is no repository ${docs.name} with a revision ${revision} on ${hub.url}`,
    expected: "a dataset repo, and a branch, tag or commit of it, that this token may read",
    hint: "check DOCS_REPO_ID and --revision; where there is no repository yet, ./vade docs push DIR makes it",
    cause: error,
  });
}

/** `docs pull`: the repository's documents into a folder. */
export function docsPullCommand(context: CommandContext): Command {
  return new Command("pull")
    .description("bring the documents of the repository into a folder")
    .argument("<dir>", "a new or empty folder, or one that an earlier pull made")
    .option("--revision <revision>", "branch, tag or commit", "main")
    .option("--force", "bring them into a folder with other files, and replace files that were changed here")
    .option("--json", "print the report as one JSON document")
    .addHelpText(
      "after",
      `
Documents lie below the folder under the names that they have in the repository (DIR/docs_rag/…). Files of one's own stay; files
that an earlier pull brought and that are gone from the repository are removed. An interrupted pull goes on when it is run again.`,
    )
    .action(async (dir: string, options: { revision: string; force?: true; json?: true }) => {
      await withHub(context, async (connected) => {
        const progress = createByteProgress();
        const report = await pullIntoFolder({
          hub: connected.hub,
          repo: connected.docs,
          revision: options.revision,
          dir,
          force: options.force === true,
          onProgress: progress.onProgress,
          signal: context.signal,
          log: context.log,
        })
          .catch((error) => {
            throw inOtherWords(error, connected, options.revision);
          })
          .finally(progress.stop);
        const { revision, files, bytes, downloaded, reused, removed, tops } = report;
        const facts = {
          repo: connected.docs.name,
          dir,
          revision,
          files,
          bytes,
          downloaded,
          reused,
          removed,
          tops,
        };
        context.print(
          options.json
            ? JSON.stringify(facts, null, 2)
            : [
                `${dir} has the ${countOf(files, "document")} of ${connected.docs.name} at ${revision.slice(0, 12)} (${formatBytes(bytes)})`,
                `  ${downloaded} downloaded, ${reused} were here, ${removed} removed`,
              ].join("\n"),
        );
      });
    });
}
