import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCheckpoint } from "../revisions/checkpoint.ts";
import { runVade, startVade, writeLaw } from "../testing/run-vade.ts";

setDefaultTimeout(180_000);

const ARTICLES = 40;

let dir: string;
let docs: string;
let storageDir: string;
const vade = (...args: string[]) => runVade(args, { storageDir });
const current = () => readFileSync(join(storageDir, "current"), "utf8").trim();

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-kill-"));
  docs = join(dir, "leis");
  storageDir = join(dir, "storage");
  mkdirSync(docs);
  await writeLaw(docs, "a.rtf", ["LEI Nº 90.001, DE 5 DE MAIO DE 2001", "Art. 1º A praia é de todos."]);
  expect((await vade("reindex", "--docs", docs)).exitCode).toBe(0);
  const subjects = ["a ponte", "o mercado", "a praça", "o porto"];
  const articles = Array.from(
    { length: ARTICLES },
    (_, i) =>
      `Art. ${i + 1}º Cabe ao fiscal número ${i + 1} vigiar ${subjects[i % 4]} entre as ${i % 24} horas e o fim do turno.`,
  );
  await writeLaw(docs, "b.rtf", ["LEI Nº 90.002, DE 6 DE JUNHO DE 2002", ...articles]);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const POLL_MS = 5;

function countKeptVectors(): number {
  const path = join(storageDir, "checkpoint.db");
  if (!existsSync(path)) return 0;
  const checkpoint = openCheckpoint(path, { warn() {} });
  try {
    return checkpoint.count();
  } finally {
    checkpoint.close();
  }
}

/** Kills a build as soon as it is at the wanted point. */
async function killOnce(reached: () => boolean): Promise<void> {
  const child = startVade(["reindex", "--docs", docs], { storageDir });
  while (!reached() && child.exitCode === null) await Bun.sleep(POLL_MS);
  child.kill("SIGKILL");
  await child.exited;
  expect(child.signalCode).toBe("SIGKILL");
}

const hasFolderInTheMaking = () =>
  readdirSync(join(storageDir, "revisions")).some((name) => name.endsWith(".tmp"));

test("a build killed while it reads or embeds leaves the old revision in service, whole", async () => {
  const before = current();
  for (const reached of [hasFolderInTheMaking, () => countKeptVectors() >= 5]) {
    await killOnce(reached);
    expect(current()).toBe(before);
    expect((await vade("verify")).exitCode).toBe(0);
  }
});

test("the next build takes what was embedded from the checkpoint, cleans up and goes into service", async () => {
  const before = current();
  const kept = countKeptVectors();
  const run = await vade("reindex", "--docs", docs, "--json");
  expect(run.exitCode).toBe(0);
  const { vectors, chunks } = JSON.parse(run.stdout);
  expect(kept).toBeGreaterThanOrEqual(5);
  expect(vectors.resumed).toBe(kept);
  expect(vectors.reused + vectors.resumed + vectors.embedded).toBe(chunks);
  expect(current()).not.toBe(before);
  expect(readdirSync(storageDir).sort()).toEqual(["current", "revisions", "texts"]);
  expect(readdirSync(join(storageDir, "revisions")).sort()).toEqual([before, current()].sort());
});

test("what was resumed and reused is byte for byte what a build from nothing gives", async () => {
  const run = await vade("verify", "--rebuild", "--json");
  expect(JSON.parse(run.stdout)).toMatchObject({ passed: true });
});
