import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { RepoFile } from "../hub/repo-file.ts";
import type { LocalFile } from "./list-local-files.ts";
import { createPathFilter } from "./path-filter.ts";
import { type PushPlan, pairsToHash, planPush } from "./plan-push.ts";
import { joinRepoPath } from "./repo-path.ts";
import "../testing/property-seed.ts";

const hex = (algorithm: "sha1" | "sha256", text: string) =>
  new Bun.CryptoHasher(algorithm).update(text).digest("hex");
const gitSha1 = (text: string) => hex("sha1", `blob ${text.length}\0${text}`);

function localFile(path: string, content: string): LocalFile {
  return { path, location: `/here/${path}`, bytes: content.length, modifiedMs: 1 };
}

function repoFile(path: string, content: string, isLfs: boolean): RepoFile {
  const sha256 = isLfs ? hex("sha256", content) : null;
  return {
    path,
    size: content.length,
    oid: isLfs ? hex("sha1", `pointer ${content}`) : gitSha1(content),
    sha256,
  };
}

interface State {
  local: Map<string, string>;
  remote: Map<string, { content: string; isLfs: boolean }>;
  leftOut: string[];
  pathInRepo: string;
}

function plan({ local, remote, leftOut, pathInRepo }: State): PushPlan {
  const files = [...local].map(([path, content]) => localFile(path, content));
  const there = [...remote].map(([path, { content, isLfs }]) => repoFile(path, content, isLfs));
  const pairs = pairsToHash({ files, remote: there, pathInRepo });
  const digests = new Map(
    pairs.map((pair) => {
      const content = local.get(pair.local.path) ?? "";
      return [pair.local.path, pair.remote.sha256 === null ? gitSha1(content) : hex("sha256", content)];
    }),
  );
  return planPush({
    files,
    leftOut: leftOut.map((path) => ({ path, reason: "it is empty" })),
    remote: there,
    digests,
    filter: createPathFilter(),
    pathInRepo,
  });
}

const names = fc.constantFrom("a.pdf", "b.pdf", "c.docx", "d/a.pdf", "d/e.rtf", "d/f/g.doc", "golden.jsonl");
const contents = fc.constantFrom("x", "y", "longer");
const states: fc.Arbitrary<State> = fc.record({
  local: fc.array(fc.tuple(names, contents), { maxLength: 7 }).map((entries) => new Map(entries)),
  pathInRepo: fc.constantFrom("docs_rag", "", "a/b"),
  leftOut: fc.uniqueArray(fc.constantFrom("a.pdf", "d", "d/f", "x.pdf"), { maxLength: 2 }),
  remote: fc
    .array(
      fc.tuple(
        fc.oneof(
          names.map((name) => `docs_rag/${name}`),
          names.map((name) => `a/b/${name}`),
          names,
          fc.constantFrom("README.md", ".gitattributes", "docs_rag/notas.txt", "docs_rag2/a.pdf"),
        ),
        fc.record({ content: contents, isLfs: fc.boolean() }),
      ),
      { maxLength: 12 },
    )
    .map((entries) => new Map(entries)),
});

describe("planPush", () => {
  test("carried out, it makes the documents below the folder those of the folder and touches nothing else", () => {
    fc.assert(
      fc.property(states, (state) => {
        const { add, change, delete: gone, kept } = plan(state);
        const result = new Map([...state.remote].map(([path, { content }]) => [path, content]));
        for (const file of [...add, ...change]) result.set(file.repoPath, state.local.get(file.path) ?? "");
        for (const file of gone) result.delete(file.path);

        const wanted = new Map(
          [...state.local].map(([path, content]) => [joinRepoPath(state.pathInRepo, path), content]),
        );
        const filter = createPathFilter();
        const prefix = state.pathInRepo === "" ? "" : `${state.pathInRepo}/`;
        for (const [path, { content }] of state.remote) {
          const isOurs = path.startsWith(prefix) && filter.accepts(path.slice(prefix.length));
          if (!isOurs || kept.some((file) => file.path === path)) wanted.set(path, content);
        }
        expect([...result].sort()).toEqual([...wanted].sort());
      }),
      { numRuns: 500 },
    );
  });

  test("every local file is in one list; what the repository has already is not sent", () => {
    fc.assert(
      fc.property(states, (state) => {
        const { add, change, unchanged } = plan(state);
        const all = [...add, ...change, ...unchanged].map(({ path }) => path);
        expect(all.toSorted()).toEqual([...state.local.keys()].sort());
        for (const { path, repoPath } of unchanged)
          expect(state.remote.get(repoPath)?.content).toBe(state.local.get(path) ?? "");
        for (const { path, repoPath } of change)
          expect(state.remote.get(repoPath)?.content).not.toBe(state.local.get(path) ?? "");
        for (const { repoPath } of add) expect(state.remote.has(repoPath)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("what was left out locally is not taken for deleted, nor what lies below a folder that was", () => {
    const remote = new Map(
      ["docs_rag/a.pdf", "docs_rag/d/f/g.doc", "docs_rag/b.pdf"].map((path) => [
        path,
        { content: "x", isLfs: true },
      ]),
    );
    const result = plan({ local: new Map(), remote, leftOut: ["a.pdf", "d"], pathInRepo: "docs_rag" });
    expect(result.kept.map(({ path }) => path)).toEqual(["docs_rag/a.pdf", "docs_rag/d/f/g.doc"]);
    expect(result.delete.map(({ path }) => path)).toEqual(["docs_rag/b.pdf"]);
  });

  test("a file that has no digest because it changed while it was read counts as changed", () => {
    const { change } = planPush({
      files: [localFile("a.pdf", "x")],
      leftOut: [],
      remote: [repoFile("docs_rag/a.pdf", "x", true)],
      digests: new Map([["a.pdf", null]]),
      filter: createPathFilter(),
      pathInRepo: "docs_rag",
    });
    expect(change.map(({ path }) => path)).toEqual(["a.pdf"]);
  });
});
