import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { claimDownloadFolder, sweepDownloads } from "./download-folder.ts";

const A = "a".repeat(40);
const B = "b".repeat(40);
/** No process has a number this large. */
const DEAD_PID = 2 ** 22 + 1;

let storage: string;
beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), "vademecum-downloads-"));
});
afterEach(() => rmSync(storage, { recursive: true, force: true }));

const folders = () => (existsSync(join(storage, "downloads")) ? readdirSync(join(storage, "downloads")) : []);
const here = () => {
  const claimed = claimDownloadFolder(storage, A);
  const [, host] = basename(claimed.dir).split(".");
  claimed.remove();
  return host;
};

function leaveFolder(revision: string, owner: { host: string; pid: number }): string {
  const dir = join(storage, "downloads", `${revision}.${owner.host}.${owner.pid}.${crypto.randomUUID()}`);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "faiss.index.partial"), "half");
  return dir;
}

test("what a dead process left is gone on from, and nothing is left when the download is whole", () => {
  leaveFolder(A, { host: here() ?? "", pid: DEAD_PID });
  const claimed = claimDownloadFolder(storage, A);
  expect(readdirSync(claimed.dir)).toEqual(["faiss.index.partial"]);
  expect(folders()).toEqual([basename(claimed.dir)]);
  claimed.remove();
  expect(readdirSync(storage)).toEqual([]);
});

test("a folder that is in use is left alone: a second download of the revision has its own", () => {
  const first = claimDownloadFolder(storage, A);
  leaveFolder(A, { host: here() ?? "", pid: process.ppid });
  const second = claimDownloadFolder(storage, A);
  expect(second.dir).not.toBe(first.dir);
  expect(readdirSync(second.dir)).toEqual([]);
  expect(sweepDownloads(storage, null)).toEqual([]);
});

test("a folder that was given back is taken again by the same process", () => {
  const first = claimDownloadFolder(storage, A);
  writeFileSync(join(first.dir, "meta.json"), "{}");
  first.release();
  expect(readdirSync(claimDownloadFolder(storage, A).dir)).toEqual(["meta.json"]);
});

test("another machine's folder is taken over once it has been silent for minutes", () => {
  const dir = leaveFolder(A, { host: "00000000", pid: 1 });
  expect(readdirSync(claimDownloadFolder(storage, A).dir)).toEqual([]);
  const longAgo = new Date(Date.now() - 3 * 60 * 1000);
  for (const path of [join(dir, "faiss.index.partial"), dir]) utimesSync(path, longAgo, longAgo);
  expect(readdirSync(claimDownloadFolder(storage, A).dir)).toEqual(["faiss.index.partial"]);
});

test("downloads of other revisions that nobody goes on with are swept", () => {
  const host = here() ?? "";
  const wanted = leaveFolder(A, { host, pid: DEAD_PID });
  const other = leaveFolder(B, { host, pid: DEAD_PID });
  expect(sweepDownloads(storage, A)).toEqual([basename(other)]);
  expect(folders()).toEqual([basename(wanted)]);
  sweepDownloads(storage, null);
  expect(readdirSync(storage)).toEqual([]);
});
