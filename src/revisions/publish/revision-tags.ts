import { VademecumError } from "../../domain/errors.ts";
import type { BuildInfo } from "../../domain/manifest.ts";
import { listRefs, type Ref } from "../../hub/list-refs.ts";
import { distance } from "./edit-distance.ts";
import type { IndexRepo } from "./index-repo.ts";

const TAG_PATTERN = /^idx-\d{8}-\d{6}-[0-9a-f]{7,}$/;
const NEAREST_SHOWN = 5;

/** Whether a tag is one that publishing made; others are left alone. */
export function isRevisionTag(name: string): boolean {
  return TAG_PATTERN.test(name);
}

/** `idx-YYYYMMDD-HHMMSS-<first 7 of the commit>`: when the revision was built, in UTC, and which commit it is. */
export function formatTag(build: Pick<BuildInfo, "created_at">, commit: string): string {
  const [date, time] = new Date(build.created_at)
    .toISOString()
    .replace(/[-:]|\..*$/g, "")
    .split("T");
  return `idx-${date}-${time}-${commit.slice(0, 7)}`;
}

/** The tags of published revisions, newest first, since their names begin with the time. */
export function newestFirst(tags: readonly Ref[]): Ref[] {
  return tags.filter(({ name }) => isRevisionTag(name)).sort((a, b) => (a.name < b.name ? 1 : -1));
}

/**
 * The published revision of a tag, or of a beginning of its name or commit that fits only one.
 * @throws VademecumError `TAG_UNKNOWN` that names the nearest known tags
 */
export async function requireTag(place: IndexRepo, tag: string): Promise<Ref> {
  return pickTag((await listRefs(place)).tags, tag, place.repo.name);
}

/** The same among tags that were read before. */
export function pickTag(tags: readonly Ref[], wanted: string, repoName: string): Ref {
  const known = newestFirst(tags);
  const exact = known.find(({ name }) => name === wanted);
  if (exact) return exact;
  const alike =
    wanted.length < 7
      ? []
      : known.filter(({ name, commit }) => name.startsWith(wanted) || commit.startsWith(wanted));
  const [only] = alike;
  if (only && alike.length === 1) return only;
  const nearest = nearestTags(
    known.map(({ name }) => name),
    wanted,
  );
  throw new VademecumError({
    code: "TAG_UNKNOWN",
    message:
      alike.length > 1
        ? `${wanted} fits ${alike.length} revisions of ${repoName}`
        : `${repoName} has no revision ${wanted}`,
    expected:
      nearest.length > 0
        ? `one of these or another: ${nearest.join(", ")}`
        : "a published revision; there is none yet",
    hint: nearest.length > 0 ? "./vade revisions shows all of them" : "publish one: ./vade reindex",
    exitCode: 2,
  });
}

/** The known names that are most like the wanted one. */
export function nearestTags(known: readonly string[], wanted: string): string[] {
  return known
    .map((name) => ({ name, distance: distance(name, wanted) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, NEAREST_SHOWN)
    .map(({ name }) => name);
}
