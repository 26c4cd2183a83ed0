import { Command, Option } from "commander";
import { VademecumError } from "../domain/errors.ts";
import type { Language } from "../domain/messages.ts";
import { type Evaluation, evaluate, type Rank } from "../evaluation/evaluate.ts";
import { FIGURE_NAMES, RANKING_DEPTH } from "../evaluation/metrics.ts";
import {
  goldId,
  type QuestionSet,
  readCodes,
  readPassages,
  readQuestions,
  readSuite,
} from "../evaluation/question-sets.ts";
import { placesOf } from "../retrieval/evidence.ts";
import type { CommandContext } from "./command-context.ts";
import { evalAnswers } from "./eval-answers.ts";
import { openService } from "./open-service.ts";
import { languageOption } from "./question-argument.ts";

interface SetResult extends Evaluation {
  name: string;
}

interface Ranker {
  rank: Rank;
  close(): void;
}

/** Ranks the units of the revision in service. */
async function rankRevision(
  context: CommandContext,
  set: Extract<QuestionSet, { documents: string }>,
): Promise<Ranker> {
  const codes = await readCodes(set.codes);
  const service = await openService(context, context.config.storageDir);
  const known = service.revision.passages.documents.filter((document) => codes.has(document.path));
  if (known.length === 0) {
    service.close();
    throw new VademecumError({
      code: "EVAL_OTHER_DOCUMENTS",
      message: `the revision in service holds none of the documents that the set "${set.name}" asks about`,
      expected: `an index of ${set.documents}`,
      hint: `build it first: ./vade reindex --docs ${set.documents}`,
    });
  }
  const rank: Rank = async (question, signal) => {
    const evidence = await service.search(question, RANKING_DEPTH, signal);
    return placesOf(evidence).flatMap(({ document, unit }) => {
      const code = codes.get(document.path);
      return code && unit ? [goldId(code, unit)] : [];
    });
  };
  return { rank, close: service.close };
}

/** Ranks passages that are indexed for the occasion. */
async function rankPassages(
  context: CommandContext,
  set: Extract<QuestionSet, { passages: string }>,
): Promise<Ranker> {
  const { indexPassageSet } = await import("./index-passage-set.ts");
  const service = await indexPassageSet(context, await readPassages(set.passages));
  const rank: Rank = async (question, signal) => {
    const evidence = await service.retriever.retrieve(
      question,
      signal ? { k: RANKING_DEPTH, signal } : { k: RANKING_DEPTH },
    );
    return placesOf(evidence).flatMap(({ unitId }) => service.passageIds[unitId] ?? []);
  };
  return { rank, close: service.close };
}

async function evaluateSet(context: CommandContext, set: QuestionSet): Promise<SetResult> {
  const questions = await readQuestions(set);
  const ranker = "documents" in set ? await rankRevision(context, set) : await rankPassages(context, set);
  try {
    return { name: set.name, ...(await evaluate({ questions, rank: ranker.rank, signal: context.signal })) };
  } finally {
    ranker.close();
  }
}

function formatResults(results: readonly SetResult[]): string {
  const head = ["set", "questions", ...FIGURE_NAMES, "p50 ms", "p95 ms"];
  const rows = results.map(({ name, questions, figures, latencyMs }) => [
    name,
    String(questions),
    ...FIGURE_NAMES.map((figure) => figures[figure].toFixed(3)),
    latencyMs.p50.toFixed(1),
    latencyMs.p95.toFixed(1),
  ]);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

async function evalSuite(
  context: CommandContext,
  options: { suite: string; set?: string[]; json?: true },
): Promise<void> {
  const sets = await readSuite(options.suite);
  const unknown = options.set?.filter((name) => !sets.some((set) => set.name === name)) ?? [];
  if (unknown.length > 0) {
    throw new VademecumError({
      code: "EVAL_UNKNOWN_SET",
      message: `the suite has no set ${unknown.join(", ")}`,
      expected: sets.map((set) => set.name).join(", "),
      hint: "name one of these, or none to ask them all",
      exitCode: 2,
    });
  }
  const results: SetResult[] = [];
  for (const set of sets) {
    if (options.set && !options.set.includes(set.name)) continue;
    results.push(await evaluateSet(context, set));
  }
  context.print(options.json ? JSON.stringify({ sets: results }, null, 2) : formatResults(results));
}

/** `eval`: question sets → figures. */
export function evalCommand(context: CommandContext): Command {
  return new Command("eval")
    .description(
      "ask question sets and print how well the right articles are found, or how well they are answered",
    )
    .addOption(
      new Option(
        "--suite <file>",
        "the list of question sets (JSON): how often and how high the right articles are found",
      ),
    )
    .option("--set <name...>", "only these sets of the suite")
    .addOption(
      new Option(
        "--answers <file>",
        "questions with the places that answer them (JSON lines): answers, refusals, citations, time and cost",
      ).conflicts(["suite", "set"]),
    )
    .addOption(languageOption())
    .option("--json", "print all figures, question by question, as one JSON document")
    .addHelpText(
      "after",
      `
A set about a folder of documents is asked of the revision in service; a set of passages is indexed for the occasion.
Times are those of one question after another in a running process, the question's embedding included.
A line of --answers is {"id": "…", "question": "…", "expected": [{"document": "docs_rag/…", "unit": "art5"}]}, where
expected is [] for a question that the documents do not answer; it may have "otherSide": […] where two things are compared.
The project's own set is src/evaluation/sets/answers.jsonl.`,
    )
    .action(
      async (options: { suite?: string; set?: string[]; answers?: string; lang: Language; json?: true }) => {
        const { suite, answers, lang, json } = options;
        if (answers !== undefined) await evalAnswers(context, { file: answers, lang, json: json === true });
        else if (suite !== undefined) await evalSuite(context, { ...options, suite });
        else {
          throw new VademecumError({
            code: "EVAL_NOTHING_ASKED",
            message: "no questions were named",
            expected: "--suite FILE or --answers FILE",
            hint: "./vade eval --answers src/evaluation/sets/answers.jsonl",
            exitCode: 2,
          });
        }
      },
    );
}
