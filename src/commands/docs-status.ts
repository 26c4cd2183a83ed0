import { Command } from "commander";
import { type Comparison, compareFolder, requireDocuments } from "../sources/compare-folder.ts";
import type { CommandContext } from "./command-context.ts";
import { type FilterOptions, filterOf, PATTERNS_HELP, withFilterOptions } from "./docs-options.ts";
import { comparisonAsJson, comparisonLines, createByteProgress } from "./docs-output.ts";
import { withHub } from "./with-hub.ts";

/** The folder that is meant where none is named: that of the documents, by its usual name. */
const USUAL_FOLDER = "docs_rag";

/** `docs status`: how a folder and the repository differ. */
export function docsStatusCommand(context: CommandContext): Command {
  const command = new Command("status")
    .description("compare a folder of documents with the repository")
    .argument("[dir]", "the folder of documents", USUAL_FOLDER);
  return withFilterOptions(command)
    .option("--all", "list all names, however many")
    .option("--json", "print the comparison as one JSON document")
    .addHelpText("after", `${PATTERNS_HELP}\n\nThe exit code is 0 where both are equal, 1 where they differ.`)
    .action(async (dir: string, options: FilterOptions & { all?: true; json?: true }) => {
      await withHub(context, async (connected) => {
        const progress = createByteProgress();
        const plan = await compareFolder({
          hub: connected.hub,
          repo: connected.docs,
          dir,
          filter: filterOf(options),
          onProgress: progress.onProgress,
          signal: context.signal,
          ...(options.pathInRepo === undefined ? {} : { pathInRepo: options.pathInRepo }),
        }).finally(progress.stop);
        if (plan.remoteDocuments === 0) requireDocuments(plan, dir);
        const isEqual = isSame(plan);
        const repo = connected.docs.name;
        context.print(
          options.json
            ? JSON.stringify({ repo, equal: isEqual, ...comparisonAsJson(plan) }, null, 2)
            : statusLines({ plan, repo, dir, showAll: options.all === true }).join("\n"),
        );
        if (!isEqual) process.exitCode = 1;
      });
    });
}

/** A document that cannot be read may differ as well. */
function isSame({ add, change, delete: gone, kept, unreadable }: Comparison): boolean {
  return add.length + change.length + gone.length + kept.length + unreadable.length === 0;
}

function statusLines(options: { plan: Comparison; repo: string; dir: string; showAll: boolean }): string[] {
  const { plan, repo, dir, showAll } = options;
  const place = `${repo}${plan.pathInRepo === "" ? "" : `, ${plan.pathInRepo}/`}`;
  const at = plan.head === null ? "" : ` at ${plan.head.slice(0, 12)}`;
  return [
    plan.repoExists ? `${dir} and ${place}${at}` : `there is no repository ${repo} yet; a push makes it`,
    ...comparisonLines(plan, { showAll, goneTitle: "deleted here, still in the repository" }),
    isSame(plan) ? "equal" : `different: ${adviceFor(plan, dir)}`,
  ];
}

function adviceFor({ add, change, unchanged, delete: gone }: Comparison, dir: string): string {
  if (add.length + change.length + unchanged.length === 0)
    return `${dir} has no documents, and is not pushed`;
  return `./vade docs push ${dir}${gone.length > 0 ? " --delete" : ""} makes the repository like the folder`;
}
