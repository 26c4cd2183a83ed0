import { join } from "node:path";
import { Command } from "commander";
import type { Answer } from "../answers/answer.ts";
import { PROJECT_ROOT } from "../config.ts";
import type { Language } from "../domain/messages.ts";
import { diffRevisions } from "../revisions/compare/diff-revisions.ts";
import { type RevisionDiff, summarizeDiff } from "../revisions/compare/revision-diff.ts";
import { readInService } from "../revisions/publish/read-in-service.ts";
import { rollback } from "../revisions/publish/rollback.ts";
import { readRolledBackTag } from "../revisions/publish/rolled-back.ts";
import { readMeta } from "../revisions/read-meta.ts";
import { openStorage } from "../revisions/storage.ts";
import { createPathFilter } from "../sources/path-filter.ts";
import { pushDocuments } from "../sources/push-documents.ts";
import type { CommandContext } from "./command-context.ts";
import { createDemoRepos, type DemoGround, prepareGround } from "./demo/demo-ground.ts";
import { runDemoJob } from "./demo/demo-job.ts";
import { createDemoReport, type DemoReport } from "./demo/demo-report.ts";
import { type DemoSpace, startDemoSpace } from "./demo/demo-space.ts";
import { languageOption } from "./question-argument.ts";
import { untilAborted } from "./until-aborted.ts";

const QUESTIONS = [
  "quais são os direitos do titular de dados?",
  "em quanto tempo se extingue o direito de requerer mandado de segurança?",
  "quando é lícito o uso de algemas?",
];
/** Only the changed document knows an answer. */
const CHANGED_QUESTION = "o que diz a Súmula 900 da TNU?";
const CHANGED_DOCS_DIR = join(PROJECT_ROOT, "assets", "demo", "docs_rag");

interface Demo {
  ground: DemoGround;
  report: DemoReport;
  language: Language;
}

/** A revision that is in service on the Hub. */
interface Published {
  revision: string;
  tag: string;
}

/** What `--json` prints. */
interface DemoResult {
  hub: string;
  space: string;
  answers: Answer[];
  change: { from: string; to: string; documents: RevisionDiff };
  /** `ms`: from the command until the Space served the former revision. */
  rollback: { to: string; ms: number };
  /** The same question before the document changed, after, and after the roll-back. */
  changed: { before: Answer; after: Answer; rolledBack: Answer };
}

async function push(
  { ground, report }: Demo,
  dir: string,
  key: "demoPush" | "demoChange" | "demoPushBack",
): Promise<void> {
  const { hub, docs, context } = ground;
  const pushed = await pushDocuments({
    hub,
    repo: docs,
    dir,
    filter: createPathFilter(),
    log: context.log,
    signal: context.signal,
  });
  report.step(key, {
    repo: docs.name,
    added: pushed.added.length,
    changed: pushed.changed.length,
    unchanged: pushed.unchanged,
  });
}

async function inService({ ground: { hub, index, context } }: Demo) {
  const found = await readInService({ hub, repo: index, signal: context.signal });
  if (found === null) throw new Error("a job published a revision, and none is in service");
  return found.manifest;
}

/** Brings what the documents are now into service: by a build, or, where it was built and rolled back before, by its tag. */
async function publish(demo: Demo, previous: string | null): Promise<Published> {
  const { ground, report } = demo;
  const { hub, index, context } = ground;
  const held =
    previous === null ? null : await readRolledBackTag({ hub, repo: index, signal: context.signal });
  const args = held === null ? ["reindex", "--no-sync"] : ["promote", held];
  report.step("demoJob", { command: args.join(" ") });
  await runDemoJob(ground, args, report.jobLine);
  return inService(demo);
}

async function askAll({ language, report }: Demo, space: DemoSpace): Promise<Answer[]> {
  const answers = [];
  for (const question of QUESTIONS) {
    const answer = await space.ask(question, language);
    report.answer(question, answer);
    answers.push(answer);
  }
  return answers;
}

async function compare({ ground }: Demo, before: string, after: string): Promise<RevisionDiff> {
  const storage = openStorage(ground.context.config.storageDir);
  const [a, b] = [storage.revisionDir(before), storage.revisionDir(after)];
  return diffRevisions(await readMeta(a), await readMeta(b));
}

/** One document changes: built, published, swapped in under the running Space, and rolled back. */
async function change(demo: Demo, space: DemoSpace, first: Published) {
  const { ground, report, language } = demo;
  const { hub, index, context } = ground;
  const ask = async () => {
    const answer = await space.ask(CHANGED_QUESTION, language);
    report.answer(CHANGED_QUESTION, answer);
    return answer;
  };
  const before = await ask();
  await push(demo, CHANGED_DOCS_DIR, "demoChange");
  const next = await publish(demo, first.revision);
  await space.waitFor(next.revision);
  report.step("demoSwap", { from: first.tag, to: next.tag });
  const documents = await compare(demo, first.revision, next.revision);
  report.diff(documents);
  const after = await ask();

  const startedMs = performance.now();
  await rollback({ hub, repo: index, log: context.log, signal: context.signal });
  await space.waitFor(first.revision);
  const ms = Math.round(performance.now() - startedMs);
  report.step("demoRollback", { ms, to: first.tag });
  const rolledBack = await ask();
  return {
    change: { from: first.tag, to: next.tag, documents },
    rollback: { to: first.tag, ms },
    changed: { before, after, rolledBack },
  };
}

/** The first index: the samples pushed, and a job that builds and publishes them. */
async function publishSamples(demo: Demo): Promise<Published> {
  const { ground } = demo;
  await createDemoRepos(ground);
  await push(demo, ground.context.config.sampleDocsDir, "demoPush");
  return publish(demo, null);
}

async function runDemo(demo: Demo, space: DemoSpace, first: Published): Promise<DemoResult> {
  const { ground, report } = demo;
  await space.waitFor(first.revision);
  report.step("demoSpace", { url: space.url, tag: first.tag });
  const answers = await askAll(demo, space);
  const changed = await change(demo, space, first);
  await push(demo, ground.context.config.sampleDocsDir, "demoPushBack");
  return { hub: ground.hub.url, space: space.url, answers, ...changed };
}

/** `demo`: the whole way once, on the sample documents and a Hub on this machine. */
export function demoCommand(context: CommandContext): Command {
  return new Command("demo")
    .description("the whole way on the sample documents: Hub, job, Space, questions, hot reload, roll-back")
    .option("--once", "end afterwards; else Hub and Space stay up for you to try, until Ctrl-C")
    .addOption(languageOption())
    .option("--json", "print the answers and what changed as one JSON document, and end")
    .addHelpText(
      "after",
      `
Needs no account and no network: a Hub is served from .vademecum/. Documents and index of your own are not touched;
where there are some, the demonstration keeps to .vademecum/demo/.`,
    )
    .action(async (options: { once?: true; lang: Language; json?: true }) => {
      const ground = await prepareGround(context);
      const report = createDemoReport(context, { language: options.lang, quiet: options.json === true });
      try {
        const { stateDir } = ground.context.config;
        report.step(ground.isOrdinary ? "demoHub" : "demoHubApart", { url: ground.hub.url, dir: stateDir });
        const demo = { ground, report, language: options.lang };
        const first = await publishSamples(demo);
        const space = await startDemoSpace(ground);
        try {
          const result = await runDemo(demo, space, first);
          const stays = !options.once && !options.json;
          if (options.json) {
            const { documents } = result.change;
            const summary = summarizeDiff(documents);
            context.print(JSON.stringify({ ...result, change: { ...result.change, summary } }, null, 2));
          }
          report.nextSteps({ url: space.url, isOrdinary: ground.isOrdinary, stays });
          if (stays) {
            report.step("demoStays", { url: space.url });
            await untilAborted(context.signal);
          }
        } finally {
          await space.stop();
        }
      } finally {
        await ground.close();
      }
    });
}
