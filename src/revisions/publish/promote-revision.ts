import { VademecumError } from "../../domain/errors.ts";
import type { GateVerdict } from "../../domain/gate.ts";
import type { Log } from "../../domain/log.ts";
import type { Manifest } from "../../domain/manifest.ts";
import { SCHEMA_VERSION } from "../../domain/meta.ts";
import type { Ref } from "../../hub/list-refs.ts";
import { comparePublishedFiles } from "./compare-published-files.ts";
import { type IndexRepo, placeOf } from "./index-repo.ts";
import { type IndexState, readIndexState } from "./index-state.ts";
import { putInService } from "./put-in-service.ts";
import { requireBuildInfo } from "./read-build-info.ts";
import { rereadState } from "./reread-state.ts";
import { pickTag } from "./revision-tags.ts";
import { promotionTitle } from "./rolled-back.ts";
import { readVerdict, writeVerdict } from "./verdicts.ts";

export interface PromoteOptions extends IndexRepo {
  tag: string;
  /** Puts a revision into service that the gate refused or has not judged; the reason is kept with its verdict. */
  force?: { reason: string };
  clock(): Date;
  log: Log;
}

export interface PromoteReport {
  /** What is in service now. */
  manifest: Manifest;
  /** What was before, null where nothing was. */
  before: { revision: string; tag: string } | null;
  /** False where it was in service already. */
  changed: boolean;
  forced: boolean;
}

/**
 * Puts a published revision into service, from what the Hub alone holds: no file of the index is uploaded.
 * @throws VademecumError `TAG_UNKNOWN`, `GATE_NOT_PASSED` without `force`, `REVISION_DAMAGED`, `PUBLISH_LOST`
 */
export async function promoteRevision(options: PromoteOptions): Promise<PromoteReport> {
  const place = placeOf(options);
  const { log, force } = options;
  const state = await readIndexState({ ...place, log });
  const ref = pickTag(state.tags, options.tag, place.repo.name);
  const known = await readVerdict(place, ref.name);
  const mustForce = !(known?.passed || known?.forced);
  if (mustForce && !force && state.inService?.revision !== ref.commit) throw gateNotPassed(ref.name, known);
  let base = state;
  if (mustForce && force) {
    await writeVerdict(place, forcedVerdict(ref, known, { ...force, at: options.clock().toISOString() }));
    base = await rereadState({ ...place, log }, state);
  }
  const report = await serveTag({ ...place, ref, state: base, title: promotionTitle(ref.name), known, log });
  return { ...report, forced: mustForce && force !== undefined };
}

/** Checks a tagged revision on the Hub and puts it into service. */
export async function serveTag(
  options: IndexRepo & { ref: Ref; state: IndexState; title: string; known: GateVerdict | null; log: Log },
): Promise<Omit<PromoteReport, "forced">> {
  const { ref, state, known, title, log } = options;
  const place = placeOf(options);
  const build = await requireBuildInfo({ ...place, revision: ref.commit, name: ref.name });
  const differences = await comparePublishedFiles({ ...place, revision: ref.commit, build });
  if (differences.length > 0) throw damaged(ref.name, place.repo.name, differences);
  const { revision, tag } = state.inService ?? {};
  const served = await putInService({
    ...place,
    build,
    revision: ref.commit,
    tag: ref.name,
    evaluation: known?.evaluation ?? null,
    state,
    title,
    log,
  });
  log.info({ tag: ref.name, revision: ref.commit, before: tag, changed: served.changed }, "in service");
  return { ...served, before: revision && tag ? { revision, tag } : null };
}

function forcedVerdict(
  ref: Ref,
  known: GateVerdict | null,
  forced: NonNullable<GateVerdict["forced"]>,
): GateVerdict {
  return {
    schema_version: SCHEMA_VERSION,
    tag: ref.name,
    revision: ref.commit,
    decided_at: known?.decided_at ?? forced.at,
    passed: false,
    checks: known?.checks ?? [],
    evaluation: known?.evaluation ?? null,
    forced,
  };
}

/** The error of a revision that may be served only by somebody's decision. */
export function gateNotPassed(tag: string, verdict: GateVerdict | null): VademecumError {
  const failed = (verdict?.checks ?? []).filter(({ passed }) => !passed);
  return new VademecumError({
    code: "GATE_NOT_PASSED",
    message: verdict ? `the gate refused ${tag}` : `the gate has not judged ${tag}`,
    expected: verdict
      ? failed.map(({ name, detail }) => `${name}: ${detail}`).join("; ")
      : "a verdict that it passed, got none",
    hint: `to serve it all the same, say why: ./vade promote ${tag} --force --reason "…"`,
  });
}

function damaged(tag: string, repoName: string, differences: string[]): VademecumError {
  return new VademecumError({
    code: "REVISION_DAMAGED",
    message: `the files of ${tag} in ${repoName} are not those that were built; what is in service stays`,
    expected: differences.join("; "),
    hint: "choose another revision (./vade revisions), or publish again (./vade reindex)",
  });
}
