import { afterAll, beforeAll, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { commitFiles } from "../../hub/commit-files.ts";
import { deleteTag } from "../../hub/delete-tag.ts";
import { listRefs } from "../../hub/list-refs.ts";
import { readBuildInfo } from "./read-build-info.ts";
import { readInService } from "./read-in-service.ts";
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
import { readVerdict } from "./verdicts.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.stop());

test("a published revision is tagged, judged and in service", async () => {
  const place = await hub.indexRepo("first");
  const revision = await hub.revision(1);
  const { outcome, manifest, uploaded, verdict } = await publish(place, revision);
  expect({ outcome, uploaded }).toEqual({ outcome: "promoted", uploaded: true });
  expect(manifest.tag).toBe(`idx-20260101-120100-${manifest.revision.slice(0, 7)}`);
  expect(manifest).toMatchObject({
    previous: null,
    evaluation: PASSED.evaluation,
    files: revision.manifest.files,
  });
  expect((await listRefs(place)).tags).toEqual([{ name: manifest.tag, commit: manifest.revision }]);
  expect(await readVerdict(place, manifest.tag)).toEqual(verdict);
  expect((await readInService(place))?.manifest).toEqual(manifest);
  expect(await readWhole(place)).toBe(manifest.revision);
  expect((await readBuildInfo({ ...place, revision: manifest.tag }))?.content).toBe(
    revision.manifest.revision,
  );
});

test("the commit of the artifacts leaves the manifest as it was, and only the promotion changes it", async () => {
  const place = await hub.indexRepo("untouched");
  const first = await publish(place, await hub.revision(1));
  let servedAtGate: string | undefined;
  const second = await publish(place, await hub.revision(2), {
    judge: async ({ inService }) => {
      servedAtGate = (await readInService(place))?.manifest.revision;
      expect(inService?.revision).toBe(first.manifest.revision);
      return PASSED;
    },
  });
  expect(servedAtGate).toBe(first.manifest.revision);
  expect(second.manifest.previous).toBe(first.manifest.revision);
  expect(await readTitles(place)).toEqual([
    "Add the index of 1 documents built at 2026-01-01T12:01:00.000Z",
    `Gate: ${first.manifest.tag} passed`,
    `Promote ${first.manifest.tag}`,
    "Add the index of 1 documents built at 2026-01-01T12:02:00.000Z",
    `Gate: ${second.manifest.tag} passed`,
    `Promote ${second.manifest.tag}`,
  ]);
});

test("publishing what is in service changes nothing and says so", async () => {
  const place = await hub.indexRepo("again");
  await publish(place, await hub.revision(1));
  const before = await readTitles(place);
  // Built again from nothing, at another time.
  const again = await hub.revision(1);
  const rebuilt = { ...again, manifest: { ...again.manifest, created_at: "2026-03-01T00:00:00.000Z" } };
  const { outcome, uploaded } = await publish(place, rebuilt);
  expect({ outcome, uploaded }).toEqual({ outcome: "unchanged", uploaded: false });
  expect(await readTitles(place)).toEqual(before);
});

test("a refused revision stays tagged with its verdict, and what was in service stays", async () => {
  const place = await hub.indexRepo("refused");
  const first = await publish(place, await hub.revision(1));
  const refusal = publish(place, await hub.revision(2), { judge: async () => REFUSED });
  await expect(refusal).rejects.toMatchObject({
    code: "REVISION_REFUSED",
    expected: "size: 90 documents became 10",
    hint: expect.stringMatching(/promote idx-20260101-120200-\w{7} --force --reason/),
  });
  expect(await readWhole(place)).toBe(first.manifest.revision);
  const tag = (await listRefs(place)).tags.find(({ commit }) => commit !== first.manifest.revision);
  expect(await readVerdict(place, tag?.name ?? "")).toMatchObject({ passed: false, checks: REFUSED.checks });

  // Judged again as the same, it is neither committed nor judged in the repo a second time.
  const before = await readTitles(place);
  expect(await codeOf(publish(place, await hub.revision(2), { judge: async () => REFUSED }))).toBe(
    "REVISION_REFUSED",
  );
  expect(await readTitles(place)).toEqual(before);
  // What made the gate refuse it has gone: the artifacts that are there are put into service.
  const passed = await publish(place, await hub.revision(2));
  expect({ uploaded: passed.uploaded, revision: passed.manifest.revision }).toEqual({
    uploaded: false,
    revision: tag?.commit ?? "",
  });
});

test("artifacts committed but not tagged are tagged, also when main has moved on", async () => {
  const place = await hub.indexRepo("untagged");
  const revision = await hub.revision(1);
  const { manifest } = await publish(place, await hub.revision(2));
  await codeOf(publish(place, revision, { judge: async () => REFUSED }));
  const tag = (await listRefs(place)).tags.find(({ commit }) => commit !== manifest.revision);
  await deleteTag({ ...place, tag: tag?.name ?? "" });
  await commitReadme(place, "one");
  const report = await publish(place, revision);
  expect(report).toMatchObject({ uploaded: false, manifest: { tag: tag?.name, revision: tag?.commit } });
});

test("files on the Hub that are not those of the build are refused", async () => {
  const place = await hub.indexRepo("damaged");
  const revision = await hub.revision(1);
  // The file changes between its hash and its upload.
  await Bun.write(join(revision.dir, "meta.json"), "{}");
  await expect(publish(place, revision)).rejects.toMatchObject({
    code: "REVISION_REFUSED",
    expected: expect.stringContaining("artifacts/meta.json: expected"),
  });
  expect(await readInService(place)).toBeNull();
});

test("a missing artifact ends the publication before anything is committed", async () => {
  const place = await hub.indexRepo("missing-file");
  const revision = await hub.revision(1);
  rmSync(join(revision.dir, "faiss.index"));
  expect(await codeOf(publish(place, revision))).toBe("UPLOAD_FILE_MISSING");
  expect(await readTitles(place)).toEqual([]);
});

test("a damaged manifest is replaced, one of a newer vademecum is left alone", async () => {
  const place = await hub.indexRepo("manifests");
  const overwrite = (text: string) =>
    commitFiles({
      ...place,
      title: "Overwrite",
      operations: [{ kind: "add", path: "artifacts/manifest.json", content: new Blob([text]) }],
    });
  await overwrite("{ not json");
  expect(await codeOf(readInService(place))).toBe("MANIFEST_INVALID");
  const { manifest } = await publish(place, await hub.revision(1));
  expect(await readWhole(place)).toBe(manifest.revision);
  await overwrite(JSON.stringify({ ...manifest, schema_version: 2, shards: [] }));
  await expect(readInService(place)).rejects.toMatchObject({
    code: "MANIFEST_NEWER",
    hint: expect.stringContaining("update vademecum"),
  });
  expect(await codeOf(publish(place, await hub.revision(2)))).toBe("MANIFEST_NEWER");
});

test("a manifest that names a missing commit or tag is mended by publishing the same again", async () => {
  const place = await hub.indexRepo("mended");
  const { manifest } = await publish(place, await hub.revision(1));
  await deleteTag({ ...place, tag: manifest.tag });
  expect((await publish(place, await hub.revision(1))).outcome).toBe("unchanged");
  expect((await listRefs(place)).tags).toEqual([{ name: manifest.tag, commit: manifest.revision }]);

  const missing = { ...manifest, revision: "f".repeat(40), tag: "idx-20260101-000000-fffffff" };
  const content = new Blob([JSON.stringify(missing)]);
  await commitFiles({
    ...place,
    title: "Name a commit that is not there",
    operations: [{ kind: "add", path: "artifacts/manifest.json", content }],
  });
  const again = await publish(place, await hub.revision(1));
  expect(again).toMatchObject({ outcome: "promoted", uploaded: false });
  expect(await readWhole(place)).toBe(manifest.revision);
});

test("a pin to a tag or its commit means that revision, whatever was in service then", async () => {
  const place = await hub.indexRepo("pinned");
  const first = await publish(place, await hub.revision(1));
  const second = await publish(place, await hub.revision(2));
  const pinned = await readInService({ ...place, revision: second.manifest.tag });
  expect(pinned?.manifest).toEqual({ ...second.manifest, previous: null });
  const byCommit = await readInService({ ...place, revision: first.manifest.revision });
  expect(byCommit?.manifest).toEqual(first.manifest);
});
