import { z } from "zod";
import { VademecumError } from "../../domain/errors.ts";
import { explainSystemError } from "../../domain/system-error.ts";
import { diffRevisions } from "../compare/diff-revisions.ts";
import { type RevisionDiff, summarizeDiff } from "../compare/revision-diff.ts";
import { deriveFiles } from "../derive.ts";
import { readMeta } from "../read-meta.ts";
import type { RevisionChanges } from "./compare-in-child.ts";

const TaskSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("derive"), dir: z.string() }),
  z.object({ kind: z.enum(["compare", "diff"]), before: z.string(), after: z.string() }),
]);

async function diffFolders(beforeDir: string, afterDir: string): Promise<RevisionDiff> {
  const [before, after] = [await readMeta(beforeDir), await readMeta(afterDir)];
  return diffRevisions(before, after);
}

function asChanges(diff: RevisionDiff): RevisionChanges {
  return {
    counts: summarizeDiff(diff),
    added: diff.added.map(({ path }) => path),
    removed: diff.removed.map(({ path }) => path),
    changed: diff.changed.map(({ path }) => path),
    renamed: diff.renamed.map(({ from, to }) => `${from} → ${to}`),
  };
}

async function run(text: string): Promise<unknown> {
  const task = TaskSchema.parse(JSON.parse(text));
  if (task.kind === "derive") {
    await deriveFiles(task.dir);
    return null;
  }
  const diff = await diffFolders(task.before, task.after);
  return task.kind === "compare" ? asChanges(diff) : diff;
}

function asReply(thrown: unknown): object {
  const error = explainSystemError(thrown);
  if (!(error instanceof VademecumError)) throw thrown;
  const { code, message, expected, hint } = error;
  return { status: "failed", error: { code, message, expected, hint } };
}

/** Does the task that a text of JSON describes, and prints how it went as one line of JSON. */
export async function runHeavyChild(task: string): Promise<void> {
  let reply: object;
  try {
    reply = { status: "done", result: await run(task) };
  } catch (error) {
    reply = asReply(error);
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

if (import.meta.main) await runHeavyChild(process.argv[2] ?? "");
