import { type Language, type MessageKey, message } from "../../../domain/messages.ts";
import type { UnansweredGroup } from "../../../records/unanswered.ts";
import { firstLines } from "../../announce/line-pages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { CommandInteraction } from "../../interaction.ts";
import type { OutgoingMessage } from "../../outgoing-message.ts";
import { errorPanel, panel } from "../../render/panel.ts";
import type { Responder } from "../../responder.ts";
import { toCsv } from "./csv.ts";
import { requireOperator } from "./permission.ts";
import { shownTime, shownWords } from "./revision-list.ts";

const MAX_GROUPS = 5000;
const SHOWN_CHARS = 3600;
const QUESTION_CHARS = 200;

/** `/admin lacunas`: questions that found no evidence, the most asked first, and all of them as a file. */
export async function runGaps(
  interaction: CommandInteraction,
  respond: Responder,
  services: BotServices,
): Promise<void> {
  if ((await requireOperator(interaction, respond, services)) === null) return;
  await respond.reply(answer(services, interaction.language), { ephemeral: true });
}

function answer({ operations, retentionDays }: BotServices, language: Language): OutgoingMessage {
  const title = message(language, "discordGapsTitle");
  try {
    const groups = operations.unanswered(MAX_GROUPS);
    if (groups.length === 0)
      return panel({ title, text: message(language, "discordGapsEmpty", { days: retentionDays }) });
    const lines = groups.map(({ count, question, lastAt }) =>
      message(language, "discordGapsLine", {
        count,
        question: shownWords(question, QUESTION_CHARS),
        when: shownTime(lastAt),
      }),
    );
    return {
      ...panel({
        title,
        text: firstLines(lines, SHOWN_CHARS).text,
        footer: message(language, "discordGapsNote", { count: groups.length }),
      }),
      files: [
        {
          name: message(language, "discordGapsFile"),
          contentType: "text/csv; charset=utf-8",
          bytes: new TextEncoder().encode(toCsv(rowsOf(groups, language))),
        },
      ],
    };
  } catch (error) {
    return errorPanel(error, language);
  }
}

const COLUMNS = [
  "discordGapsColumnQuestion",
  "discordGapsColumnCount",
  "discordGapsColumnLanguage",
  "discordGapsColumnFirst",
  "discordGapsColumnLast",
  "discordGapsColumnRevision",
] as const satisfies readonly MessageKey[];

function rowsOf(groups: readonly UnansweredGroup[], language: Language): (string | number)[][] {
  return [
    COLUMNS.map((key) => message(language, key)),
    ...groups.map((group) => [
      group.question,
      group.count,
      group.language,
      group.firstAt,
      group.lastAt,
      group.revision,
    ]),
  ];
}
