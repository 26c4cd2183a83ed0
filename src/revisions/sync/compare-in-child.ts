import { z } from "zod";
import { runHeavyTask } from "./heavy-task.ts";

const count = z.int().nonnegative();
const RevisionChangesSchema = z.object({
  counts: z.object({
    documentsAdded: count,
    documentsRemoved: count,
    documentsRenamed: count,
    documentsChanged: count,
    unitsAdded: count,
    unitsRemoved: count,
    unitsChanged: count,
    unitsMoved: count,
  }),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(z.string()),
  renamed: z.array(z.string()),
});
/** What a swap changed: counts, and the paths of the documents. */
export type RevisionChanges = z.infer<typeof RevisionChangesSchema>;

/** Compares the revisions in two folders without holding their texts in this process. */
export async function compareInChild(
  before: string,
  after: string,
  signal?: AbortSignal,
): Promise<RevisionChanges> {
  return RevisionChangesSchema.parse(await runHeavyTask({ kind: "compare", before, after }, signal));
}
