import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePdf } from "./fixtures/make-pdf.ts";
import { residentBytes } from "./process-memory.ts";
import { createDocumentReader, type DocumentReader } from "./read-in-child.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-child-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

const ANSWER = `const answer = (text) => console.log(JSON.stringify({ status: "read", sha256: "0".repeat(64), document: {
  format: "rtf", pageCount: null, pagesWithoutText: [], blocks: [{ text, heading: false, pages: [] }] } }));`;

/** A reader whose child is this script; `answer(text)` in it answers as read. */
function fakeReader(script: string, limits = {}, rssOfOthers: () => number[] = () => []): DocumentReader {
  return createDocumentReader({
    command: [process.execPath, "-e", `${ANSWER}\n${script}`],
    limits,
    rssOfOthers,
  });
}

const forEachLine = (body: string) => `for await (const line of console) { ${body} }`;

/** The refusal of a file, after which the reader's child is gone. */
async function refusal(
  reader: DocumentReader,
  signal?: AbortSignal,
): Promise<{ code: unknown; message: string }> {
  const error = await reader.read("some.rtf", signal).then(
    () => new Error("read"),
    (caught) => caught,
  );
  return { code: error.code, message: error.message };
}

/** Whether a process runs; one that only waits to be collected by its parent does not. */
function isRunning(pid: number): boolean {
  return residentBytes(pid) !== null;
}

async function waitUntil(condition: () => boolean, timeoutMs = 10_000): Promise<boolean> {
  for (const endMs = performance.now() + timeoutMs; performance.now() < endMs; await Bun.sleep(20)) {
    if (condition()) return true;
  }
  return condition();
}

describe("createDocumentReader", () => {
  test("parses files one after another in the same child", async () => {
    const path = join(dir, "lei.pdf");
    await Bun.write(path, makePdf([{ texts: [{ text: "Art. 1º Fica criado.", x: 70, y: 700 }] }]));
    const reader = createDocumentReader();
    const first = await reader.read(path);
    expect(first.document.blocks).toEqual([
      { text: "Art. 1º Fica criado.", heading: false, pages: [{ offset: 0, page: 1 }] },
    ]);
    expect(first.sha256).toBe(new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex"));
    expect(reader.read(join(dir, "missing.pdf"))).rejects.toMatchObject({ code: "DOCUMENT_UNREADABLE" });
    expect(await reader.read(path)).toEqual(first);
    await reader.close();
    expect(reader.rssBytes()).toBe(0);
  });

  test("keeps its child from file to file", async () => {
    const reader = fakeReader(forEachLine("answer(String(process.pid));"));
    const pids = [await reader.read("a.rtf"), await reader.read("b.rtf")].map(
      (read) => read.document.blocks[0]?.text,
    );
    expect(pids[0]).toBe(pids[1] ?? "");
    await reader.close();
    expect(isRunning(Number(pids[0]))).toBe(false);
  });

  test("replaces a child that has grown", async () => {
    const reader = fakeReader(forEachLine("answer(String(process.pid));"), { recycleRssBytes: 1 });
    const pids = [await reader.read("a.rtf"), await reader.read("b.rtf")].map(
      (read) => read.document.blocks[0]?.text,
    );
    expect(pids[0]).not.toBe(pids[1] ?? "");
    await reader.close();
  });

  test("kills a child that hangs, and goes on with a new one", async () => {
    const hangs = forEachLine('if (line.includes("some")) for (;;); answer("ok");');
    const reader = fakeReader(hangs, { timeoutMs: 2000 });
    expect((await refusal(reader)).code).toBe("DOCUMENT_TIMEOUT");
    expect(reader.rssBytes()).toBe(0);
    expect((await reader.read("other.rtf")).document.blocks[0]?.text).toBe("ok");
    await reader.close();
  });

  test("gives each page that is recognised the time anew, and tells of it", async () => {
    const recognises = forEachLine(`
      for (let done = 0; done < 4; done++) {
        console.log(JSON.stringify({ status: "recognising", done, total: 4 }));
        await Bun.sleep(700);
      }
      if (line.includes("some")) for (;;);
      answer(line);`);
    const reader = createDocumentReader({
      command: [process.execPath, "-e", `${ANSWER}\n${recognises}`],
      limits: { timeoutMs: 2000, pageTimeoutMs: 1500 },
      ocr: { cacheDir: dir },
    });
    const progress: string[] = [];
    const read = await reader.read("a.pdf", undefined, (done, total) => progress.push(`${done} of ${total}`));
    expect(JSON.parse(read.document.blocks[0]?.text ?? "")).toEqual({
      path: "a.pdf",
      ocr: { cacheDir: dir },
    });
    expect(progress).toEqual(["0 of 4", "1 of 4", "2 of 4", "3 of 4"]);
    expect((await refusal(reader)).code).toBe("DOCUMENT_TIMEOUT");
    await reader.close();
  });

  test("ends at once while a page is recognised, with all threads, and recognises the next time", async () => {
    const scan = join(import.meta.dir, "fixtures/scan.pdf");
    const reader = createDocumentReader({ ocr: { cacheDir: null } });
    const controller = new AbortController();
    const begun = reader.read(scan, controller.signal, () => controller.abort(new Error("enough")));
    expect(begun).rejects.toThrow("enough");
    await begun.catch(() => undefined);
    expect(reader.rssBytes()).toBe(0);
    expect((await reader.read(scan)).document.recognisedPages?.length).toBe(1);
    await reader.close();
  });

  test("kills a child that eats memory", async () => {
    const eats = forEachLine("globalThis.hoard = []; for (;;) hoard.push(new Uint8Array(1 << 20).fill(1));");
    const reader = fakeReader(eats, { maxRssBytes: 300 * 1024 * 1024 });
    const { code, message } = await refusal(reader);
    expect({ code, message }).toEqual({
      code: "DOCUMENT_MEMORY",
      message: "reading the file took more than 300 MB of memory and was stopped",
    });
  });

  test("spares a child that is over the limit only together with a larger one", async () => {
    const gigabyte = 1024 ** 3;
    const waits = forEachLine('await Bun.sleep(200); answer("ok");');
    const reader = fakeReader(waits, { maxRssBytes: gigabyte }, () => [gigabyte]);
    expect((await reader.read("some.rtf")).document.blocks[0]?.text).toBe("ok");
    await reader.close();
  });

  test("tells how a child ended, with its last words", async () => {
    const { code, message } = await refusal(fakeReader('console.error("out of luck"); process.exit(7);'));
    expect({ code, message }).toEqual({
      code: "DOCUMENT_FAILED",
      message: "the reader ended with exit code 7: out of luck",
    });
  });

  test("takes a child that the system killed for one that wanted too much memory", async () => {
    expect((await refusal(fakeReader('process.kill(process.pid, "SIGKILL"); for (;;);'))).code).toBe(
      "DOCUMENT_MEMORY",
    );
  });

  test("refuses an answer that is none", async () => {
    expect((await refusal(fakeReader(forEachLine('console.log("Warning: x");')))).code).toBe(
      "DOCUMENT_FAILED",
    );
    expect((await refusal(fakeReader(forEachLine('answer("");')))).code).toBe("DOCUMENT_FAILED");
  });

  test("ends at once when it is no longer wanted", async () => {
    const reader = fakeReader(forEachLine("for (;;);"));
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 100);
    expect((await refusal(reader, controller.signal)).message).toBe("enough");
    expect(reader.rssBytes()).toBe(0);
  });

  test("leaves no child behind when its parent is killed while the child hangs", async () => {
    const pidFile = join(dir, "pid");
    const child = `require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); for (;;);`;
    const parent = join(dir, "parent.ts");
    writeFileSync(
      parent,
      `import { createDocumentReader } from ${JSON.stringify(join(import.meta.dir, "read-in-child.ts"))};
       await createDocumentReader({ command: [process.execPath, "-e", ${JSON.stringify(child)}] }).read("some.rtf");`,
    );
    const process_ = Bun.spawn([process.execPath, parent], { stdout: "ignore", stderr: "ignore" });
    expect(await waitUntil(() => existsSync(pidFile) && readFileSync(pidFile, "utf8") !== "")).toBe(true);
    const pid = Number(readFileSync(pidFile, "utf8"));
    expect(isRunning(pid)).toBe(true);
    process_.kill("SIGKILL");
    await process_.exited;
    expect(await waitUntil(() => !isRunning(pid))).toBe(true);
  });
});
