#!/usr/bin/env bun
/**
 * Whether a question that is asked of some documents is answered where they answer it, and refused where only others do: each
 * question of a set is asked of the whole index, of the documents that hold its norms, and of one that holds none of
 * them, on the revision in service:
 *
 *   bun bench/other-documents.ts [FILE.jsonl]      default src/evaluation/sets/everyday.jsonl
 */
import { openService } from "../src/commands/open-service.ts";
import { readConfig } from "../src/config.ts";
import { EVERYDAY_QUESTIONS_FILE, readRefusalQuestions } from "../src/evaluation/refusal.ts";
import { createLogger } from "../src/log.ts";

const config = readConfig(process.env, process.cwd());
const service = await openService(
  {
    config,
    log: createLogger({ level: config.logLevel, readable: false }),
    print: (text) => process.stdout.write(`${text}\n`),
    remark: (text) => process.stderr.write(`${text}\n`),
    signal: new AbortController().signal,
  },
  config.storageDir,
);
const { documents } = service.revision.passages;
const questions = await readRefusalQuestions(process.argv[2] ?? EVERYDAY_QUESTIONS_FILE);

let asked = 0;
const answered = { all: 0, own: 0, other: 0 };
for (const { question, answerable, norms } of questions) {
  const holds = ({ norm }: (typeof documents)[number]) =>
    norm !== null && norms.includes(`${norm.kind} ${norm.number}`);
  const own = documents.filter(holds);
  const others = documents.filter((document) => !holds(document));
  // Another one each time, and the same ones in every run.
  const other = others[(asked * 7) % Math.max(1, others.length)];
  if (!answerable || own.length === 0 || other === undefined) continue;
  asked += 1;
  const scopes = { all: [], own: own.map(({ path }) => path), other: [other.path] };
  for (const scope of ["all", "own", "other"] as const) {
    const { strength } = await service.search(question, 8, undefined, scopes[scope]);
    if (strength === "strong") answered[scope] += 1;
  }
}
const share = (count: number) => `${((100 * count) / Math.max(1, asked)).toFixed(1)} %`;
process.stdout.write(
  `${asked} questions; answered: ${share(answered.all)} from all documents, ${share(answered.own)} from those that ` +
    `answer them, ${share(answered.other)} from another one\n`,
);
service.close();
