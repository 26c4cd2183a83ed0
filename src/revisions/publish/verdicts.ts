import { z } from "zod";
import { VademecumError } from "../../domain/errors.ts";
import { GATE_DIR, type GateVerdict, GateVerdictSchema } from "../../domain/gate.ts";
import { commitFiles } from "../../hub/commit-files.ts";
import { type IndexRepo, MAIN_BRANCH, placeOf } from "./index-repo.ts";
import { readJsonFile } from "./read-json-file.ts";

/** Where the verdict on a revision stands. */
export function verdictPath(tag: string): string {
  return `${GATE_DIR}/${tag}.json`;
}

/**
 * The gate's verdict on a revision, null where the gate has not judged it.
 * @throws VademecumError `VERDICT_INVALID`
 */
export async function readVerdict(place: IndexRepo, tag: string): Promise<GateVerdict | null> {
  const path = verdictPath(tag);
  const file = await readJsonFile({ ...placeOf(place), revision: MAIN_BRANCH, path });
  if (file === null) return null;
  const parsed = GateVerdictSchema.safeParse(file.content);
  if (parsed.success) return parsed.data;
  throw new VademecumError({
    code: "VERDICT_INVALID",
    message: `${path} of ${place.repo.name} cannot be used`,
    expected: z.prettifyError(parsed.error).slice(0, 500),
    hint: `delete ${path} on the Hub and publish again, or update vademecum if a newer one wrote it`,
  });
}

/** Commits a verdict. It needs no parent: no other revision's verdict has this name. */
export async function writeVerdict(place: IndexRepo, verdict: GateVerdict): Promise<void> {
  const said = verdict.forced ? "forced" : verdict.passed ? "passed" : "refused";
  await commitFiles({
    ...placeOf(place),
    title: `Gate: ${verdict.tag} ${said}`,
    operations: [
      {
        kind: "add",
        path: verdictPath(verdict.tag),
        content: new Blob([`${JSON.stringify(verdict, null, 2)}\n`]),
      },
    ],
  });
}

/** Whether two verdicts say the same of a revision; when and in which words is not asked. */
export function isSameVerdict(a: GateVerdict, b: GateVerdict): boolean {
  const gist = ({ passed, checks, evaluation, revision, forced }: GateVerdict) => ({
    passed,
    checks: checks.map((check) => ({ name: check.name, passed: check.passed })),
    evaluation,
    revision,
    forced,
  });
  return Bun.deepEquals(gist(a), gist(b));
}
