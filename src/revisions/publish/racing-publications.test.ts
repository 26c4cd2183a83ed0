import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Manifest } from "../../domain/manifest.ts";
import { commitFiles } from "../../hub/commit-files.ts";
import { createRepo } from "../../hub/create-repo.ts";
import type { Repo } from "../../hub/hub.ts";
import { listRefs } from "../../hub/list-refs.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { promoteRevision } from "./promote-revision.ts";
import { readInService } from "./read-in-service.ts";
import { requireLatestDocuments } from "./require-latest-documents.ts";
import { rollback } from "./rollback.ts";
import {
  beforeFirstCommit,
  codeOf,
  commitReadme,
  PASSED,
  publish,
  readTitles,
  readWhole,
  startTestHub,
  type TestHub,
} from "./testing/test-index-repo.ts";
import { threeRevisions } from "./testing/three-revisions.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

test("an unrelated commit in between is no obstacle", async () => {
  const plain = await hub.indexRepo("busy");
  let readmes = 0;
  const fetch = beforeFirstCommit(() => commitReadme(plain, `${readmes++}`));
  const { manifest } = await publish(await hub.indexRepo("busy", fetch), await hub.revision(1));
  expect(readmes).toBe(1);
  expect(await readWhole(plain)).toBe(manifest.revision);
  expect((await readTitles(plain)).filter((title) => title.startsWith("Add"))).toHaveLength(1);
});

test("of two publications at once one wins, and the other says so and can be run again", async () => {
  const plain = await hub.indexRepo("race");
  await publish(plain, await hub.revision(1));
  const third = await hub.revision(3);
  const fetch = beforeFirstCommit(async () => publish(plain, third));
  const late = await hub.indexRepo("race", fetch);
  const lost = publish(late, await hub.revision(2));
  const winner = /another publication won: idx-20260101-120300-\w{7} was put into service/;
  await expect(lost).rejects.toMatchObject({
    code: "PUBLISH_LOST",
    message: expect.stringMatching(winner),
    hint: expect.stringContaining("run the command again"),
  });
  const served = (await readInService(plain))?.manifest;
  expect(served?.files).toEqual(third.manifest.files);
  const again = await publish(late, await hub.revision(2));
  expect(again.manifest.previous).toBe(served?.revision ?? "");
});

test("a publication overtaken at the gate does not put its revision over the winner's", async () => {
  const place = await hub.indexRepo("overtaken");
  await publish(place, await hub.revision(1));
  const third = await hub.revision(3);
  const judge = async () => {
    await publish(place, third);
    return PASSED;
  };
  expect(await codeOf(publish(place, await hub.revision(2), { judge }))).toBe("PUBLISH_LOST");
  expect((await readInService(place))?.manifest.files).toEqual(third.manifest.files);
  const again = await publish(place, await hub.revision(2));
  expect(again).toMatchObject({ outcome: "promoted", uploaded: false });
});

test("two publications of the same artifacts are one: the second finds its work done", async () => {
  const place = await hub.indexRepo("twins");
  await publish(place, await hub.revision(1));
  const twin = await hub.revision(2);
  const late = await publish(place, await hub.revision(2), {
    judge: async () => {
      await publish(place, twin);
      return PASSED;
    },
  });
  expect(late.outcome).toBe("unchanged");
  expect((await readInService(place))?.manifest).toEqual(late.manifest);
  expect((await listRefs(place)).tags).toHaveLength(2);
  const kinds = (await readTitles(place)).map((title) => title.replace(/[ :].*/s, ""));
  expect(kinds.filter((kind) => kind !== "Gate")).toEqual(["Add", "Promote", "Add", "Promote"]);
});

test("many publications at once: each is in service once, or says that it lost", async () => {
  const place = await hub.indexRepo("crowd");
  const revisions = await Promise.all([1, 2, 3, 4].map((number) => hub.revision(number)));
  const outcomes = await Promise.allSettled(revisions.map((revision) => publish(place, revision)));
  const won = outcomes.filter(({ status }) => status === "fulfilled");
  expect(won.length).toBeGreaterThanOrEqual(1);
  for (const outcome of outcomes)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "PUBLISH_LOST" });
  await readWhole(place);
  for (const revision of revisions) await publish(place, revision);
  const uploads = (await readTitles(place)).filter((title) => title.startsWith("Add"));
  expect(uploads).toHaveLength(4);
});

test("a build of documents that were overtaken while it ran is not put over the later ones", async () => {
  const place = await hub.indexRepo("stale");
  const docs: Repo = { type: "dataset", name: "local/stale-docs" };
  await createRepo({ hub: place.hub, repo: docs });
  const push = async (text: string) => {
    const operations = [{ kind: "add" as const, path: "a.rtf", content: new Blob([text]) }];
    return (await commitFiles({ hub: place.hub, repo: docs, title: text, operations })).commit;
  };
  const build = async (number: number, commit: string) => {
    const { dir, manifest } = await hub.revision(number);
    return { dir, manifest: { ...manifest, source: { repo: docs.name, revision: commit } } };
  };
  const [older, later] = [await push("one"), await push("two")];
  const [slow, quick] = [await build(1, older), await build(2, later)];
  const publishAs = (revision: typeof slow, atStart: Manifest | null) =>
    publish(place, revision, {
      mayReplace: (inService) =>
        requireLatestDocuments({ hub: place.hub, source: revision.manifest.source, atStart, inService }),
    });
  const { manifest } = await publishAs(quick, null);
  await expect(publishAs(slow, null)).rejects.toMatchObject({
    code: "PUBLISH_LOST",
    message: expect.stringContaining(manifest.tag),
  });
  expect(await readTitles(place)).toHaveLength(3);
  // Whoever begins with the later ones in service means to go back.
  expect((await publishAs(slow, manifest)).outcome).toBe("promoted");
  expect((await publishAs(quick, null)).outcome).toBe("promoted");
});

test("a promotion, a roll-back and a publication at the same moment: each counts once, or says that it lost", async () => {
  const { place, second, refused } = await threeRevisions(hub, "mixed");
  const fourth = await hub.revision(4);
  const force = { reason: "asked for" };
  const outcomes = await Promise.allSettled([
    promoteRevision({ ...place, tag: refused.name, force, clock: () => new Date(), log: silentLog }),
    rollback({ ...place, log: silentLog }),
    publish(place, fourth),
  ]);
  const manifests = outcomes.flatMap((outcome) => {
    if (outcome.status === "fulfilled") return [outcome.value.manifest];
    expect(outcome.reason).toMatchObject({ code: "PUBLISH_LOST" });
    return [];
  });
  // Each that won took the place of the one before it, back to what was served at first.
  let at = await readWhole(place);
  for (const _ of manifests) at = manifests.find(({ revision }) => revision === at)?.previous ?? null;
  expect(manifests.length).toBeGreaterThan(0);
  expect(at).toBe(second.revision);
});
