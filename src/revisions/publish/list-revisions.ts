import { VademecumError } from "../../domain/errors.ts";
import type { GateVerdict } from "../../domain/gate.ts";
import type { Log } from "../../domain/log.ts";
import type { BuildInfo } from "../../domain/manifest.ts";
import { type IndexRepo, placeOf } from "./index-repo.ts";
import { readIndexState } from "./index-state.ts";
import { mapBounded } from "./map-bounded.ts";
import { requireBuildInfo } from "./read-build-info.ts";
import { newestFirst } from "./revision-tags.ts";
import { readVerdict } from "./verdicts.ts";

export type VerdictWord = "passed" | "refused" | "forced" | "none";

/** A published revision. */
export interface PublishedRevision {
  tag: string;
  /** Its commit. */
  revision: string;
  /** Null where `build.json` cannot be used; `problem` then says why. */
  build: BuildInfo | null;
  verdict: VerdictWord;
  forced: GateVerdict["forced"];
  inService: boolean;
  problem: string | null;
}

/** What the gate, or a person after it, has said. */
export function verdictWord(verdict: GateVerdict | null): VerdictWord {
  if (verdict === null) return "none";
  return verdict.forced ? "forced" : verdict.passed ? "passed" : "refused";
}

/** The newest published revisions, newest first, and how many there are. One that is damaged is listed with its problem. */
export async function listRevisions(
  options: IndexRepo & { limit: number; log: Log },
): Promise<{ revisions: PublishedRevision[]; total: number }> {
  const place = placeOf(options);
  const state = await readIndexState({ ...place, log: options.log });
  const tags = newestFirst(state.tags);
  const served = tags.find(({ commit }) => commit === state.inService?.revision);
  const shown = tags.slice(0, options.limit);
  if (served && !shown.includes(served)) shown.push(served);
  const revisions = await mapBounded(shown, async ({ name, commit }): Promise<PublishedRevision> => {
    const [build, verdict] = await Promise.allSettled([
      requireBuildInfo({ ...place, revision: commit, name }),
      readVerdict(place, name),
    ]);
    const problems = [build, verdict].flatMap((outcome) =>
      outcome.status === "rejected" ? [describeProblem(outcome.reason)] : [],
    );
    const said = verdict.status === "fulfilled" ? verdict.value : null;
    return {
      tag: name,
      revision: commit,
      build: build.status === "fulfilled" ? build.value : null,
      verdict: verdictWord(said),
      forced: said?.forced ?? null,
      inService: commit === state.inService?.revision,
      problem: problems.length > 0 ? problems.join("; ") : null,
    };
  });
  return { revisions, total: tags.length };
}

const OF_THE_REVISION = new Set(["BUILD_INVALID", "BUILD_MISSING", "VERDICT_INVALID"]);

/** What is wrong with a revision; what is wrong with the Hub or the network is no property of it. */
function describeProblem(error: unknown): string {
  if (error instanceof VademecumError && OF_THE_REVISION.has(error.code)) return error.message;
  throw error;
}
