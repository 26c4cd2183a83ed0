import { VademecumError } from "../../domain/errors.ts";
import type { Storage } from "../../revisions/storage.ts";
import type { InService } from "../../revisions/sync/in-service.ts";
import type { CommandContext } from "../command-context.ts";
import { findLocalRevision } from "../local-revision.ts";
import type { Service } from "../open-service.ts";

/** Puts the local revision into service where there is a usable one; where not, the log says why. */
export async function serveLocal(at: {
  context: CommandContext;
  storage: Storage;
  inService: InService<Service>;
  open(dir: string, smoke: boolean): Promise<Service>;
}): Promise<void> {
  const { context, storage, inService } = at;
  const { log, config } = context;
  try {
    const swept = storage.sweep();
    if (swept.length > 0) log.info({ swept }, "what an interrupted run left, and old revisions, removed");
    const revision = findLocalRevision(storage, config.pinnedRevision);
    if (revision === null) {
      log.info({ storage: storage.dir }, "no local revision yet; it is fetched from the Hub");
      return;
    }
    const service = await at.open(storage.revisionDir(revision), false);
    inService.publish(service);
    log.info(
      { revision, tag: service.manifest.tag },
      "serving the local revision; the Hub has not been asked yet",
    );
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    const { code, message, expected, hint } = error;
    log.error(
      { code, reason: message, expected, hint },
      "the local revision cannot be served; it is fetched anew",
    );
  }
}
