import { Command } from "commander";
import { formatPages } from "../answers/render-text.ts";
import { type Language, message } from "../domain/messages.ts";
import type { EvidencePassage } from "../retrieval/evidence.ts";
import { evidenceAsJson } from "../web/answer-json.ts";
import type { CommandContext } from "./command-context.ts";
import { openService } from "./open-service.ts";
import { documentOption, languageOption, parsePassageCount, parseQuestion } from "./question-argument.ts";

interface SearchOptions {
  count: number;
  document: string[];
  lang: Language;
  json?: true;
}

function formatPassage(passage: EvidencePassage, language: Language, link: string): string {
  const { rank, document, best, scores } = passage;
  const place = [document.title, best.path, formatPages(language, best.page_from, best.page_to)];
  const head = `${rank}. ${place.filter((part) => part !== "").join(", ")}  (${scores.fused.toFixed(2)})`;
  const twins = passage.duplicates.map(({ document: other, unit }) =>
    [other.title, unit ?? ""].join(" ").trim(),
  );
  const also = twins.length > 0 ? [`   ${message(language, "alsoIn", { places: twins.join("; ") })}`] : [];
  return [head, ...best.text.split("\n").map((line) => `   ${line}`), `   ${link}`, ...also].join("\n");
}

/** `search`: the passages nearest to a question. */
export function searchCommand(context: CommandContext): Command {
  return new Command("search")
    .description("list the passages nearest to a question")
    .argument("<question>", "what to look for", parseQuestion)
    .option("-k, --count <n>", "how many passages", parsePassageCount, 5)
    .addOption(documentOption())
    .addOption(languageOption())
    .option("--json", "print the passages, their scores and the stages' times as one JSON document")
    .action(async (question: string, options: SearchOptions) => {
      const service = await openService(context, context.config.storageDir);
      try {
        const evidence = await service.search(question, options.count, context.signal, options.document);
        if (options.json) {
          context.print(JSON.stringify(evidenceAsJson(evidence, service.links, service.manifest), null, 2));
          return;
        }
        context.print(`${message(options.lang, "passagesFor", { question })}\n`);
        for (const passage of evidence.passages) {
          const link = service.links.document(passage.document.path, passage.best.page_from);
          context.print(`${formatPassage(passage, options.lang, link)}\n`);
        }
        if (evidence.strength === "weak") context.print(message(options.lang, "notFound"));
      } finally {
        service.close();
      }
    });
}
