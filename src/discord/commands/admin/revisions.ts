import { message } from "../../../domain/messages.ts";
import { linePages } from "../../announce/line-pages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { CommandInteraction } from "../../interaction.ts";
import type { RevisionLine } from "../../operations.ts";
import { PANEL_TEXT_CHARS, panel } from "../../render/panel.ts";
import type { Responder } from "../../responder.ts";
import { requireManager } from "./permission.ts";
import { gateWord, shownTime, shownWords } from "./revision-list.ts";
import { answerSlowly } from "./slow-answer.ts";

/** `/admin revisoes`: what is published, what is in service, what the gate said. */
export async function runRevisions(
  interaction: CommandInteraction,
  respond: Responder,
  services: BotServices,
): Promise<void> {
  const { language } = interaction;
  if ((await requireManager(interaction, respond)) === null) return;
  await answerSlowly(interaction, respond, services, {
    command: "revisions",
    async work(signal) {
      const lines = await services.operations.revisions(signal);
      const pages = linePages(
        lines.map((line) => revisionLine(line, language)),
        PANEL_TEXT_CHARS,
      );
      return panel({
        title: message(language, "discordRevisionsTitle"),
        text: pages[0] ?? message(language, "discordAdminNothingPublished"),
        ...(pages.length > 1 ? { footer: message(language, "discordRevisionsOlder") } : {}),
      });
    },
  });
}

function revisionLine(line: RevisionLine, language: CommandInteraction["language"]): string {
  const mark = line.isInService ? "discordRevisionsInService" : "discordRevisionsPrevious";
  const text = message(language, "discordRevisionsLine", {
    tag: line.isInService ? `**${line.tag}**` : line.tag,
    when: shownTime(line.createdAt),
    documents: line.documents,
    chunks: line.chunks,
    gate: gateWord(line, language),
  });
  const problem = line.problem
    ? ` · ${message(language, "discordRevisionsProblem", { problem: shownWords(line.problem) })}`
    : "";
  return line.isInService || line.isPrevious
    ? `${line.isInService ? "▶ " : ""}${text} · **${message(language, mark)}**${problem}`
    : `${text}${problem}`;
}
