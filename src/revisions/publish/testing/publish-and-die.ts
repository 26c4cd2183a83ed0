import { z } from "zod";
import { createHub } from "../../../hub/hub.ts";
import { silentLog } from "../../../testing/silent-log.ts";
import { readManifest } from "../../storage.ts";
import type { IndexRepo } from "../index-repo.ts";
import { promoteRevision } from "../promote-revision.ts";
import { rollback } from "../rollback.ts";
import { publish } from "./test-index-repo.ts";

// Publishes a revision, promotes one by force, or rolls back, and kills this process at one of its calls to the Hub, as kill -9 would.

const [plan = ""] = process.argv.slice(2);
const { url, token, repo, work, request, when } = z
  .object({
    url: z.string(),
    token: z.string(),
    repo: z.string(),
    work: z.union([
      z.object({ publish: z.string() }),
      z.object({ promote: z.string() }),
      z.object({ rollBack: z.literal(true) }),
    ]),
    /** Number of the call, from 1. */
    request: z.int().positive(),
    /** `before`: the call is not made; `during`: nobody waits for its answer; `after`: the answer is not used. */
    when: z.enum(["before", "during", "after"]),
  })
  .parse(JSON.parse(plan));

const die = () => process.kill(process.pid, "SIGKILL");
let made = 0;
const fetchAndDie = async (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
  const isLast = ++made === request;
  if (isLast && when === "before") die();
  const answer = fetch(input, init);
  if (isLast && when === "during") {
    // The call has left this process some turns of the event loop later.
    await Bun.sleep(1);
    die();
  }
  const response = await answer;
  if (isLast) die();
  return response;
};
const hub = createHub({
  url,
  token,
  log: silentLog,
  fetch: Object.assign(fetchAndDie, { preconnect: fetch.preconnect }),
});
const place: IndexRepo = { hub, repo: { type: "dataset", name: repo } };
if ("publish" in work) await publish(place, { dir: work.publish, manifest: readManifest(work.publish) });
else if ("rollBack" in work) await rollback({ ...place, log: silentLog });
else {
  await promoteRevision({
    ...place,
    tag: work.promote,
    force: { reason: "asked for" },
    clock: () => new Date(),
    log: silentLog,
  });
}
process.stdout.write(`done by ${made} calls\n`);
