import { chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { BuiltStage } from "./build-image.ts";
import { type Container, runContainer, startContainer } from "./container.ts";

/** The kernel that the image was built with, or none: another engine may not stand in for it. */
const ENV = { VECTOR_ENGINE: "mmap" };
const STOP_WITHIN_MS = 10_000;
const START_WITHIN_MS = 60_000;
const POLL_MS = 100;

const AnswerSchema = z.object({
  statements: z.array(z.object({ text: z.string() })),
  citations: z.array(z.unknown()),
});

export interface Trial {
  image: BuiltStage;
  /** Folders and files that the index is made of. */
  documents: readonly string[];
  question: string;
  /** What the answer has to say. */
  expected: string;
  say(line: string): void;
}

/**
 * Runs an image as an operator would: a Job makes an index in the storage, the Space starts with it, becomes ready, is
 * healthy, answers a question and ends when it is told to. Neither reaches anybody, nor writes outside `/data` and `/tmp`.
 * @throws Error that tells which of these did not hold
 */
export async function tryImage(trial: Trial): Promise<void> {
  const { image, say } = trial;
  const data = mkdtempSync(join(tmpdir(), "vademecum-data-"));
  const volumes = { "/data": data };
  try {
    putDocuments(trial, data);
    await withSpace(trial, volumes, async (space) => {
      await waitUntil(space, image, "/healthz");
      await checkHealth(space, trial, 1);
    });
    const job = await timed(() =>
      runContainer({ image, volumes, env: ENV }, [
        "bun",
        "src/cli.ts",
        "reindex",
        "--docs",
        "/data/documents",
      ]),
    );
    if (job.exitCode !== 0) throw new Error(`the Job ended with ${job.exitCode}:\n${job.output}`);
    say(`Job: ${job.seconds} s\n${job.output.trimEnd().replace(/^/gm, "  ")}`);
    await withSpace(trial, volumes, async (space) => {
      const { seconds, output } = await timed(() => waitUntil(space, image, "/readyz"));
      say(`/readyz: after ${seconds} s ${output.trim()}`);
      await checkHealth(space, trial, 0);
      await checkAnswer(space, trial);
    });
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** What the samples that come along can be asked. A scan is among them, so that recognition is tried too. */
export function sampleTrial(checkout: string): Pick<Trial, "documents" | "question" | "expected"> {
  return {
    documents: [join(checkout, "assets/docs_rag"), join(checkout, "src/documents/fixtures/scan.pdf")],
    question: "o que é dado pessoal sensível?",
    expected: "origem racial ou étnica",
  };
}

/** Starts the Space, and ends it as its host does. */
async function withSpace(
  { image, say }: Trial,
  volumes: Record<string, string>,
  use: (space: Container) => Promise<void>,
): Promise<void> {
  const space = await startContainer({ image, volumes, env: ENV });
  try {
    await use(space);
  } catch (error) {
    await space.stop(0).catch(() => {});
    throw error;
  }
  const { exitCode, tookMs } = await space.stop(STOP_WITHIN_MS);
  say(`SIGTERM: exit code ${exitCode} after ${(tookMs / 1000).toFixed(1)} s`);
  if (exitCode !== 0) throw new Error(`the Space ended with ${exitCode}:\n${space.output()}`);
}

/** The storage belongs to whom the container runs as. */
function putDocuments({ image, documents }: Trial, data: string): void {
  const folder = join(data, "documents");
  mkdirSync(folder);
  for (const from of documents) cpSync(from, join(folder, from.split("/").at(-1) ?? ""), { recursive: true });
  chownSync(data, image.config.user.uid, image.config.user.gid);
}

/** Asks for a page until the Space gives it. */
async function waitUntil(space: Container, image: BuiltStage, path: string) {
  const deadline = performance.now() + START_WITHIN_MS;
  for (;;) {
    const asked = await ask(space, image, path);
    if (asked.exitCode === 0) return asked;
    if (performance.now() > deadline)
      throw new Error(`the Space does not give ${path}: ${asked.output}\n${space.output()}`);
    await Bun.sleep(POLL_MS);
  }
}

/** A Space without an index is not healthy, and one that answers is. */
async function checkHealth(space: Container, { image, say }: Trial, expected: 0 | 1): Promise<void> {
  const command = image.config.healthcheck;
  if (command === null) throw new Error("the image has no HEALTHCHECK");
  const { exitCode, output } = await space.exec(command);
  say(`HEALTHCHECK: exit code ${exitCode} ${expected === 0 ? "when ready" : "without an index"}`);
  if (exitCode !== expected)
    throw new Error(`HEALTHCHECK ended with ${exitCode}, not ${expected}: ${output}`);
}

async function checkAnswer(space: Container, { image, question, expected, say }: Trial): Promise<void> {
  const asked = await timed(() => ask(space, image, `/api/ask?${new URLSearchParams({ question })}`));
  const { statements, citations } = AnswerSchema.parse(JSON.parse(asked.output));
  const answer = statements.map(({ text }) => text).join("\n");
  say(
    `${question}\n  ${asked.seconds} s, ${citations.length} sources: ${answer.replaceAll("\n", " ").slice(0, 120)}…`,
  );
  if (!answer.includes(expected) || citations.length === 0)
    throw new Error(`the answer does not say "${expected}": ${answer}`);
}

/** Asks over HTTP from beside the Space, which nobody else reaches; its one port is what the image exposes. */
async function ask(space: Container, { config }: BuiltStage, path: string) {
  const url = `http://127.0.0.1:${config.ports[0]}${path}`;
  const program = `const answer = await fetch(${JSON.stringify(url)}).catch(() => process.exit(1));
    process.stdout.write(await answer.text()); process.exitCode = answer.ok ? 0 : 1;`;
  return await space.exec(["bun", "-e", program]);
}

async function timed<T>(work: () => Promise<T>): Promise<T & { seconds: string }> {
  const startedAt = performance.now();
  const result = await work();
  return { ...result, seconds: ((performance.now() - startedAt) / 1000).toFixed(1) };
}
