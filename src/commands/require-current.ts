import { VademecumError } from "../domain/errors.ts";
import type { Storage } from "../revisions/storage.ts";

/**
 * The revision in service.
 * @throws VademecumError `NO_INDEX` before the first build.
 */
export function requireCurrent(storage: Storage): string {
  const revision = storage.current();
  if (revision) return revision;
  throw new VademecumError({
    code: "NO_INDEX",
    message: "there is no index yet",
    expected: `a revision in ${storage.dir}`,
    hint: "build one: ./vade reindex --docs DIR, or see the sample: ./vade demo",
  });
}
