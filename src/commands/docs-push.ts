import { Command } from "commander";
import { type Comparison, compareFolder, requireDocuments } from "../sources/compare-folder.ts";
import { needsYes } from "../sources/plan-push.ts";
import { type PushReport, pushDocuments } from "../sources/push-documents.ts";
import type { CommandContext } from "./command-context.ts";
import type { ConnectedHub } from "./connect-hub.ts";
import { type FilterOptions, filterOf, PATTERNS_HELP, withFilterOptions } from "./docs-options.ts";
import {
  comparisonAsJson,
  comparisonLines,
  countOf,
  createByteProgress,
  formatBytes,
  leftOutLines,
  section,
} from "./docs-output.ts";
import { withHub } from "./with-hub.ts";

interface Options extends FilterOptions {
  delete?: true;
  yes?: true;
  dryRun?: true;
  all?: true;
  json?: true;
}

/** `docs push`: a folder's documents become those of the repository. */
export function docsPushCommand(context: CommandContext): Command {
  const command = new Command("push")
    .description("upload the documents of a folder that are new or changed")
    .argument("<dir>", "the folder of documents")
    .option("--delete", "also delete documents of the repository that are gone from the folder")
    .option("--yes", "with --delete: deleting more than half of the documents is meant")
    .option("--dry-run", "print what would be done and change nothing");
  return withFilterOptions(command)
    .option("--all", "list all names, however many")
    .option("--json", "print the report as one JSON document")
    .addHelpText(
      "after",
      `${PATTERNS_HELP}

Files of the repository outside its folder, or not matched by the patterns, are never touched. The repository is made, private,
where there is none. A push that was interrupted goes on with what is missing when it is run again.
The exit code is 1 where a document could not be read or went on changing while it was sent.`,
    )
    .action(async (dir: string, options: Options) => {
      await withHub(context, async (connected) => {
        await (options.dryRun ? dryRun : push)({ context, connected, dir, options });
      });
    });
}

interface Call {
  context: CommandContext;
  connected: ConnectedHub;
  dir: string;
  options: Options;
}

function paramsOf({ context, connected, dir, options }: Call) {
  return {
    hub: connected.hub,
    repo: connected.docs,
    dir,
    filter: filterOf(options),
    signal: context.signal,
    ...(options.pathInRepo === undefined ? {} : { pathInRepo: options.pathInRepo }),
  };
}

async function dryRun(call: Call): Promise<void> {
  const { context, connected, dir, options } = call;
  const progress = createByteProgress();
  const plan = await compareFolder({ ...paramsOf(call), onProgress: progress.onProgress }).finally(
    progress.stop,
  );
  requireDocuments(plan, dir);
  const mustConfirm = options.delete === true && needsYes(plan);
  if (options.json) {
    const facts = { repo: connected.docs.name, dry_run: true, deletes: options.delete === true };
    context.print(JSON.stringify({ ...facts, needs_yes: mustConfirm, ...comparisonAsJson(plan) }, null, 2));
  } else {
    context.print(
      [
        `a push to ${connected.docs.name} would do this; nothing was changed`,
        ...(plan.repoExists ? [] : ["the repository would be made, private"]),
        ...comparisonLines(plan, { showAll: options.all === true, goneTitle: goneTitle(options) }),
        ...(mustConfirm
          ? ["these deletions are more than half of the documents: --yes is needed for them"]
          : []),
      ].join("\n"),
    );
  }
  if (plan.unreadable.length > 0) process.exitCode = 1;
}

function goneTitle(options: Options): string {
  return options.delete ? "deleted" : "only in the repository (--delete deletes them)";
}

async function push(call: Call): Promise<void> {
  const { context, connected, options } = call;
  const progress = createByteProgress();
  const report = await pushDocuments({
    ...paramsOf(call),
    deletes: options.delete === true,
    isSure: options.yes === true,
    log: context.log,
    onProgress: progress.onProgress,
  }).finally(progress.stop);
  context.print(
    options.json
      ? JSON.stringify(reportAsJson(report, connected.docs.name), null, 2)
      : reportLines(report, connected.docs.name, options).join("\n"),
  );
  if (report.plan.unreadable.length + report.unsettled.length > 0) process.exitCode = 1;
}

function reportLines(report: PushReport, repo: string, options: Options): string[] {
  const { plan, added, changed, deleted, commits } = report;
  const where = plan.pathInRepo === "" ? repo : `${repo}, ${plan.pathInRepo}/`;
  const surplus = options.delete ? 0 : plan.delete.length;
  return [
    commits.length === 0
      ? `nothing to push: ${where} has it all (${countOf(report.unchanged, "document")})`
      : `pushed to ${where}: commit ${report.commit?.slice(0, 12)}${commits.length > 1 ? `, the last of ${commits.length}` : ""}`,
    ...(report.createdRepo ? [`  made the private repository ${repo}`] : []),
    `  documents  ${added.length} added, ${changed.length} changed, ${deleted.length} deleted, ${report.unchanged} unchanged`,
    `  size       ${formatBytes(report.bytes)} committed`,
    ...(surplus > 0
      ? [`  ${countOf(surplus, "document")} only in the repository (--delete deletes them)`]
      : []),
    ...skippedLine(plan, options),
    ...section("could not be read, not pushed", leftOutLines(plan.unreadable), options.all === true),
    ...section("went on changing while it was pushed; push again", report.unsettled, options.all === true),
    ...(commits.length > 0 ? ["next: ./vade reindex makes an index of it"] : []),
  ];
}

function skippedLine({ skipped }: Comparison, options: Options): string[] {
  if (options.all) return section("skipped", leftOutLines(skipped), true);
  return skipped.length > 0 ? [`  skipped    ${skipped.length} (--all lists them with the reason)`] : [];
}

function reportAsJson(report: PushReport, repo: string): object {
  const { plan, commit, commits, createdRepo, added, changed, deleted, unchanged, bytes, unsettled } = report;
  return {
    repo,
    path_in_repo: plan.pathInRepo,
    created_repo: createdRepo,
    commit,
    commits,
    added,
    changed,
    deleted,
    unchanged,
    bytes,
    only_in_repo: plan.delete.map(({ path }) => path).filter((path) => !deleted.includes(path)),
    unsettled,
    skipped: plan.skipped,
    unreadable: plan.unreadable,
  };
}
