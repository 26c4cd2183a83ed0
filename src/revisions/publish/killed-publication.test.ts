import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { listRefs } from "../../hub/list-refs.ts";
import { silentLog } from "../../testing/silent-log.ts";
import type { IndexRepo } from "./index-repo.ts";
import { promoteRevision } from "./promote-revision.ts";
import { readInService } from "./read-in-service.ts";
import { rollback } from "./rollback.ts";
import type { SampleRevision } from "./testing/sample-revision.ts";
import {
  codeOf,
  publish,
  REFUSED,
  readTitles,
  readWhole,
  startTestHub,
  type TestHub,
} from "./testing/test-index-repo.ts";

const CHILD = join(import.meta.dir, "testing", "publish-and-die.ts");
/** Children at work at once. */
const CHILDREN = 3;

let hub: TestHub;
let first: SampleRevision;
let second: SampleRevision;
beforeAll(async () => {
  hub = await startTestHub();
  [first, second] = await Promise.all([hub.revision(1), hub.revision(2)]);
});
afterAll(() => hub.stop());

interface Death {
  request: number;
  when: "before" | "during" | "after";
}
type Work = { publish: string } | { promote: string } | { rollBack: true };

/** Works in a process that dies at a call; what it printed, empty where it died. */
async function workAndDie(place: IndexRepo, work: Work, death: Death): Promise<string> {
  const plan = { url: hub.url, token: hub.token, repo: place.repo.name, work, ...death };
  const child = Bun.spawn([process.execPath, CHILD, JSON.stringify(plan)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [printed, errors] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (child.exitCode !== 0 && child.signalCode !== "SIGKILL") throw new Error(errors);
  return printed;
}

/** Dies before, during and after each call in turn, a few deaths at once. */
async function walk(calls: number, step: (death: Death) => Promise<string>): Promise<void> {
  const deaths = Array.from({ length: calls }, (_, at) => at + 1).flatMap((request) =>
    (["before", "during", "after"] as const).map((when) => ({ request, when })),
  );
  const waiting = deaths.values();
  let survived = 0;
  await Promise.all(
    Array.from({ length: CHILDREN }, async () => {
      for (const death of waiting) if ((await step(death)) !== "") survived++;
    }),
  );
  // Calls that are made side by side may come in another number: at most the last few deaths come too late.
  expect(survived).toBeLessThan(deaths.length * 0.1);
}

/** How many calls it takes where nobody dies. */
async function countCalls(place: IndexRepo, work: Work): Promise<number> {
  const printed = await workAndDie(place, work, { request: 1_000_000, when: "before" });
  const calls = Number(/by (\d+) calls/.exec(printed)?.[1]);
  expect(calls).toBeGreaterThan(5);
  return calls;
}

const kindsOf = async (place: IndexRepo) =>
  (await readTitles(place)).map((title) => title.replace(/[ :].*/s, ""));

test("publish, kill -9 at any call: old or new is served whole, and another run does the rest and nothing twice", async () => {
  const work = { publish: second.dir };
  const undisturbed = await hub.indexRepo("publish-undisturbed");
  await publish(undisturbed, first);
  const calls = await countCalls(undisturbed, work);

  await walk(calls, async (death) => {
    const place = await hub.indexRepo(`publish-${death.request}-${death.when}`);
    const old = (await publish(place, first)).manifest.revision;
    const printed = await workAndDie(place, work, death);
    const served = await readWhole(place);
    const added = (await listRefs(place)).tags.find(({ commit }) => commit !== old)?.commit;
    expect([old, added]).toContain(served ?? "nothing");

    const { manifest } = await publish(place, second);
    expect(manifest).toMatchObject({ files: second.manifest.files, previous: old });
    expect(await readWhole(place)).toBe(manifest.revision);
    const { tags } = await listRefs(place);
    expect(tags.map(({ commit }) => commit).sort()).toEqual([old, manifest.revision].sort());
    const kinds = await kindsOf(place);
    expect({ death, kinds }).toEqual({
      death,
      kinds: ["Add", "Gate", "Promote", "Add", "Gate", "Promote"],
    });
    return printed;
  });
}, 120_000);

test("promote by force, kill -9 at any call: the reason is kept once, and another run does the rest", async () => {
  const prepare = async (name: string) => {
    const place = await hub.indexRepo(name);
    const old = (await publish(place, first)).manifest.revision;
    await codeOf(publish(place, second, { judge: async () => REFUSED }));
    const refused = (await listRefs(place)).tags.find(({ commit }) => commit !== old);
    if (!refused) throw new Error("the refused revision has no tag");
    return { place, old, refused };
  };
  const undisturbed = await prepare("promote-undisturbed");
  const calls = await countCalls(undisturbed.place, { promote: undisturbed.refused.name });

  await walk(calls, async (death) => {
    const { place, old, refused } = await prepare(`promote-${death.request}-${death.when}`);
    const printed = await workAndDie(place, { promote: refused.name }, death);
    expect([old, refused.commit]).toContain((await readWhole(place)) ?? "nothing");

    const force = { reason: "asked for" };
    const { manifest } = await promoteRevision({
      ...place,
      tag: refused.name,
      force,
      clock: () => new Date(),
      log: silentLog,
    });
    expect(manifest).toMatchObject({ revision: refused.commit, previous: old });
    expect(await readWhole(place)).toBe(refused.commit);
    const kinds = await kindsOf(place);
    expect({ death, kinds }).toEqual({
      death,
      kinds: ["Add", "Gate", "Promote", "Add", "Gate", "Gate", "Promote"],
    });
    return printed;
  });
}, 120_000);

test("roll back, kill -9 at any call: old or new is served whole, and naming the tag again ends where it was meant to", async () => {
  const prepare = async (name: string) => {
    const place = await hub.indexRepo(name);
    const before = (await publish(place, first)).manifest;
    return { place, before, bad: (await publish(place, second)).manifest };
  };
  const undisturbed = await prepare("roll-back-undisturbed");
  const calls = await countCalls(undisturbed.place, { rollBack: true });

  await walk(calls, async (death) => {
    const { place, before, bad } = await prepare(`roll-back-${death.request}-${death.when}`);
    const printed = await workAndDie(place, { rollBack: true }, death);
    expect([before.revision, bad.revision]).toContain((await readWhole(place)) ?? "nothing");

    await rollback({ ...place, tag: before.tag, log: silentLog });
    expect(await readWhole(place)).toBe(before.revision);
    expect((await readInService(place))?.manifest.previous).toBe(bad.revision);
    const kinds = await kindsOf(place);
    expect({ death, kinds }).toEqual({
      death,
      kinds: ["Add", "Gate", "Promote", "Add", "Gate", "Promote", "Roll"],
    });
    return printed;
  });
}, 120_000);
