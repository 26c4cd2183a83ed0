import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { listLocalFiles } from "./list-local-files.ts";
import { createPathFilter } from "./path-filter.ts";

let root = "";
let docs = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "vademecum-local-"));
  docs = join(root, "docs_rag");
  mkdirSync(docs);
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, content = path): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const list = () => listLocalFiles({ dir: docs, filter: createPathFilter() });
const pathsOf = (files: readonly { path: string }[]) => files.map(({ path }) => path);

describe("listLocalFiles", () => {
  test("lists what the filter takes, by path, and says of the rest why it is left out", async () => {
    for (const name of ["b.pdf", "a/z.RTF", "a/notas.txt", "a/~$z.rtf", "__pycache__/x.pdf"])
      put(`docs_rag/${name}`);
    put("docs_rag/vazio.docx", "");
    const { files, skipped, unreadable } = await list();
    expect(pathsOf(files)).toEqual(["a/z.RTF", "b.pdf"]);
    expect(files[1]).toMatchObject({ location: join(docs, "b.pdf"), bytes: 14 });
    expect(skipped).toEqual([
      { path: "__pycache__", reason: "excluded by __pycache__" },
      { path: "a/notas.txt", reason: "matches no include pattern" },
      { path: "a/~$z.rtf", reason: "excluded by ~$*" },
      { path: "vazio.docx", reason: "it is empty" },
    ]);
    expect(unreadable).toEqual([]);
  });

  test("follows links within the folder, and none that lead out of it or back up", async () => {
    put("docs_rag/a/lei.pdf");
    put("fora/segredo.pdf");
    symlinkSync(join(docs, "a", "lei.pdf"), join(docs, "atalho.pdf"));
    symlinkSync(join(docs, "a"), join(docs, "b"));
    symlinkSync(docs, join(docs, "a", "volta"));
    symlinkSync(join(root, "fora"), join(docs, "fora"));
    symlinkSync("../fora/segredo.pdf", join(docs, "segredo.pdf"));
    symlinkSync(join(docs, "nada.pdf"), join(docs, "morto.pdf"));
    const { files, skipped, unreadable } = await list();
    expect(pathsOf(files)).toEqual(["a/lei.pdf", "atalho.pdf", "b/lei.pdf"]);
    const out = "a link that leads out of the folder";
    expect(skipped).toEqual([
      { path: "a/volta", reason: "a link back to a folder above it" },
      { path: "b/volta", reason: "a link back to a folder above it" },
      { path: "fora", reason: out },
      { path: "segredo.pdf", reason: out },
    ]);
    expect(unreadable).toEqual([{ path: "morto.pdf", reason: "a link to nothing" }]);
  });

  test("a folder that is itself a link can be listed", async () => {
    put("docs_rag/lei.pdf");
    symlinkSync(docs, join(root, "link"));
    const { files } = await listLocalFiles({ dir: join(root, "link"), filter: createPathFilter() });
    expect(pathsOf(files)).toEqual(["lei.pdf"]);
  });

  test("names are given in NFC; two that are one in NFC are an error that shows how they differ", async () => {
    put("docs_rag/constituic\u0327a\u0303o.pdf");
    expect(pathsOf((await list()).files)).toEqual(["constitui\u00e7\u00e3o.pdf"]);
    put("docs_rag/constitui\u00e7\u00e3o.pdf");
    const error = await list().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "NAMES_CLASH", exitCode: 2 });
    expect(String(error)).toContain("constituic\\u{0327}a\\u{0303}o.pdf");
    expect(String(error)).toContain("constitui\\u{00e7}\\u{00e3}o.pdf");
  });

  test("a name that a repository cannot have is left out", async () => {
    put("docs_rag/lei\n1.pdf");
    put("docs_rag/a\\b.pdf");
    const { files, skipped } = await list();
    expect(files).toEqual([]);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      "its name has a backslash, which is a folder's end on some systems",
      "its name has a control character",
    ]);
  });

  test.skipIf(process.getuid?.() === 0)("a folder without permission is named", async () => {
    put("docs_rag/fechado/lei.pdf");
    chmodSync(join(docs, "fechado"), 0);
    const { unreadable } = await list();
    chmodSync(join(docs, "fechado"), 0o755);
    expect(unreadable).toEqual([{ path: "fechado", reason: "no permission to read it" }]);
  });

  test("a folder that is missing, or a file, is wrong use", async () => {
    put("lei.pdf");
    const filter = createPathFilter();
    const failure = (dir: string) => listLocalFiles({ dir, filter }).catch((error: unknown) => error);
    expect(await failure(join(root, "nada"))).toMatchObject({ code: "FOLDER_MISSING", exitCode: 2 });
    expect(await failure(join(root, "lei.pdf"))).toMatchObject({ code: "FOLDER_IS_FILE", exitCode: 2 });
  });
});
