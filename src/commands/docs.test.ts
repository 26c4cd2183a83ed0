import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runVade } from "../testing/run-vade.ts";

setDefaultTimeout(60_000);

let root = "";
let docs = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "vademecum-docs-command-"));
  docs = join(root, "docs_rag");
  mkdirSync(docs);
  for (let n = 10; n < 35; n++) writeFileSync(join(docs, `lei-${n}.pdf`), `lei ${n}`);
  writeFileSync(join(docs, "~$lei.docx"), "x");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const vade = (...args: string[]) => runVade(["docs", ...args], { storageDir: join(root, "state") });

test("a dry run shows the plan and makes nothing; a push does it; then both are equal", async () => {
  const dry = await vade("push", docs, "--dry-run");
  expect(dry.exitCode).toBe(0);
  expect(dry.stdout).toContain(
    "would do this; nothing was changed\nthe repository would be made, private\nadded: 25\n",
  );
  expect(dry.stdout).toContain("… and 5 more (--all lists them)");
  expect(dry.stdout).toContain("~$lei.docx: excluded by ~$*");
  const before = await vade("status", docs, "--json");
  expect(before.exitCode).toBe(1);
  expect(JSON.parse(before.stdout)).toMatchObject({ equal: false, repo_exists: false, head: null });

  const pushed = await vade("push", docs);
  expect(pushed.exitCode).toBe(0);
  expect(pushed.stdout).toContain("25 added, 0 changed, 0 deleted, 0 unchanged");
  expect(pushed.stdout).toContain("./vade reindex");
  const after = await vade("status", docs);
  expect(after).toMatchObject({ exitCode: 0 });
  expect(after.stdout).toEndWith("unchanged: 25\nequal\n");
});

test("status lists every difference by its kind and exits with 1; --all lists all names", async () => {
  await vade("push", docs);
  writeFileSync(join(docs, "lei-10.pdf"), "LEI 10");
  rmSync(join(docs, "lei-11.pdf"));
  for (let n = 50; n < 75; n++) writeFileSync(join(docs, `lei-${n}.pdf`), `lei ${n}`);
  const short = await vade("status", docs);
  expect(short.exitCode).toBe(1);
  expect(short.stdout).toContain("changed: 1\n  docs_rag/lei-10.pdf\n");
  expect(short.stdout).toContain("deleted here, still in the repository: 1\n  docs_rag/lei-11.pdf\n");
  expect(short.stdout).toContain("added: 25\n");
  expect(short.stdout).not.toContain("lei-74.pdf");
  expect(short.stdout).toContain("docs push");
  expect((await vade("status", docs, "--all")).stdout).toContain("docs_rag/lei-74.pdf");
});

test("--json prints one document with the commit and what it changed", async () => {
  const first = JSON.parse(
    (await vade("push", docs, "--json", "--include", "lei-1*.pdf", "--path-in-repo", "acervo/leis")).stdout,
  );
  expect(first).toMatchObject({
    path_in_repo: "acervo/leis",
    created_repo: true,
    changed: [],
    deleted: [],
    unchanged: 0,
  });
  expect(first.commit).toMatch(/^[0-9a-f]{40}$/);
  expect(first.added).toHaveLength(10);
  expect(first.added[0]).toBe("acervo/leis/lei-10.pdf");
});

test("deleting most of the documents needs --yes; an empty folder is never pushed", async () => {
  await vade("push", docs);
  for (let n = 11; n < 35; n++) rmSync(join(docs, `lei-${n}.pdf`));
  expect((await vade("push", docs, "--delete", "--dry-run")).stdout).toContain("--yes is needed");
  const refused = await vade("push", docs, "--delete");
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("delete 24 of the 25 documents in docs_rag");
  expect((await vade("push", docs, "--delete", "--yes")).stdout).toContain("24 deleted, 1 unchanged");
  rmSync(join(docs, "lei-10.pdf"));
  expect((await vade("status", docs)).stdout).toContain("has no documents, and is not pushed");
  const empty = await vade("push", docs, "--delete", "--yes");
  expect(empty.exitCode).toBe(2);
  expect(empty.stderr).toContain("[NOTHING_TO_PUSH]");
});

test("pull brings the documents of any revision into a new folder, and no folder of somebody else's", async () => {
  const { commit } = JSON.parse((await vade("push", docs, "--json")).stdout);
  writeFileSync(join(docs, "lei-10.pdf"), "nova");
  await vade("push", docs);
  const target = join(root, "cópia");
  expect(JSON.parse((await vade("pull", target, "--json")).stdout)).toMatchObject({
    files: 25,
    downloaded: 25,
  });
  expect(readFileSync(join(target, "docs_rag", "lei-10.pdf"), "utf8")).toBe("nova");
  const older = await vade("pull", target, "--revision", commit);
  expect(older.stdout).toContain("1 downloaded, 24 were here, 0 removed");
  expect(readFileSync(join(target, "docs_rag", "lei-10.pdf"), "utf8")).toBe("lei 10");
  const refused = await vade("pull", docs);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("[FOLDER_NOT_OURS]");
});

test.each([
  ["no folder", ["push"], "missing required argument"],
  ["a folder that is not there", ["push", "/nonexistent"], "[FOLDER_MISSING]"],
  ["an unknown part", ["fetch"], "unknown command 'fetch'"],
  ["a place outside the repository", ["status", "/tmp", "--path-in-repo", "../x"], "[PATH_IN_REPO_INVALID]"],
])("%s: says so and exits with 2", async (_, args, message) => {
  const run = await vade(...args);
  expect(run.stderr).toContain(message);
  expect(run.exitCode).toBe(2);
});

test("a pull of what is not there names the repository, the revision and the way to make it", async () => {
  const target = join(root, "target");
  const none = await vade("pull", target);
  expect(none.exitCode).toBe(1);
  expect(none.stderr).toContain("there is no repository local/rag-docs with a revision main");
  expect(none.stderr).toContain("./vade docs push DIR");
  await vade("push", docs);
  const wrong = await vade("pull", target, "--revision", "v9");
  expect(wrong.stderr).toContain("there is no repository local/rag-docs with a revision v9");
});
