import { Command } from "commander";
import { VademecumError } from "../domain/errors.ts";
import type { Manifest } from "../domain/manifest.ts";
import { openStorage, readManifest, type Storage } from "../revisions/storage.ts";
import type { CommandContext } from "./command-context.ts";
import { prepareIndexRepo, publishBuilt } from "./publish-built.ts";
import { readGoldenOfSource } from "./read-golden.ts";
import { formatPublished, publishedAsJson } from "./reindex-and-publish.ts";
import { requireCurrent } from "./require-current.ts";
import { requireHubSettings } from "./require-hub-settings.ts";
import { withHub } from "./with-hub.ts";

/** The revision of the local store that a name, or the beginning of one, means. */
function findLocal(storage: Storage, wanted: string): Manifest {
  const revisions = storage.list();
  const [found, ...others] = revisions.filter(
    ({ revision, tag }) => tag === wanted || revision.startsWith(wanted),
  );
  if (found && others.length === 0) return found;
  throw new VademecumError({
    code: "REVISION_UNKNOWN",
    message: found
      ? `${wanted} fits ${others.length + 1} revisions`
      : `there is no revision ${wanted} in ${storage.dir}`,
    expected: `one of ${revisions.map(({ revision, tag }) => `${tag} (${revision.slice(0, 12)})`).join(", ") || "none: it is empty"}`,
    hint: "name one of these, or build one: ./vade reindex --docs DIR",
    exitCode: 2,
  });
}

/** `publish`: a revision of the local store goes to the Hub, through the gate and into service. */
export function publishCommand(context: CommandContext): Command {
  return new Command("publish")
    .description("publish the local store's index on the Hub: upload, tag, gate, promote")
    .argument("[revision]", "a revision of the local store; default: the one in service there")
    .option("--json", "print the report as one JSON document")
    .addHelpText(
      "after",
      `
For those who built with ./vade reindex --docs DIR. A publication that was interrupted goes on where it was, and what is
on the Hub already is not uploaded again. What the gate refuses stays tagged and is not served.`,
    )
    .action(async (wanted: string | undefined, options: { json?: true }) => {
      requireHubSettings(context.config);
      const storage = openStorage(context.config.storageDir);
      const revision = wanted ? findLocal(storage, wanted).revision : requireCurrent(storage);
      const dir = storage.revisionDir(revision);
      const manifest = readManifest(dir);
      const report = await withHub(context, async (connected) => {
        const place = await prepareIndexRepo(context, connected);
        const golden = await readGoldenOfSource(context, connected.hub, manifest.source);
        return publishBuilt({ context, place, storage, dir, manifest, golden });
      });
      context.print(
        options.json ? JSON.stringify(publishedAsJson(report), null, 2) : formatPublished(report).join("\n"),
      );
    });
}
