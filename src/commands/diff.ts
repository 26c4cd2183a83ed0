import { Command } from "commander";
import type { Language } from "../domain/messages.ts";
import { diffRevisions } from "../revisions/compare/diff-revisions.ts";
import type { FoundRevision } from "../revisions/compare/find-revision.ts";
import { renderColouredDiff, renderDiff } from "../revisions/compare/render-diff.ts";
import { summarizeDiff } from "../revisions/compare/revision-diff.ts";
import type { IndexRepo } from "../revisions/publish/index-repo.ts";
import { readMeta } from "../revisions/read-meta.ts";
import { openStorage } from "../revisions/storage.ts";
import type { CommandContext } from "./command-context.ts";
import { connectHub } from "./connect-hub.ts";
import { findCompared, metaFolder } from "./find-compared.ts";
import { languageOption } from "./question-argument.ts";

/** A way to the Hub that is opened at the first need, and closed if it was. */
function lazyHub(context: CommandContext) {
  let connecting: ReturnType<typeof connectHub> | null = null;
  return {
    async connect(): Promise<IndexRepo> {
      connecting ??= connectHub(context);
      const { hub, index } = await connecting;
      return { hub, repo: index, signal: context.signal };
    },
    async close(): Promise<void> {
      if (connecting === null) return;
      const connected = await connecting.catch(() => null); // whoever asked for it has been told
      await connected?.close();
    },
  };
}

/** `diff`: what changed from one revision to another. */
export function diffCommand(context: CommandContext): Command {
  return new Command("diff")
    .description("show what changed between two revisions: documents, articles, words")
    .argument(
      "[a]",
      "the earlier revision: a tag, a commit, or a beginning of 7 characters or more that fits only one",
    )
    .argument("[b]", "the later one (default: the revision in service)")
    .addOption(languageOption())
    .option("--json", "print the differences as one JSON document")
    .addHelpText(
      "after",
      `
Without arguments: what the revision in service changed of the one before it.
Revisions of the local store are looked for first, then those on the Hub, whose texts are downloaded once.
What was removed is printed as [-removed-] and what was added as {+added+}, or in colour on a terminal.`,
    )
    .action(
      async (a: string | undefined, b: string | undefined, options: { lang: Language; json?: true }) => {
        const { config, signal } = context;
        const storage = openStorage(config.storageDir);
        const { connect, close } = lazyHub(context);
        const read = async (found: FoundRevision) =>
          readMeta(await metaFolder(found, { storage, connect, config, signal }));
        try {
          const [from, to] = await findCompared({ storage, connect }, a ?? null, b ?? null);
          const diff = diffRevisions(await read(from), await read(to));
          if (options.json) {
            const asJson = ({ name, revision, place }: FoundRevision) => ({ tag: name, revision, place });
            const summary = summarizeDiff(diff);
            context.print(JSON.stringify({ from: asJson(from), to: asJson(to), summary, ...diff }, null, 2));
            return;
          }
          const isColoured = process.stdout.isTTY === true && process.stdout.hasColors();
          const render = isColoured ? renderColouredDiff : renderDiff;
          context.print(`${from.name} → ${to.name}\n\n${render(diff, options.lang)}`);
        } finally {
          await close();
        }
      },
    );
}
