import { PermissionFlagsBits } from "discord.js";
import { type Language, message } from "../../../domain/messages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { AutocompleteInteraction } from "../../interaction.ts";
import type { RevisionLine } from "../../operations.ts";
import type { Responder } from "../../responder.ts";
import { gateWord, type RecentRevisions } from "./revision-list.ts";

/** Discord shows no more. */
const MAX_CHOICES = 25;
const MAX_NAME_CHARS = 100;
const LOOK_UP_WITHIN_MS = 2000;

/** Offers tags, and documents; nothing to whom the command is not for. */
export async function completeAdmin(
  interaction: AutocompleteInteraction,
  respond: Responder,
  services: BotServices,
  recent: RecentRevisions,
): Promise<void> {
  const { focused, language, userPermissions, guildId } = interaction;
  const mayManage =
    (userPermissions & (PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator)) !== 0n;
  if (!mayManage || guildId === null) {
    await respond.choices([]);
    return;
  }
  if (focused.name === "documento") {
    await respond.choices(await documentChoices(focused.value, guildId, services));
    return;
  }
  const typed = focused.value.trim().toLowerCase();
  const fitting = (await recent.get(services)).filter(
    ({ tag, revision }) => tag.includes(typed) || revision.startsWith(typed),
  );
  await respond.choices(
    fitting
      .slice(0, MAX_CHOICES)
      .map((line) => ({ name: tagChoice(line, language).slice(0, MAX_NAME_CHARS), value: line.tag })),
  );
}

function tagChoice(line: RevisionLine, language: Language): string {
  const { tag, isInService, isPrevious } = line;
  const words = [
    gateWord(line, language),
    ...(isInService ? [message(language, "discordRevisionsInService")] : []),
    ...(isPrevious ? [message(language, "discordRevisionsPrevious")] : []),
  ];
  return `${tag} · ${words.join(" · ")}`;
}

/** What was chosen comes first, so that it can be taken out again. */
async function documentChoices(
  typed: string,
  guildId: string,
  { questions, records, signal, log }: BotServices,
) {
  const chosen = records.guilds
    .get(guildId)
    .documents.filter((path) => path.length <= MAX_NAME_CHARS && path.includes(typed.trim()))
    .map((path) => ({ name: `− ${path}`.slice(0, MAX_NAME_CHARS), value: path }));
  const within = AbortSignal.any([signal, AbortSignal.timeout(LOOK_UP_WITHIN_MS)]);
  const offered = await questions
    .run(async ({ lookUps }) => lookUps.completeDocument(typed, MAX_CHOICES), within)
    .catch((error: unknown) => {
      log.debug({ reason: String(error) }, "no documents can be offered");
      return [];
    });
  const isChosen = (value: string) => chosen.some((choice) => choice.value === value);
  return [...chosen, ...offered.filter(({ value }) => !isChosen(value))].slice(0, MAX_CHOICES);
}
