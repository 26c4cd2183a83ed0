import { VademecumError } from "../../domain/errors.ts";
import { type Language, message } from "../../domain/messages.ts";
import { userOf } from "../asking/asking-place.ts";
import type { BotServices } from "../bot-services.ts";
import type { ComponentHandler, DiscordCommand } from "../command.ts";
import type { OutgoingFile, OutgoingMessage } from "../outgoing-message.ts";
import { button, panel } from "../render/panel.ts";
import { slashCommand } from "../slash-command.ts";
import { exportParts } from "./export-parts.ts";

const PREFIX = "privacy";
/** So long the button that deletes can be pressed. */
const CONFIRM_WITHIN_MS = 5 * 60_000;
/** Discord takes 8 MiB. */
const MAX_FILE_BYTES = 7 * 1024 * 1024;

const DEFINITION = slashCommand("discordPrivacyName", "discordPrivacyDescription");

/** `/privacidade`: what is kept of the member, for how long, and how they have it or delete it. Nobody else sees it. */
export const privacyCommand: DiscordCommand = {
  definition: DEFINITION,
  async run({ language, userId }, respond, services) {
    await respond.reply(overview(services, userId, language), { ephemeral: true });
  },
};

/** The buttons of `/privacidade`; each is about the one who presses it. */
export const privacyButtons: ComponentHandler = {
  prefix: PREFIX,
  async run(interaction, respond, services) {
    const { language, userId } = interaction;
    if (interaction.kind !== "component") return;
    const [, verb = "", expires = ""] = interaction.customId.split(":");
    if (verb === "export") {
      const [first, ...others] = exportMessages(services, userId, language);
      if (first) await respond.reply(first, { ephemeral: true });
      for (const next of others) await respond.followUp(next, { ephemeral: true });
    } else if (verb === "delete") await respond.update(askAgain(services, language));
    else if (verb === "erase") await respond.update(erase(services, { userId, language, expires }));
    else await respond.update(told(language, "discordPrivacyKeptAll"));
  },
};

function overview(services: BotServices, userId: string, language: Language): OutgoingMessage {
  const { records, retentionDays } = services;
  const counts = message(language, "discordPrivacyCounts", records.countOf(userOf(userId)));
  const text = [
    message(language, "discordPrivacyKept"),
    message(language, "discordPrivacyModel"),
    message(language, "discordPrivacyLong", { days: retentionDays }),
    `**${message(language, "discordPrivacyMine")}**\n${counts}`,
  ].join("\n\n");
  return panel({
    title: message(language, "discordPrivacyTitle"),
    text,
    buttons: [
      button(`${PREFIX}:export`, message(language, "discordPrivacyExport"), "primary"),
      button(`${PREFIX}:delete`, message(language, "discordPrivacyDelete"), "danger"),
    ],
  });
}

function exportMessages({ records }: BotServices, userId: string, language: Language): OutgoingMessage[] {
  const parts = exportParts(records.exportOf(userOf(userId)), MAX_FILE_BYTES);
  return parts.map((bytes, i) => {
    const name =
      parts.length === 1
        ? message(language, "discordPrivacyFile")
        : message(language, "discordPrivacyPartFile", { part: i + 1 });
    const file: OutgoingFile = { name, contentType: "application/json", bytes };
    return { content: message(language, "discordPrivacyExported"), files: [file] };
  });
}

function askAgain({ now }: BotServices, language: Language): OutgoingMessage {
  const expires = (now().getTime() + CONFIRM_WITHIN_MS).toString(36);
  return panel({
    title: message(language, "discordPrivacyConfirmTitle"),
    text: [message(language, "discordPrivacyConfirm"), message(language, "discordPrivacyNotErased")].join(
      "\n\n",
    ),
    tone: "warning",
    buttons: [
      button(`${PREFIX}:erase:${expires}`, message(language, "discordPrivacyErase"), "danger"),
      button(`${PREFIX}:keep`, message(language, "discordPrivacyKeep")),
    ],
  });
}

function erase(
  { records, log, now }: BotServices,
  { userId, language, expires }: { userId: string; language: Language; expires: string },
): OutgoingMessage {
  const untilMs = Number.parseInt(expires, 36);
  if (!(now().getTime() < untilMs)) return told(language, "discordPrivacyExpired");
  try {
    const count = records.deleteOf(userOf(userId));
    // Who it was is what they wanted forgotten.
    log.info({ rows: count }, "a member deleted what was kept of them");
    const done =
      count === 0
        ? message(language, "discordPrivacyNothing")
        : message(language, "discordPrivacyErased", { count });
    return panel({
      title: message(language, "discordPrivacyErasedTitle"),
      text: [done, message(language, "discordPrivacyNotErased")].join("\n\n"),
      tone: "good",
    });
  } catch (error) {
    if (!(error instanceof VademecumError) || error.code !== "RECORDS_BUSY") throw error;
    return panel({
      title: message(language, "discordPrivacyFailedTitle"),
      text: message(language, "discordPrivacyBusy"),
      tone: "error",
    });
  }
}

function told(language: Language, key: "discordPrivacyKeptAll" | "discordPrivacyExpired"): OutgoingMessage {
  return panel({ title: message(language, "discordPrivacyTitle"), text: message(language, key) });
}
