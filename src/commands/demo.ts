import { join, resolve } from "node:path";
import { Command } from "commander";
import { renderText } from "../answers/render-text.ts";
import { PROJECT_ROOT } from "../config.ts";
import { type Language, message } from "../domain/messages.ts";
import { openStorage, readManifest } from "../revisions/storage.ts";
import type { CommandContext } from "./command-context.ts";
import { openService } from "./open-service.ts";
import { languageOption } from "./question-argument.ts";
import { formatReindexResult, isComplete, runReindex } from "./run-reindex.ts";

const QUESTIONS = [
  "quais são os direitos do titular de dados?",
  "em quanto tempo se extingue o direito de requerer mandado de segurança?",
  "quando é lícito o uso de algemas?",
];

/**
 * Where the samples are indexed: the ordinary store, so that `ask` goes on with them, unless it serves the user's own
 * documents, which a demonstration must not put out of service.
 */
function chooseStorage(context: CommandContext): { dir: string; isOwn: boolean } {
  const { storageDir, sampleDocsDir } = context.config;
  const storage = openStorage(storageDir);
  const current = storage.current();
  const servesOther =
    current && readManifest(storage.revisionDir(current)).source.repo !== resolve(sampleDocsDir);
  return servesOther
    ? { dir: join(PROJECT_ROOT, ".vademecum", "demo"), isOwn: true }
    : { dir: storageDir, isOwn: false };
}

/** What to try next. Samples in a store of their own are not what `ask` and `search` look into. */
function nextSteps(isOwn: boolean, language: Language): string {
  const steps = [
    ['./vade ask "o que é dado pessoal sensível?"', "demoAsk"],
    ['./vade search "responsabilidade do provedor" -k 5', "demoSearch"],
    ["./vade reindex --docs DIR", "demoReindex"],
    ["./vade verify", "demoVerify"],
    ["./vade --help", "demoHelp"],
  ] as const;
  return (isOwn ? steps.slice(2) : steps)
    .map(([command, key]) => `  ${command.padEnd(51)} ${message(language, key)}`)
    .join("\n");
}

/** `demo`: the whole way once, on the sample documents. */
export function demoCommand(context: CommandContext): Command {
  return new Command("demo")
    .description("index the sample documents and ask three questions")
    .option("--once", "end after the questions (what it does anyway)")
    .addOption(languageOption())
    .option("--json", "print the answers as one JSON document")
    .action(async (options: { lang: Language; json?: true }) => {
      const { dir, isOwn } = chooseStorage(context);
      const result = await runReindex({ context, docsDir: context.config.sampleDocsDir, storageDir: dir });
      context.remark(`${formatReindexResult(result)}\n`);
      const service = await openService(context, dir);
      try {
        const answers = [];
        for (const question of QUESTIONS) {
          const answer = await service.ask(question, options.lang, context.signal);
          answers.push(answer);
          if (options.json) continue;
          context.print(
            `── ${message(options.lang, "demoQuestion")}: ${question}\n\n${renderText(answer)}\n`,
          );
        }
        if (options.json) context.print(JSON.stringify({ answers }, null, 2));
        else context.print(`── ${message(options.lang, "demoNext")}:\n${nextSteps(isOwn, options.lang)}`);
      } finally {
        service.close();
      }
      if (!isComplete(result)) process.exitCode = 1;
    });
}
