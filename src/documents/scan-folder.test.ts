import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { makeDocx, paragraph } from "./fixtures/make-docx.ts";
import { makeZip } from "./fixtures/make-zip.ts";
import { scanFolder } from "./scan-folder.ts";

let root = "";
let docs = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "vademecum-scan-"));
  docs = join(root, "docs_rag");
  mkdirSync(docs);
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, content: string | Uint8Array = path): void {
  mkdirSync(dirname(join(docs, path)), { recursive: true });
  writeFileSync(join(docs, path), content);
}

const pathsOf = (files: readonly { path: string }[]) => files.map(({ path }) => path);
const isRoot = process.getuid?.() === 0;

describe("scanFolder", () => {
  test("lists documents by path in code unit order, with size and hash", async () => {
    for (const path of ["b.pdf", "a/z.rtf", "a.pdf", "B.pdf", "ç.doc"]) put(path);
    const { files } = await scanFolder(docs);
    expect(pathsOf(files)).toEqual(
      ["B.pdf", "a.pdf", "a/z.rtf", "b.pdf", "ç.doc"].map((path) => `docs_rag/${path}`),
    );
    expect(files[0]).toEqual({
      path: "docs_rag/B.pdf",
      location: join(docs, "B.pdf"),
      bytes: 5,
      sha256: new Bun.CryptoHasher("sha256").update("B.pdf").digest("hex"),
    });
  });

  test("writes names in one Unicode form, whatever the system keeps", async () => {
    put("constituic\u0327a\u0303o.pdf");
    expect(pathsOf((await scanFolder(docs)).files)).toEqual(["docs_rag/constituição.pdf"]);
  });

  test("passes over junk, and over folders of it", async () => {
    for (const path of [
      ".DS_Store",
      "x/Thumbs.db",
      "~$lei.docx",
      "a.tmp",
      "a.LOG",
      "__pycache__/a.pdf",
      ".git/a.pdf",
    ])
      put(path);
    put("lei.pdf");
    const { files, skipped } = await scanFolder(docs);
    expect(pathsOf(files)).toEqual(["docs_rag/lei.pdf"]);
    expect(pathsOf(skipped)).toEqual(
      [".DS_Store", ".git", "__pycache__", "a.LOG", "a.tmp", "x/Thumbs.db", "~$lei.docx"].map(
        (path) => `docs_rag/${path}`,
      ),
    );
  });

  test("takes documents of any name by their content, and tells what other files are", async () => {
    put("lei sem extensão", "%PDF-1.4");
    put("norma.bin", makeDocx({ body: paragraph("Lei") }));
    put("planilha.xlsx", makeZip({ "xl/workbook.xml": "" }));
    put("notas.txt", "só texto");
    put("renomeada.docx", "<html>");
    const { files, skipped } = await scanFolder(docs);
    expect(pathsOf(files)).toEqual([
      "docs_rag/lei sem extensão",
      "docs_rag/norma.bin",
      "docs_rag/renomeada.docx",
    ]);
    expect(skipped).toEqual([
      { path: "docs_rag/notas.txt", reason: "not a document that can be read: it is plain text" },
      {
        path: "docs_rag/planilha.xlsx",
        reason: "not a document that can be read: it is an Excel workbook (XLSX)",
      },
    ]);
  });

  test("reads one of several files with the same bytes, rather the one not named as a copy", async () => {
    put("Lei - cópia.pdf", "1");
    put("lei.pdf", "1");
    put("a.pdf", "2");
    put("b.pdf", "2");
    const { files, duplicates } = await scanFolder(docs);
    expect(pathsOf(files)).toEqual(["docs_rag/a.pdf", "docs_rag/lei.pdf"]);
    expect(duplicates).toEqual([
      { path: "docs_rag/Lei - cópia.pdf", of: "docs_rag/lei.pdf" },
      { path: "docs_rag/b.pdf", of: "docs_rag/a.pdf" },
    ]);
  });

  test("follows links, but not in circles and not to nothing", async () => {
    put("a/lei.pdf");
    symlinkSync(docs, join(docs, "a", "circle"));
    symlinkSync(join(docs, "nowhere"), join(docs, "dangling.pdf"));
    mkdirSync(join(root, "elsewhere"));
    writeFileSync(join(root, "elsewhere", "other.pdf"), "other");
    symlinkSync(join(root, "elsewhere"), join(docs, "linked"));
    const { files, skipped, unreadable } = await scanFolder(docs);
    expect(pathsOf(files)).toEqual(["docs_rag/a/lei.pdf", "docs_rag/linked/other.pdf"]);
    expect(skipped).toEqual([{ path: "docs_rag/a/circle", reason: "a link back to a folder above it" }]);
    expect(unreadable).toEqual([{ path: "docs_rag/dangling.pdf", reason: "a link to nothing" }]);
  });

  test.skipIf(isRoot)("reports files and folders that it may not read, and goes on", async () => {
    put("a.pdf");
    put("secret.pdf");
    put("closed/b.pdf");
    chmodSync(join(docs, "secret.pdf"), 0);
    chmodSync(join(docs, "closed"), 0);
    const { files, unreadable } = await scanFolder(docs).finally(() =>
      chmodSync(join(docs, "closed"), 0o700),
    );
    expect(pathsOf(files)).toEqual(["docs_rag/a.pdf"]);
    expect(unreadable).toEqual([
      { path: "docs_rag/closed", reason: "no permission to read it" },
      { path: "docs_rag/secret.pdf", reason: "no permission to read it" },
    ]);
  });

  test("refuses a folder that is missing, a file, or without documents, as wrong use", async () => {
    put("a.tmp");
    expect(scanFolder(join(root, "nowhere"))).rejects.toMatchObject({ code: "FOLDER_MISSING", exitCode: 2 });
    expect(scanFolder(join(docs, "a.tmp"))).rejects.toMatchObject({ code: "FOLDER_IS_FILE", exitCode: 2 });
    expect(scanFolder(docs)).rejects.toMatchObject({
      code: "FOLDER_EMPTY",
      exitCode: 2,
      message: `none of the 1 files in ${docs} is a document`,
    });
  });
});
