import { VademecumError } from "../../../domain/errors.ts";
import { type Language, message } from "../../../domain/messages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { CommandInteraction } from "../../interaction.ts";
import type { BuildJob } from "../../operations.ts";
import type { OutgoingMessage, SentMessage } from "../../outgoing-message.ts";
import { errorPanel, linkButton, type Panel, panel } from "../../render/panel.ts";
import type { Responder } from "../../responder.ts";
import { codeBlock } from "./code-block.ts";
import { actorOf, requireOperator } from "./permission.ts";
import { shownWords } from "./revision-list.ts";
import { needsDiscord, REPLY_WITHIN_MS, replySignal } from "./slow-answer.ts";

const MINUTE_MS = 60_000;
const LOG_CHARS = 3000;
const GOOD_END = "COMPLETED";

/** `/admin reindexar`: has the Hub build a new index, and keeps one message up to date until the build has ended. */
export async function runRebuild(
  interaction: CommandInteraction,
  respond: Responder,
  services: BotServices,
): Promise<void> {
  if ((await requireOperator(interaction, respond, services)) === null) return;
  if (!respond.canEditLater) {
    await respond.reply(needsDiscord(interaction, "reindex"), { ephemeral: true });
    return;
  }
  // For everybody in the channel: such a message can still be changed when the reply's quarter of an hour is over.
  await respond.defer({ ephemeral: false });
  const { language } = interaction;
  const { operations, log } = services;
  let job: BuildJob;
  try {
    job = await operations.startBuild(replySignal(services));
  } catch (error) {
    await respond.edit(errorPanel(error, language));
    return;
  }
  log.info({ ...actorOf(interaction), job: job.id }, "an operator in Discord has a new index built");
  const show = await firstMessage(respond, services, statePanel(job, "…", language));
  await show(await follow(job, { services, language, show }));
}

type Show = (shown: OutgoingMessage) => Promise<void>;

/** Shows a message in which something changes for longer than a reply can be changed. */
async function firstMessage(
  respond: Responder,
  { api, now, log }: BotServices,
  first: OutgoingMessage,
): Promise<Show> {
  const startedMs = now().getTime();
  const sent: SentMessage = await respond.edit(first);
  return async (shown) => {
    try {
      if (now().getTime() - startedMs < REPLY_WITHIN_MS) await respond.edit(shown);
      else await api.edit({ sent, message: shown });
    } catch (error) {
      log.warn({ reason: String(error) }, "how a build goes could not be shown in Discord");
    }
  };
}

async function follow(
  job: BuildJob,
  { services, language, show }: { services: BotServices; language: Language; show: Show },
): Promise<OutgoingMessage> {
  const { operations, signal, now } = services;
  const startedMs = now().getTime();
  let shown = Promise.resolve();
  try {
    const { state, logTail } = await operations.followBuild({
      id: job.id,
      onState(next) {
        shown = shown.then(() => show(statePanel(job, next, language)));
      },
      signal,
    });
    await shown;
    if (state !== GOOD_END) return failedPanel(job, { state, logTail, language });
    const minutes = ((now().getTime() - startedMs) / MINUTE_MS).toFixed(1);
    return jobPanel(job, language, {
      text: message(language, "discordBuildDone", { minutes }),
      tone: "good",
    });
  } catch (error) {
    await shown;
    if (signal.aborted) return jobPanel(job, language, { text: message(language, "discordBuildLeft") });
    if (!(error instanceof VademecumError)) throw error;
    const reason = shownWords(error.message);
    return jobPanel(job, language, {
      text: message(language, "discordBuildLost", { reason }),
      tone: "warning",
    });
  }
}

function statePanel(job: BuildJob, state: string, language: Language): OutgoingMessage {
  const values = { id: shownWords(job.id), state: shownWords(state) };
  return jobPanel(job, language, { text: message(language, "discordBuildStarted", values) });
}

function failedPanel(
  job: BuildJob,
  { state, logTail, language }: { state: string; logTail: readonly string[]; language: Language },
): OutgoingMessage {
  const lead = message(language, "discordBuildFailed", { state: shownWords(state) });
  const text = `${lead}\n${codeBlock(logTail.join("\n"), LOG_CHARS)}`;
  return jobPanel(job, language, { text, tone: "error" });
}

function jobPanel(job: BuildJob, language: Language, shown: Pick<Panel, "text" | "tone">): OutgoingMessage {
  const link = job.url === null ? [] : [linkButton(job.url, message(language, "discordBuildPage"))];
  return panel({ title: message(language, "discordBuildTitle"), buttons: link, ...shown });
}
