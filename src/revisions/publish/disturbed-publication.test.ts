import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import type { Manifest } from "../../domain/manifest.ts";
import { commitFiles } from "../../hub/commit-files.ts";
import { createRepo } from "../../hub/create-repo.ts";
import { deleteTag } from "../../hub/delete-tag.ts";
import type { Repo } from "../../hub/hub.ts";
import { listRefs } from "../../hub/list-refs.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { MANIFEST_PATH } from "./index-repo.ts";
import { promoteRevision } from "./promote-revision.ts";
import { readBuildInfo } from "./read-build-info.ts";
import { readInService } from "./read-in-service.ts";
import { requireLatestDocuments } from "./require-latest-documents.ts";
import { rollback } from "./rollback.ts";
import {
  codeOf,
  commitReadme,
  PASSED,
  publish,
  REFUSED,
  readTitles,
  readWhole,
  startTestHub,
  type TestHub,
} from "./testing/test-index-repo.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

const shared = { clock: () => new Date("2026-02-02T00:00:00Z"), log: silentLog };

test("artifacts that came to the Hub damaged are uploaded again by the next run", async () => {
  const place = await hub.indexRepo("damaged-upload");
  const changed = await hub.revision(1);
  // The file changes between its hash and its upload.
  await Bun.write(join(changed.dir, "meta.json"), "{}");
  expect(await codeOf(publish(place, changed))).toBe("REVISION_REFUSED");
  const { outcome, uploaded, manifest } = await publish(place, await hub.revision(1));
  expect({ outcome, uploaded }).toEqual({ outcome: "promoted", uploaded: true });
  expect(await readWhole(place)).toBe(manifest.revision);
  expect((await publish(place, await hub.revision(1))).outcome).toBe("unchanged");
});

test("a publication that died before its tag, on artifacts that replaced damaged ones, is found", async () => {
  const place = await hub.indexRepo("damaged-then-died");
  const changed = await hub.revision(1);
  await Bun.write(join(changed.dir, "meta.json"), "{}");
  await codeOf(publish(place, changed));
  await codeOf(publish(place, await hub.revision(1), { judge: async () => REFUSED }));
  for (const { name } of (await listRefs(place)).tags) await deleteTag({ ...place, tag: name });
  const { uploaded, manifest } = await publish(place, await hub.revision(1));
  expect(uploaded).toBe(false);
  expect(await readWhole(place)).toBe(manifest.revision);
});

test("a tag that is deleted while the gate judges is there again when its revision goes into service", async () => {
  const place = await hub.indexRepo("tag-deleted");
  const { manifest } = await publish(place, await hub.revision(1), {
    judge: async ({ tag }) => {
      await deleteTag({ ...place, tag });
      return PASSED;
    },
  });
  expect((await listRefs(place)).tags).toEqual([{ name: manifest.tag, commit: manifest.revision }]);
});

test("a manifest whose tag is not its revision's is mended by publishing and by promoting", async () => {
  const place = await hub.indexRepo("wrong-tag");
  const first = (await publish(place, await hub.revision(1))).manifest;
  const second = (await publish(place, await hub.revision(2))).manifest;
  const misname = () =>
    commitFiles({
      ...place,
      title: "Name another tag",
      operations: [
        {
          kind: "add",
          path: MANIFEST_PATH,
          content: new Blob([JSON.stringify({ ...second, tag: first.tag })]),
        },
      ],
    });
  await misname();
  expect((await publish(place, await hub.revision(2))).outcome).toBe("promoted");
  expect((await readInService(place))?.manifest).toEqual(second);
  await misname();
  expect((await promoteRevision({ ...place, tag: second.tag, ...shared })).changed).toBe(true);
  expect((await readInService(place))?.manifest).toEqual(second);
});

test("artifacts that many commits came after are not published a second time", async () => {
  const place = await hub.indexRepo("long-history");
  await codeOf(publish(place, await hub.revision(1), { judge: async () => REFUSED }));
  for (let i = 0; i < 55; i++) await commitReadme(place, `${i}`);
  expect((await publish(place, await hub.revision(1))).uploaded).toBe(false);
  expect((await listRefs(place)).tags).toHaveLength(1);
});

test("where the documents lie on the machine that built them is not published", async () => {
  const place = await hub.indexRepo("private-path");
  const { dir, manifest } = await hub.revision(1);
  const local = { ...manifest, source: { repo: "/home/ana/casa/docs_rag", revision: null } };
  const published = await publish(place, { dir, manifest: local });
  expect(published.manifest.source).toEqual({ repo: "docs_rag", revision: null });
  const build = await readBuildInfo({ ...place, revision: published.manifest.tag });
  expect(build?.source.repo).toBe("docs_rag");
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

test("main that was set back to an earlier commit is published onto, and the tags stay good", async () => {
  const place = await hub.indexRepo("set-back");
  const first = (await publish(place, await hub.revision(1))).manifest;
  const second = (await publish(place, await hub.revision(2))).manifest;
  await commitFiles({
    ...place,
    title: "Set the manifest back and take the artifacts away",
    operations: [
      { kind: "add", path: MANIFEST_PATH, content: new Blob([JSON.stringify(first)]) },
      { kind: "delete", path: "artifacts/build.json" },
      { kind: "delete", path: "artifacts/meta.json" },
    ],
  });
  const again = await publish(place, await hub.revision(2));
  expect(again).toMatchObject({ uploaded: false, manifest: { revision: second.revision } });
  expect(await readWhole(place)).toBe(second.revision);
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
