import { Command } from "commander";
import { renderText } from "../answers/render-text.ts";
import type { Language } from "../domain/messages.ts";
import { answerAsJson } from "../web/answer-json.ts";
import type { CommandContext } from "./command-context.ts";
import { openService } from "./open-service.ts";
import { documentOption, languageOption, parseQuestion } from "./question-argument.ts";

/** `ask`: a question's answer, each statement with its source. */
export function askCommand(context: CommandContext): Command {
  return new Command("ask")
    .description("answer a question from the documents, with citations")
    .argument("<question>", "in everyday words, or an article: “art. 5º, LXXIV, CF”", parseQuestion)
    .addOption(documentOption())
    .addOption(languageOption())
    .option("--json", "print the answer as one JSON document")
    .action(async (question: string, options: { document: string[]; lang: Language; json?: true }) => {
      const service = await openService(context, context.config.storageDir);
      try {
        const answer = await service.ask(question, options.lang, context.signal, {
          documents: options.document,
        });
        context.print(
          options.json ? JSON.stringify(answerAsJson(answer, service.manifest), null, 2) : renderText(answer),
        );
      } finally {
        service.close();
      }
    });
}
