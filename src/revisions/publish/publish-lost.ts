import { VademecumError } from "../../domain/errors.ts";
import type { IndexState } from "./index-state.ts";
import { formatTag } from "./revision-tags.ts";

/** The error of a publication that another one overtook: nothing is lost, and running it again builds on the other. */
export function publishLost(before: IndexState, now: IndexState): VademecumError {
  const who =
    now.manifestEtag !== before.manifestEtag
      ? `${now.inService?.tag ?? "another manifest"} was put into service`
      : `the artifacts of ${nameOfBuild(now)} were committed`;
  return new VademecumError({
    code: "PUBLISH_LOST",
    message: `another publication won: ${who} meanwhile; this one changed nothing that is served`,
    expected: `${before.inService?.tag ?? "nothing"} in service and main at ${before.head ?? "no commit"}, got main at ${now.head ?? "no commit"}`,
    hint: "run the command again: it goes on from what is there now and uploads nothing twice",
  });
}

function nameOfBuild({ build, tags, head }: IndexState): string {
  if (build === null) return "another build";
  const time = formatTag(build, "").slice(0, -1);
  const tag = tags.find(({ name, commit }) => commit === head || name.startsWith(time));
  return tag?.name ?? `${time}-${head?.slice(0, 7)}`;
}

/** The error of a main branch on which others commit faster than this program can. */
export function mainTooBusy(repoName: string, attempts: number): VademecumError {
  return new VademecumError({
    code: "HUB_BUSY",
    message: `main of ${repoName} changed before each of ${attempts} attempts to commit`,
    hint: "see who commits to it (its history on the Hub) and run the command again",
  });
}
