import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runVade } from "../testing/run-vade.ts";

setDefaultTimeout(400_000);

const storageDir = mkdtempSync(join(tmpdir(), "vademecum-demo-"));
afterAll(() => rmSync(storageDir, { recursive: true, force: true }));

test("the demonstration answers its three questions from the samples, cited, and says what to try next", async () => {
  const run = await runVade(["demo", "--once"], { storageDir });
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain("5 read, 0 refused");
  const answered = run.stdout.split("── Pergunta: ").slice(1);
  expect(answered).toHaveLength(3);
  const [rights = "", deadline = "", handcuffs = ""] = answered;
  expect(rights).toContain("Art. 18. O titular dos dados pessoais tem direito a obter do controlador");
  expect(rights).toContain("[1] LGPD (Lei 13.709/2018), ");
  expect(deadline).toContain("extinguir-se-á decorridos 120 (cento e vinte) dias");
  expect(deadline).toMatch(/Art\. 23, p\. \d/);
  expect(handcuffs).toContain("Súmula Vinculante 11");
  expect(run.stdout).toContain("── Para continuar:");
});

test("a second run embeds nothing", async () => {
  const run = await runVade(["demo", "--once", "--json"], { storageDir });
  expect(run.stderr).toContain(": 0 embedded, ");
  expect(JSON.parse(run.stdout).answers).toHaveLength(3);
});
