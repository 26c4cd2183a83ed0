import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  checkRepoAccess,
  commit,
  countCommits,
  createBranch,
  createRepo,
  datasetInfo,
  deleteBranch,
  deleteFiles,
  deleteRepo,
  downloadFile,
  downloadFileToCacheDir,
  fileDownloadInfo,
  fileExists,
  listCommits,
  listDatasets,
  listFiles,
  pathsInfo,
  repoExists,
  snapshotDownload,
  uploadFile,
  uploadFiles,
  uploadFilesWithProgress,
  whoAmI,
} from "@huggingface/hub";
import { type EmbeddedHub, startEmbeddedHub } from "../hub/embedded/start-embedded-hub.ts";
import { silentLog } from "../testing/silent-log.ts";

const dir = mkdtempSync(join(tmpdir(), "vademecum-hub-library-"));
const repo = { type: "dataset", name: "local/rag-docs" } as const;
/** Above what a Hub takes as a regular file, and not a whole number of blocks. */
const LARGE_BYTES = 11 * 1024 * 1024 + 7;
const large = Buffer.alloc(LARGE_BYTES, "as leis do Brasil\n");

let hub: EmbeddedHub;
let as: { hubUrl: string; accessToken: string };
beforeAll(async () => {
  hub = await startEmbeddedHub({ dir: join(dir, "hub"), port: 0, log: silentLog });
  as = { hubUrl: hub.url, accessToken: hub.token };
});
afterAll(async () => {
  await hub.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** The Hub's own client library, as it is, against the embedded Hub: one story, told in order. */
describe("@huggingface/hub against the embedded Hub", () => {
  test("knows the account and refuses a wrong token", async () => {
    const { name, auth } = await whoAmI(as);
    expect([name, auth.accessToken?.role]).toEqual(["local", "write"]);
    const stranger = { ...as, accessToken: `hf_${"x".repeat(34)}` };
    await expect(whoAmI(stranger)).rejects.toMatchObject({ statusCode: 401 });
  });

  test("makes a private repository once, which strangers do not see", async () => {
    const made = await createRepo({ ...as, repo, visibility: "private" });
    expect(made.repoUrl).toBe(`${hub.url}/datasets/local/rag-docs`);
    await expect(createRepo({ ...as, repo })).rejects.toMatchObject({ statusCode: 409 });
    expect(await repoExists({ ...as, repo })).toBe(true);
    expect(await repoExists({ hubUrl: hub.url, repo })).toBe(false);
    await expect(checkRepoAccess({ hubUrl: hub.url, repo })).rejects.toMatchObject({ statusCode: 401 });
    const names = await Array.fromAsync(
      listDatasets({ ...as, search: { owner: "local" } }),
      ({ name }) => name,
    );
    expect(names).toEqual([repo.name]);
    expect((await datasetInfo({ ...as, name: repo.name })).private).toBe(true);
  });

  test("uploads files of both kinds, one of them from disk, with progress", async () => {
    const path = join(dir, "large.pdf");
    writeFileSync(path, large);
    await uploadFile({
      ...as,
      repo,
      file: { path: "leis/código civil.txt", content: new Blob(["Art. 1º"]) },
    });
    let uploaded = 0;
    const progress = uploadFilesWithProgress({
      ...as,
      repo,
      commitTitle: "large and small",
      files: [
        { path: "leis/large.pdf", content: Bun.file(path) },
        { path: "leis/small.txt", content: new Blob(["small"]) },
      ],
    });
    for await (const event of progress) {
      if (event.event === "fileProgress" && event.path === "leis/large.pdf") uploaded = event.progress;
    }
    expect(uploaded).toBe(1);
  });

  test("lists a tree page by page, and describes paths", async () => {
    const many = Array.from({ length: 1200 }, (_, index) => ({
      path: `many/${String(index).padStart(4, "0")}.txt`,
      content: new Blob([`${index}`]),
    }));
    await uploadFiles({ ...as, repo, files: many });
    const listed = await Array.fromAsync(listFiles({ ...as, repo, path: "many" }), ({ path }) => path);
    expect(listed).toEqual(many.map(({ path }) => path));
    const all = await Array.fromAsync(listFiles({ ...as, repo, recursive: true }));
    expect(all.filter(({ type }) => type === "file")).toHaveLength(1200 + 4);
    const [info] = await pathsInfo({ ...as, repo, paths: ["leis/large.pdf", "missing"], expand: true });
    expect(info?.lfs).toMatchObject({
      oid: new Bun.CryptoHasher("sha256").update(large).digest("hex"),
      size: LARGE_BYTES,
    });
    expect(info?.lastCommit.title).toBe("large and small");
  });

  test("downloads whole files and parts of them", async () => {
    const file = await downloadFile({ ...as, repo, path: "leis/large.pdf" });
    expect(Buffer.from((await file?.arrayBuffer()) ?? new ArrayBuffer()).equals(large)).toBe(true);
    const part = await file?.slice(5_000_000, 5_000_010).text();
    expect(part).toBe(large.subarray(5_000_000, 5_000_010).toString());
    const small = await downloadFile({ ...as, repo, path: "leis/código civil.txt" });
    expect(await small?.text()).toBe("Art. 1º");
    expect(await downloadFile({ ...as, repo, path: "missing" })).toBeNull();
    expect(await fileExists({ ...as, repo, path: "leis/large.pdf" })).toBe(true);
    expect((await fileDownloadInfo({ ...as, repo, path: "leis/large.pdf" }))?.size).toBe(LARGE_BYTES);
  });

  test("brings files and whole snapshots into its cache", async () => {
    const cacheDir = join(dir, "cache");
    const path = await downloadFileToCacheDir({ ...as, repo, path: "leis/large.pdf", cacheDir });
    expect(readFileSync(path).equals(large)).toBe(true);
    await deleteFiles({
      ...as,
      repo,
      paths: Array.from({ length: 1195 }, (_, i) => `many/${String(i).padStart(4, "0")}.txt`),
    });
    const snapshot = await snapshotDownload({ ...as, repo, cacheDir });
    expect(readFileSync(join(snapshot, "many/1199.txt"), "utf8")).toBe("1199");
    expect(readFileSync(join(snapshot, "leis/large.pdf")).equals(large)).toBe(true);
  });

  test("keeps the whole history, and branches that come and go", async () => {
    const commits = await Array.fromAsync(listCommits({ ...as, repo, batchSize: 2 }), ({ oid }) => oid);
    expect(commits).toHaveLength(5);
    expect(await countCommits({ ...as, repo })).toBe(5);
    await createBranch({ ...as, repo, branch: "work/x", revision: commits[2] ?? "" });
    const before = await downloadFile({ ...as, repo, path: "many/0000.txt", revision: "work/x" });
    expect(before).toBeNull();
    const old = await downloadFile({ ...as, repo, path: "many/0000.txt", revision: commits[1] ?? "" });
    expect(await old?.text()).toBe("0");
    await deleteBranch({ ...as, repo, branch: "work/x" });
    await expect(downloadFile({ ...as, repo, path: "a", revision: "work/x" })).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  test("a stale parent is refused", async () => {
    const [head] = await Array.fromAsync(listCommits({ ...as, repo }), ({ oid }) => oid);
    const change = (text: string) =>
      commit({
        ...as,
        repo,
        title: text,
        parentCommit: head ?? "",
        operations: [{ operation: "addOrUpdate", path: "a", content: new Blob([text]) }],
      });
    const done = await change("first");
    expect(done?.commit.url).toContain(`/commit/${done?.commit.oid}`);
    await expect(change("second")).rejects.toMatchObject({ statusCode: 412 });
  });

  test("a model and a Space are repositories too", async () => {
    for (const type of ["model", "space"] as const) {
      const other = { type, name: "local/other" };
      await createRepo({ ...as, repo: other });
      await uploadFile({ ...as, repo: other, file: { path: "a.bin", content: new Blob([type]) } });
      const file = await downloadFile({ hubUrl: hub.url, repo: other, path: "a.bin" });
      expect(await file?.text()).toBe(type);
    }
  });

  test("a deleted repository is gone", async () => {
    await deleteRepo({ ...as, repo });
    expect(await repoExists({ ...as, repo })).toBe(false);
  });
});
