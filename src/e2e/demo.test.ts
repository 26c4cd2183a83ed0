import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { runVade, startVade, writeLaw } from "../testing/run-vade.ts";

setDefaultTimeout(400_000);

const storageDir = mkdtempSync(join(tmpdir(), "vademecum-demo-"));
afterAll(() => rmSync(storageDir, { recursive: true, force: true }));
/** Any free port: a Space may be running on this machine. */
const options = { storageDir, env: { PORT: "0" } };

test("the demonstration goes the whole way: push, job, gate, Space, questions, hot reload, diff, roll-back", async () => {
  const run = await runVade(["demo", "--once"], options);
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain("5 read, 0 refused");
  expect(run.stderr).toContain("passed golden");
  const answered = run.stdout.split("── Pergunta: ").slice(1);
  expect(answered).toHaveLength(6);
  const [rights = "", deadline = "", handcuffs = "", before = "", after = "", rolledBack = ""] = answered;
  expect(rights).toContain("Art. 18. O titular dos dados pessoais tem direito a obter do controlador");
  expect(rights).toContain("[1] LGPD (Lei 13.709/2018), ");
  expect(rights).toMatch(
    /http:\/\/127\.0\.0\.1:\d+\/datasets\/local\/rag-docs\/resolve\/[0-9a-f]{40}\/docs_rag\//,
  );
  expect(deadline).toContain("extinguir-se-á decorridos 120 (cento e vinte) dias");
  expect(deadline).toMatch(/Art\. 23, p\. \d/);
  expect(handcuffs).toContain("Súmula Vinculante 11");
  expect(before).toContain("Não encontrei");
  expect(before).toContain("── O que mudou:");
  expect(before).toContain("[-9.732/98.-]{+9.732/98, segundo a redação fictícia desta demonstração.+}");
  expect(after).toContain("o índice em serviço é trocado sem que nenhuma pergunta se perca");
  expect(rolledBack).toContain("Não encontrei");
  expect(run.stdout).toContain("── Para continuar:");
});

const ResultSchema = z.object({
  answers: z.array(z.object({ found: z.literal(true) })).length(3),
  change: z.object({ summary: z.object({ documentsChanged: z.literal(1), unitsAdded: z.literal(1) }) }),
  rollback: z.object({ ms: z.number() }),
  changed: z.object({
    before: z.object({ found: z.literal(false) }),
    after: z.object({ found: z.literal(true) }),
    rolledBack: z.object({ found: z.literal(false) }),
  }),
});

test("a second run embeds nothing, and shows the same", async () => {
  const run = await runVade(["demo", "--once", "--json"], options);
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain(": 0 embedded, ");
  expect(run.stderr).toContain("vade promote idx-");
  ResultSchema.parse(JSON.parse(run.stdout));
});

test("afterwards the ordinary commands go on with the samples", async () => {
  const asked = await runVade(["ask", "quando é lícito o uso de algemas?"], options);
  expect(asked.stdout).toContain("Súmula Vinculante 11");
  const listed = await runVade(["revisions", "--json"], options);
  expect(JSON.parse(listed.stdout).revisions).toHaveLength(2);
});

test("without --once Hub and Space stay up until they are stopped", async () => {
  const child = startVade(["demo"], options);
  const decoder = new TextDecoder();
  let told = "";
  for await (const piece of child.stderr) {
    told += decoder.decode(piece, { stream: true });
    if (told.includes("Ctrl-C termina")) break;
  }
  const [, url = ""] = /continuam no ar \((http:[^)]+)\)/.exec(told) ?? [];
  const answer = await fetch(`${url}/api/search?q=algemas&k=1`);
  expect(answer.status).toBe(200);
  child.kill("SIGINT");
  expect(await child.exited).toBe(0);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

test("where the Hub has documents of one's own, the demonstration keeps to a Hub apart, and says so", async () => {
  const own = join(storageDir, "own");
  const apart = { storageDir: join(own, "state"), env: { PORT: "0" } };
  const docs = join(own, "leis");
  mkdirSync(docs, { recursive: true });
  await writeLaw(docs, "lei.rtf", ["LEI Nº 1", "Art. 1º Vigora."]);
  expect((await runVade(["docs", "push", docs], apart)).exitCode).toBe(0);
  const child = startVade(["demo"], apart);
  const decoder = new TextDecoder();
  let told = "";
  for await (const piece of child.stderr) {
    told += decoder.decode(piece, { stream: true });
    if (told.includes("\n2. ")) break;
  }
  child.kill("SIGINT");
  expect(await child.exited).toBe(1);
  expect(told).toContain(`guardado em ${join(own, "state", "state", "demo")}; os seus documentos ficam`);
  expect((await runVade(["docs", "status", docs], apart)).stdout).toEndWith("unchanged: 1\nequal\n");
});
