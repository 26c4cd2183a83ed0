import { type Language, message } from "../../../domain/messages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { ComponentInteraction, ModalInteraction } from "../../interaction.ts";
import type { OutgoingMessage } from "../../outgoing-message.ts";
import { errorPanel, panel } from "../../render/panel.ts";
import type { Responder } from "../../responder.ts";
import { CONFIRM_WITHIN_MINUTES, shortName } from "./custom-id.ts";
import { actorOf, requireOperator } from "./permission.ts";
import { findLine, inService } from "./revision-list.ts";
import { moved } from "./roll-back.ts";
import { needsDiscord } from "./slow-answer.ts";

/** A swap that somebody confirmed; `from` and `to` are short names of revisions. */
export interface ConfirmedSwap {
  how: "promote" | "rollback";
  from: string;
  to: string;
  expiresMs: number;
  force?: { reason: string };
}

type Outcome =
  | { kind: "done"; from: string | null; to: string; seconds: number }
  | { kind: "already"; tag: string }
  | { kind: "moved"; tag: string | null };

export type Swapper = (
  interaction: ComponentInteraction | ModalInteraction,
  respond: Responder,
  services: BotServices,
  swap: ConfirmedSwap,
) => Promise<void>;

/**
 * Makes what a confirming button does. However often it is pressed, and by however many, the swap is made once: presses at
 * the same time share it, and a later one finds another revision in service.
 */
export function createSwapper(): Swapper {
  const running = new Map<string, Promise<Outcome>>();
  return async (interaction, respond, services, swap) => {
    const { language } = interaction;
    if ((await requireOperator(interaction, respond, services)) === null) return;
    const show = (shown: OutgoingMessage) =>
      interaction.message === null ? respond.reply(shown, { ephemeral: true }) : respond.update(shown);
    if (services.now().getTime() >= swap.expiresMs) return show(expiredPanel(language));
    if (!respond.canEditLater) return show(needsDiscord(interaction, swap.how));
    await show(panel({ title: message(language, "discordAdminWorkingTitle"), text: "…" }));
    const key = [swap.how, swap.from, swap.to].join(":");
    let work = running.get(key);
    if (work === undefined) {
      work = makeSwap(interaction, services, swap).finally(() => running.delete(key));
      running.set(key, work);
    }
    await respond.edit(
      await work.then(
        (outcome) => outcomePanel(outcome, language),
        (error: unknown) => errorPanel(error, language),
      ),
    );
  };
}

export function expiredPanel(language: Language): OutgoingMessage {
  return panel({
    title: message(language, "discordAdminExpiredTitle"),
    text: message(language, "discordAdminExpired", { minutes: CONFIRM_WITHIN_MINUTES }),
    tone: "warning",
  });
}

async function makeSwap(
  interaction: ComponentInteraction | ModalInteraction,
  { operations, signal, log, now }: BotServices,
  { how, from, to, force }: ConfirmedSwap,
): Promise<Outcome> {
  const startedMs = now().getTime();
  const lines = await operations.revisions(signal);
  const current = inService(lines);
  const served = shortName(current?.revision ?? null);
  if (current !== null && served === to) return { kind: "already", tag: current.tag };
  if (served !== from) return { kind: "moved", tag: current?.tag ?? null };
  const tag = findLine(lines, to)?.tag ?? to;
  const asked = { ...actorOf(interaction), how, from: current?.tag ?? null, to: tag, ...force };
  log.info(asked, "an operator in Discord puts a revision into service");
  const swapped =
    how === "promote"
      ? await operations.promote({ tag, signal, ...(force ? { force } : {}) })
      : await operations.rollback({ tag, signal });
  if (!swapped.changed) return { kind: "already", tag: swapped.tag };
  const seconds = (now().getTime() - startedMs) / 1000;
  return { kind: "done", from: swapped.before, to: swapped.tag, seconds };
}

function outcomePanel(outcome: Outcome, language: Language): OutgoingMessage {
  if (outcome.kind === "moved") return moved(outcome.tag ?? message(language, "discordSwapNone"), language);
  const title = message(language, "discordSwapDoneTitle");
  if (outcome.kind === "already")
    return panel({ title, text: message(language, "discordPublishAlready", { tag: outcome.tag }) });
  const { from, to, seconds } = outcome;
  const values = {
    from: from ?? message(language, "discordSwapNone"),
    to: `**${to}**`,
    seconds: seconds.toFixed(1),
  };
  return panel({ title, text: message(language, "discordSwapDone", values), tone: "good" });
}
