import { VademecumError } from "../../../domain/errors.ts";
import { type Language, message } from "../../../domain/messages.ts";
import { diffLines } from "../../announce/diff-lines.ts";
import { firstLines } from "../../announce/line-pages.ts";
import type { BotServices } from "../../bot-services.ts";
import type { RevisionLine } from "../../operations.ts";
import type { OutgoingMessage } from "../../outgoing-message.ts";
import { button, panel } from "../../render/panel.ts";
import { expiryFrom, shortName, toCustomId } from "./custom-id.ts";
import { inService, mayBeServed, shownWords, tagOf } from "./revision-list.ts";

/** What changes is told in so many characters; `/admin diferencas` tells all. */
const CHANGES_CHARS = 2200;
const FINDINGS_CHARS = 1000;
const FAILURE_CHARS = 500;

export interface SwapOffer {
  how: "promote" | "rollback";
  to: RevisionLine;
  lines: readonly RevisionLine[];
  language: Language;
  signal: AbortSignal;
}

/** Says what a swap would change and offers the button that does it; one that the gate refused takes force. */
export async function offerSwap(
  { operations, now }: BotServices,
  { how, to, lines, language, signal }: SwapOffer,
): Promise<OutgoingMessage> {
  const from = inService(lines);
  if (to.isInService)
    return panel({
      title: message(language, "discordRevisionsTitle"),
      text: message(language, "discordPublishAlready", { tag: to.tag }),
    });
  const changes = from === null ? null : await tellChanges(operations, { from, to, language, signal });
  const ends = { from: shortName(from?.revision ?? null), to: shortName(to.revision) };
  const expiresMs = expiryFrom(now());
  const cancel = button(toCustomId({ kind: "cancel" }), message(language, "discordAdminCancel"));
  const key = how === "promote" ? "discordPublishChanges" : "discordRollbackChanges";
  const about =
    changes === null
      ? message(language, "discordPublishFirst")
      : `${message(language, key, { from: tagOf(from, language) })}\n${changes}`;
  if (!mayBeServed(to)) {
    const force = toCustomId({ kind: "force", ...ends, expiresMs });
    return panel({
      title: message(language, "discordPublishRefusedTitle", { tag: to.tag }),
      text: [whyRefused(to, language), message(language, "discordPublishForceMeaning"), about].join("\n\n"),
      tone: "warning",
      buttons: [button(force, message(language, "discordPublishForce"), "danger"), cancel],
    });
  }
  const [title, confirm] =
    how === "promote"
      ? (["discordPublishTitle", "discordPublishConfirm"] as const)
      : (["discordRollbackTitle", "discordRollbackConfirm"] as const);
  return panel({
    title: message(language, title, { tag: to.tag }),
    text: about,
    buttons: [
      button(toCustomId({ kind: "swap", how, ...ends, expiresMs }), message(language, confirm), "primary"),
      cancel,
    ],
  });
}

function whyRefused({ gatePassed, gateFailures = [] }: RevisionLine, language: Language): string {
  if (gatePassed === null) return message(language, "discordPublishUnjudged");
  const found = gateFailures.map((failure) => `• ${shownWords(failure, FAILURE_CHARS)}`);
  return `${message(language, "discordPublishRefused")}\n${firstLines(found, FINDINGS_CHARS).text}`;
}

/** That two revisions cannot be compared keeps nobody from putting one into service. */
async function tellChanges(
  operations: BotServices["operations"],
  swap: { from: RevisionLine; to: RevisionLine; language: Language; signal: AbortSignal },
): Promise<string> {
  const { language, signal } = swap;
  try {
    const { diff } = await operations.diff({ from: swap.from.tag, to: swap.to.tag, signal });
    const { text, left } = firstLines(diffLines(diff, language), CHANGES_CHARS);
    if (text === "") return message(language, "discordAnnounceSame");
    return left === 0 ? text : `${text}\n${message(language, "discordDiffMore", { count: left })}`;
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    return message(language, "discordPublishNoDiff", { reason: shownWords(error.message) });
  }
}
