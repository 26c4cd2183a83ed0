import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runVade, writeLaw } from "../testing/run-vade.ts";

setDefaultTimeout(120_000);

let dir: string;
let docs: string;
const vade = (...args: string[]) => runVade(args, { storageDir: join(dir, "storage") });

/** What a command prints with `--json`. */
async function json(...args: string[]) {
  const run = await vade(...args, "--json");
  if (run.exitCode !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

const LAW = [
  "LEI Nº 90.001, DE 5 DE MAIO DE 2001",
  "Art. 1º O leitor pode levar até cinco livros emprestados.",
];

// Each test goes on where the one before it ended, as an operator does.
let first: { tag: string; revision: string };
let second: { tag: string; revision: string };

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-e2e-publish-"));
  docs = join(dir, "leis");
  mkdirSync(docs);
  await writeLaw(docs, "bibliotecas.rtf", LAW);
  await writeLaw(docs, "bicicletas.rtf", [
    "LEI Nº 90.002, DE 6 DE JUNHO DE 2002",
    "Art. 1º O ciclista circula pela ciclovia.",
  ]);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("before anything is published, each command says what to do first", async () => {
  for (const [args, text] of [
    [["rollback"], "INDEX_REPO_MISSING"],
    [["publish"], "./vade reindex --docs DIR"],
    [["promote", "idx-x", "--force"], "--force and --reason go together"],
    [["reindex", "--publish"], "--publish is for --docs"],
  ] as const) {
    const run = await vade(...args);
    expect(run.exitCode).toBeGreaterThan(0);
    expect(run.stderr).toContain(text);
    expect(run.stderr).toContain("what to do:");
  }
});

test("pushed documents are indexed, published, put into service and answered from", async () => {
  await json("docs", "push", docs);
  const report = await json("reindex");
  const commit: string = report.source.revision;
  expect(commit).toMatch(/^[0-9a-f]{40}$/);
  expect(report).toMatchObject({
    outcome: "promoted",
    uploaded: true,
    previous: null,
    local: true,
    source: { repo: "local/rag-docs" },
    build: { documents: 2 },
    verdict: { passed: true },
  });
  first = report;
  const answer = await vade("ask", "quantos livros posso levar?");
  expect(answer.stdout).toContain("cinco livros");
  expect(answer.stdout).toContain(`${commit}/leis/bibliotecas.rtf`);
});

test("the same documents again publish nothing", async () => {
  const report = await json("reindex");
  expect(report).toMatchObject({ outcome: "unchanged", uploaded: false, tag: first.tag });
  expect(report.build.vectors).toMatchObject({ embedded: 0 });
});

test("a new document embeds only its own chunks and is served after the gate", async () => {
  await writeLaw(docs, "cavalos.rtf", [
    "LEI Nº 90.003, DE 7 DE JULHO DE 2003",
    "Art. 1º O cavalo tem preferência na trilha.",
  ]);
  await json("docs", "push", docs);
  const report = await json("reindex");
  expect(report).toMatchObject({ outcome: "promoted", previous: first.revision });
  expect(report.build.vectors.reused).toBeGreaterThan(0);
  second = report;
});

test("what shrinks too much is refused, stays unserved, and may be forced with a reason", async () => {
  rmSync(join(docs, "cavalos.rtf"));
  rmSync(join(docs, "bicicletas.rtf"));
  await json("docs", "push", docs, "--delete", "--yes");
  const run = await vade("reindex");
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain("REVISION_REFUSED");
  const tag = /promote (idx-\S+) --force --reason/.exec(run.stderr)?.[1] ?? "";
  const listed = (await json("revisions")).revisions;
  expect(
    listed.map((row: { tag: string; verdict: string; in_service: boolean }) => [
      row.tag,
      row.verdict,
      row.in_service,
    ]),
  ).toEqual([
    [tag, "refused", false],
    [second.tag, "passed", true],
    [first.tag, "passed", false],
  ]);
  const answer = await vade("ask", "quem tem preferência na trilha?");
  expect(answer.stdout).toContain("cavalo");

  const forced = await json("promote", tag, "--force", "--reason", "o acervo foi dividido");
  expect(forced).toMatchObject({ tag, forced: true, before: { tag: second.tag } });
  expect((await vade("revisions")).stdout).toContain("o acervo foi dividido");
});

test("a roll-back serves the revision before, a second one undoes it, and a tag names any", async () => {
  expect(await json("rollback")).toMatchObject({ tag: second.tag, changed: true });
  expect((await json("rollback")).tag).not.toBe(second.tag);
  expect(await json("rollback", first.tag)).toMatchObject({ tag: first.tag });
  // Local answers still come from the second revision; that is said until it is in service again.
  expect((await vade("rollback", second.tag)).stdout).not.toContain("./vade sync");
  expect((await vade("rollback", first.tag)).stdout).toContain("./vade sync brings this one");
  const run = await vade("rollback", `${first.tag.slice(0, -1)}z`);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain(first.tag);
});

test("a published revision is fetched and verified, also against a build from nothing", async () => {
  const report = await json("verify", second.tag, "--rebuild");
  expect(report).toMatchObject({ revision: second.revision, passed: true });
  expect(report.checks.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(["hub", "gate", "files", "search", "model", "rebuild"]),
  );
});

test("a folder that was indexed here is published as it stands", async () => {
  await writeLaw(docs, "cavalos.rtf", ["LEI Nº 90.004, DE 2004", "Art. 1º O cavalo espera."]);
  const built = await json("reindex", "--docs", docs);
  const report = await json("publish");
  expect(report).toMatchObject({ outcome: "promoted", previous: first.revision });
  expect(report.revision).not.toBe(built.revision);
  expect((await json("publish")).outcome).toBe("unchanged");
});

test("the doctor finds nothing wrong, and says what a remote Hub would need", async () => {
  const report = await json("doctor");
  expect(report.passed).toBe(true);
  const run = await runVade(["doctor"], {
    storageDir: join(dir, "storage"),
    env: { HF_TOKEN: "hf_notToBeSeen", DOCS_REPO_ID: "org/docs" },
  });
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain("not set: INDEX_REPO_ID");
  expect(run.stdout + run.stderr).not.toContain("hf_notToBeSeen");
});

test("without its variables a remote Hub is not asked, and all of them are named", async () => {
  const run = await runVade(["reindex"], {
    storageDir: join(dir, "storage"),
    env: { HF_ENDPOINT: "http://127.0.0.1:9" },
  });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("not set: HF_TOKEN, DOCS_REPO_ID, INDEX_REPO_ID");
});
