import { Command } from "commander";
import { rollback } from "../revisions/publish/rollback.ts";
import type { CommandContext } from "./command-context.ts";
import { formatPromoted, promotedAsJson, readLocalRevision } from "./promote.ts";
import { withHub } from "./with-hub.ts";

/** `rollback`: what was served before is served again. */
export function rollbackCommand(context: CommandContext): Command {
  return new Command("rollback")
    .description("put the revision that was served before, or an earlier one, back into service on the Hub")
    .argument("[tag]", "a revision's tag; default: the one that was in service before this one")
    .option("--json", "print what is in service now as one JSON document")
    .addHelpText(
      "after",
      `
Without a tag, a second roll-back undoes the first. Nothing is uploaded but manifest.json, so it takes a second. A later
reindex of the same documents does not bring back what was rolled back: that takes ./vade promote TAG, or documents that
have changed.`,
    )
    .action(async (tag: string | undefined, options: { json?: true }) => {
      const report = await withHub(context, ({ hub, index }) =>
        rollback({
          hub,
          repo: index,
          log: context.log,
          signal: context.signal,
          ...(tag === undefined ? {} : { tag }),
        }),
      );
      context.print(
        options.json
          ? JSON.stringify(promotedAsJson(report), null, 2)
          : formatPromoted(report, readLocalRevision(context)),
      );
    });
}
