import { Command, InvalidArgumentError } from "commander";
import { listRevisions, type PublishedRevision } from "../revisions/publish/list-revisions.ts";
import type { CommandContext } from "./command-context.ts";
import { withHub } from "./with-hub.ts";

const DEFAULT_LIMIT = 20;

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new InvalidArgumentError("a whole number from 1 on");
}

const HEADINGS = ["", "TAG", "BUILT (UTC)", "MODEL", "CHUNKS", "DOCUMENTS", "GATE"];

function toRow({ tag, build, verdict, inService }: PublishedRevision): string[] {
  return [
    inService ? "*" : "",
    tag,
    build ? build.created_at.slice(0, 16).replace("T", " ") : "?",
    build?.embed_model ?? "?",
    String(build?.num_chunks ?? "?"),
    String(build?.num_documents ?? "?"),
    verdict,
  ];
}

/** Revisions as a table whose columns are as wide as what stands in them. */
export function formatRevisions(revisions: readonly PublishedRevision[], total: number): string {
  if (revisions.length === 0) return "nothing has been published yet: ./vade reindex";
  const rows = [HEADINGS, ...revisions.map(toRow)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const isNumber = (column: number) => column === 4 || column === 5;
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  for (const { tag, forced, problem } of revisions) {
    if (forced) lines.push(`${tag} was forced: ${forced.reason}`);
    if (problem) lines.push(`${tag} cannot be served: ${problem}`);
  }
  lines.push(
    revisions.some(({ inService }) => inService)
      ? "* in service"
      : "none of them is in service: ./vade promote TAG",
  );
  if (total > revisions.length) lines.push(`${total - revisions.length} older ones: --limit ${total}`);
  return lines.join("\n");
}

function toJson({ tag, revision, build, verdict, forced, inService, problem }: PublishedRevision): object {
  return {
    tag,
    revision,
    created_at: build?.created_at ?? null,
    embed_model: build?.embed_model ?? null,
    chunks: build?.num_chunks ?? null,
    documents: build?.num_documents ?? null,
    source: build?.source ?? null,
    verdict,
    forced,
    in_service: inService,
    problem,
  };
}

/** `revisions`: what is published. */
export function revisionsCommand(context: CommandContext): Command {
  return new Command("revisions")
    .description("list the published index revisions, what the gate said of them, and which is in service")
    .option("--limit <n>", "how many of the newest to show", readLimit, DEFAULT_LIMIT)
    .option("--json", "print the list as one JSON document")
    .action(async ({ limit, json }: { limit: number; json?: true }) => {
      const { revisions, total } = await withHub(context, ({ hub, index }) =>
        listRevisions({ hub, repo: index, limit, log: context.log, signal: context.signal }),
      );
      context.print(
        json
          ? JSON.stringify({ total, revisions: revisions.map(toJson) }, null, 2)
          : formatRevisions(revisions, total),
      );
    });
}
