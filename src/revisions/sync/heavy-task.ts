import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { VademecumError } from "../../domain/errors.ts";
import { childCommand } from "../../processes/child-command.ts";

const ReplySchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("done"), result: z.unknown() }),
  z.object({
    status: z.literal("failed"),
    error: z.object({
      code: z.string(),
      message: z.string(),
      expected: z.string().nullable(),
      hint: z.string().nullable(),
    }),
  }),
]);

const CHILD = childCommand("heavy", join(import.meta.dir, "heavy-child.ts"));

/**
 * Questions come first, from the child's first instruction and for all its threads; on a machine that is busy with other
 * things it still gets on. Where there is no `nice`, it runs like any process.
 */
const LOW_PRIORITY = Bun.which("nice") === null ? [] : ["nice", "-n", "15"];

/** What the child can be asked for. Folders are those of revisions. */
export type HeavyTask =
  | { kind: "derive"; dir: string }
  | { kind: "compare" | "diff"; before: string; after: string };

/**
 * Does what needs a whole `meta.json` in memory in a process of its own: the memory is given back when it ends, and who
 * asks a question meanwhile does not wait for it.
 * @throws VademecumError what the task throws; `CHILD_FAILED` where the process ended without an answer.
 */
export async function runHeavyTask(task: HeavyTask, signal?: AbortSignal): Promise<unknown> {
  signal?.throwIfAborted();
  const child = Bun.spawn([...LOW_PRIORITY, ...CHILD, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "pipe"],
    // It needs no secret, and dies with this process.
    env: { TMPDIR: tmpdir(), BUN_FEATURE_FLAG_NO_ORPHANS: "1" },
    ...(signal ? { signal } : {}),
  });
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  const exitCode = await child.exited;
  signal?.throwIfAborted();
  const reply = ReplySchema.safeParse(parseLastLine(stdout));
  if (reply.success && reply.data.status === "done") return reply.data.result;
  if (reply.success && reply.data.status === "failed") throw restoreError(reply.data.error);
  throw new VademecumError({
    code: "CHILD_FAILED",
    message: `the process that ${task.kind === "derive" ? "derives the files of" : "compares"} a revision ended with ${child.signalCode ?? `exit code ${exitCode}`}`,
    ...(stderr.trim() === "" ? {} : { expected: `an answer, got: ${stderr.trim().slice(-500)}` }),
    hint:
      child.signalCode === "SIGKILL"
        ? "most likely memory ran out: give the machine more, or index fewer documents"
        : "run again; if it happens again, please report it with the text above",
  });
}

function parseLastLine(text: string): unknown {
  try {
    return JSON.parse(text.trim().split("\n").at(-1) ?? "");
  } catch {
    return null; // no answer: the caller says how the process ended
  }
}

function restoreError(parts: {
  code: string;
  message: string;
  expected: string | null;
  hint: string | null;
}): VademecumError {
  const { code, message, expected, hint } = parts;
  return new VademecumError({
    code,
    message,
    ...(expected === null ? {} : { expected }),
    ...(hint === null ? {} : { hint }),
  });
}

/** Writes `lexical.bin` and `passages.db` from the `meta.json` of a folder. */
export async function deriveInChild(dir: string, signal?: AbortSignal): Promise<void> {
  await runHeavyTask({ kind: "derive", dir }, signal);
}
