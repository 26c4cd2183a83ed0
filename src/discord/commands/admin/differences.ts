import { VademecumError } from "../../../domain/errors.ts";
import { type Language, message } from "../../../domain/messages.ts";
import { renderDiff } from "../../../revisions/compare/render-diff.ts";
import { diffLines } from "../../announce/diff-lines.ts";
import { linePages } from "../../announce/line-pages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { CommandInteraction, ComponentInteraction } from "../../interaction.ts";
import type { OutgoingFile, OutgoingMessage } from "../../outgoing-message.ts";
import { button, errorPanel, panel } from "../../render/panel.ts";
import type { Responder } from "../../responder.ts";
import { type AdminAction, toCustomId } from "./custom-id.ts";
import { requireManager } from "./permission.ts";
import { findLine, unknownTag } from "./revision-list.ts";
import { answerSlowly, needsDiscord, replySignal } from "./slow-answer.ts";

const PAGE_CHARS = 3500;
/** Discord takes 8 MiB. */
const MAX_FILE_BYTES = 7 * 1024 * 1024;
/** Comparisons whose pages are kept; another is made again when somebody turns its pages. */
const KEPT_COMPARISONS = 8;

type DiffAction = Extract<AdminAction, { kind: "diff" }>;

interface Comparison {
  from: string;
  to: string;
  pages: string[];
  /** The whole of it, with the words. */
  text: string;
}

interface Asked {
  from: string | null;
  to: string | null;
  language: Language;
  signal: AbortSignal;
}

/** `/admin diferencas [de] [para]` and the buttons that turn its pages. */
export interface Differences {
  run(interaction: CommandInteraction, respond: Responder, services: BotServices): Promise<void>;
  turn(
    interaction: ComponentInteraction,
    respond: Responder,
    services: BotServices,
    action: DiffAction,
  ): Promise<void>;
}

export function createDifferences(): Differences {
  const kept = new Map<string, Comparison>();

  async function compare({ operations }: BotServices, asked: Asked): Promise<Comparison> {
    const { language, signal } = asked;
    const { from, to, diff } = await operations.diff({ from: asked.from, to: asked.to, signal });
    const compared: Comparison = {
      from,
      to,
      pages: linePages(diffLines(diff, language), PAGE_CHARS),
      text: renderDiff(diff, language),
    };
    kept.set(keyOf(from, to, language), compared);
    for (const key of [...kept.keys()].slice(0, -KEPT_COMPARISONS)) kept.delete(key);
    return compared;
  }

  return {
    async run(interaction, respond, services) {
      const { language, options } = interaction;
      if ((await requireManager(interaction, respond)) === null) return;
      const name = (option: string) =>
        options[option] === undefined ? null : String(options[option]).trim();
      await answerSlowly(interaction, respond, services, {
        command: "diff",
        async work(signal) {
          const asked = { from: name("de"), to: name("para"), language, signal };
          let compared: Comparison;
          try {
            compared = await compare(services, asked);
          } catch (error) {
            return await unknownOf(error, asked, services);
          }
          return { ...pagePanel(compared, 0, language), files: [fileOf(compared, language)] };
        },
      });
    },
    async turn(interaction, respond, services, { from, to, page }) {
      const { language } = interaction;
      if ((await requireManager(interaction, respond)) === null) return;
      const known = kept.get(keyOf(from, to, language));
      if (known) {
        await respond.update(pagePanel(known, page, language));
        return;
      }
      if (!respond.canEditLater) {
        await respond.reply(needsDiscord(interaction, "diff"), { ephemeral: true });
        return;
      }
      await respond.deferUpdate();
      try {
        const compared = await compare(services, { from, to, language, signal: replySignal(services) });
        await respond.edit(pagePanel(compared, page, language));
      } catch (error) {
        await respond.followUp(errorPanel(error, language), { ephemeral: true });
      }
    },
  };
}

/**
 * Says which of the two names is no revision's, in the words of the other commands.
 * @throws any other error again
 */
async function unknownOf(
  error: unknown,
  asked: Asked,
  { operations }: BotServices,
): Promise<OutgoingMessage> {
  if (!(error instanceof VademecumError) || error.code !== "TAG_UNKNOWN") throw error;
  const lines = await operations.revisions(asked.signal);
  const wanted = [asked.from, asked.to].find((name) => name !== null && findLine(lines, name) === null);
  if (wanted === undefined || wanted === null) throw error;
  return unknownTag(lines, wanted, asked.language);
}

function keyOf(from: string, to: string, language: Language): string {
  return [from, to, language].join("|");
}

function pagePanel(compared: Comparison, wanted: number, language: Language): OutgoingMessage {
  const { from, to, pages } = compared;
  const last = Math.max(0, pages.length - 1);
  const page = Math.min(wanted, last);
  const turn = (target: number, key: "discordAdminPrevious" | "discordAdminNext") =>
    button(toCustomId({ kind: "diff", from, to, page: target }), message(language, key));
  const text = pages[page] ?? message(language, "discordAnnounceSame");
  const values = { page: page + 1, pages: last + 1 };
  return panel({
    title: message(language, "discordDiffTitle"),
    text: `${message(language, "discordDiffFromTo", { from, to })}\n\n${text}`,
    buttons: [
      ...(page > 0 ? [turn(page - 1, "discordAdminPrevious")] : []),
      ...(page < last ? [turn(page + 1, "discordAdminNext")] : []),
    ],
    ...(last > 0 ? { footer: message(language, "discordAdminPageOf", values) } : {}),
  });
}

function fileOf({ from, to, text }: Comparison, language: Language): OutgoingFile {
  const whole = new TextEncoder().encode(`${from} → ${to}\n\n${text}\n`);
  const note = new TextEncoder().encode(`\n${message(language, "discordDiffFileCut")}\n`);
  const bytes =
    whole.length <= MAX_FILE_BYTES ? whole : Buffer.concat([whole.subarray(0, MAX_FILE_BYTES), note]);
  const name = `${message(language, "discordDiffFile")}.txt`;
  return { name, contentType: "text/plain; charset=utf-8", bytes };
}
