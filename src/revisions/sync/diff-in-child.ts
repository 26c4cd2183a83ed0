import { z } from "zod";
import type { RevisionDiff } from "../compare/revision-diff.ts";
import { runHeavyTask } from "./heavy-task.ts";

const place = z.string();
const unit = z.string().nullable();
const UnitTextSchema = z.object({ unit, path: place, text: z.string() });
const TextChangeSchema = z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() });
const DocumentBriefSchema = z.object({ path: z.string(), title: z.string(), units: z.number() });

const RevisionDiffSchema: z.ZodType<RevisionDiff> = z.object({
  added: z.array(DocumentBriefSchema),
  removed: z.array(DocumentBriefSchema),
  renamed: z.array(z.object({ from: z.string(), to: z.string(), title: z.string() })),
  changed: z.array(
    z.object({
      path: z.string(),
      title: z.string(),
      previousPath: z.string().nullable(),
      previousTitle: z.string().nullable(),
      isOtherFile: z.boolean(),
      added: z.array(UnitTextSchema),
      removed: z.array(UnitTextSchema),
      changed: z.array(
        z.object({ unit, path: place, previousPath: place.nullable(), changes: z.array(TextChangeSchema) }),
      ),
      moved: z.array(z.object({ unit: z.string(), from: place, to: place })),
    }),
  ),
  unchanged: z.number(),
});

/**
 * How the revisions in two folders differ, down to the words, without holding their whole texts in this process. A folder
 * needs to hold no more than `meta.json`.
 */
export async function diffInChild(
  before: string,
  after: string,
  signal?: AbortSignal,
): Promise<RevisionDiff> {
  return RevisionDiffSchema.parse(await runHeavyTask({ kind: "diff", before, after }, signal));
}
