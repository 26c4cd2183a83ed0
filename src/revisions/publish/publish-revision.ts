import { VademecumError } from "../../domain/errors.ts";
import type { GateJudgement, GateVerdict } from "../../domain/gate.ts";
import type { Log } from "../../domain/log.ts";
import type { BuildInfo, Manifest } from "../../domain/manifest.ts";
import { SCHEMA_VERSION } from "../../domain/meta.ts";
import { createTag } from "../../hub/create-tag.ts";
import { HubError } from "../../hub/hub-error.ts";
import type { Ref } from "../../hub/list-refs.ts";
import { commitArtifacts } from "./commit-artifacts.ts";
import { comparePublishedFiles } from "./compare-published-files.ts";
import { isSameBuild, toBuildInfo } from "./content-revision.ts";
import { findPublication } from "./find-publication.ts";
import { type IndexRepo, placeOf } from "./index-repo.ts";
import { readIndexState } from "./index-state.ts";
import { keepTag } from "./keep-tag.ts";
import { putInService } from "./put-in-service.ts";
import { requireBuildInfo } from "./read-build-info.ts";
import { rereadState } from "./reread-state.ts";
import { formatTag } from "./revision-tags.ts";
import { promotionTitle, readRolledBackTag } from "./rolled-back.ts";
import { isSameVerdict, readVerdict, writeVerdict } from "./verdicts.ts";

/** A published revision that waits for its verdict, and what it is to replace. */
export interface Candidate {
  tag: string;
  revision: string;
  build: BuildInfo;
  inService: Manifest | null;
}

export interface PublishOptions extends IndexRepo {
  /** A finished revision of a local store. */
  dir: string;
  manifest: Manifest;
  /** Throws where this build must not replace what is in service, whatever the gate would say. */
  mayReplace?(inService: Manifest | null): Promise<void>;
  /** The gate. What it says is kept in the repo. */
  judge(candidate: Candidate): Promise<GateJudgement>;
  clock(): Date;
  log: Log;
  onProgress?: (uploadedBytes: number, totalBytes: number) => void;
}

export interface PublishReport {
  /** `unchanged`: these very artifacts were in service already. */
  outcome: "promoted" | "unchanged";
  /** What is in service now. */
  manifest: Manifest;
  /** Whether artifacts were committed, or those that were there are used. */
  uploaded: boolean;
  verdict: GateVerdict | null;
}

/**
 * Publishes a revision: commits its artifacts, tags the commit, asks the gate, and puts it into service. Each step finds
 * out on the Hub whether it was made before, so that a run after any interruption does the rest and nothing twice.
 * @throws VademecumError `REVISION_REFUSED` by the gate, `PUBLISH_LOST` to another publication, `REVISION_HELD` where an
 * operator rolled back from these very artifacts
 */
export async function publishRevision(options: PublishOptions): Promise<PublishReport> {
  const { manifest: local, log } = options;
  const place = placeOf(options);
  const state = await readIndexState({ ...place, log });
  const build = toBuildInfo(local);
  if (
    state.inService &&
    isSameBuild(state.inService, build) &&
    (await isServable(place, state.inService, state.tags, log))
  ) {
    log.info({ tag: state.inService.tag }, "these artifacts are in service already");
    return { outcome: "unchanged", manifest: state.inService, uploaded: false, verdict: null };
  }
  await options.mayReplace?.(state.inService);
  const known = await findPublication({ ...place, state, build, log });
  const publication = known ?? (await commitArtifacts({ ...options, build, state }));
  const revision = publication.commit;
  const published = await requireBuildInfo({ ...place, revision, name: `commit ${revision}` });
  const tag = publication.tag ?? formatTag(published, revision);
  if (publication.tag === null) await createTag({ ...place, tag, revision });
  log.info({ tag, revision, uploaded: known === null }, "artifacts are on the Hub");
  if (known !== null) await requireNotHeld(place, tag);

  const candidate: Candidate = { tag, revision, build: published, inService: state.inService };
  const verdict = await judgeCandidate(options, candidate);
  if (!verdict.passed) throw refused(verdict);

  // The verdict moved main on; it holds while the revision it was compared with is in service.
  const now = await rereadState({ ...place, log }, state, revision);
  await keepTag({ ...place, tag, revision, known: now.tags, log });
  const { manifest, changed } = await putInService({
    ...place,
    build: published,
    revision,
    tag,
    evaluation: verdict.evaluation,
    state: now,
    title: promotionTitle(tag),
    log,
  });
  log.info({ tag, revision, previous: manifest.previous, changed }, "revision is in service");
  // Somebody who published the very same may have been first.
  return { outcome: changed ? "promoted" : "unchanged", manifest, uploaded: known === null, verdict };
}

/** Whether what the manifest names is there; a tag that was deleted is made again. */
async function isServable(
  place: IndexRepo,
  { tag, revision }: Manifest,
  known: readonly Ref[],
  log: Log,
): Promise<boolean> {
  try {
    await keepTag({ ...place, tag, revision, known, log });
    return true;
  } catch (error) {
    if (!(error instanceof HubError) || (error.status !== 404 && error.status !== 409)) throw error;
    log.warn({ tag, revision }, "the manifest in service names no such commit and tag; publishing anew");
    return false;
  }
}

/** Asks the gate, and keeps what it says unless the repo says so already. */
async function judgeCandidate(options: PublishOptions, candidate: Candidate): Promise<GateVerdict> {
  const place = placeOf(options);
  const { tag, revision } = candidate;
  const [known, judgement, differences] = await Promise.all([
    readVerdict(place, tag),
    options.judge(candidate),
    comparePublishedFiles({ ...place, ...candidate }),
  ]);
  const checks = [...judgement.checks];
  if (differences.length > 0)
    checks.unshift({ name: "files", passed: false, detail: `on the Hub: ${differences.join("; ")}` });
  const passed = judgement.passed && differences.length === 0;
  const verdict: GateVerdict = {
    schema_version: SCHEMA_VERSION,
    tag,
    revision,
    decided_at: options.clock().toISOString(),
    passed,
    checks,
    evaluation: judgement.evaluation,
    // What a person decided of a refused revision stands while it is refused.
    forced: passed ? null : (known?.forced ?? null),
  };
  if (known === null || !isSameVerdict(known, verdict)) await writeVerdict(place, verdict);
  options.log.info({ tag, passed, checks }, "the gate has judged");
  return verdict;
}

function refused({ tag, checks }: GateVerdict): VademecumError {
  const failed = checks.filter((check) => !check.passed);
  return new VademecumError({
    code: "REVISION_REFUSED",
    message: `the gate refused ${tag}; what was in service stays`,
    expected: failed.map(({ name, detail }) => `${name}: ${detail}`).join("; "),
    hint: `correct the documents and run again, or, if this is meant: ./vade promote ${tag} --force --reason "…"`,
  });
}

/** Artifacts that were found may be those that an operator took out of service, which only an operator undoes. */
async function requireNotHeld(place: IndexRepo, tag: string): Promise<void> {
  if ((await readRolledBackTag(place)) !== tag) return;
  throw new VademecumError({
    code: "REVISION_HELD",
    message: `the documents give ${tag} again, which was rolled back; what is in service stays`,
    expected: "documents that changed since the roll-back",
    hint: `correct the documents and run again, or put it back into service: ./vade promote ${tag}`,
  });
}
