import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import type { Manifest } from "../../domain/manifest.ts";
import { commitFiles } from "../../hub/commit-files.ts";
import { deleteTag } from "../../hub/delete-tag.ts";
import { listRefs } from "../../hub/list-refs.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { MANIFEST_PATH } from "./index-repo.ts";
import { promoteRevision } from "./promote-revision.ts";
import { readBuildInfo } from "./read-build-info.ts";
import { readInService } from "./read-in-service.ts";
import {
  codeOf,
  commitReadme,
  PASSED,
  publish,
  REFUSED,
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

test("the same documents out of another place are published anew, so that citations lead there", async () => {
  const place = await hub.indexRepo("moved-documents");
  const from = async (source: Manifest["source"]) => {
    const { dir, manifest } = await hub.revision(1);
    return publish(place, { dir, manifest: { ...manifest, source } });
  };
  const commit = "a".repeat(40);
  await from({ repo: "/home/ana/docs_rag", revision: null });
  const inRepo = await from({ repo: "liga/rag-docs", revision: commit });
  expect(inRepo).toMatchObject({ outcome: "promoted", manifest: { source: { repo: "liga/rag-docs" } } });
  // A later commit with the same documents, or the folder that they came from, is no news.
  expect((await from({ repo: "liga/rag-docs", revision: "b".repeat(40) })).outcome).toBe("unchanged");
  expect((await from({ repo: "/home/ana/docs_rag", revision: null })).outcome).toBe("unchanged");
});
