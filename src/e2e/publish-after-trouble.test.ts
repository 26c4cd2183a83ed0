import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitFiles } from "../hub/commit-files.ts";
import { startEmbeddedHub } from "../hub/embedded/start-embedded-hub.ts";
import { createHub } from "../hub/hub.ts";
import type { IndexRepo } from "../revisions/publish/index-repo.ts";
import { readInService } from "../revisions/publish/read-in-service.ts";
import { readVerdict } from "../revisions/publish/verdicts.ts";
import { runVade, writeLaw } from "../testing/run-vade.ts";
import { silentLog } from "../testing/silent-log.ts";

setDefaultTimeout(120_000);

let dir: string;
let docs: string;
const vade = (...args: string[]) => runVade(args, { storageDir: join(dir, "storage") });
const publish = () => vade("reindex", "--docs", docs, "--publish", "--json");

/** Does something with the index repo while no command uses it. */
async function onIndex<T>(work: (place: IndexRepo) => Promise<T>): Promise<T> {
  const { url, token, stop } = await startEmbeddedHub({
    dir: join(dir, "storage", "state", "hub"),
    port: 0,
    log: silentLog,
  });
  try {
    const hub = createHub({ url, token, log: silentLog });
    return await work({ hub, repo: { type: "dataset", name: "local/rag-index" } });
  } finally {
    await stop();
  }
}

const overwriteManifest = (text: string) =>
  onIndex((place) =>
    commitFiles({
      ...place,
      title: "Overwrite the manifest",
      operations: [{ kind: "add", path: "artifacts/manifest.json", content: new Blob([text]) }],
    }),
  );

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-e2e-trouble-"));
  docs = join(dir, "leis");
  mkdirSync(docs);
  for (const [i, name] of ["bibliotecas", "bicicletas", "praias"].entries()) {
    await writeLaw(docs, `${name}.rtf`, [
      `LEI Nº 90.00${i}, DE 5 DE MAIO DE 2001`,
      `Art. 1º Esta lei trata de ${name} e do que nelas se pode fazer.`,
    ]);
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("a mistake in the golden questions is told before anything is built", async () => {
  await Bun.write(join(docs, "golden.jsonl"), '{"question": "x"}\n');
  const run = await publish();
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("QUESTION_SET_INVALID");
  expect(run.stderr).toContain("golden.jsonl, line 1");
  expect(readdirSync(join(dir, "storage", "state", "build", "storage", "revisions"))).toEqual([]);
  rmSync(join(docs, "golden.jsonl"));
});

test("nothing that is published tells where the folder lies, and citations name the document", async () => {
  const run = await publish();
  expect(run.exitCode).toBe(0);
  const { manifest, verdict } = await onIndex(async (place) => {
    const found = await readInService(place);
    if (found === null) throw new Error("nothing is in service");
    return { manifest: found.manifest, verdict: await readVerdict(place, found.manifest.tag) };
  });
  expect(manifest.source).toEqual({ repo: "leis", revision: null });
  expect(JSON.stringify(verdict)).not.toContain(dir);
  const answer = await vade("ask", "o que se pode fazer nas praias?");
  expect(answer.stdout).toContain("leis/praias.rtf");
  const verify = await vade("verify", manifest.tag, "--rebuild");
  expect(verify.exitCode).toBe(2);
  expect(verify.stderr).toContain("./vade verify --rebuild --docs DIR");
});

test("what is in service and cannot be fetched is still compared by its size", async () => {
  const manifest = await onIndex(async (place) => (await readInService(place))?.manifest);
  const lost = { ...manifest, revision: "f".repeat(40), tag: "idx-20260101-000000-fffffff" };
  const files = Object.fromEntries(
    Object.entries(lost.files ?? {}).map(([name, file]) => [name, { ...file, sha256: "0".repeat(64) }]),
  );
  await overwriteManifest(JSON.stringify({ ...lost, files }));
  rmSync(join(docs, "praias.rtf"));
  const run = await publish();
  expect(run.exitCode).toBe(1);
  expect(run.stderr).toContain("REVISION_REFUSED");
  expect(run.stderr).toContain("documents 3 → 2");
});

test("a damaged manifest is written anew by the next publication", async () => {
  await overwriteManifest("{ not json");
  const run = await publish();
  expect(run.stderr).not.toContain("MANIFEST_INVALID: ");
  expect(run.exitCode).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({ outcome: "promoted", uploaded: false });
});

test("an index of documents from a repo is published with that repo's golden questions", async () => {
  await Bun.write(
    join(docs, "golden.jsonl"),
    JSON.stringify({
      question: "o que se pode fazer de bicicleta?",
      expected: [{ document: "leis/bicicletas.rtf", unit: "art1" }],
    }),
  );
  await writeLaw(docs, "jardins.rtf", ["LEI Nº 90.008, DE 2001", "Art. 1º O jardim fecha à noite."]);
  await vade("docs", "push", docs);
  expect((await vade("reindex")).exitCode).toBe(0);
  // Another index comes into service, so that the local one is news again.
  const other = join(dir, "leis-2");
  mkdirSync(other);
  await writeLaw(other, "cavalos.rtf", ["LEI Nº 90.009, DE 2001", "Art. 1º O cavalo espera."]);
  const refused = await vade("reindex", "--docs", other, "--publish", "--no-sync");
  const tag = /promote (idx-\S+) --force/.exec(refused.stderr)?.[1] ?? "";
  expect((await vade("promote", tag, "--force", "--reason", "um teste")).exitCode).toBe(0);
  const run = await vade("publish", "--json");
  expect(run.exitCode).toBe(0);
  const { checks } = JSON.parse(run.stdout).verdict;
  expect(checks.find(({ name }: { name: string }) => name === "golden").detail).toContain("1 questions");
});
