import { afterAll, beforeAll, expect, test } from "bun:test";
import { commitFiles } from "../../hub/commit-files.ts";
import { deleteTag } from "../../hub/delete-tag.ts";
import { listRefs } from "../../hub/list-refs.ts";
import { silentLog } from "../../testing/silent-log.ts";
import type { IndexRepo } from "./index-repo.ts";
import { promoteRevision } from "./promote-revision.ts";
import { readInService } from "./read-in-service.ts";
import { rollback } from "./rollback.ts";
import { codeOf, publish, readWhole, startTestHub, type TestHub } from "./testing/test-index-repo.ts";
import { threeRevisions } from "./testing/three-revisions.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const shared = { clock: () => new Date("2026-02-02T00:00:00Z"), log: silentLog };
const served = async (place: IndexRepo) => (await readInService(place))?.manifest.tag;

test("a roll-back serves what was served before, and a second one undoes it", async () => {
  const { place, first, second } = await threeRevisions(hub, "rollback");
  const report = await rollback({ ...place, log: silentLog });
  expect(report).toMatchObject({
    changed: true,
    before: { tag: second.tag },
    manifest: { ...first, previous: second.revision },
  });
  expect(await readWhole(place)).toBe(first.revision);
  await rollback({ ...place, log: silentLog });
  expect(await readWhole(place)).toBe(second.revision);
  await rollback({ ...place, log: silentLog });
  expect(await readWhole(place)).toBe(first.revision);
});

test("a roll-back to a tag does not serve what the gate refused", async () => {
  const { place, first, second, refused } = await threeRevisions(hub, "rollback-tag");
  expect(await codeOf(rollback({ ...place, tag: refused.name, log: silentLog }))).toBe("GATE_NOT_PASSED");
  expect(await served(place)).toBe(second.tag);
  await rollback({ ...place, tag: first.tag, log: silentLog });
  expect(await served(place)).toBe(first.tag);
});

test("without anything before, a roll-back says so", async () => {
  const place = await hub.indexRepo("nothing-before");
  expect(await codeOf(rollback({ ...place, log: silentLog }))).toBe("NOTHING_BEFORE");
  await publish(place, await hub.revision(1));
  await expect(rollback({ ...place, log: silentLog })).rejects.toMatchObject({
    code: "NOTHING_BEFORE",
    message: expect.stringContaining("first revision"),
  });
});

test("a revision served before whose tag was deleted gets it again", async () => {
  const { place, first } = await threeRevisions(hub, "lost-tag");
  await deleteTag({ ...place, tag: first.tag });
  await rollback({ ...place, log: silentLog });
  expect(await served(place)).toBe(first.tag);
  expect((await listRefs(place)).tags).toContainEqual({ name: first.tag, commit: first.revision });
});

test("a manifest whose previous revision is no commit says which and what to do", async () => {
  const { place, second } = await threeRevisions(hub, "lost-commit");
  const missing = "f".repeat(40);
  const content = new Blob([JSON.stringify({ ...second, previous: missing })]);
  await commitFiles({
    ...place,
    title: "Name a commit that is not there",
    operations: [{ kind: "add", path: "artifacts/manifest.json", content }],
  });
  await expect(rollback({ ...place, log: silentLog })).rejects.toMatchObject({
    code: "REVISION_MISSING",
    message: expect.stringContaining(missing),
    hint: expect.stringContaining("./vade rollback TAG"),
  });
});

test("a revision that was rolled back is not brought back by building it again", async () => {
  const place = await hub.indexRepo("held");
  const first = await publish(place, await hub.revision(1));
  const second = await publish(place, await hub.revision(2));
  await rollback({ ...place, log: silentLog });
  expect(await codeOf(publish(place, await hub.revision(2)))).toBe("REVISION_HELD");
  expect(await readWhole(place)).toBe(first.manifest.revision);
  // Corrected documents are published as ever, and a person may decide otherwise.
  await publish(place, await hub.revision(3));
  await promoteRevision({ ...place, tag: second.manifest.tag, ...shared });
  expect(await readWhole(place)).toBe(second.manifest.revision);
});

test("a roll-back that was undone holds nothing back, and one that was repeated does", async () => {
  const place = await hub.indexRepo("undone");
  await publish(place, await hub.revision(1));
  const { manifest: second } = await publish(place, await hub.revision(2));
  const rollBack = () => rollback({ ...place, log: silentLog });
  await rollBack();
  await rollBack();
  // The documents are corrected by going back to the first ones.
  expect((await publish(place, await hub.revision(1))).outcome).toBe("promoted");
  await promoteRevision({ ...place, tag: second.tag, ...shared });
  for (let i = 0; i < 3; i++) await rollBack();
  expect(await codeOf(publish(place, await hub.revision(2)))).toBe("REVISION_HELD");
});

test("what is served before is right through roll-backs and publications in any order", async () => {
  const place = await hub.indexRepo("chain");
  const [a, b] = [await hub.revision(1), await hub.revision(2)];
  const first = (await publish(place, a)).manifest.revision;
  const second = (await publish(place, b)).manifest.revision;
  const rollBack = async () => (await rollback({ ...place, log: silentLog })).manifest;
  expect(await rollBack()).toMatchObject({ revision: first, previous: second });
  expect(await rollBack()).toMatchObject({ revision: second, previous: first });
  const third = (await publish(place, await hub.revision(3))).manifest;
  expect(third.previous).toBe(second);
  expect(await rollBack()).toMatchObject({ revision: second, previous: third.revision });
  expect(await rollBack()).toMatchObject({ revision: third.revision, previous: second });
});
