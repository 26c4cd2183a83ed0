import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { listRefs } from "../../hub/list-refs.ts";
import type { SampleRevision } from "./testing/sample-revision.ts";
import { publish, readTitles, readWhole, startTestHub, type TestHub } from "./testing/test-index-repo.ts";

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

type When = "before" | "during" | "after";

/** Publishes in a process that dies at a call; what it printed, empty where it died. */
async function publishAndDie(repo: string, request: number, when: When): Promise<string> {
  const plan = { url: hub.url, token: hub.token, repo, dir: second.dir, request, when };
  const child = Bun.spawn([process.execPath, CHILD, JSON.stringify(plan)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [printed, errors] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (child.exitCode !== 0 && child.signalCode !== "SIGKILL") throw new Error(errors);
  return printed;
}

/** One death: what is in service is whole before and after another run, which leaves what one publication leaves. */
async function walkStep(request: number, when: When): Promise<"died" | "was done"> {
  const name = `walk-${request}-${when}`;
  const place = await hub.indexRepo(name);
  const old = (await publish(place, first)).manifest.revision;
  const printed = await publishAndDie(place.repo.name, request, when);
  const served = await readWhole(place);
  const { tags } = await listRefs(place);
  const added = tags.find(({ commit }) => commit !== old)?.commit;
  expect([old, added]).toContain(served ?? "nothing");

  const { manifest } = await publish(place, second);
  expect(manifest.files).toEqual(second.manifest.files);
  expect(await readWhole(place)).toBe(manifest.revision);
  expect(manifest.previous).toBe(old);
  const after = await listRefs(place);
  expect(after.tags.map(({ commit }) => commit).sort()).toEqual([old, manifest.revision].sort());
  const kinds = (await readTitles(place)).map((title) => title.replace(/[ :].*/s, ""));
  expect({ name, kinds }).toEqual({ name, kinds: ["Add", "Gate", "Promote", "Add", "Gate", "Promote"] });
  return printed === "" ? "died" : "was done";
}

test("kill -9 at any call: old or new is served whole, and another run does the rest and nothing twice", async () => {
  const whole = await hub.indexRepo("walk-whole");
  await publish(whole, first);
  const printed = await publishAndDie(whole.repo.name, 1_000_000, "before");
  const calls = Number(/by (\d+) calls/.exec(printed)?.[1]);
  expect(calls).toBeGreaterThan(10);

  const steps = Array.from({ length: calls }, (_, at) => at + 1).flatMap((request) =>
    (["before", "during", "after"] as const).map((when) => ({ request, when })),
  );
  const waiting = steps.values();
  const outcomes: string[] = [];
  await Promise.all(
    Array.from({ length: CHILDREN }, async () => {
      for (const { request, when } of waiting) outcomes.push(await walkStep(request, when));
    }),
  );
  // Calls that are made side by side may come in another number: at most the last few steps come too late.
  expect(outcomes.filter((outcome) => outcome === "died").length).toBeGreaterThan(steps.length * 0.9);
}, 120_000);
