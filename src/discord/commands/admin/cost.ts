import { type Language, message } from "../../../domain/messages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { CommandInteraction } from "../../interaction.ts";
import type { OutgoingMessage } from "../../outgoing-message.ts";
import { errorPanel, panel } from "../../render/panel.ts";
import type { Responder } from "../../responder.ts";
import { requireOperator } from "./permission.ts";

const DAYS = 14;
const SPENT_DIGITS = 4;

/** `/admin custo`: what models have cost, against the budget of a day. */
export async function runCost(
  interaction: CommandInteraction,
  respond: Responder,
  services: BotServices,
): Promise<void> {
  if ((await requireOperator(interaction, respond, services)) === null) return;
  await respond.reply(answer(services, interaction.language), { ephemeral: true });
}

function answer({ operations }: BotServices, language: Language): OutgoingMessage {
  try {
    const days = operations.spend(DAYS);
    const { budgetUsd } = operations;
    const spentUsd = days[0]?.costUsd ?? 0;
    const isExhausted = spentUsd >= budgetUsd;
    const dollars = (value: number, digits: number) =>
      value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    const today = message(language, "discordCostToday", {
      spent: dollars(spentUsd, SPENT_DIGITS),
      budget: dollars(budgetUsd, 2),
      percent: budgetUsd === 0 ? 100 : Math.round((spentUsd / budgetUsd) * 100),
    });
    const lines = days.map(({ day, costUsd, answers }) =>
      message(language, "discordCostLine", { day, spent: dollars(costUsd, SPENT_DIGITS), calls: answers }),
    );
    return panel({
      title: message(language, "discordCostTitle"),
      text: [
        `**${today}**`,
        ...(isExhausted ? [message(language, "discordCostExhausted")] : []),
        "",
        ...lines,
      ].join("\n"),
      tone: isExhausted ? "warning" : "info",
    });
  } catch (error) {
    return errorPanel(error, language);
  }
}
