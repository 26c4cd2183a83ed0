import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { PullOptions } from "./bring-documents.ts";
import { createPathFilter } from "./path-filter.ts";
import { pullDocuments } from "./pull-documents.ts";
import { pullIntoFolder } from "./pull-into-folder.ts";
import { PULL_MARK_FILE } from "./pull-mark.ts";
import { pushDocuments } from "./push-documents.ts";
import { type DocsHub, quiet, startDocsHub } from "./testing/docs-hub.ts";

let place: DocsHub;
let dir = "";
beforeEach(async () => {
  place = await startDocsHub();
  dir = join(place.root, "cache");
  for (const path of ["a.pdf", "b.docx", "c/d.rtf"]) place.put(path);
  await push();
});
afterEach(() => place.stop());

const push = () =>
  pushDocuments({
    ...place,
    dir: place.docs,
    filter: createPathFilter(),
    log: quiet,
    deletes: true,
    isSure: true,
  });
const options = (more: Partial<PullOptions> = {}): PullOptions => ({
  hub: place.hub,
  repo: place.repo,
  revision: "main",
  dir,
  log: quiet,
  ...more,
});
const failureOf = (promise: Promise<unknown>) => promise.then(() => null).catch((error: unknown) => error);

/** Everything below a folder but the mark, by path. */
function contentOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    names
      .filter((name) => name !== PULL_MARK_FILE && statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

/** A `fetch` that counts downloads of content and lets a test act before each. */
function beforeDownloads(action: (path: string, count: number) => void) {
  return (inner: typeof fetch): typeof fetch => {
    let count = 0;
    const call = (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
      const url = new URL(String(input));
      if (url.pathname.includes("/resolve/") && init?.method !== "HEAD") action(url.pathname, ++count);
      return inner(input, init);
    };
    return Object.assign(call, { preconnect: inner.preconnect });
  };
}

describe("the program's own folder", () => {
  test("becomes the image of a revision, and of another", async () => {
    const first = await pullDocuments(options());
    expect(first).toMatchObject({ files: 3, downloaded: 3, reused: 0, removed: 0, tops: ["docs_rag"] });
    expect(contentOf(dir)).toEqual(await place.content());

    place.put("a.pdf", "CONTENT OF a.pdf");
    place.put("e.pdf");
    rmSync(join(place.docs, "c"), { recursive: true });
    const pushed = await push();
    const second = await pullDocuments(options());
    expect(second).toMatchObject({ revision: pushed.commit, files: 3, downloaded: 2, reused: 1, removed: 1 });
    expect(contentOf(dir)).toEqual(await place.content());
    expect(existsSync(join(dir, "docs_rag", "c"))).toBe(false);

    await pullDocuments(options({ revision: first.revision }));
    expect(contentOf(dir)).toEqual({
      "docs_rag/a.pdf": "content of a.pdf",
      "docs_rag/b.docx": "content of b.docx",
      "docs_rag/c/d.rtf": "content of c/d.rtf",
    });
  });

  test("whatever happened to it, it is right again afterwards, and links in it are not followed", async () => {
    await pullDocuments(options());
    const outside = join(place.root, "fora");
    mkdirSync(outside);
    writeFileSync(join(outside, "d.rtf"), "precioso");
    writeFileSync(join(dir, "docs_rag", "a.pdf"), "strange of a.pdf");
    writeFileSync(join(dir, "docs_rag", "alheia.pdf"), "x");
    rmSync(join(dir, "docs_rag", "b.docx"));
    mkdirSync(join(dir, "docs_rag", "b.docx", "x"), { recursive: true });
    rmSync(join(dir, "docs_rag", "c"), { recursive: true });
    symlinkSync(outside, join(dir, "docs_rag", "c"));
    await pullDocuments(options());
    expect(contentOf(dir)).toEqual(await place.content());
    expect(readFileSync(join(outside, "d.rtf"), "utf8")).toBe("precioso");
  });

  test("a pull that is interrupted leaves no wrong file, and the next one goes on", async () => {
    for (let n = 0; n < 12; n++) place.put(`n/${n}.pdf`);
    await push();
    const stop = new AbortController();
    const hub = place.through(
      beforeDownloads((_, count) => {
        if (count === 8) stop.abort(new Error("Ctrl-C"));
      }),
    );
    expect(await failureOf(pullDocuments(options({ hub, signal: stop.signal })))).toMatchObject({
      message: "Ctrl-C",
    });
    const all = await place.content();
    const here = Object.entries(contentOf(dir)).filter(([path]) => !path.includes(".download-"));
    expect(here.length).toBeLessThan(15);
    for (const [path, content] of here) expect(all[path]).toBe(content);
    const report = await pullDocuments(options());
    expect(report).toMatchObject({ files: 15, reused: here.length, downloaded: 15 - here.length });
    expect(contentOf(dir)).toEqual(all);
  });

  test("one failed download ends the pull with its error", async () => {
    const hub = place.through((inner) => {
      const call = (input: Parameters<typeof fetch>[0], init?: RequestInit) =>
        String(input).endsWith("/b.docx")
          ? Promise.resolve(new Response("no", { status: 403 }))
          : inner(input, init);
      return Object.assign(call, { preconnect: inner.preconnect });
    });
    expect(await failureOf(pullDocuments(options({ hub })))).toMatchObject({ code: "HUB_FORBIDDEN" });
  });

  test("a download that a dead process left long ago is swept, a fresh one is not", async () => {
    await pullDocuments(options());
    const [old, fresh] = ["1", "2"].map((n) => join(dir, "docs_rag", `.download-${n.repeat(12)}-x.part`));
    for (const path of [old, fresh]) writeFileSync(path ?? "", "x");
    utimesSync(old ?? "", new Date(0), new Date(0));
    await pullDocuments(options());
    expect([existsSync(old ?? ""), existsSync(fresh ?? "")]).toEqual([false, true]);
  });

  test("a folder of somebody else's, or of a user's pull, is refused untouched", async () => {
    mkdirSync(dir);
    writeFileSync(join(dir, "minha.pdf"), "x");
    expect(await failureOf(pullDocuments(options()))).toMatchObject({ code: "FOLDER_NOT_OURS", exitCode: 2 });
    expect(contentOf(dir)).toEqual({ "minha.pdf": "x" });
    const own = join(place.root, "own");
    await pullIntoFolder(options({ dir: own }));
    expect(await failureOf(pullDocuments(options({ dir: own })))).toMatchObject({ code: "FOLDER_NOT_OURS" });
  });

  test("a repository without documents empties nothing", async () => {
    await pullDocuments(options());
    const before = contentOf(dir);
    await place.commit(Object.keys(before).map((path) => ({ kind: "delete" as const, path })));
    expect(await failureOf(pullDocuments(options()))).toMatchObject({ code: "NO_DOCUMENTS" });
    expect(contentOf(dir)).toEqual(before);
  });
});

describe("a user's folder", () => {
  test("follows the repository, and keeps what the user put there", async () => {
    await pullIntoFolder(options());
    writeFileSync(join(dir, "docs_rag", "minha.pdf"), "x");
    place.put("a.pdf", "nova");
    rmSync(join(place.docs, "b.docx"));
    await push();
    expect(await pullIntoFolder(options())).toMatchObject({ downloaded: 1, reused: 1, removed: 1 });
    expect(contentOf(dir)).toEqual({ ...(await place.content()), "docs_rag/minha.pdf": "x" });
  });

  test("a file that the user changed stops the pull before anything is written, unless it may be replaced", async () => {
    await pullIntoFolder(options());
    writeFileSync(join(dir, "docs_rag", "a.pdf"), "minha versão");
    writeFileSync(join(dir, "docs_rag", "b.docx"), "minha versão também");
    rmSync(join(place.docs, "b.docx"));
    place.put("e.pdf");
    await push();
    const before = contentOf(dir);
    const error = await failureOf(pullIntoFolder(options()));
    expect(error).toMatchObject({ code: "LOCAL_CHANGES", exitCode: 2 });
    expect(String(error)).toContain("docs_rag/a.pdf");
    expect(contentOf(dir)).toEqual(before);
    await pullIntoFolder({ ...options(), force: true });
    expect(contentOf(dir)).toEqual({ ...(await place.content()), "docs_rag/b.docx": "minha versão também" });
  });

  test("one with other files is refused, and with force taken without losing them", async () => {
    mkdirSync(dir);
    writeFileSync(join(dir, "minha.txt"), "x");
    expect(await failureOf(pullIntoFolder(options()))).toMatchObject({
      code: "FOLDER_NOT_OURS",
      exitCode: 2,
    });
    await pullIntoFolder({ ...options(), force: true });
    expect(contentOf(dir)).toEqual({ ...(await place.content()), "minha.txt": "x" });
  });

  test("pushed back, nothing has changed", async () => {
    await pullIntoFolder(options());
    const report = await pushDocuments({
      ...place,
      dir: join(dir, "docs_rag"),
      filter: createPathFilter(),
      log: quiet,
    });
    expect(report).toMatchObject({ commits: [], unchanged: 3 });
  });
});
