import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { runVade, writeLaw } from "./run-vade.ts";

/** Followed by the process's id. */
const FOLDER = "vademecum-published-";
const SAMPLES = resolve(import.meta.dir, "../../assets/docs_rag");

/** A revision as `vade revisions` names it. */
export interface PublishedTag {
  tag: string;
  revision: string;
}

/** A folder of the program's state with an embedded Hub that has two revisions, of which the second is in service. */
export interface PublishedState {
  /** To be copied, not used: see `copyState`. */
  dir: string;
  /** The rent of Lei 77 is due on the fifth day. */
  first: PublishedTag;
  /** It is due on the tenth, and there is an article more. */
  second: PublishedTag;
}

const ReportSchema = z.object({ outcome: z.literal("promoted"), tag: z.string(), revision: z.string() });

let made: Promise<PublishedState> | null = null;

/** Makes the two revisions by the program itself, once for all tests of a run. */
export function publishedState(): Promise<PublishedState> {
  made ??= make();
  return made;
}

/** A copy that a test may change. */
export function copyState(state: PublishedState, to: string): void {
  cpSync(state.dir, to, { recursive: true });
}

/** What a process with this state is started with. */
export function stateAt(dir: string) {
  return { storageDir: join(dir, "storage"), env: { VADEMECUM_DIR: dir, NO_COLOR: "1" } };
}

/** The law that differs between the revisions; a third one may follow. */
export async function writeKiosks(docs: string, which: "first" | "second" | "third"): Promise<void> {
  const day = which === "first" ? "quinto" : "décimo";
  await writeLaw(join(docs, "leis"), "quiosques.rtf", [
    "LEI Nº 77, DE 3 DE MAIO DE 2001",
    "Art. 1º A praia é bem público de uso comum do povo.",
    `Art. 2º O quiosque paga aluguel até o ${day} dia útil de cada mês.`,
    "Parágrafo único. O atraso custa multa de dez por cento.",
    "Art. 3º É vedada a cerca na areia.",
    ...(which === "first" ? [] : ["Art. 4º O quiosque fecha à meia-noite, salvo no carnaval."]),
    ...(which === "third" ? ["Art. 5º O guarda-sol é gratuito para idosos."] : []),
  ]);
}

/** A run of tests has no end that a helper hears of: the next one removes what it left. */
function sweepLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(FOLDER)) continue;
    const pid = Number.parseInt(name.slice(FOLDER.length), 10);
    if (!isRunning(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function make(): Promise<PublishedState> {
  sweepLeftovers();
  const root = mkdtempSync(join(tmpdir(), `${FOLDER}${process.pid}-`));
  const docs = join(root, "docs_rag");
  for (const path of [
    "sumulas/sumulas-vinculantes.doc",
    "legislacao/processo-civil/lei-12016-mandado-de-seguranca.pdf",
  ]) {
    mkdirSync(join(docs, path, ".."), { recursive: true });
    cpSync(join(SAMPLES, path), join(docs, path));
  }
  const dir = join(root, "state");
  const publish = async (which: "first" | "second"): Promise<PublishedTag> => {
    await writeKiosks(docs, which);
    await run(["docs", "push", docs]);
    const { tag, revision } = ReportSchema.parse(JSON.parse(await run(["reindex", "--json"])));
    return { tag, revision };
  };
  const run = async (args: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await runVade(args, stateAt(dir));
    if (exitCode !== 0) throw new Error(`vade ${args.join(" ")} ended with ${exitCode}: ${stderr}`);
    return stdout;
  };
  const first = await publish("first");
  const second = await publish("second");
  return { dir, first, second };
}
