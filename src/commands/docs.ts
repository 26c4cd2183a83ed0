import { Command } from "commander";
import type { CommandContext } from "./command-context.ts";
import { docsPullCommand } from "./docs-pull.ts";
import { docsPushCommand } from "./docs-push.ts";
import { docsStatusCommand } from "./docs-status.ts";

/** `docs`: the documents on their way to and from the Hub. */
export function docsCommand(context: CommandContext): Command {
  const group = new Command("docs").description("bring documents to the Hub and back: push, status, pull");
  for (const create of [docsPushCommand, docsStatusCommand, docsPullCommand])
    group.addCommand(create(context));
  return group;
}
