import { afterAll, beforeAll, expect, test } from "bun:test";
import { commitFiles } from "../../hub/commit-files.ts";
import { createTag } from "../../hub/create-tag.ts";
import { silentLog } from "../../testing/silent-log.ts";
import type { IndexRepo } from "./index-repo.ts";
import { listRevisions } from "./list-revisions.ts";
import { promoteRevision } from "./promote-revision.ts";
import { readInService } from "./read-in-service.ts";
import { rollback } from "./rollback.ts";
import {
  beforeFirstCommit,
  codeOf,
  commitReadme,
  REFUSED,
  readTitles,
  readWhole,
  startTestHub,
  type TestHub,
} from "./testing/test-index-repo.ts";
import { threeRevisions } from "./testing/three-revisions.ts";
import { readVerdict } from "./verdicts.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const shared = { clock: () => new Date("2026-02-02T00:00:00Z"), log: silentLog };

const served = async (place: IndexRepo) => (await readInService(place))?.manifest.tag;

test("a revision that passed is promoted from the Hub alone, by one commit of the manifest", async () => {
  const { place, first, second } = await threeRevisions(hub, "promote");
  const before = await readTitles(place);
  const report = await promoteRevision({ ...place, tag: first.tag, ...shared });
  expect(report).toEqual({
    manifest: { ...first, previous: second.revision },
    before: { revision: second.revision, tag: second.tag },
    changed: true,
    forced: false,
  });
  expect(await readWhole(place)).toBe(first.revision);
  expect(await readTitles(place)).toEqual([...before, `Promote ${first.tag}`]);
});

test("promoting what is in service changes nothing", async () => {
  const { place, second } = await threeRevisions(hub, "promote-again");
  const before = await readTitles(place);
  expect((await promoteRevision({ ...place, tag: second.tag, ...shared })).changed).toBe(false);
  expect(await readTitles(place)).toEqual(before);
});

test("a promotion overtaken in the last moment changes nothing and names the winner", async () => {
  const { place, first, refused } = await threeRevisions(hub, "overtaken");
  const force = { reason: "first come" };
  const overtake = () => promoteRevision({ ...place, tag: refused.name, force, ...shared });
  const late = await hub.indexRepo("overtaken", beforeFirstCommit(overtake));
  await expect(promoteRevision({ ...late, tag: first.tag, ...shared })).rejects.toMatchObject({
    code: "PUBLISH_LOST",
    message: expect.stringContaining(refused.name),
  });
  expect(await served(place)).toBe(refused.name);
  // Run again, it is a decision about what is served now.
  await promoteRevision({ ...late, tag: first.tag, ...shared });
  expect((await readInService(place))?.manifest.previous).toBe(refused.commit);
});

test("a commit that does not touch the manifest is no obstacle to a promotion", async () => {
  const { place, first } = await threeRevisions(hub, "beside");
  const late = await hub.indexRepo(
    "beside",
    beforeFirstCommit(() => commitReadme(place, "in between")),
  );
  expect((await rollback({ ...late, log: silentLog })).changed).toBe(true);
  expect(await readWhole(place)).toBe(first.revision);
});

test("a refused revision needs a reason, which is kept", async () => {
  const { place, second, refused } = await threeRevisions(hub, "force");
  await expect(promoteRevision({ ...place, tag: refused.name, ...shared })).rejects.toMatchObject({
    code: "GATE_NOT_PASSED",
    expected: "size: 90 documents became 10",
  });
  expect(await served(place)).toBe(second.tag);
  const force = { reason: "the folder was split on purpose" };
  const report = await promoteRevision({ ...place, tag: refused.name, force, ...shared });
  expect(report.forced).toBe(true);
  expect(await readWhole(place)).toBe(refused.commit);
  expect(await readVerdict(place, refused.name)).toMatchObject({
    passed: false,
    checks: REFUSED.checks,
    forced: { ...force, at: "2026-02-02T00:00:00.000Z" },
  });
  // Decided once, it may be served again.
  await promoteRevision({ ...place, tag: second.tag, ...shared });
  expect((await promoteRevision({ ...place, tag: refused.name, ...shared })).forced).toBe(false);
});

test("an unknown tag is answered with the nearest known ones", async () => {
  const { place, first, second } = await threeRevisions(hub, "unknown");
  await expect(promoteRevision({ ...place, tag: `${first.tag}x`, ...shared })).rejects.toMatchObject({
    code: "TAG_UNKNOWN",
    exitCode: 2,
    expected: expect.stringContaining(first.tag),
  });
  await expect(rollback({ ...place, tag: "idx-2025", ...shared })).rejects.toMatchObject({
    expected: expect.stringContaining(second.tag),
  });
});

test("a revision may be named by the beginning of its tag or commit where only one begins so", async () => {
  const { place, first, second } = await threeRevisions(hub, "short");
  await promoteRevision({ ...place, tag: first.revision.slice(0, 10), ...shared });
  expect(await served(place)).toBe(first.tag);
  await promoteRevision({ ...place, tag: second.tag.slice(0, 19), ...shared });
  expect(await served(place)).toBe(second.tag);
  expect(await codeOf(promoteRevision({ ...place, tag: "idx-2026", ...shared }))).toBe("TAG_UNKNOWN");
});

test("a tag whose files are not those of its build is not served", async () => {
  const { place, second } = await threeRevisions(hub, "damaged");
  const { commit } = await commitFiles({
    ...place,
    title: "Change an artifact by hand",
    operations: [{ kind: "add", path: "artifacts/meta.json", content: new Blob(["{}"]) }],
  });
  const tag = `idx-20260105-000000-${commit.slice(0, 7)}`;
  await createTag({ ...place, tag, revision: commit });
  const force = { reason: "to see" };
  expect(await codeOf(promoteRevision({ ...place, tag, force, ...shared }))).toBe("REVISION_DAMAGED");
  expect(await served(place)).toBe(second.tag);
});

test("the list tells of each revision what the gate said and which is in service", async () => {
  const { place, first, second, refused } = await threeRevisions(hub, "list");
  const other = await commitFiles({
    ...place,
    title: "Break the description",
    operations: [{ kind: "add", path: "artifacts/build.json", content: new Blob(["{}"]) }],
  });
  const broken = `idx-20260109-000000-${other.commit.slice(0, 7)}`;
  await createTag({ ...place, tag: broken, revision: other.commit });
  await createTag({ ...place, tag: "v1", revision: other.commit });
  const { revisions, total } = await listRevisions({ ...place, limit: 10, log: silentLog });
  expect(total).toBe(4);
  expect(
    revisions.map(({ tag, verdict, inService, problem }) => [tag, verdict, inService, problem !== null]),
  ).toEqual([
    [broken, "none", false, true],
    [refused.name, "refused", false, false],
    [second.tag, "passed", true, false],
    [first.tag, "passed", false, false],
  ]);
  expect(revisions[2]?.build).toMatchObject({ num_chunks: 2, num_documents: 1, embed_model: "e5-small-pt" });
  // What is in service is never left out.
  const shortList = await listRevisions({ ...place, limit: 1, log: silentLog });
  expect(shortList.revisions.map(({ tag }) => tag)).toEqual([broken, second.tag]);
});
