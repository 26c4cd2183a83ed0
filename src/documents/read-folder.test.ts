import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { residentBytes } from "./process-memory.ts";
import { type FolderOutcome, readFolder } from "./read-folder.ts";
import type { DocumentFile } from "./scan-folder.ts";
import { openTextCache, type TextCache } from "./text-cache.ts";

const scratch = mkdtempSync(join(tmpdir(), "vademecum-read-folder-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const SHA256 = "0".repeat(64);

/** Answers with its process id and the path; slowly where that says "slow", with a refusal where it says "bad". */
const CHILD = `for await (const line of console) {
  const { path } = JSON.parse(line);
  if (path.includes("slow")) await Bun.sleep(150);
  if (path.includes("hang")) for (;;);
  console.log(JSON.stringify(path.includes("bad")
    ? { status: "refused", error: { code: "DOCUMENT_EMPTY", message: "empty" } }
    : { status: "read", sha256: "${SHA256}", document: { format: "rtf", pageCount: null, pagesWithoutText: path.includes("scan") ? [2] : [],
        blocks: [{ text: process.pid + " " + path, heading: false, pages: [] }] } }));
}`;

const filesOf = (...names: string[]): DocumentFile[] =>
  names.map((name) => ({ path: `docs/${name}`, location: `/${name}`, sha256: SHA256, bytes: 1 }));
const options = (files: DocumentFile[]) => ({
  files,
  command: [process.execPath, "-e", CHILD],
  concurrency: 2,
});

async function collect(outcomes: AsyncIterable<FolderOutcome>): Promise<FolderOutcome[]> {
  return Array.fromAsync(outcomes);
}

const pidOf = (outcome: FolderOutcome | undefined) =>
  Number(outcome?.status === "read" ? outcome.document.blocks[0]?.text.split(" ")[0] : Number.NaN);

describe("readFolder", () => {
  test("yields every file in the order given, whichever is done first", async () => {
    const files = filesOf("slow-a", "b", "bad-c", "d");
    const done: string[] = [];
    const outcomes = await collect(
      readFolder({ ...options(files), onOutcome: ({ file }) => done.push(file.path) }),
    );
    expect(outcomes.map(({ file, status }) => [file.path, status])).toEqual([
      ["docs/slow-a", "read"],
      ["docs/b", "read"],
      ["docs/bad-c", "refused"],
      ["docs/d", "read"],
    ]);
    expect([...done].sort()).toEqual(files.map(({ path }) => path).sort());
    expect(done[0]).toBe("docs/b");
  });

  test("goes on behind a file that is killed, and leaves no child behind", async () => {
    const limits = { timeoutMs: 2000 };
    const outcomes = await collect(readFolder({ ...options(filesOf("a", "hang", "b", "c")), limits }));
    expect(
      outcomes.map((outcome) => (outcome.status === "refused" ? outcome.error.code : outcome.status)),
    ).toEqual(["read", "DOCUMENT_TIMEOUT", "read", "read"]);
    for (const pid of outcomes.map(pidOf).filter(Number.isFinite)) expect(residentBytes(pid)).toBeNull();
  });

  test("refuses a file that is no longer what was scanned", async () => {
    const [file] = filesOf("a");
    const outcomes = await collect(
      readFolder(options(file === undefined ? [] : [{ ...file, sha256: "1".repeat(64) }])),
    );
    expect(outcomes[0]).toMatchObject({ status: "refused", error: { code: "DOCUMENT_UNREADABLE" } });
  });

  test("kills what is running when the consumer has enough", async () => {
    let pid = Number.NaN;
    for await (const outcome of readFolder(options(filesOf("a", "hang", "b")))) {
      pid = pidOf(outcome);
      break;
    }
    expect(residentBytes(pid)).toBeNull();
  });

  test("throws the signal's reason when it is stopped", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("stopped")), 200);
    expect(
      collect(readFolder({ ...options(filesOf("hang", "hang2")), signal: controller.signal })),
    ).rejects.toThrow("stopped");
  });

  test("has nothing to yield for no files", async () => {
    expect(await collect(readFolder(options([])))).toEqual([]);
  });

  describe("with texts that were kept", () => {
    const newCache = async (recognises = false) => {
      const cache = await openTextCache({
        dir: mkdtempSync(join(scratch, "texts-")),
        recognises,
        log: { warn: () => undefined },
      });
      const kept: string[] = [];
      const put: TextCache["put"] = async (sha256, text) => {
        kept.push(sha256);
        await cache.put(sha256, text);
      };
      return { texts: { ...cache, put }, kept };
    };

    test("reads a file once, whatever its name is then", async () => {
      const { texts } = await newCache();
      const [first] = await collect(readFolder({ ...options(filesOf("a")), texts }));
      expect(first).not.toHaveProperty("takenOver");
      const again = readFolder({ ...options(filesOf("b")), command: ["false"], texts });
      const [second] = await collect(again);
      expect(second).toMatchObject({ file: { path: "docs/b" }, status: "read" });
      expect(second?.status === "read" && first?.status === "read" && second.document).toEqual(
        first?.status === "read" && first.document,
      );
      expect(second?.status === "read" && second.takenOver?.seconds).toBeGreaterThan(0);
    });

    test("keeps nothing of a file that was refused or changed meanwhile", async () => {
      const { texts, kept } = await newCache();
      const changed = filesOf("other").map((file) => ({ ...file, sha256: "1".repeat(64) }));
      const outcomes = await collect(readFolder({ ...options([...filesOf("bad"), ...changed]), texts }));
      expect(outcomes.map(({ status }) => status)).toEqual(["refused", "refused"]);
      expect(kept).toEqual([]);
    });

    test("keeps nothing of a file with a page that could not be recognised: it may succeed the next time", async () => {
      const { texts, kept } = await newCache(true);
      const recognising = { ...options(filesOf("scan")), ocr: { cacheDir: null } };
      await collect(readFolder({ ...recognising, texts }));
      expect(kept).toEqual([]);
      await collect(readFolder({ ...recognising, files: filesOf("whole"), texts }));
      expect(kept).toEqual([SHA256]);
    });
  });
});
