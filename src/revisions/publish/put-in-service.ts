import type { Log } from "../../domain/log.ts";
import type { BuildInfo, Manifest } from "../../domain/manifest.ts";
import { commitFiles } from "../../hub/commit-files.ts";
import { commitOnMain, parentOf } from "./commit-on-main.ts";
import { type IndexRepo, MANIFEST_PATH, placeOf } from "./index-repo.ts";
import type { IndexState } from "./index-state.ts";
import { requireSameService } from "./reread-state.ts";

export interface PutInServiceOptions extends IndexRepo {
  build: BuildInfo;
  /** The commit of the artifacts, and its tag. */
  revision: string;
  tag: string;
  evaluation: Manifest["evaluation"];
  /** What this decision was made on: it holds only while the same revision is in service. */
  state: IndexState;
  title: string;
  log: Log;
}

/** What is in service after a promotion. */
export interface InServiceNow {
  manifest: Manifest;
  /** Whether this call put it there. */
  changed: boolean;
}

/**
 * Puts a published revision into service by one commit of `manifest.json` alone. Nothing else says what is served, so
 * every reader sees the old revision or the new one.
 * @throws VademecumError `PUBLISH_LOST` where another revision was put into service since `state`
 */
export async function putInService(options: PutInServiceOptions): Promise<InServiceNow> {
  const { state, log, revision } = options;
  return (
    findServed(options, state) ??
    (await commitOnMain<InServiceNow>({
      ...placeOf(options),
      state,
      log,
      commit: (on) => commitManifest(options, on),
      async onMoved(now, before) {
        requireSameService(before, now, revision);
        return findServed(options, now);
      },
    }))
  );
}

function findServed({ revision, tag }: PutInServiceOptions, { inService }: IndexState): InServiceNow | null {
  const isServed = inService?.revision === revision && inService.tag === tag;
  return isServed ? { manifest: inService, changed: false } : null;
}

async function commitManifest(options: PutInServiceOptions, state: IndexState): Promise<InServiceNow> {
  const { revision, tag, evaluation, title, build } = options;
  const { content: _, ...described } = build;
  const { inService } = state;
  // A revision that only gets another name comes after the same one as before.
  const previous = (inService?.revision === revision ? inService.previous : inService?.revision) ?? null;
  const manifest: Manifest = { ...described, revision, tag, evaluation, previous };
  const content = new Blob([`${JSON.stringify(manifest, null, 2)}\n`]);
  await commitFiles({
    ...placeOf(options),
    title,
    operations: [{ kind: "add", path: MANIFEST_PATH, content }],
    ...parentOf(state),
  });
  return { manifest, changed: true };
}
