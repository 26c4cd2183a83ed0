import { type Language, message } from "../../../domain/messages.ts";
import type { GuildSettings } from "../../../records/member-records.ts";
import type { BotServices } from "../../bot-services.ts";
import type { CommandInteraction } from "../../interaction.ts";
import type { OutgoingMessage } from "../../outgoing-message.ts";
import { errorPanel, panel } from "../../render/panel.ts";
import type { Responder } from "../../responder.ts";
import { changesOf, MAX_LISTED } from "./change-settings.ts";
import { actorOf, requireManager } from "./permission.ts";
import { type ChannelUse, probeChannel } from "./probe-channel.ts";
import { shownWords } from "./revision-list.ts";
import { settingsPanel } from "./show-settings.ts";
import { replySignal } from "./slow-answer.ts";

/** `/admin canais`: shows what holds in a server; each option changes one thing of it. */
export async function runSettings(
  interaction: CommandInteraction,
  respond: Responder,
  services: BotServices,
): Promise<void> {
  const { language, options } = interaction;
  const { records } = services;
  const guildId = await requireManager(interaction, respond);
  if (guildId === null) return;
  if (Object.keys(options).length === 0) {
    const settings = records.guilds.get(guildId);
    const remarks = intentRemarks(settings, services, language);
    await respond.reply(settingsPanel(settings, language, { isSaved: false, remarks }), { ephemeral: true });
    return;
  }
  const work = () =>
    change(interaction, services, { guildId, canProbe: respond.canEditLater }).catch((error: unknown) =>
      errorPanel(error, language),
    );
  if (!respond.canEditLater) {
    await respond.reply(await work(), { ephemeral: true });
    return;
  }
  await respond.defer({ ephemeral: true });
  await respond.edit(await work());
}

async function change(
  interaction: CommandInteraction,
  services: BotServices,
  { guildId, canProbe }: { guildId: string; canProbe: boolean },
): Promise<OutgoingMessage> {
  const { language } = interaction;
  const { records, log } = services;
  const before = records.guilds.get(guildId);
  const options = await withKnownDocument(interaction.options, before, services);
  if (options === null) {
    const document = shownWords(String(interaction.options["documento"]), 100);
    return refusal(message(language, "discordSettingsDocumentUnknown", { document }), language);
  }
  const { changes, tooMany } = changesOf(before, options);
  if (tooMany) return refusal(message(language, "discordSettingsTooMany", { max: MAX_LISTED }), language);
  const settings = records.guilds.update(guildId, changes);
  log.info({ ...actorOf(interaction), changes }, "an operator in Discord changed a server's settings");
  const remarks = [
    ...intentRemarks(settings, services, language),
    ...(canProbe ? await probeAdded(before, settings, { guildId, language, services }) : []),
  ];
  return settingsPanel(settings, language, { isSaved: true, remarks });
}

type Options = CommandInteraction["options"];

/** The options with the document's path; one that the index no longer has can still be taken out. Null: there is none. */
async function withKnownDocument(
  options: Options,
  { documents }: GuildSettings,
  { questions, signal }: BotServices,
): Promise<Options | null> {
  const asked = options["documento"];
  if (asked === undefined || documents.includes(String(asked))) return options;
  const { known } = await questions.run(
    async ({ lookUps }) => lookUps.knownDocuments([String(asked).trim()]),
    signal,
  );
  const [path] = known;
  return path === undefined ? null : { ...options, documento: path };
}

function intentRemarks(
  { autoAnswerChannels }: GuildSettings,
  { readsMessages }: BotServices,
  language: Language,
): string[] {
  return autoAnswerChannels.length > 0 && readsMessages === false
    ? [message(language, "discordSettingsNoIntent")]
    : [];
}

async function probeAdded(
  before: GuildSettings,
  after: GuildSettings,
  at: { guildId: string; language: Language; services: BotServices },
): Promise<string[]> {
  const { guildId, language, services } = at;
  const added = (list: "channels" | "autoAnswerChannels", use: ChannelUse) =>
    after[list].filter((id) => !before[list].includes(id)).map((id) => ({ id, use }));
  const announced =
    after.announceChannel !== null && after.announceChannel !== before.announceChannel
      ? [{ id: after.announceChannel, use: "announce" as const }]
      : [];
  const signal = replySignal(services);
  const channelLanguage = after.language ?? language;
  const remarks = await Promise.all(
    [...added("channels", "ask"), ...added("autoAnswerChannels", "answer"), ...announced].map(({ id, use }) =>
      probeChannel(services.api, id, { guildId, use, language, channelLanguage, signal }),
    ),
  );
  return remarks.filter((remark) => remark !== null);
}

function refusal(text: string, language: Language): OutgoingMessage {
  return panel({ title: message(language, "discordAdminFailedTitle"), text, tone: "warning" });
}
