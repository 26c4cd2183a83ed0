import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { appendFileSync, chmodSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { listCommits } from "../hub/list-commits.ts";
import { compareFolder } from "./compare-folder.ts";
import { createPathFilter } from "./path-filter.ts";
import { type PushOptions, pushDocuments } from "./push-documents.ts";
import { beforeCommits, type DocsHub, quiet, startDocsHub } from "./testing/docs-hub.ts";

let place: DocsHub;
beforeEach(async () => {
  place = await startDocsHub();
});
afterEach(() => place.stop());

const push = (options: Partial<PushOptions> = {}) =>
  pushDocuments({
    hub: place.hub,
    repo: place.repo,
    dir: place.docs,
    filter: createPathFilter(),
    log: quiet,
    ...options,
  });

const text = (content: string) => new Blob([content]);
const failureOf = (promise: Promise<unknown>) => promise.then(() => null).catch((error: unknown) => error);

async function titles(): Promise<string[]> {
  const commits = await Array.fromAsync(listCommits({ hub: place.hub, repo: place.repo, revision: "main" }));
  return commits.map(({ title }) => title).reverse();
}

describe("a first push", () => {
  test("makes the repository and brings the documents under the folder's own name", async () => {
    for (const path of ["a.pdf", "penal/cp.docx", "golden.jsonl", "notas.txt", "penal/~$cp.docx"])
      place.put(path);
    const report = await push();
    expect(await place.content()).toEqual({
      "docs_rag/a.pdf": "content of a.pdf",
      "docs_rag/golden.jsonl": "content of golden.jsonl",
      "docs_rag/penal/cp.docx": "content of penal/cp.docx",
    });
    expect(report).toMatchObject({
      createdRepo: true,
      added: ["docs_rag/a.pdf", "docs_rag/golden.jsonl", "docs_rag/penal/cp.docx"],
      changed: [],
      deleted: [],
      unchanged: 0,
    });
    expect((await titles()).at(-1)).toBe("Push documents of docs_rag: 3 added");
    const response = await fetch(`${place.hub.url}/api/datasets/${place.repo.name}`);
    expect(response.status).toBe(401); // private
  });

  test("an empty folder, or one without documents, is wrong use and makes nothing", async () => {
    expect(await failureOf(push({ deletes: true }))).toMatchObject({ code: "NOTHING_TO_PUSH", exitCode: 2 });
    place.put("notas.txt");
    expect(await failureOf(push())).toMatchObject({ code: "NOTHING_TO_PUSH", exitCode: 2 });
    expect(await compareFolder({ ...place, dir: place.docs, filter: createPathFilter() })).toMatchObject({
      repoExists: false,
    });
  });
});

describe("a further push", () => {
  beforeEach(async () => {
    for (const path of ["a.pdf", "b.pdf", "c.docx", "d/e.rtf"]) place.put(path);
    await push();
  });

  test("sends only what is new or changed, and leaves alone what is not its own", async () => {
    await place.commit([
      { kind: "add", path: "README.md", content: text("leia") },
      { kind: "add", path: "outros/x.pdf", content: text("x") },
      { kind: "add", path: "docs_rag/notas.txt", content: text("n") },
    ]);
    const before = await place.content();
    place.put("a.pdf", "CONTENT OF a.pdf"); // as long as before: only the hash tells
    place.put("nova.pdf");
    rmSync(join(place.docs, "b.pdf"));
    const report = await push();
    expect(report).toMatchObject({
      added: ["docs_rag/nova.pdf"],
      changed: ["docs_rag/a.pdf"],
      deleted: [],
      unchanged: 2,
    });
    expect(await place.content()).toEqual({
      ...before,
      "docs_rag/a.pdf": "CONTENT OF a.pdf",
      "docs_rag/nova.pdf": "content of nova.pdf",
    });
  });

  test("without a difference makes no commit", async () => {
    const before = await titles();
    expect(await push({ deletes: true })).toMatchObject({ commits: [], unchanged: 4 });
    expect(await titles()).toEqual(before);
  });

  test("with deletions removes what is gone, below its own folder only", async () => {
    await place.commit([
      { kind: "add", path: "outros/x.pdf", content: text("x") },
      { kind: "add", path: "docs_rag/notas.txt", content: text("n") },
    ]);
    renameSync(join(place.docs, "b.pdf"), join(place.docs, "d", "b.pdf"));
    const report = await push({ deletes: true });
    expect(report).toMatchObject({ added: ["docs_rag/d/b.pdf"], deleted: ["docs_rag/b.pdf"], unchanged: 3 });
    expect(Object.keys(await place.content())).toEqual([
      "docs_rag/a.pdf",
      "docs_rag/c.docx",
      "docs_rag/d/b.pdf",
      "docs_rag/d/e.rtf",
      "docs_rag/notas.txt",
      "outros/x.pdf",
    ]);
    expect((await titles()).at(-1)).toBe("Push documents of docs_rag: 1 added, 1 deleted");
  });

  test("deleting more than half of the documents must be confirmed", async () => {
    for (const path of ["a.pdf", "b.pdf", "c.docx"]) rmSync(join(place.docs, path));
    expect(await failureOf(push({ deletes: true }))).toMatchObject({
      code: "TOO_MANY_DELETIONS",
      exitCode: 2,
    });
    expect(Object.keys(await place.content())).toHaveLength(4);
    expect((await push({ deletes: true, isSure: true })).deleted).toHaveLength(3);
    expect(Object.keys(await place.content())).toEqual(["docs_rag/d/e.rtf"]);
  });

  test("a document that became empty here is not deleted there", async () => {
    place.put("b.pdf", "");
    const report = await push({ deletes: true });
    expect(report.deleted).toEqual([]);
    expect(report.plan.kept.map(({ path }) => path)).toEqual(["docs_rag/b.pdf"]);
  });
});

describe("batches", () => {
  const limits = { files: 2, bytes: 1000 };
  const names = ["a/1.pdf", "a/2.pdf", "b/1.pdf", "b/2.pdf", "c/1.pdf"];

  test("a large set is committed by folder, deletions last", async () => {
    place.put("velha.pdf");
    await push();
    rmSync(join(place.docs, "velha.pdf"));
    for (const name of names) place.put(name);
    const report = await push({ limits, deletes: true, isSure: true });
    expect(report.commits).toHaveLength(3);
    expect((await titles()).slice(-3)).toEqual([
      "Push documents of docs_rag: 2 added (1 of 3)",
      "Push documents of docs_rag: 2 added (2 of 3)",
      "Push documents of docs_rag: 1 added, 1 deleted (3 of 3)",
    ]);
    expect(Object.keys(await place.content())).toEqual(names.map((name) => `docs_rag/${name}`));
  });

  test("interrupted after the first commit, it goes on with what is missing", async () => {
    for (const name of names) place.put(name);
    const stop = new AbortController();
    const hub = place.through(
      beforeCommits((count) => {
        if (count === 2) stop.abort(new Error("Ctrl-C"));
      }),
    );
    expect(await failureOf(push({ hub, limits, signal: stop.signal }))).toMatchObject({ message: "Ctrl-C" });
    expect(Object.keys(await place.content())).toEqual(["docs_rag/a/1.pdf", "docs_rag/a/2.pdf"]);
    const report = await push({ limits });
    expect(report).toMatchObject({ unchanged: 2, createdRepo: false });
    expect(report.added).toEqual(names.slice(2).map((name) => `docs_rag/${name}`));
    expect(Object.keys(await place.content())).toHaveLength(5);
  });

  test("progress counts the bytes of all commits and never falls", async () => {
    for (const name of names) place.put(name);
    const seen: number[] = [];
    let total = 0;
    await push({
      limits,
      onProgress: (stage, done, of) => {
        if (stage === "upload") [total] = [of, seen.push(done)];
      },
    });
    expect(total).toBe(names.join("").length + names.length * "content of ".length);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(total);
  });
});

describe("while others work", () => {
  test("a commit of somebody else in between is kept, and the push lands on it", async () => {
    place.put("a.pdf");
    await push();
    place.put("b.pdf");
    let others = "";
    const hub = place.through(
      beforeCommits(async (count) => {
        if (count === 1)
          others = await place.commit([{ kind: "add", path: "docs_rag/deles.pdf", content: text("x") }]);
      }),
    );
    const report = await push({ hub });
    expect(report.added).toEqual(["docs_rag/b.pdf"]);
    expect(await place.content()).toEqual({
      "docs_rag/a.pdf": "content of a.pdf",
      "docs_rag/b.pdf": "content of b.pdf",
      "docs_rag/deles.pdf": "x",
    });
    const commits = await Array.fromAsync(
      listCommits({ hub: place.hub, repo: place.repo, revision: "main" }),
    );
    expect(commits.slice(0, 2).map(({ commit }) => commit)).toEqual([report.commit ?? "", others]);
  });

  test("what somebody else adds or changes in between is not deleted", async () => {
    for (const path of ["a.pdf", "b.pdf", "c.pdf", "d.pdf"]) place.put(path);
    await push();
    rmSync(join(place.docs, "b.pdf"));
    rmSync(join(place.docs, "c.pdf"));
    const hub = place.through(
      beforeCommits(async (count) => {
        if (count === 1)
          await place.commit([
            { kind: "add", path: "docs_rag/deles.pdf", content: text("x") },
            { kind: "add", path: "docs_rag/c.pdf", content: text("corrigida") },
          ]);
      }),
    );
    const report = await push({ hub, deletes: true });
    expect(report.deleted).toEqual(["docs_rag/b.pdf"]);
    expect(await place.content()).toMatchObject({ "docs_rag/deles.pdf": "x", "docs_rag/c.pdf": "corrigida" });
  });

  test("a branch that never rests ends the push after a few rounds", async () => {
    place.put("a.pdf");
    await push();
    place.put("b.pdf");
    let commits = 0;
    const hub = place.through(
      beforeCommits(async () => {
        commits++;
        await place.commit([{ kind: "add", path: "outros.txt", content: text(String(commits)) }]);
      }),
    );
    expect(await failureOf(push({ hub }))).toMatchObject({ code: "HUB_STALE_PARENT" });
    expect(commits).toBe(5);
  });

  test("a file that changes while it is sent is sent again", async () => {
    place.put("a.pdf", "x".repeat(100));
    place.put("b.pdf");
    const hub = place.through(
      beforeCommits((count) => {
        if (count === 1) appendFileSync(join(place.docs, "a.pdf"), "y");
      }),
    );
    const report = await push({ hub });
    expect(report).toMatchObject({ added: ["docs_rag/a.pdf", "docs_rag/b.pdf"], changed: [], unsettled: [] });
    expect((await place.content())["docs_rag/a.pdf"]).toBe(`${"x".repeat(100)}y`);
  });

  test("one that never rests is named in the end", async () => {
    place.put("a.pdf");
    place.put("b.pdf");
    const hub = place.through(beforeCommits(() => appendFileSync(join(place.docs, "a.pdf"), "y")));
    expect((await push({ hub })).unsettled).toEqual(["docs_rag/a.pdf"]);
  });

  test("a file that vanishes while it is sent is left out", async () => {
    place.put("a.pdf");
    place.put("b.pdf");
    const wrap = (inner: typeof fetch): typeof fetch => {
      const call = (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
        if (String(input).includes("/preupload/")) rmSync(join(place.docs, "a.pdf"), { force: true });
        return inner(input, init);
      };
      return Object.assign(call, { preconnect: inner.preconnect });
    };
    await push({ hub: place.through(wrap) });
    expect(await place.content()).toEqual({ "docs_rag/b.pdf": "content of b.pdf" });
  });
});

test.skipIf(process.getuid?.() === 0)(
  "a document without permission is named, and not deleted there",
  async () => {
    place.put("a.pdf");
    place.put("b.pdf");
    await push();
    chmodSync(join(place.docs, "b.pdf"), 0);
    const report = await push({ deletes: true });
    chmodSync(join(place.docs, "b.pdf"), 0o644);
    expect(report.plan.unreadable).toEqual([{ path: "b.pdf", reason: "no permission to read it" }]);
    expect(Object.keys(await place.content())).toHaveLength(2);
  },
);
