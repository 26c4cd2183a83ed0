import { Command } from "commander";
import { VademecumError } from "../domain/errors.ts";
import { type PromoteReport, promoteRevision } from "../revisions/publish/promote-revision.ts";
import { openStorage } from "../revisions/storage.ts";
import type { CommandContext } from "./command-context.ts";
import { withHub } from "./with-hub.ts";

/** What is in service after a promotion or a roll-back. */
/** What `ask` answers from on this machine; null where there is nothing, or the store cannot be read. */
export function readLocalRevision({ config, log }: CommandContext): string | null {
  try {
    return openStorage(config.storageDir).current();
  } catch (error) {
    log.warn({ reason: String(error), dir: config.storageDir }, "the local store cannot be read");
    return null;
  }
}

/** @param localRevision what `ask` answers from on this machine, null where there is nothing */
export function formatPromoted(
  { manifest, before, changed }: Omit<PromoteReport, "forced">,
  localRevision: string | null,
): string {
  const { tag, revision, num_documents, num_chunks, created_at } = manifest;
  return [
    `${changed ? "in service now" : "unchanged, in service already"}: ${tag} (commit ${revision.slice(0, 12)})`,
    `  before     ${before ? before.tag : "nothing was in service"}`,
    `  built      ${created_at}, ${num_documents} documents, ${num_chunks} chunks`,
    ...(localRevision === null || localRevision === revision
      ? []
      : ["  local      ./vade ask answers from another one here; ./vade sync brings this one"]),
  ].join("\n");
}

export function promotedAsJson({ manifest, before, changed }: Omit<PromoteReport, "forced">): object {
  const { tag, revision, previous } = manifest;
  return { tag, revision, previous, before, changed };
}

/** `promote`: a published revision goes into service. */
export function promoteCommand(context: CommandContext): Command {
  return new Command("promote")
    .description("put a published revision into service on the Hub")
    .argument(
      "<tag>",
      "the revision's tag, as ./vade revisions shows it, or a beginning of 7 characters or more that fits only one",
    )
    .option("--force", "also a revision that the gate refused or has not judged; needs --reason")
    .option("--reason <text>", "why; kept with the gate's verdict")
    .option("--json", "print what is in service now as one JSON document")
    .addHelpText(
      "after",
      `
Only manifest.json of the index repo changes; nothing of the index is uploaded. Servers follow within their polling
interval (INDEX_POLL_SECONDS), or at once where a webhook tells them.`,
    )
    .action(async (tag: string, options: { force?: true; reason?: string; json?: true }) => {
      const reason = options.reason?.trim() ?? "";
      if ((options.force === true) !== (reason !== "")) {
        throw new VademecumError({
          code: "REASON_MISSING",
          message: "--force and --reason go together",
          expected: `--force --reason "why it is served although the gate has not passed it"`,
          hint: "say why: it is kept beside the verdict for whoever looks later",
          exitCode: 2,
        });
      }
      const report = await withHub(context, ({ hub, index }) =>
        promoteRevision({
          hub,
          repo: index,
          tag,
          clock: () => new Date(),
          log: context.log,
          signal: context.signal,
          ...(options.force ? { force: { reason } } : {}),
        }),
      );
      if (options.json) {
        context.print(JSON.stringify({ ...promotedAsJson(report), forced: report.forced }, null, 2));
        return;
      }
      context.print(formatPromoted(report, readLocalRevision(context)));
      if (report.forced) context.print(`  forced     ${reason}`);
    });
}
