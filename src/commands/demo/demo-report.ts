import type { Answer } from "../../answers/answer.ts";
import { renderText } from "../../answers/render-text.ts";
import { type Language, type MessageKey, message } from "../../domain/messages.ts";
import { renderColouredDiff, renderDiff } from "../../revisions/compare/render-diff.ts";
import type { RevisionDiff } from "../../revisions/compare/revision-diff.ts";
import type { CommandContext } from "../command-context.ts";

/** Tells what a demonstration does: steps on stderr, questions, answers and differences on stdout. */
export interface DemoReport {
  step(key: MessageKey, values?: Record<string, string | number>): void;
  /** A line of a job's log. */
  jobLine(line: string): void;
  answer(question: string, answer: Answer): void;
  diff(diff: RevisionDiff): void;
  nextSteps(options: { url: string; isOrdinary: boolean; stays: boolean }): void;
}

/** Commands to try next; those before the gap need the samples in the ordinary state. */
const STEPS = [
  ['./vade ask "o que é dado pessoal sensível?"', "demoAsk", "ordinary"],
  ["./vade revisions", "demoRevisions", "ordinary"],
  ["./vade diff", "demoDiffCommand", "ordinary"],
  ["./vade reindex --docs DIR", "demoReindex", "any"],
  ["./vade docs push DIR && ./vade reindex", "demoPublish", "any"],
  ["./vade --help", "demoHelp", "any"],
] as const;

/** For people. With `quiet`, only the steps are told. */
export function createDemoReport(
  context: CommandContext,
  options: { language: Language; quiet: boolean },
): DemoReport {
  const { language, quiet } = options;
  const print = quiet ? () => undefined : context.print;
  let steps = 0;
  return {
    step(key, values) {
      steps += 1;
      context.remark(`${steps}. ${message(language, key, values)}`);
    },
    jobLine: (line) => context.remark(`   │ ${line}`),
    answer(question, answer) {
      print(`── ${message(language, "demoQuestion")}: ${question}\n\n${renderText(answer)}\n`);
    },
    diff(diff) {
      const render = process.stdout.isTTY ? renderColouredDiff : renderDiff;
      print(`── ${message(language, "demoDiff")}:\n${render(diff, language)}\n`);
    },
    nextSteps({ url, isOrdinary, stays }) {
      const commands = STEPS.filter(([, , needs]) => isOrdinary || needs === "any");
      const visit = [`${url}/api/ask?question=uso+de+algemas`, "demoVisit"] as const;
      const rows = [...(stays ? [visit] : []), ...commands].map(
        ([command, key]) => `  ${command.padEnd(51)} ${message(language, key)}`,
      );
      print(`── ${message(language, "demoNext")}:\n${rows.join("\n")}`);
    },
  };
}
