import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { VademecumError } from "../../domain/errors.ts";
import { replaceFileNow } from "../durable-files.ts";

const RefusalSchema = z.object({
  revision: z.string().regex(/^[0-9a-f]{40}$/),
  tag: z.string(),
  at: z.iso.datetime(),
  code: z.string(),
  message: z.string(),
  expected: z.string().nullable(),
  hint: z.string().nullable(),
});
/** A revision that failed a check, and why. */
export type Refusal = z.infer<typeof RefusalSchema>;

const FileSchema = z.object({ program: z.string(), refused: z.array(RefusalSchema) });

/** Older refusals than these are forgotten. */
const KEPT_REFUSALS = 20;

/** The refused revisions of a local store, kept in `refused.json` so that a restart does not try them again. */
export interface Refusals {
  find(revision: string): Refusal | null;
  /** Newest first. */
  list(): Refusal[];
  add(of: { revision: string; tag: string }, error: VademecumError, at: Date): void;
  remove(revision: string): void;
}

/**
 * @param program version of the program: another one may accept what this one refused, so it begins without refusals
 */
export function openRefusals(storageDir: string, program: string): Refusals {
  const path = join(storageDir, "refused.json");
  sweepPartials(storageDir);
  let refused = readRefusals(path, program);
  const save = (next: Refusal[]) => {
    refused = next.slice(0, KEPT_REFUSALS);
    replaceFileNow(path, `${JSON.stringify({ program, refused }, null, 2)}\n`);
  };
  const without = (revision: string) => refused.filter((refusal) => refusal.revision !== revision);
  return {
    find: (revision) => refused.find((refusal) => refusal.revision === revision) ?? null,
    list: () => refused,
    add({ revision, tag }, { code, message, expected, hint }, at) {
      const refusal = { revision, tag, at: at.toISOString(), code, message, expected, hint };
      save([refusal, ...without(revision)]);
    },
    remove(revision) {
      if (without(revision).length < refused.length) save(without(revision));
    },
  };
}

/** A list half written is left behind where its writer dies; one a minute old has no writer any more. */
function sweepPartials(storageDir: string): void {
  for (const name of readdirSync(storageDir)) {
    const path = join(storageDir, name);
    const isLeft = /^refused\.json\..*\.tmp$/.test(name) && statSync(path).mtimeMs < Date.now() - 60_000;
    if (isLeft) rmSync(path, { force: true });
  }
}

/** A damaged list is one without entries: at worst a bad revision is checked, and refused, once more. */
function readRefusals(path: string, program: string): Refusal[] {
  if (!existsSync(path)) return [];
  try {
    const parsed = FileSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.program === program ? parsed.refused : [];
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return [];
    throw error;
  }
}
